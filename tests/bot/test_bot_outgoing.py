"""Replies keep to Telegram's limits (G14), come before alerts, and survive what can go wrong."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict
from telegram import Update

from newsbot.bot.crowd import CHAT_AT_ONCE, PERSON_AT_ONCE, Admission, Queues, Turnstile
from newsbot.bot.markup import Html
from newsbot.bot.outgoing import fitting
from newsbot.channels import TelegramOptions, TelegramPacing
from newsbot.channels.telegram import TelegramChannel
from newsbot.db import pacing
from newsbot.domain.pacing import earliest
from tests.bot.rig import ANNA, BORIS, GROUP, Rig
from tests.factories import NOON
from tests.fakes.botapi import Action, Condition, Fault, parse_html


def events(logs: Sequence[EventDict]) -> list[str]:
    return [str(line["event"]) for line in logs]


async def test_many_questions_are_answered_at_the_pace_of_the_chat(rig: Rig) -> None:
    for _ in range(8):
        await rig.say("/id")
    assert rig.api.journal.early == []
    assert rig.slept == pytest.approx([1.0] * 7)


async def test_a_group_is_answered_twenty_times_a_minute_at_most(rig: Rig) -> None:
    started = rig.clock.now()
    for number in range(25):
        rig.clock.step(seconds=2)
        await rig.say(f"/id{'' if number else ' x'}", GROUP, user=BORIS)
    times = [call.time for call in rig.api.journal.of("sendMessage", GROUP)]
    for first in times:
        assert sum(first <= time < first + 60 for time in times) <= 20
    assert rig.clock.now() - started >= timedelta(seconds=60)


async def test_a_reply_reserves_its_moment_before_alerts(rig: Rig) -> None:
    await rig.say("/id")
    paces = TelegramChannel(TelegramOptions(token=rig.api.token)).paces(str(ANNA))
    async with rig.db.transaction() as tx:
        slots = await pacing.load(tx, [pace.key for pace in paces])
    now = rig.clock.now()
    assert earliest(slots, paces, now) == now + timedelta(seconds=1)


async def test_retry_after_is_obeyed_and_told_to_all(rig: Rig) -> None:
    rig.api.faults.add(Fault(method="sendMessage", retry_after=17, status=429, times=1))
    reply = await rig.say("/id")
    assert sum(rig.slept) >= 17
    assert reply.early is False
    channel = TelegramChannel(TelegramOptions(token=rig.api.token))
    async with rig.db.transaction() as tx:
        slots = await pacing.load(tx, [pace.key for pace in channel.paces(str(ANNA))])
    assert any(slot.blocked_until for slot in slots.values())
    async with rig.db.transaction() as tx:  # another chat is not held up
        others = await pacing.load(tx, [pace.key for pace in channel.paces(str(BORIS))])
    assert earliest(others, channel.paces(str(BORIS)), rig.clock.now()) == rig.clock.now()


async def test_a_wait_of_hours_drops_the_reply_and_not_the_deed(rig: Rig) -> None:
    rig.api.faults.add(Fault(method="sendMessage", retry_after=43_200, status=429, times=1))
    with capture_logs() as logs:
        assert await rig.handle(rig.message("/follow dam")) == []
        assert await rig.handle(rig.message("/id")) == []
    assert sum(rig.slept) < 120
    assert "reply not sent" in events(logs)
    assert "reply dropped: the chat is closed for long" in events(logs)
    assert len(await rig.follows()) == 1


async def test_without_pacing_a_retry_after_is_still_obeyed(rig: Rig) -> None:
    options = TelegramOptions(
        token=rig.api.token, api_url=rig.api.url, pacing=TelegramPacing(enabled=False)
    )
    await rig.bot.close()
    rig.bot = rig.make_bot(options=options)
    rig.api.faults.add(Fault(method="sendMessage", retry_after=9, status=429, times=1))
    await rig.say("/id")
    assert sum(rig.slept) == 9


async def test_an_answer_that_never_comes_is_not_asked_for_twice(rig: Rig) -> None:
    rig.api.faults.add(Fault(method="sendMessage", action=Action.CLOSE_AFTER, times=1))
    with capture_logs() as logs:
        replies = await rig.handle(rig.message("/id"))
    assert len(replies) == 1
    assert "reply not sent" in events(logs)


async def test_a_server_that_is_away_is_tried_again_and_then_left(rig: Rig) -> None:
    update = Update.de_json(rig.message("/follow dam"), None)
    await rig.say("/id")
    url, rig.api.url = rig.api.url, "http://127.0.0.1:9"
    await rig.bot.close()
    lost = rig.make_bot()
    lost._intake.username = "fake_newsbot"
    rig.api.url = url
    with capture_logs() as logs:
        await lost.handle(update)
    await lost.close()
    rig.bot = rig.make_bot()
    assert "reply not sent" in events(logs)
    assert [pause for pause in rig.slept if pause in {1.0, 2.0, 4.0}][-3:] == [1.0, 2.0, 4.0]
    assert len(await rig.follows()) == 1


async def test_a_message_that_cannot_be_edited_is_answered_anew(rig: Rig) -> None:
    preview = await rig.say("dam")
    rig.api.faults.add(
        Fault(
            method="editMessageText",
            status=400,
            description="Bad Request: message can't be edited",
            times=1,
        )
    )
    replies, _ = await rig.press(preview, "Follow")
    assert [reply.method for reply in replies] == ["sendMessage"]


async def test_an_edit_that_changes_nothing_is_done(rig: Rig) -> None:
    preview = await rig.say("dam")
    refusal = "Bad Request: message is not modified: specified new message content is the same"
    rig.api.faults.add(Fault(method="editMessageText", status=400, description=refusal, times=1))
    replies, _ = await rig.press(preview, "Follow")
    assert replies == []
    assert len(await rig.follows()) == 1


async def test_a_topic_that_was_closed_is_one_line_in_the_log(rig: Rig) -> None:
    update = rig.message("/help", GROUP, user=ANNA)
    rig.api.world.chats[GROUP].condition = Condition.NO_RIGHTS
    with capture_logs() as logs:
        assert await rig.handle(update) == []
    assert events(logs).count("reply not sent") == 1


@pytest.mark.parametrize("chat", [ANNA, GROUP])
async def test_no_line_of_the_log_names_a_chat_or_the_token(rig: Rig, chat: int) -> None:
    with capture_logs() as logs:
        await rig.handle(rig.message("/follow secretword", chat, user=ANNA))
        rig.api.world.chats[chat].condition = Condition.BLOCKED
        await rig.handle(rig.message("/rules", chat, user=ANNA))
    text = str(logs)
    assert str(abs(chat)) not in text
    assert "secretword" not in text
    assert rig.api.token not in text


async def test_a_flood_from_one_chat_is_told_once_and_then_ignored(rig: Rig) -> None:
    update = rig.message("/follow dam")
    answered = 0
    for number in range(40):
        shape = {**update, "update_id": 5_000 + number}
        rig.clock.time = NOON + timedelta(milliseconds=number)
        answered += len(await rig.handle(shape))
    texts = [call.text for call in rig.api.journal.of("sendMessage")]
    assert answered <= PERSON_AT_ONCE + 2
    assert sum("Too much at once" in text for text in texts) == 1
    assert "Nothing is followed" in (await rig.say("/rules", BORIS)).text


def test_a_turnstile_opens_again_and_tells_people_apart() -> None:
    turnstile = Turnstile()
    admitted = [turnstile.admit("a", ANNA, NOON) for _ in range(PERSON_AT_ONCE + 2)]
    assert admitted[-3:] == [Admission.YES, Admission.WARN, Admission.NO]
    assert turnstile.admit("a", BORIS, NOON) is Admission.YES
    assert turnstile.admit("b", ANNA, NOON) is Admission.YES
    later = NOON + timedelta(seconds=3)
    assert turnstile.admit("a", ANNA, later) is Admission.YES
    assert turnstile.admit("a", ANNA, later) is Admission.WARN


def test_a_crowd_that_floods_a_group_is_limited_together() -> None:
    turnstile = Turnstile()
    admitted = [turnstile.admit("a", person, NOON) for person in range(100)]
    assert admitted.count(Admission.YES) == CHAT_AT_ONCE


async def test_jobs_of_one_chat_keep_their_order_and_others_do_not_wait() -> None:
    queues, done, gate = Queues(), [], asyncio.Event()

    async def slow() -> None:
        await gate.wait()
        done.append("slow")

    def quick(name: str) -> None:
        async def job() -> None:
            done.append(name)

        queues.put(name[0], job)

    queues.put("a", slow)
    quick("a second")
    quick("b")
    await asyncio.sleep(0)
    assert done == ["b"]
    gate.set()
    await queues.drain()
    assert done == ["b", "slow", "a second"]


async def test_what_hangs_is_dropped_at_the_end() -> None:
    queues = Queues()

    async def hang() -> None:
        await asyncio.Event().wait()

    queues.put("a", hang)
    async with asyncio.timeout(5):
        await queues.drain(timedelta(0))


async def test_too_many_replies_for_one_chat_are_dropped_with_a_line() -> None:
    queues, gate, done = Queues(), asyncio.Event(), []

    async def wait() -> None:
        await gate.wait()
        done.append(1)

    with capture_logs() as logs:
        for _ in range(100):
            queues.put("a", wait)
    gate.set()
    await queues.drain()
    assert len(done) < 30
    assert "reply dropped: too many wait for this chat" in events(logs)


def test_the_last_fence_cuts_what_is_too_long() -> None:
    with capture_logs() as logs:
        text = fitting(Html("<b>" + "😀" * 5_000 + "</b>"))
    shown, _ = parse_html(text)
    assert len(shown.encode("utf-16-le")) // 2 <= 4_096
    assert events(logs) == ["reply too long, sent plain and cut"]
