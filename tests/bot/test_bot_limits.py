"""Telegram's limits: the longest that can be said still fits, in every language, and works."""

import json

import pytest
from structlog.testing import capture_logs

from newsbot.bot import House
from newsbot.bot.handlers import COMMANDS
from newsbot.bot.texts import LANGUAGES
from newsbot.services import chats, subscribers
from newsbot.services.chats import Place
from tests.bot.rig import ANNA, TOPICS, Rig, buttons
from tests.bot.test_bot_roles import ARGUMENTS
from tests.fakes.botapi import Call

MAX_BUTTONS = 100
MAX_DATA = 64
MAX_UNITS = 4_096

LONG = " OR ".join(f"wörterbuch{number:02}" for number in range(62))
"""A query close to the thousand characters that are allowed, with as many alternatives."""

WIDE = " OR ".join(f'"{"ж" * 120}{number}"' for number in range(7))


def check(replies: list[Call]) -> None:
    assert replies
    for reply in replies:
        assert len(reply.text.encode("utf-16-le")) // 2 <= MAX_UNITS
        shown = buttons(reply)
        assert len(shown) <= MAX_BUTTONS
        assert all(len(data.encode()) <= MAX_DATA for _, data in shown)
        assert all(0 < len(label) <= 64 for label, _ in shown)


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("query", [LONG, WIDE, f"({LONG}) -sport", LONG.replace(" OR ", " ")[:990]])
async def test_the_longest_query_is_previewed_followed_changed_and_ended(
    rig: Rig, language: str, query: str
) -> None:
    assert 800 < len(query) <= 1_000
    await rig.publish(*(f"Wörterbuch{number:02} {'erscheint ' * 30}" for number in range(8)))
    with capture_logs() as logs:
        check(await rig.handle(rig.message("/start", language=language)))
        check(await rig.handle(rig.message(query)))
        check(await rig.handle(rig.message(f"/follow {query}")))
        check(await rig.handle(rig.message("/rules")))
        check(await rig.handle(rig.message(f"/edit 1 {query[:-3]}")))
        check(await rig.handle(rig.message("/edit 1")))
        check(await rig.handle(rig.message(f"/search {query}")))
        check(await rig.handle(rig.message("/why https://paper.example/1")))
        ended = await rig.handle(rig.message("/unfollow 1"))
        check(ended)
        label, _ = buttons(ended[0])[0]
        rig.clock.step(minutes=1)
        await rig.press(ended[0], label)
    assert [line for line in logs if line["log_level"] in {"error", "warning"}] == []
    assert [one.query for one in await rig.follows()] == [query]


async def test_a_long_query_can_be_narrowed_below_an_alert(rig: Rig) -> None:
    headlines = [f"Wörterbuch{number:02} football {number}" for number in range(5)]
    await rig.publish(*headlines, "Wörterbuch07 meets", *(f"Day {number}" for number in range(40)))
    await rig.say(f"/follow {LONG[:940]}")
    subscription = (await rig.follows())[0]
    await rig.alert("https://paper.example/1", subscription)
    replies, _ = await rig.press(await rig.tell(subscription), "Fewer like this")
    check(replies)


@pytest.mark.parametrize("language", list(LANGUAGES))
async def test_every_command_fits_with_many_rules_of_long_names(rig: Rig, language: str) -> None:
    await rig.move_into(House(topics=TOPICS * 20, rule_limit=1_000, site_url="https://x.example"))
    await rig.say("/start", language=language)
    place = Place(channel="telegram", chat=str(ANNA))
    for number in range(120):
        query = f"{'straßenbahnhaltestelle' * 3}{number} OR дощ{number}"
        await chats.follow(rig.desk, place, query, limit=1_000)
    with capture_logs() as logs:
        for name in sorted(COMMANDS):
            rig.clock.step(minutes=1)
            bare = await rig.handle(rig.message(f"/{name}"))
            check(bare)
            if name not in {"stop", "pause", "forgetme", "language"}:
                argument = ARGUMENTS.get(name, "x").format(rule=7, place=1, ended=1)
                check(await rig.handle(rig.message(f"/{name} {argument}")))
    assert [line for line in logs if line["log_level"] in {"error", "warning"}] == []


@pytest.mark.parametrize("name", ["unfollow", "edit", "share", "feed", "rules"])
async def test_a_question_is_paged_to_its_last_rule(rig: Rig, name: str) -> None:
    place = Place(channel="telegram", chat=str(ANNA))
    for number in range(23):
        await chats.follow(rig.desk, place, f"word{number}", limit=99)
    asked = await rig.say(f"/{name}")
    for _ in range(2):
        [asked], _ = await rig.press(asked, "›")
    last = [label for label, _ in buttons(asked)]
    assert any("23" in label for label in last)
    assert "›" not in last
    [back], _ = await rig.press(asked, "‹")
    assert ("2/3" in dict(buttons(back))) is True


async def test_an_update_of_megabytes_is_answered_like_any_other(rig: Rig) -> None:
    """Telegram's own limit is 4,096; whatever comes is bounded before it is shown again."""
    replies = await rig.handle(rig.message("word " * 100_000))
    check(replies)
    assert json.loads(json.dumps(replies[0].text)) == replies[0].text


async def test_what_is_muted_is_paged(rig: Rig) -> None:
    await rig.publish(*(f"Story {number} {'long ' * 60}" for number in range(30)))
    await rig.say("/follow dam")
    place = (await rig.follows())[0].destination_id
    for story in range(1, 31):
        await subscribers.mute(rig.desk, place, "story", story)
    first = await rig.say("/muted")
    check([first])
    [second], _ = await rig.press(first, "›")
    [third], _ = await rig.press(second, "›")
    check([second, third])
    assert "30. " in third.text
    assert "Unmute 30" in dict(buttons(third))
