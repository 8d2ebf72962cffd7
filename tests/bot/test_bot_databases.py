"""The whole conversation on SQLite and on PostgreSQL: the bot's queries run on both."""

from telegram import Update

from newsbot.services import admission
from newsbot.services.admission import Purpose
from newsbot.services.forecasts import forecast
from tests.bot.rig import ANNA, BORIS, FORUM, NEWS_CHANNEL, Rig

SUPERGROUP = -1_009_999_999_999


async def test_a_life_with_the_bot(rig_on_each: Rig) -> None:
    rig = rig_on_each
    await rig.publish("Dam breaks", "Dam mended", "Rain falls")
    start = await rig.say("/start", language="uk")
    await rig.press(start, "NATO")
    preview = await rig.say("dam")
    assert "2 події" in preview.text
    await rig.press(preview, "Стежити")
    nato, dam = await rig.follows()
    await rig.alert("https://paper.example/1", dam)
    assert "Dam breaks" in (await rig.say("/latest")).text
    assert "чекає на надсилання" in (await rig.say("/why https://paper.example/1")).text
    assert "Більше не стежу" in (await rig.say(f"/unfollow {nato.rule_id}")).text
    await rig.say("/pause")
    await rig.say("/resume")
    await rig.press(await rig.say("/forgetme"), "Стерти все")
    assert await rig.subscriber() is None


async def test_topics_and_a_move(rig_on_each: Rig) -> None:
    rig = rig_on_each
    for topic in (7, 8):
        await rig.say("/follow dam", FORUM, user=ANNA, topic=topic)
    move = rig.message("x", FORUM, user=ANNA)
    move["message"] |= {"migrate_to_chat_id": SUPERGROUP}
    await rig.handle(move)
    assert [one.destination for one in await rig.follows(SUPERGROUP)] == [
        f"telegram:{SUPERGROUP}/7",
        f"telegram:{SUPERGROUP}/8",
    ]


async def test_an_update_is_handled_once(rig_on_each: Rig) -> None:
    rig = rig_on_each
    update = Update.de_json(rig.message("/id", BORIS), None)
    for _ in range(3):
        await rig.bot.handle(update)
    assert len(rig.api.journal.of("sendMessage")) == 1


async def test_a_sampled_forecast(rig_on_each: Rig) -> None:
    rig = rig_on_each
    await rig.publish(*(f"Dam number {n}" for n in range(100)), hours=30)
    found = await forecast(rig.desk, "dam", limit=50)
    assert (found.every, found.stories) == (2, 50)


async def test_an_update_that_came_by_webhook_leaves_the_webhook(rig_on_each: Rig) -> None:
    rig = rig_on_each
    rig.api.world.webhook = {"url": "https://bot.example/hook"}
    await rig.say("/id")
    assert rig.api.world.webhook


async def test_codes_bans_and_rights(rig_on_each: Rig) -> None:
    rig = rig_on_each
    await rig.say(f"/start {await admission.issue(rig.desk, Purpose.ADMIN)}")
    assert await admission.list_admins(rig.desk) == [f"telegram:{ANNA}"]
    await rig.say("/follow dam", BORIS)
    found = await rig.subscriber(BORIS)
    assert found is not None
    for _ in range(2):
        await admission.ban(rig.desk, found.id)
    assert "ended its service" in (await rig.say("/rules", BORIS)).text
    await admission.unban(rig.desk, found.id)
    assert "dam" in (await rig.say("/rules", BORIS)).text


async def test_shared_moved_ended_and_revived(rig_on_each: Rig) -> None:
    rig = rig_on_each
    await rig.say("/follow dam")
    code = (await rig.say("/share dam")).text.partition("?start=")[2].split("\n")[0]
    await rig.say(f"/start {code}", BORIS)
    command = (await rig.say("/channel")).text.partition("/link ")[2].split("\n")[0]
    await rig.handle(rig.post(f"/link {command}"))
    [card], _ = await rig.press(await rig.say("/rules"), "1")
    await rig.press(card, "Send to News")
    [ended], _ = await rig.press(await rig.say("/unfollow"), "1. dam")
    await rig.press(ended, "Follow again")
    assert [one.destination for one in await rig.follows()] == [f"telegram:{NEWS_CHANNEL}"]
    assert [one.query for one in await rig.follows(BORIS)] == ["dam"]
    await rig.press(await rig.say("/forgetme"), "Erase everything")
    assert await rig.follows(BORIS) == []


async def test_languages_feeds_and_words_hidden(rig_on_each: Rig) -> None:
    rig = rig_on_each
    await rig.publish("Dam breaks")
    await rig.say("/follow dam")
    await rig.press(await rig.say("/languages"), "English 1")
    found = await rig.subscriber()
    assert found is not None
    assert found.languages == ("en",)
    assert "?token=" in (await rig.say("/feed 1")).text
    [card], _ = await rig.press(await rig.say("/rules"), "1")
    [hidden], _ = await rig.press(card, "Hide words")
    assert "hidden" in hidden.text
    shown = await rig.say("/edit 1 dam -rain")
    [saved], _ = await rig.press(shown, "Save")
    await rig.press(saved, "Undo")
    assert [one.query for one in await rig.follows()] == ["dam"]
