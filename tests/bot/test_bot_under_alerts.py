"""The buttons under an alert: what each press does, how it is undone, and for whom."""

from datetime import timedelta

import pytest

from newsbot.bot.buttons import Verb
from newsbot.pipeline import alert_buttons
from newsbot.services import chats, wishes
from newsbot.services import subscribers as service
from newsbot.services.chats import Place
from tests.bot.rig import ANNA, BORIS, FORUM, GROUP, NEWS_CHANNEL, STRANGER, Rig, buttons
from tests.fakes.botapi import Call

MORE, FEWER = "More", "Fewer like this"
STORY, SOURCE, SNOOZE = "Mute story", "Mute source", "Snooze …"
HOUR, MORNING, DAY = "1 h", "Till morning", "24 h"


async def alerted(rig: Rig, chat: int = ANNA, topic: str = "") -> Call:
    """Let a chat follow something and be told of a story; return the alert's message."""
    place = Place(channel="telegram", chat=str(chat), topic=topic)
    followed = await chats.follow(rig.desk, place, "dam", limit=9)
    await rig.publish("Dam breaks")
    await rig.alert("https://paper.example/1", followed.subscription)
    return await rig.tell(followed.subscription)


async def muted(rig: Rig, chat: int = ANNA) -> list[tuple[str, str, str]]:
    found = await rig.subscriber(chat)
    assert found is not None
    places = [one.id for one in found.destinations]
    return [
        (one.mute.kind, one.name, one.rule_name)
        for one in await wishes.named_mutes(rig.desk, places)
    ]


async def snoozed(rig: Rig, alert: Call, label: str, *, user: int = 0) -> tuple[Call, str]:
    """Open the choice of a snooze below an alert and press one."""
    [opened], _ = await rig.press(alert, SNOOZE, user=user)
    [dressed], toast = await rig.press_data(alert, dict(buttons(opened))[label], user=user)
    return dressed, toast


async def test_an_alert_bears_its_buttons_within_the_limit(rig: Rig) -> None:
    shown = buttons(await alerted(rig))
    assert [label for label, _ in shown] == [MORE, FEWER, STORY, SOURCE, SNOOZE]
    assert all(len(f"{data[0]}:{2**63}:1".encode()) <= 64 for _, data in shown)


async def test_a_muted_story_can_be_unmuted_below_the_same_alert(rig: Rig) -> None:
    alert = await alerted(rig)
    [dressed], toast = await rig.press(alert, STORY)
    assert toast == "Muted here for a week."
    assert await muted(rig) == [("story", "Dam breaks", "")]
    assert dressed.method == "editMessageReplyMarkup"
    assert [label for label, _ in buttons(dressed)] == [MORE, FEWER, "Unmute story", SOURCE, SNOOZE]
    data = dict(buttons(dressed))["Unmute story"]
    [dressed], toast = await rig.press_data(alert, data)
    assert toast == "This story may come again."
    assert await muted(rig) == []
    assert [label for label, _ in buttons(dressed)] == [MORE, FEWER, STORY, SOURCE, SNOOZE]


async def test_a_source_is_muted_for_the_rule_that_found_it(rig: Rig) -> None:
    alert = await alerted(rig)
    [dressed], toast = await rig.press(alert, SOURCE)
    assert toast == "The Paper is muted for what found this."
    assert await muted(rig) == [("source", "The Paper", "dam")]
    await rig.press_data(alert, dict(buttons(dressed))["Unmute source"])
    assert await muted(rig) == []


@pytest.mark.parametrize(("label", "hours"), [(HOUR, 1), (MORNING, 20), (DAY, 24)])
async def test_a_snooze_lasts_as_long_as_chosen_and_ends_at_a_press(
    rig: Rig, label: str, hours: int
) -> None:
    alert = await alerted(rig)
    subscription = (await rig.follows())[0]
    pressed_at = rig.clock.now()
    dressed, toast = await snoozed(rig, alert, label)
    quiet = await wishes.wishes_of(rig.desk, subscription.destination_id)
    assert quiet.snoozed_until is not None
    waits = quiet.snoozed_until - pressed_at
    assert timedelta(0) <= timedelta(hours=hours) - waits < timedelta(minutes=1)
    assert f"{quiet.snoozed_until:%H:%M} UTC" in toast
    await rig.press_data(alert, dict(buttons(dressed))["End snooze"])
    ended = await wishes.wishes_of(rig.desk, subscription.destination_id)
    assert ended.snoozed_until is None


async def test_the_choice_of_a_snooze_can_be_closed_again(rig: Rig) -> None:
    alert = await alerted(rig)
    [opened], toast = await rig.press(alert, SNOOZE)
    assert toast == ""
    assert [label for label, _ in buttons(opened)] == [HOUR, MORNING, DAY, "‹ Back"]
    [closed], _ = await rig.press_data(alert, dict(buttons(opened))["‹ Back"])
    assert [label for label, _ in buttons(closed)] == [MORE, FEWER, STORY, SOURCE, SNOOZE]


async def test_a_button_of_an_older_version_still_snoozes_for_an_hour(rig: Rig) -> None:
    alert = await alerted(rig)
    pressed_at = rig.clock.now()
    await rig.press_data(alert, "z:1")
    subscription = (await rig.follows())[0]
    quiet = await wishes.wishes_of(rig.desk, subscription.destination_id)
    assert quiet.snoozed_until is not None
    assert quiet.snoozed_until - pressed_at == timedelta(hours=1)


async def test_what_is_done_is_shown_in_passing_and_what_is_not_stays(rig: Rig) -> None:
    alert = await alerted(rig, GROUP)
    await rig.press(alert, STORY, user=ANNA)
    await rig.press(alert, STORY, user=BORIS)
    done, refused = rig.api.journal.of("answerCallbackQuery")
    assert not done.params.get("show_alert") or done.params["show_alert"] == "false"
    assert str(refused.params["show_alert"]).lower() == "true"


async def test_a_press_twice_is_as_good_as_once(rig: Rig) -> None:
    alert = await alerted(rig)
    await rig.press(alert, STORY)
    replies, toast = await rig.press(alert, STORY)
    assert replies == []  # the buttons show it already
    assert toast == "Muted here for a week."
    assert len(await muted(rig)) == 1


async def test_in_a_topic_only_the_topic_is_meant(rig: Rig) -> None:
    await chats.follow(rig.desk, Place(channel="telegram", chat=str(FORUM)), "flood", limit=9)
    alert = await alerted(rig, FORUM, "7")
    await snoozed(rig, alert, HOUR, user=ANNA)
    found = await rig.subscriber(FORUM)
    assert found is not None
    resting = {
        place.address: (await wishes.wishes_of(rig.desk, place.id)).snoozed_until is not None
        for place in found.destinations
    }
    assert resting == {str(FORUM): False, f"{FORUM}/7": True}


@pytest.mark.parametrize("label", [MORE, FEWER, STORY, SOURCE, SNOOZE])
async def test_a_reader_of_a_channel_is_told_why_nothing_happens(rig: Rig, label: str) -> None:
    alert = await alerted(rig, NEWS_CHANNEL)
    replies, toast = await rig.press(alert, label, user=STRANGER)
    assert (replies, toast) == (
        [],
        "In a channel nothing can be changed here; its operator can.",
    )
    assert await muted(rig, NEWS_CHANNEL) == []


@pytest.mark.parametrize("verb", ["m", "n", "o", "p", "z", "w", "i", "j", "y"])
async def test_nobody_mutes_by_the_alert_of_another_chat(rig: Rig, verb: str) -> None:
    await alerted(rig)
    own = await rig.say("/follow rain", BORIS)
    for data in (f"{verb}:1", f"{verb}:999", verb, f"{verb}:1:1", f"{verb}:1:7"):
        replies, toast = await rig.press_data(own, data)
        assert (replies, toast) == ([], "This button is too old. Send the command again.")
    assert await muted(rig, BORIS) == await muted(rig) == []


async def test_the_buttons_speak_the_language_of_the_chat(rig: Rig) -> None:
    await rig.say("/start", language="de")
    alert = await alerted(rig)
    labels = [label for label, _ in buttons(alert)]
    assert labels == ["Mehr", "Weniger davon", "Thema stumm", "Quelle stumm", "Ruhe …"]
    [dressed], toast = await rig.press(alert, "Quelle stumm")
    assert toast.startswith("The Paper ist stumm")
    assert buttons(dressed)[3][0] == "Quelle wieder zeigen"


async def test_forgetting_a_chat_forgets_what_it_muted(rig_on_each: Rig) -> None:
    rig = rig_on_each
    alert = await alerted(rig)
    for label in (STORY, SOURCE):
        await rig.press(alert, label)
    await snoozed(rig, alert, HOUR)
    found = await rig.subscriber()
    assert found is not None
    place = found.destinations[0].id
    await service.set_quiet_hours(rig.desk, found.id, "22:00-07:00")
    asked = await rig.say("/forgetme")
    await rig.press(asked, "Erase everything")
    assert await wishes.named_mutes(rig.desk, [place]) == []
    assert await wishes.wishes_of(rig.desk, place) == wishes.Wishes()


async def test_the_letters_of_pipeline_and_bot_are_the_same() -> None:
    offered = {
        button.data[0]
        for pressed in (
            None,
            alert_buttons.Pressed(story=True, source=True, snooze=True),
            alert_buttons.Pressed(snoozes=True),
        )
        for row in alert_buttons.alert_buttons(1, "en", pressed)
        for button in row
    }
    assert offered <= set(Verb)
    assert len(offered) == 9
