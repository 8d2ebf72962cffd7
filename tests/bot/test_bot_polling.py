"""The loop that fetches updates: one poller, each update once, through outages, stopped at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from newsbot.bot import Bot
from tests.bot.rig import ANNA, Rig
from tests.factories import OTHER
from tests.fakes.botapi import Fault

SOON = 10.0
BEAT = timedelta(milliseconds=20)


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
    assert rig.api.world.commands[0]["command"] == "follow"
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
    second = rig.make_bot(holder=OTHER, heartbeat=BEAT)
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


@pytest.mark.parametrize("status", [500, 502])
async def test_an_outage_is_waited_out(rig: Rig, status: int) -> None:
    rig.api.faults.add(Fault(method="getMe", status=status, times=1))
    say(rig, "/id")
    with capture_logs() as logs:
        async with running(rig.bot):
            await arrived(rig, "sendMessage")
    assert "polling waits" in [line["event"] for line in logs]


async def test_a_refused_token_ends_the_bot_with_a_clear_line(rig: Rig) -> None:
    rig.api.token = "4200000000:another-token_for-tests-000000000000"
    with capture_logs() as logs:
        async with asyncio.timeout(SOON):
            await rig.bot.run(asyncio.Event())
    assert rig.bot.trouble.startswith("Unauthorized")
    assert [line for line in logs if line["event"].startswith("Unauthorized")]
