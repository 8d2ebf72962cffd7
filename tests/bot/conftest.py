"""Give the bot's tests a rig: bot, fake Telegram with its flood control, a database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from newsbot.db import Database
from tests.bot.rig import Rig
from tests.factories import SteppedClock
from tests.fakes.botapi import FakeBotApi


@asynccontextmanager
async def open_rig(database: Database) -> AsyncIterator[Rig]:
    """Give a bot; what broke Telegram's description or its limits fails the test."""
    clock = SteppedClock()
    async with FakeBotApi(clock=lambda: clock.now().timestamp()) as api:
        rig = Rig(api=api, db=database, clock=clock)
        yield rig
        await rig.bot.close()
    assert api.journal.problems == []
    assert api.journal.early == []


@pytest.fixture
async def rig(sqlite_database: Database) -> AsyncIterator[Rig]:
    """Give a bot on SQLite."""
    async with open_rig(sqlite_database) as opened:
        yield opened


@pytest.fixture
async def rig_on_each(database: Database) -> AsyncIterator[Rig]:
    """Give a bot on SQLite, and once more on PostgreSQL."""
    async with open_rig(database) as opened:
        yield opened
