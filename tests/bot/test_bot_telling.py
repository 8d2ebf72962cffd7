"""A story in full: its outlets, a longer summary, and why it came; for everybody in the chat."""

from datetime import timedelta

import pytest

from newsbot.bot import intake
from newsbot.bot.markup import measure
from tests.bot.rig import BORIS, GROUP, Rig
from tests.bot.test_bot_under_alerts import MORE, alerted


async def test_more_tells_outlets_and_the_matched_words_in_a_message_of_its_own(rig: Rig) -> None:
    alert = await alerted(rig)
    [told], toast = await rig.press(alert, MORE)
    assert (told.method, toast) == ("sendMessage", "")
    assert "Told by 1 outlet" in told.text
    assert "The Paper, " in told.text
    assert "Why it came\ndam: Dam breaks" in told.text
    links = {one["url"] for one in told.entities if one["type"] == "text_link"}
    assert links == {"https://paper.example/1"}


async def test_anybody_in_a_group_may_read_more(rig: Rig) -> None:
    alert = await alerted(rig, GROUP)
    [told], _ = await rig.press(alert, MORE, user=BORIS)
    assert "Dam breaks" in told.text


async def test_a_story_is_found_by_link_reply_or_number(rig: Rig) -> None:
    await alerted(rig)
    by_link = await rig.say("/story https://paper.example/1")
    by_number = await rig.say("/story 1")
    assert by_link.text == by_number.text
    assert "Why it came" in by_link.text
    update = rig.message("/story")
    update["message"]["reply_to_message"] = rig.message("https://paper.example/1")["message"]
    update["message"]["reply_to_message"]["entities"] = [{"type": "url", "offset": 0, "length": 23}]
    [by_reply] = await rig.handle(update)
    assert by_reply.text == by_link.text


async def test_what_is_unknown_is_said(rig: Rig) -> None:
    for text in ("/story 99", "/story https://nowhere.example/", f"/story {'9' * 18}"):
        assert "None of the sources" in (await rig.say(text)).text
    for text in ("/story", "/story dam", f"/story {'9' * 30}"):
        assert "Which story?" in (await rig.say(text)).text


async def test_a_stranger_is_told_the_story_without_anybodys_rules(rig: Rig) -> None:
    await alerted(rig)
    told = await rig.say("/story 1", BORIS)
    assert "Dam breaks" in told.text
    assert "Why it came" not in told.text


async def test_a_story_with_much_to_tell_fits_into_a_message(rig: Rig) -> None:
    await rig.publish("Dam " + "breaks " * 300, body="A very long sentence of it. " * 500)
    told = await rig.say("/story 1")
    assert measure(told.text) <= 4_096


async def test_a_button_whose_answer_takes_a_while_stops_waiting_at_once(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = await alerted(rig)
    monkeypatch.setattr(intake, "AT_ONCE", timedelta(0))
    replies, toast = await rig.press(alert, MORE)
    assert (len(replies), toast) == (1, "")
    assert len(rig.api.journal.of("answerCallbackQuery")) == 1
