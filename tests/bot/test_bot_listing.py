"""What is followed, what it found, and why a story came or did not."""

import pytest

from newsbot.db import arrivals, deliveries, destinations, ledger, queues
from newsbot.domain.alert import AlertState
from newsbot.domain.delivery import Receipt, RetryPolicy, next_step
from newsbot.services import rules
from tests.bot.rig import ANNA, BORIS, Rig, buttons
from tests.factories import HOLDER, new_article

FIRST = "https://paper.example/1"


async def test_rules_of_a_stranger_are_an_invitation(rig: Rig) -> None:
    for command in ("/rules", "/unfollow", "/latest", "/unfollow 3"):
        assert "Nothing is followed here yet" in (await rig.say(command)).text


async def test_unfollow_without_a_number_offers_buttons(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/follow flood")
    reply = await rig.say("/unfollow")
    assert [label for label, _ in buttons(reply)] == ["1. dam", "2. flood"]
    replies, _ = await rig.press(reply, "1. dam")
    assert "No longer following dam" in replies[0].text
    assert [one.query for one in await rig.follows()] == ["flood"]


@pytest.mark.parametrize("argument", ["1", "#1", "1.", "dam", "DAM"])
async def test_a_rule_is_known_by_number_and_by_name(rig: Rig, argument: str) -> None:
    await rig.say("/follow dam")
    assert "No longer following" in (await rig.say(f"/unfollow {argument}")).text
    assert await rig.follows() == []


async def test_a_stale_unfollow_button_says_so(rig: Rig) -> None:
    followed = await rig.say("/follow dam")
    await rig.say("/unfollow dam")
    replies, _ = await rig.press(followed, "Unfollow")
    assert "There is no rule 1 here" in replies[0].text


async def test_a_rule_that_nobody_follows_any_more_goes(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/unfollow dam")
    assert await rules.list_all(rig.desk) == []


async def test_a_public_rule_outlives_the_end_of_a_subscription(rig: Rig) -> None:
    await rig.say("/follow dam")
    (mine,) = await rig.follows()
    await rules.edit(rig.desk, mine.rule_id, public=True)
    await rig.say("/unfollow dam")
    assert [rule.id for rule in await rules.list_all(rig.desk)] == [mine.rule_id]


async def test_latest_tries_a_young_rule_on_stored_articles(rig: Rig) -> None:
    await rig.publish("Dam breaks", "Rain falls")
    await rig.say("/follow dam")
    reply = await rig.say("/latest dam")
    assert "Dam breaks" in reply.text
    assert "Rain" not in reply.text


async def test_latest_shows_what_matched_newest_first_and_offers_each_rule(rig: Rig) -> None:
    await rig.publish("Dam breaks", "Dam mended", "Flood recedes")
    await rig.say("/follow dam")
    await rig.say("/follow flood")
    dam, flood = await rig.follows()
    await rig.alert(FIRST, dam)
    await rig.alert("https://paper.example/2", dam)
    await rig.alert("https://paper.example/3", flood)
    reply = await rig.say("/latest")
    order = [reply.text.index(title) for title in ("Flood recedes", "Dam mended", "Dam breaks")]
    assert order == sorted(order)
    replies, _ = await rig.press(reply, "2. flood")
    assert replies[0].method == "sendMessage"
    assert "Flood recedes" in replies[0].text
    assert "Dam" not in replies[0].text


async def test_latest_with_nothing_found_says_so(rig: Rig) -> None:
    await rig.say("/follow dam")
    assert "Nothing yet for dam" in (await rig.say("/latest")).text
    assert "no rule 99 here" in (await rig.say("/latest 99")).text


async def test_why_tells_what_was_sent_and_what_did_not_fit(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    await rig.say("/follow dam")
    await rig.say("/follow flood")
    dam, _ = await rig.follows()
    await rig.alert(FIRST, dam)
    reply = await rig.say(f"/why {FIRST}?utm_source=x")
    assert "Dam breaks" in reply.text
    assert "Seen in paper" in reply.text
    assert "dam: waits to be sent" in reply.text
    assert "flood: does not fit" in reply.text


async def test_why_tells_the_time_of_sending(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    await rig.say("/follow dam")
    (dam,) = await rig.follows()
    await rig.alert(FIRST, dam)
    async with rig.db.transaction() as tx:
        now = rig.clock.now()
        claimed = await destinations.claim(
            tx, holder=HOLDER, now=now, limit=9, channels=["telegram"]
        )
        queued = await queues.load(tx, claimed, now=now, since=now)
        begun = await deliveries.begin(tx, [queued[0].waiting[0].id], HOLDER, now)
        step = next_step(begun[0], Receipt(id="1"), RetryPolicy(), now)
        await deliveries.record(tx, [(begun[0], step)], str(HOLDER), now)
    assert "dam: sent 14 Mar 2026, 12:0" in (await rig.say(f"/why {FIRST}")).text


async def test_a_link_alone_asks_why(rig: Rig) -> None:
    assert "has not been in any of the sources" in (await rig.say("https://x.example/")).text
    assert "Send me the link" in (await rig.say("/why")).text


async def test_why_in_reply_to_an_alert_is_about_its_story(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    await rig.say("/follow dam")
    alert = {
        "message_id": 900,
        "date": 1,
        "chat": {"id": ANNA, "type": "private", "first_name": "Anna"},
        "text": "Dam breaks",
        "entities": [{"type": "text_link", "offset": 0, "length": 10, "url": FIRST}],
    }
    update = rig.message("/why")
    update["message"]["reply_to_message"] = alert
    (reply,) = await rig.handle(update)
    assert "Seen in paper" in reply.text


async def test_why_in_a_chat_that_follows_nothing(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    assert "follows nothing" in (await rig.say(f"/why {FIRST}")).text


async def test_why_of_a_rule_that_came_later(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    await rig.say("/follow dam")
    assert "dam: fits, but was followed only later" in (await rig.say(f"/why {FIRST}")).text


async def test_why_of_an_article_that_waits(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    async with rig.db.transaction() as tx:
        await arrivals.add(tx, [new_article(7, url="https://paper.example/new")])
    await rig.say("/follow dam")
    assert "not been judged yet" in (await rig.say("/why https://paper.example/new")).text


async def test_why_tells_nothing_of_the_rules_of_others(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    await rig.say("/follow dam", BORIS)
    (theirs,) = await rig.follows(BORIS)
    await rig.alert(FIRST, theirs)
    assert "dam" not in (await rig.say(f"/why {FIRST}", ANNA)).text
    await rig.say("/follow rain", ANNA)
    reply = await rig.say(f"/why {FIRST}", ANNA)
    assert "dam" not in reply.text
    assert "rain: does not fit" in reply.text


async def test_pause_cancels_what_waits_and_resume_begins_again(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    assert "not known yet" in (await rig.say("/pause")).text
    await rig.say("/follow dam")
    (dam,) = await rig.follows()
    await rig.alert(FIRST, dam)
    paused = await rig.say("/pause")
    async with rig.db.reading() as tx:
        assert await ledger.count_alerts(tx) == {AlertState.CANCELLED: 1}
    assert "paused" in (await rig.say("/rules")).text
    replies, _ = await rig.press(paused, "Resume")
    assert "Alerts come again" in replies[0].text
    found = await rig.subscriber()
    assert found is not None
    assert found.state == "active"


async def test_start_in_a_paused_chat_says_so(rig: Rig) -> None:
    await rig.say("/start")
    await rig.say("/pause")
    assert "Alerts are paused" in (await rig.say("/start")).text


@pytest.mark.parametrize(
    ("language", "stored", "said"),
    [
        ("uk", "uk", "Стежу"),
        ("de-AT", "de", "Ich folge"),
        ("fr", "fr", "Following"),
        ("", "en", "F"),
    ],
)
async def test_the_language_of_the_phone_is_spoken_and_stored(
    rig: Rig, language: str, stored: str, said: str
) -> None:
    reply = await rig.say("/follow dam", language=language)
    assert reply.text.startswith(said)
    found = await rig.subscriber()
    assert found is not None
    assert found.language == stored


async def test_a_chat_keeps_its_language_until_it_chooses_another(rig: Rig) -> None:
    await rig.say("/start", language="uk")
    assert (await rig.say("/rules", language="de")).text.startswith("Тут")
    await rig.say("/start", language="de")
    assert (await rig.say("/rules", language="de")).text.startswith("Тут")
    await rig.say("/language de")
    assert (await rig.say("/rules", language="en")).text.startswith("Hier")


async def test_latest_is_paged_back_to_the_oldest(rig: Rig) -> None:
    await rig.publish(*(f"Dam number {number}" for number in range(12)))
    await rig.say("/follow dam")
    (dam,) = await rig.follows()
    for number in range(1, 13):
        await rig.alert(f"https://paper.example/{number}", dam)
    first = await rig.say("/latest")
    assert first.text.count("Dam number") == 5
    [second], _ = await rig.press(first, "›")
    [third], _ = await rig.press(second, "›")
    assert third.text.count("Dam number") == 2
    assert [label for label, _ in buttons(third)] == ["‹"]
    [back], _ = await rig.press(third, "‹")
    assert back.text == second.text
