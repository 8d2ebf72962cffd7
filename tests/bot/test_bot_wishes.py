"""What a chat may wish: silence, its clock, digests, a language; all seen in /settings."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.bot import zones
from newsbot.bot.buttons import fingerprint
from newsbot.bot.handlers import digests, quiet
from newsbot.bot.handlers.digests import Rhythm
from newsbot.domain.schedule import DAYS, QuietHours
from newsbot.domain.subscriber import CADENCES
from newsbot.services import subscribers as service
from newsbot.services import wishes
from newsbot.services.wishes import Wishes
from tests.bot.rig import ANNA, BORIS, Rig, buttons

COMMANDS = (
    "/snooze 1h",
    "/quiet 22:00-07:00",
    "/timezone Kyiv",
    "/digest now",
    "/language de",
    "/languages de",
)


async def wished(rig: Rig, chat: int = ANNA) -> Wishes:
    found = await rig.subscriber(chat)
    assert found is not None
    return await wishes.wishes_of(rig.desk, found.destinations[0].id)


@pytest.mark.parametrize("command", [*COMMANDS, "/muted", "/settings"])
async def test_a_stranger_is_told_how_to_begin(rig: Rig, command: str) -> None:
    answer = (await rig.say(command)).text
    assert "/start" in answer or "Nothing is muted" in answer
    assert await rig.subscriber() is None


async def test_what_is_muted_is_listed_and_unmuted_one_by_one(rig: Rig) -> None:
    assert "Nothing is muted here" in (await rig.say("/muted")).text
    await rig.publish("Dam <breaks>")
    await rig.say("/follow dam")
    place, rule = (await rig.follows())[0].destination_id, (await rig.follows())[0].rule_id
    await service.mute(rig.desk, place, "story", 1)
    await service.mute(rig.desk, place, "source", 1, rule_id=rule)
    listed = await rig.say("/muted")
    assert "1. Dam <breaks>, until " in listed.text
    assert "2. The Paper, for dam" in listed.text
    [left], _ = await rig.press(listed, "Unmute 1")
    assert "1. The Paper, for dam" in left.text
    assert "Dam <breaks>" not in left.text
    [empty], _ = await rig.press(left, "Unmute 1")
    assert "Nothing is muted here" in empty.text


async def test_nobody_ends_the_mute_of_another_chat(rig: Rig) -> None:
    await rig.say("/follow dam")
    place = (await rig.follows())[0].destination_id
    made = await service.mute(rig.desk, place, "story", 1)
    other = await rig.say("/follow dam", BORIS)
    await rig.press_data(other, f"x:{made.id}")
    assert len(await service.list_mutes(rig.desk, place)) == 1


async def test_a_snooze_is_asked_for_begun_shown_and_ended(rig: Rig) -> None:
    await rig.say("/follow dam")
    asked = await rig.say("/snooze")
    assert [label for label, _ in buttons(asked)] == ["1 hour", "Until morning", "24 hours"]
    pressed_at = rig.clock.now()
    [begun], _ = await rig.press(asked, "24 hours")
    until = (await wished(rig)).snoozed_until
    assert until is not None
    assert until - pressed_at == timedelta(hours=24)
    assert (await rig.say("/snooze")).text == begun.text
    [ended], _ = await rig.press(begun, "End snooze")
    assert "come again" in ended.text
    assert (await wished(rig)).snoozed_until is None


async def test_a_snooze_till_morning_asks_for_the_clock_of_who_never_chose_one(rig: Rig) -> None:
    await rig.say("/follow dam")
    begun = await rig.say("/snooze morning")
    assert "That is by UTC" in begun.text
    [chosen], _ = await rig.press(begun, "Kyiv")
    assert "Europe/Kyiv" in chosen.text
    assert "That is by UTC" not in (await rig.say("/snooze morning")).text


async def test_a_snooze_till_morning_ends_at_eight_by_the_chats_clock(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/timezone Kyiv")
    await rig.say("/snooze morning")
    until = (await wished(rig)).snoozed_until
    assert until is not None
    assert until.astimezone(ZoneInfo("Europe/Kyiv")).time() == time(8)


@pytest.mark.parametrize("argument", ["2h", "168", "48 h"])
async def test_any_whole_hours_up_to_a_week_can_be_snoozed(rig: Rig, argument: str) -> None:
    await rig.say("/follow dam")
    assert "Nothing comes until" in (await rig.say(f"/snooze {argument}")).text


@pytest.mark.parametrize("argument", ["soon", "0h", "169h", "-1h", "1h30", "<b>"])
async def test_a_snooze_that_makes_no_sense_is_explained(rig: Rig, argument: str) -> None:
    await rig.say("/follow dam")
    reply = await rig.say(f"/snooze {argument}")
    assert f"I do not understand {argument}" in reply.text
    assert len(buttons(reply)) == 3
    assert (await wished(rig)).snoozed_until is None


async def test_quiet_hours_ask_for_the_clock_first_and_remember_the_hours(rig: Rig) -> None:
    await rig.say("/follow dam")
    asked = await rig.say("/quiet 22:30-7 silent")
    assert "Which clock is yours?" in asked.text
    assert (await wished(rig)).quiet is None
    [done], _ = await rig.press(asked, "Kyiv")
    assert "Europe/Kyiv" in done.text
    assert "Quiet hours are 22:30-07:00. What comes then makes no sound." in done.text
    assert await wished(rig) == Wishes(
        timezone="Europe/Kyiv",
        quiet=QuietHours(start=time(22, 30), end=time(7), silent=True),
    )


async def test_who_lives_by_utc_is_asked_once(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/timezone utc")
    assert "Quiet hours are 22:00-07:00" in (await rig.say("/quiet 22:00-07:00")).text


async def test_quiet_hours_are_shown_and_ended(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/timezone Europe/Berlin")
    offered = await rig.say("/quiet")
    assert "There are no quiet hours." in offered.text
    [done], _ = await rig.press(offered, "23:00-08:00")
    assert "Quiet hours are 23:00-08:00" in (await rig.say("/quiet")).text
    [over], _ = await rig.press(done, "No quiet hours")
    assert "no quiet hours any more" in over.text
    await rig.say("/quiet 22:00-07:00")
    await rig.say("/quiet off")
    assert (await wished(rig)).quiet is None


@pytest.mark.parametrize("argument", ["at night", "22:00", "25:00-07:00", "22:00-22:00", "22-7 x"])
async def test_hours_that_are_none_are_explained(rig: Rig, argument: str) -> None:
    await rig.say("/follow dam")
    await rig.say("/timezone Kyiv")
    reply = await rig.say(f"/quiet {argument}")
    assert f"I do not understand {argument}" in reply.text
    assert (await wished(rig)).quiet is None


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("kyiv", "Europe/Kyiv"),
        ("New York", "America/New_York"),
        ("UTC", "Etc/UTC"),
    ],
)
async def test_a_zone_is_known_by_name_and_by_city(rig: Rig, written: str, zone: str) -> None:
    await rig.say("/follow dam")
    reply = await rig.say(f"/timezone {written}")
    local = rig.clock.now().astimezone(ZoneInfo(zone))
    assert f"those of {zone}, where it is {local:%H:%M} now" in reply.text
    assert (await wished(rig)).timezone == zone


async def test_a_zone_that_is_misspelled_is_offered_as_meant(rig: Rig) -> None:
    await rig.say("/follow dam")
    reply = await rig.say("/timezone Berlim")
    assert "I do not know the time zone Berlim" in reply.text
    await rig.press(reply, "Berlin")
    assert (await wished(rig)).timezone == "Europe/Berlin"


@pytest.mark.parametrize("written", ["UTC+2", "Середземʼя", "../etc/passwd", "x" * 500])
async def test_a_zone_that_nobody_knows_changes_nothing(rig: Rig, written: str) -> None:
    await rig.say("/follow dam")
    reply = await rig.say(f"/timezone {written}")
    assert "I do not know the time zone" in reply.text
    assert buttons(reply)
    assert (await wished(rig)).timezone == "UTC"


def test_every_zone_has_a_mark_of_its_own() -> None:
    assert len({fingerprint(name) for name in zones.names()}) == len(zones.names()) > 400
    for language in ("en", "uk", "de", "pt"):
        offered = zones.offered(language)
        assert len(offered) >= 6
        assert all(zones.by_mark(fingerprint(name)) == name for name in offered)


async def test_the_only_rule_needs_no_name(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/timezone Kyiv")
    asked = await rig.say("/digest")
    assert "dam comes at once. How shall it come?" in asked.text
    [done], _ = await rig.press(asked, "Every hour")
    assert "dam comes every hour, as a list from now on." in done.text
    assert [(one.cadence, one.at) for one in await rig.follows()] == [("hourly", "")]


@pytest.mark.parametrize(
    ("argument", "cadence", "at"),
    [
        ("hourly", "hourly", ""),
        ("daily", "daily", "08:00"),
        ("Daily 7:05", "daily", "07:05"),
        ("weekly", "weekly", "mon 08:00"),
        ("weekly Fri 18:30", "weekly", "fri 18:30"),
        ("weekly sunday", "weekly", "sun 08:00"),
        ("silent", "silent", ""),
        ("now", "now", ""),
        ("1 daily 06:00", "daily", "06:00"),
        ("dam weekly tue 06:00", "weekly", "tue 06:00"),
    ],
)
async def test_a_rhythm_can_be_written(rig: Rig, argument: str, cadence: str, at: str) -> None:
    await rig.say("/follow dam")
    assert "from now on" in (await rig.say(f"/digest {argument}")).text
    assert [(one.cadence, one.at) for one in await rig.follows()] == [(cadence, at)]


@pytest.mark.parametrize(
    "argument", ["dayly", "daily 25:00", "weekly foo 08:00", "hourly 08:00", "daily mon 08:00", "7"]
)
async def test_a_rhythm_that_is_none_is_explained(rig: Rig, argument: str) -> None:
    await rig.say("/follow dam")
    assert f"I do not understand {argument}" in (await rig.say(f"/digest {argument}")).text
    assert [one.cadence for one in await rig.follows()] == ["now"]


async def test_of_several_rules_one_is_chosen_by_a_button(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/follow flood")
    await rig.say("/timezone Kyiv")
    which = await rig.say("/digest daily 09:30")
    assert "2. flood: at once" in which.text
    assert [label for label, _ in buttons(which)] == ["1. dam", "2. flood", "All rules"]
    await rig.press(which, "2. flood")
    assert [(one.cadence, one.at) for one in await rig.follows()] == [
        ("now", ""),
        ("daily", "09:30"),
    ]
    [how], _ = await rig.press(await rig.say("/digest"), "All rules")
    [done], _ = await rig.press(how, "Mondays at 08:00")
    assert "Every rule here comes on Mondays at 08:00, as a list" in done.text
    assert {(one.cadence, one.at) for one in await rig.follows()} == {("weekly", "mon 08:00")}


async def test_a_digest_by_the_clock_of_nowhere_offers_a_clock(rig: Rig) -> None:
    await rig.say("/follow dam")
    reply = await rig.say("/digest daily 08:00")
    assert "That is by UTC" in reply.text
    await rig.press(reply, "Kyiv")
    assert (await wished(rig)).timezone == "Europe/Kyiv"
    assert "UTC" not in (await rig.say("/digest daily 08:00")).text


async def test_a_digest_button_of_a_rule_that_is_gone_says_so(rig: Rig) -> None:
    await rig.say("/follow dam")
    asked = await rig.say("/digest")
    await rig.say("/unfollow dam")
    replies, toast = await rig.press(asked, "Every hour")
    assert (replies, toast) == ([], "This button is too old. Send the command again.")


async def test_the_language_is_chosen_by_button_code_or_name(rig: Rig) -> None:
    await rig.say("/follow dam")
    asked = await rig.say("/language")
    [done], _ = await rig.press(asked, "Українська")
    assert done.text == "Відтепер говорю тут українською."
    assert "Налаштування" in (await rig.say("/settings")).text
    assert "Deutsch" in (await rig.say("/language deutsch")).text
    assert "I speak English" in (await rig.say("/language EN")).text
    assert "I do not speak fr yet" in (await rig.say("/language fr")).text


async def test_settings_show_what_can_be_changed(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/timezone Kyiv")
    await rig.say("/quiet 22:00-07:00")
    await rig.say("/snooze 1h")
    shown = (await rig.say("/settings")).text
    for line in (
        "Language: English (/language)",
        "Time zone: Europe/Kyiv (/timezone)",
        "Quiet hours: 22:00-07:00 (/quiet)",
        "Snoozed until ",
        "Rules here: 1 (/rules, /digest)",
        "Muted here: 0 (/muted)",
        "Alerts are on (/pause)",
    ):
        assert line in shown
    await rig.say("/pause")
    assert "Alerts are paused (/resume)" in (await rig.say("/settings")).text


@pytest.mark.parametrize(
    "data", ["d", "d:1:9", "d:1:999999", "h:7", "k", "k:1", "s:9", "s", "g:1", "x"]
)
async def test_a_button_that_carries_nonsense_changes_nothing(rig: Rig, data: str) -> None:
    followed = await rig.say("/follow dam")
    before = await wished(rig)
    replies, toast = await rig.press_data(followed, data)
    assert (replies, toast) == ([], "This button is too old. Send the command again.")
    assert await wished(rig) == before
    assert [one.cadence for one in await rig.follows()] == ["now"]


clocks = st.times().map(lambda one: one.replace(second=0, microsecond=0, fold=0))


@given(clocks, clocks, st.booleans())
def test_a_button_gives_back_its_hours(start: time, end: time, silent: bool) -> None:
    hours = QuietHours(start=start, end=end, silent=silent)
    assert quiet.unpack(quiet.pack(hours)) == (None if start == end else hours)


@given(st.sampled_from(CADENCES), st.sampled_from(DAYS), clocks)
def test_a_button_gives_back_its_rhythm(cadence: str, day: str, clock: time) -> None:
    at = {"daily": f"{clock:%H:%M}", "weekly": f"{day} {clock:%H:%M}"}.get(cadence, "")
    rhythm = Rhythm(cadence=cadence, at=at)
    assert digests.unpack(digests.pack(rhythm)) == rhythm
    assert digests.read_wish(f"my rule {cadence} {at}") == ("my rule", rhythm)


@given(st.integers(0, 10**18 - 1))
def test_any_other_number_is_no_harm(number: int) -> None:
    quiet.unpack(number)
    digests.unpack(number)


async def read(rig: Rig) -> tuple[str, ...]:
    found = await rig.subscriber()
    assert found is not None
    return found.languages


async def test_languages_are_chosen_by_buttons_that_say_how_much_comes(rig: Rig) -> None:
    await rig.publish("Dam breaks", "Dam mended")
    await rig.say("/follow dam")
    asked = await rig.say("/languages")
    assert "All languages are told" in asked.text
    assert [label for label, _ in buttons(asked)] == ["✓ All languages", "English 2"]
    [chosen], _ = await rig.press(asked, "English 2")
    assert await read(rig) == ("en",)
    assert "✓ English 2" in dict(buttons(chosen))
    assert "Languages read: English" in (await rig.say("/settings")).text
    [all_again], _ = await rig.press(chosen, "✓ English 2")
    assert await read(rig) == ()
    assert "All languages are told" in all_again.text


async def test_languages_are_written_by_code_or_name(rig: Rig) -> None:
    await rig.say("/start")
    shown = await rig.say("/languages uk, Deutsch en-GB")
    assert "Українська, Deutsch, English" in shown.text
    assert await read(rig) == ("uk", "de", "en")
    assert "Write codes" in (await rig.say("/languages 123")).text
    await rig.say("/languages all")
    assert await read(rig) == ()


async def test_why_says_that_an_article_is_in_a_language_that_is_not_read(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    await rig.say("/follow dam")
    await rig.say("/languages de")
    told = await rig.say("/why https://paper.example/1")
    assert "is written in English, which is not read here" in told.text
