"""The loop that fetches updates: one poller, each update once, through outages, stopped at once."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict
from telegram import Update

from newsbot.bot import Bot, menus
from newsbot.bot.polling import Rhythm
from newsbot.db import Tx, leases
from newsbot.errors import StoreError
from tests.bot.rig import ANNA, BORIS, GROUP, Rig
from tests.factories import OTHER
from tests.fakes.botapi import Action, Fault, Json

SOON = 10.0
QUICK = Rhythm(
    poll=timedelta(seconds=5),
    heartbeat=timedelta(milliseconds=20),
    pause=timedelta(milliseconds=10),
    conflict=timedelta(milliseconds=10),
)


async def arrived(rig: Rig, method: str, count: int = 1) -> None:
    """Wait until a method was called so often; the tests' own time limit, not a pause."""
    async with asyncio.timeout(SOON):
        while len(rig.api.journal.of(method)) < count:  # noqa: ASYNC110 - the journal is a list
            await asyncio.sleep(0.005)


async def logged(logs: Sequence[EventDict], start: str) -> None:
    async with asyncio.timeout(SOON):
        while not any(str(line["event"]).startswith(start) for line in logs):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.005)


@asynccontextmanager
async def running(bot: Bot) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(bot.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        async with asyncio.timeout(SOON):
            await task


def say(rig: Rig, text: str, chat: int = ANNA) -> None:
    rig.api.world.say(chat, text, date=int(rig.clock.now().timestamp()))


async def test_it_introduces_itself_and_answers(rig: Rig) -> None:
    say(rig, "/id")
    async with running(rig.bot):
        await arrived(rig, "sendMessage")
    menu = rig.api.world.menus["all_private_chats", 0, ""]
    assert [one["command"] for one in menu] == list(menus.EVERYBODY)
    lookers = rig.api.world.menus["all_group_chats", 0, "uk"]
    assert [one["command"] for one in lookers] == list(menus.LOOKERS)
    assert ("all_chat_administrators", 0, "de") in rig.api.world.menus
    assert rig.api.journal.of("sendMessage")[0].text == f"This chat is {ANNA}"


async def test_it_stops_within_a_second(rig: Rig) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(rig.bot.run(stop))
    async with asyncio.timeout(SOON):
        await rig.api.world.polling.wait()
    started = time.monotonic()
    stop.set()
    await task
    assert time.monotonic() - started < 1


async def test_an_update_is_answered_once_over_a_restart(rig: Rig) -> None:
    date = int(rig.clock.now().timestamp())
    update = rig.api.world.say(ANNA, "/follow nato", date=date)
    async with running(rig.bot):
        await arrived(rig, "sendMessage")
    rig.api.world.inject(update)  # as Telegram does with what was not confirmed
    say(rig, "/id")
    async with running(rig.make_bot()):
        await arrived(rig, "sendMessage", 2)
    texts = [call.text for call in rig.api.journal.of("sendMessage")]
    assert [text.split()[0] for text in texts] == ["Following", "This"]


async def test_a_second_instance_idles_and_takes_over(rig: Rig) -> None:
    second = rig.make_bot(holder=OTHER, rhythm=QUICK)
    with capture_logs() as logs:
        async with AsyncExitStack() as later:
            async with running(rig.bot):
                await arrived(rig, "setMyCommands")
                await later.enter_async_context(running(second))
                await logged(logs, "idle")
                assert len(rig.api.journal.of("getMe")) == 1
            say(rig, "/id")
            await arrived(rig, "sendMessage")
    assert len(rig.api.journal.of("getMe")) == 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="getMe", status=500, times=2),
        Fault(method="getUpdates", status=502, times=2),
        Fault(method="getUpdates", action=Action.CLOSE_BEFORE, times=2),
        Fault(method="getUpdates", action=Action.GARBLE, times=2),
    ],
    ids=["start", "502", "reset", "no json"],
)
async def test_trouble_is_waited_out_and_told_once(rig: Rig, fault: Fault) -> None:
    rig.api.faults.add(fault)
    bot = rig.make_bot(rhythm=QUICK)
    with capture_logs() as logs:
        async with running(bot):
            say(rig, "/id")
            await arrived(rig, "sendMessage")
            async with asyncio.timeout(SOON):
                while bot.trouble:  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.005)
    assert 1 <= [line["event"] for line in logs].count("polling waits") <= 2


async def test_a_poll_that_is_told_to_wait_waits(rig: Rig) -> None:
    rig.api.faults.add(Fault(method="getUpdates", status=429, retry_after=1, times=1))
    with capture_logs() as logs:
        async with running(rig.make_bot(rhythm=QUICK)):
            await logged(logs, "polling waits")
            started = time.monotonic()
            rig.clock.step(seconds=1)
            say(rig, "/id")
            await arrived(rig, "sendMessage")
    assert time.monotonic() - started > 0.5


async def test_a_conflict_is_an_alarm_and_not_the_end(rig: Rig) -> None:
    description = "Conflict: terminated by other getUpdates request"
    rig.api.faults.add(Fault(method="getUpdates", status=409, description=description, times=2))
    with capture_logs() as logs:
        async with running(rig.make_bot(rhythm=QUICK)):
            say(rig, "/id")
            await arrived(rig, "sendMessage")
    alarms = [line for line in logs if str(line["event"]).startswith("another program polls")]
    assert [line["log_level"] for line in alarms] == ["error", "error"]


async def test_a_webhook_that_somebody_left_is_taken_away(rig: Rig) -> None:
    rig.api.world.webhook = {"url": "https://old.example/hook"}
    async with running(rig.bot):
        say(rig, "/id")
        await arrived(rig, "sendMessage")
    assert rig.api.world.webhook == {}


async def test_what_is_handled_is_confirmed(rig: Rig) -> None:
    async with running(rig.make_bot(rhythm=QUICK)):
        for text in ("/id", "/rules", "/help"):
            say(rig, text)
        await arrived(rig, "sendMessage", 3)
        say(rig, "/id")
        await arrived(rig, "sendMessage", 4)
    offsets = [int(call.params["offset"]) for call in rig.api.journal.of("getUpdates")]
    assert offsets == sorted(offsets)
    assert offsets[-1] > 1_000
    asked = rig.api.journal.of("getUpdates")[0].params["allowed_updates"]
    assert json.loads(asked) == [
        "message",
        "callback_query",
        "my_chat_member",
        "channel_post",
    ]


async def test_an_update_that_cannot_be_read_holds_up_nothing(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Update.de_json

    def picky(data: Json, bot: None) -> Update:
        if data["message"]["text"] == "/help":
            raise TypeError("a shape that the library does not know")
        return whole(data, bot)

    monkeypatch.setattr(Update, "de_json", picky)
    say(rig, "/help")
    say(rig, "/id")
    with capture_logs() as logs:
        async with running(rig.make_bot(rhythm=QUICK)):
            await arrived(rig, "sendMessage")
            say(rig, "/rules")
            await arrived(rig, "sendMessage", 2)
    assert [line["event"] for line in logs].count("update not readable") == 1


async def test_a_command_from_before_a_long_absence_is_not_done(rig: Rig) -> None:
    for text in ("/follow dam", "/follow flood"):
        say(rig, text)
    say(rig, "/follow dam", GROUP)
    rig.clock.step(minutes=11)
    say(rig, "/id", BORIS)
    async with running(rig.make_bot(rhythm=QUICK)):
        await arrived(rig, "sendMessage", 2)
    texts = {call.chat: call.text for call in rig.api.journal.of("sendMessage")}
    assert "Please send it again" in texts[str(ANNA)]
    assert str(GROUP) not in texts
    assert await rig.follows() == []
    assert await rig.follows(GROUP) == []


async def test_a_chat_that_waits_holds_up_no_other(rig: Rig) -> None:
    gate = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await gate.wait()
        await rig.sleep(seconds)

    for _ in range(5):
        say(rig, "/id", ANNA)
    async with running(rig.make_bot(rhythm=QUICK, sleep=sleep)):
        await arrived(rig, "sendMessage", 1)
        say(rig, "/id", BORIS)
        await arrived(rig, "sendMessage", 2)
        gate.set()
        await arrived(rig, "sendMessage", 6)
    assert [call.chat for call in rig.api.journal.of("sendMessage")][1] == str(BORIS)


async def test_it_stops_within_a_second_while_replies_wait(rig: Rig) -> None:
    async def sleep(_seconds: float) -> None:
        await asyncio.Event().wait()

    for _ in range(3):
        say(rig, "/id")
    stop = asyncio.Event()
    task = asyncio.create_task(rig.make_bot(sleep=sleep).run(stop))
    await arrived(rig, "sendMessage")
    started = time.monotonic()
    stop.set()
    await task
    assert time.monotonic() - started < 1


async def test_it_stops_within_a_second_while_telegram_hangs(rig: Rig) -> None:
    rig.api.faults.add(Fault(method="getChatAdministrators", action=Action.HANG_BEFORE))
    say(rig, "/follow dam", GROUP)
    stop = asyncio.Event()
    task = asyncio.create_task(rig.bot.run(stop))
    await arrived(rig, "getChatAdministrators")
    started = time.monotonic()
    stop.set()
    await task
    assert time.monotonic() - started < 1
    rig.api.faults.clear()
    async with running(rig.make_bot()):  # it was not handled, so it is done now
        await arrived(rig, "sendMessage")
    assert [one.query for one in await rig.follows(GROUP)] == []


async def test_a_lease_that_another_took_halts_the_polling(rig: Rig) -> None:
    bot = rig.make_bot(rhythm=QUICK)
    with capture_logs() as logs:
        async with running(bot):
            await arrived(rig, "setMyCommands")
            async with rig.db.transaction() as tx:
                rig.clock.step(seconds=11)
                name = "telegram-poll:4200000000"
                assert await leases.acquire(tx, name, OTHER, rig.clock.now())
            await logged(logs, "the lease is lost")
            await logged(logs, "idle")
            rig.clock.step(seconds=11)
            say(rig, "/id")
            await arrived(rig, "sendMessage")


async def test_a_database_that_is_away_is_waited_for(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rig.db.transaction
    failures = iter([StoreError("the database is away")] * 3)

    @asynccontextmanager
    async def sometimes() -> AsyncIterator[Tx]:
        for failure in failures:
            raise failure
        async with whole() as tx:
            yield tx

    monkeypatch.setattr(rig.db, "transaction", sometimes)
    say(rig, "/follow dam")
    bot = rig.make_bot(rhythm=QUICK)
    with capture_logs() as logs:
        async with running(bot):
            await arrived(rig, "sendMessage")
    assert [line["event"] for line in logs].count("polling waits") == 1
    assert "idle" not in str(logs)
    assert len(await rig.follows()) == 1


async def test_a_refused_token_ends_the_bot_with_a_clear_line(rig: Rig) -> None:
    rig.api.token = "4200000000:another-token_for-tests-000000000000"
    with capture_logs() as logs:
        async with asyncio.timeout(SOON):
            await rig.bot.run(asyncio.Event())
    assert rig.bot.trouble.startswith("Unauthorized")
    assert [line for line in logs if line["event"].startswith("Unauthorized")]
