"""From words to a rule: previews, volumes, mistakes and how they are mended."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from newsbot.bot import House
from newsbot.bot.handlers.wording import rate_of, volume
from newsbot.bot.markup import visible
from newsbot.bot.texts import ENGLISH
from newsbot.services.desk import Desk
from newsbot.services.forecasts import Forecast, forecast
from tests.bot.rig import ANNA, Rig, buttons
from tests.factories import SteppedClock
from tests.fakes.botapi import Call


def quoted(call: Call) -> list[str]:
    """Return the pieces of a message in code font."""
    raw = call.text.encode("utf-16-le")
    return [
        raw[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
        for one in call.entities
        if one["type"] == "code"
    ]


async def test_a_preview_echoes_the_canonical_form(rig: Rig) -> None:
    reply = await rig.say("(nato) AND otan")
    assert quoted(reply) == ["(nato) AND otan", "nato otan"]
    assert [label for label, _ in buttons(reply)] == ["Follow", "Edit", "Cancel"]


async def test_a_preview_marks_the_words_in_the_headlines(rig: Rig) -> None:
    await rig.publish("Leaders of NATO meet")
    reply = await rig.say("nato")
    underlined = [
        reply.text[one["offset"] : one["offset"] + one["length"]]
        for one in reply.entities
        if one["type"] == "underline"
    ]
    assert underlined == ["NATO"]


async def test_nothing_found_can_still_be_followed(rig: Rig) -> None:
    await rig.publish("Rain falls")
    reply = await rig.say("nato")
    assert "Nothing in the last 24 hours" in reply.text
    await rig.press(reply, "Follow")
    assert len(await rig.follows()) == 1


async def test_an_unclosed_quote_is_shown_and_mended_by_a_button(rig: Rig) -> None:
    reply = await rig.say('"climate change')
    assert "never closed" in reply.text
    assert "^" in reply.text
    (fix,) = quoted(reply)
    replies, _ = await rig.press(reply, fix)
    assert quoted(replies[0])[0] == fix == '"climate change"'
    await rig.press(replies[0], "Follow")
    assert [one.query for one in await rig.follows()] == ['"climate change"']


async def test_two_readings_are_two_buttons_with_their_volumes(rig: Rig) -> None:
    await rig.publish("drone strike", "drone flood", "flood strike", "rain")
    reply = await rig.say("drone strike OR flood")
    fixes = quoted(reply)
    assert len(fixes) == 2
    labels = [label for label, _ in buttons(reply)]
    assert labels == [f"{n} a day: {fix}" for n, fix in zip((3, 2), fixes, strict=True)]
    assert reply.text.count("stories in the last 24 hours") == 2
    replies, _ = await rig.press(reply, labels[1])
    assert replies[0].method == "editMessageText"
    assert quoted(replies[0])[0] == fixes[1]


@pytest.mark.parametrize("words", ["drone strike", "drone, strike", "drone\nstrike"])
async def test_words_side_by_side_offer_both_readings_with_their_volumes(
    rig: Rig, words: str
) -> None:
    await rig.publish("drone strike", "drone flood", "flood strike", "rain")
    reply = await rig.say(words)
    labels = [label for label, _ in buttons(reply)]
    assert labels[-2:] == ["both: 1 a day", "any: 3 a day"]
    [preview], _ = await rig.press(reply, "any: 3 a day")
    assert quoted(preview)[0] == "drone OR strike"


async def test_three_words_are_all_or_any_and_what_is_left_out_stays_out(rig: Rig) -> None:
    await rig.publish("drone strike rain", "drone flood", "strike sport")
    reply = await rig.say("drone strike rain -sport")
    assert [label for label, _ in buttons(reply)][-2:] == [
        "all words: 1 a day",
        "any: 2 a day",
    ]
    [preview], _ = await rig.press(reply, "any: 2 a day")
    assert quoted(preview)[0] == "(drone OR strike OR rain) -sport"


@pytest.mark.parametrize("query", ["drone", "drone AND strike", '"drone strike"', "drone lang:en"])
async def test_a_clear_query_has_one_reading(rig: Rig, query: str) -> None:
    reply = await rig.say(query)
    assert [label for label, _ in buttons(reply)] == ["Follow", "Edit", "Cancel"]


async def test_word_forms_that_a_query_misses_are_added_by_a_button(rig: Rig) -> None:
    headlines = ["Sanctions on oil", "New sanctions", "Old sanctions", "A sanction"]
    await rig.publish(*headlines)
    reply = await rig.say("sanction")
    assert "It misses 3 articles of the week with sanctions." in reply.text
    [wider], _ = await rig.press(reply, "+ sanctions")
    assert quoted(wider)[0] == "sanction OR sanctions"
    assert "4 stories" in wider.text


async def test_edit_gives_the_query_back_to_be_changed(rig: Rig) -> None:
    reply = await rig.say("sanction")
    [given], _ = await rig.press(reply, "Edit")
    assert given.method == "sendMessage"
    assert quoted(given) == ["sanction"]


async def test_a_warning_offers_the_other_query(rig: Rig) -> None:
    reply = await rig.say("nato and otan")
    assert "taken as AND" in reply.text
    assert "nato AND otan" in [label for label, _ in buttons(reply)]
    replies, _ = await rig.press(reply, "nato AND otan")
    assert "taken as AND" not in replies[0].text


async def test_a_bad_query_after_follow_is_not_followed(rig: Rig) -> None:
    reply = await rig.say("/follow (nato")
    assert "never closed" in reply.text
    assert await rig.follows() == []


async def test_follow_without_words_asks_for_them(rig: Rig) -> None:
    assert "What shall I look for?" in (await rig.say("/follow")).text


@pytest.mark.parametrize(
    "words",
    [
        "x" * 4_096,
        "(" * 500,
        "nato " * 800,
        "<b>nato</b> & @durov /start",
        "a\u202eb\u200b\u00ad c",
        "title:" * 100,
        '"' * 51,
        "😀" * 1_500,
        "/(((/",
        "ß" * 999,
        "NOT a",
    ],
)
async def test_whatever_a_person_writes_is_answered(rig: Rig, words: str) -> None:
    await rig.say(words)
    await rig.say(f"/follow {words}")
    assert "broken" not in rig.api.journal.accepted[-1].text


@pytest.mark.parametrize("command", ["unfollow", "latest", "why", "start", "help", "pause"])
async def test_any_argument_is_answered(rig: Rig, command: str) -> None:
    await rig.say("/follow dam")
    for argument in (
        "<b>x",
        "9" * 300,
        "@durov",
        "\u202e",
        "-1",
        "https://[::1",
        "https://x/" * 99,
    ):
        reply = await rig.say(f"/{command} {argument}")
        assert "my fault" not in reply.text
        assert "@durov" not in reply.text.replace("@\u2060durov", "")


async def test_the_longest_query_fits_with_everything_around_it(rig: Rig) -> None:
    query = " OR ".join(f"word{number:03}x" for number in range(82))[:1_000].rpartition(" OR ")[0]
    await rig.publish(*(f"{'Long headline ' * 30} word{n:03}x" for n in range(8)))
    reply = await rig.say(query)
    assert quoted(reply)[0] == query
    await rig.press(reply, "Follow")
    assert [one.query for one in await rig.follows()] == [query]


async def test_the_limit_of_rules_is_kept(rig: Rig) -> None:
    bot = rig.make_bot(house=House(rule_limit=2))
    await rig.bot.close()
    rig.bot = bot
    for word in ("one", "two", "three"):
        reply = await rig.say(f"/follow {word}")
    assert "follows 2 rules, which is the limit" in reply.text
    assert len(await rig.follows()) == 2


async def test_a_topic_that_changed_meanwhile_is_not_followed(rig: Rig) -> None:
    await rig.say("/start")
    start = rig.api.journal.accepted[-1]
    for data in ("t:0:1", "t:99:1", "t", "t:0"):
        _, toast = await rig.press_data(start, data)
        assert toast == "This button is too old. Send the command again."
    assert await rig.follows() == []


@pytest.mark.parametrize("data", ["", "zz", "f:7", "q:1", "f" * 64, "u", "l", "u:999999"])
async def test_a_button_that_means_nothing_is_answered(rig: Rig, data: str) -> None:
    preview = await rig.say("dam")
    await rig.press_data(preview, data or "?")
    assert await rig.follows() == []
    assert len(rig.api.journal.of("answerCallbackQuery")) == 1


async def test_a_press_under_a_message_that_telegram_no_longer_shows(rig: Rig) -> None:
    update = {
        "update_id": 5,
        "callback_query": {
            "id": "old",
            "from": {"id": ANNA, "is_bot": False, "first_name": "Anna"},
            "message": {"chat": {"id": ANNA, "type": "private"}, "message_id": 5, "date": 0},
            "chat_instance": "x",
            "data": "f",
        },
    }
    rig.api.world.queries.add("old")
    assert await rig.handle(update) == []
    toast = rig.api.journal.of("answerCallbackQuery")[0].params["text"]
    assert toast == "This button is too old. Send the command again."


async def test_a_press_that_telegram_has_given_up_is_done_all_the_same(rig: Rig) -> None:
    preview = await rig.say("dam")
    update = rig.api.world.press(ANNA, preview.message_id or 0, "f")
    rig.api.world.queries.clear()
    assert len(await rig.handle(update)) == 1
    assert len(await rig.follows()) == 1


async def test_a_forecast_counts_stories_within_its_window(rig: Rig) -> None:
    await rig.publish(*(f"Dam number {n}" for n in range(130)), hours=48)
    whole = await forecast(rig.desk, "dam")
    assert (whole.stories, whole.scanned, len(whole.hits)) == (130, 130, 5)
    assert whole.hits[0].article.title == "Dam number 129"
    assert not whole.is_estimate
    assert whole.per_day == pytest.approx(65, rel=0.01)
    outside = await forecast(rig.desk, "dam", window=timedelta(hours=1))
    assert (outside.stories, outside.scanned) == (0, 0)


async def test_a_busy_store_is_sampled_by_stories_over_the_whole_window(rig: Rig) -> None:
    await rig.publish(*(f"Dam number {n}" for n in range(300)), hours=48)
    sampled = await forecast(rig.desk, "dam", limit=60)
    assert sampled.every == 5
    assert sampled.stories == sampled.scanned == 60
    assert sampled.span > timedelta(hours=47)
    assert sampled.per_day == pytest.approx(150, rel=0.02)


async def test_a_forecast_ends_when_patience_does(rig: Rig) -> None:
    class Hurried(SteppedClock):
        def now(self) -> datetime:
            self.step(seconds=1)
            return self.time

    await rig.publish(*(f"Dam number {n}" for n in range(300)), hours=10)
    desk = Desk(db=rig.db, clock=Hurried(rig.clock.now()))
    cut = await forecast(desk, "dam")
    assert cut.is_cut
    assert cut.scanned < 300
    assert cut.per_day > cut.stories


def told(**given: Any) -> str:
    values: dict[str, Any] = {"hits": (), "scanned": 9, "stories": 3, "span": timedelta(days=7)}
    return visible(volume(ENGLISH, Forecast(**{**values, **given})))


def test_a_volume_says_what_it_rests_on() -> None:
    assert told() == "3 stories in the last 7 days, about 3 a week."
    assert told(stories=0) == "Nothing in the last 7 days. You can follow it all the same."
    assert told(scanned=0).startswith("No news has been read yet")
    assert told(every=100).startswith("about 43 a day, estimated from a sample of the news in the")
    assert told(stories=0, every=9).startswith("Nothing in a sample of the news in the last 7 days")
    assert "last 3 hours" in told(is_cut=True, span=timedelta(hours=3))
    assert "last hour" in told(is_cut=True, span=timedelta(minutes=3))


@pytest.mark.parametrize(
    ("stories", "days", "expected"),
    [
        (14, 7, "about 2 a day"),
        (5, 7, "about one a day"),
        (3, 7, "about 3 a week"),
        (1, 7, "about one a week"),
        (1, 30, "less than one a week"),
        (3, 0, "about 3 a day"),
    ],
)
def test_a_rate_is_told_in_whole_numbers(stories: int, days: int, expected: str) -> None:
    found = Forecast(stories=stories, hits=(), scanned=0, span=timedelta(days=days))
    assert rate_of(ENGLISH, found.per_day) == expected
