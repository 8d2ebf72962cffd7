"""When messages may go: at the pace of the bot and of each chat, with no turn lost (G14)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsbot.db import Database
from newsbot.domain.ports import Pace
from newsbot.errors import Unauthorized
from newsbot.pipeline.deliver import DeliverSettings
from newsbot.pipeline.turns import HORIZON, Asked, allow
from tests.factories import entry
from tests.fakes.newsroom import Newsroom

CHATS = 12
BOT = Pace(key="bot", interval=timedelta(milliseconds=100), burst=1, shared=True)


class Stepping:
    """Let a wait pass at once; the waits of several chats add up on the clock."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._room.clock.step(seconds=seconds)


@pytest.fixture
async def crowd(database: Database) -> Newsroom:
    """Give a newsroom with a story for each of twelve chats, all due at once."""
    room = Newsroom(db=database)
    await room.add_source()
    for number in range(CHATS):
        await room.follow("headline", f"chat{number:02}")
    room.publish(entry(1))
    await room.fetch()
    await room.process()
    return room


def patient(room: Newsroom, seconds: float) -> Stepping:
    """Let the loop wait for turns; return what counts the waits."""
    stepping = Stepping(room)
    settings = DeliverSettings(budget=room.budget, turn_patience=timedelta(seconds=seconds))
    room.deliver_tools = replace(room.deliver_tools, settings=settings, sleep=stepping)
    return stepping


async def test_a_patient_run_serves_all_chats_one_after_the_other(crowd: Newsroom) -> None:
    crowd.channel.limits = {"*": (BOT,)}
    waits = patient(crowd, 60).waits
    await crowd.deliver()
    assert len(crowd.channel.sent) == CHATS
    assert waits
    assert max(waits) <= HORIZON.total_seconds()


async def test_moments_are_kept_a_pace_apart_and_not_far_ahead(crowd: Newsroom) -> None:
    crowd.channel.limits = {"*": (BOT,)}
    now = crowd.clock.now()
    asked = [
        Asked(delivery=row.delivery, has_moment=False, patient_until=now + timedelta(minutes=1))
        for row in await crowd.ledger()
    ]
    async with crowd.db.transaction() as tx:
        allowed = await allow(tx, asked, crowd.deliver_tools.channels, now)
    ids = [one.delivery.id for one in asked]
    assert [one.id for one in allowed.now] == ids[:1]
    kept = int(HORIZON / BOT.interval)
    assert allowed.moments == {
        one: now + BOT.interval * number for number, one in enumerate(ids[1 : kept + 1], 1)
    }
    assert set(allowed.again) == set(ids[kept + 1 :])


async def test_an_impatient_run_leaves_the_others_to_the_next(crowd: Newsroom) -> None:
    crowd.channel.limits = {"*": (BOT,)}
    waits = patient(crowd, 0).waits
    await crowd.deliver()
    assert (len(crowd.channel.sent), waits) == (1, [])
    crowd.clock.step(seconds=1)
    await crowd.deliver()
    assert len(crowd.channel.sent) == 2


async def test_a_chat_that_must_wait_for_long_is_left_and_comes_later(crowd: Newsroom) -> None:
    slow = Pace(key="chat00", interval=timedelta(minutes=1), burst=1)
    crowd.channel.limits = {"chat00": (slow,)}
    waits = patient(crowd, 5).waits
    crowd.publish(entry(1), entry(2))
    crowd.clock.step(minutes=6)
    await crowd.fetch()
    await crowd.process()
    await crowd.deliver()
    told = [address for address, _ in crowd.channel.sent]
    assert told.count("chat00") == 1
    assert told.count("chat01") == 2
    assert waits == []
    crowd.clock.step(minutes=1)
    await crowd.deliver()
    told = [address for address, _ in crowd.channel.sent]
    assert told.count("chat00") == 2


async def test_a_kept_moment_is_given_up_when_the_bot_is_closed_meanwhile(
    crowd: Newsroom,
) -> None:
    crowd.channel.limits = {"*": (BOT,)}
    for number in range(CHATS):
        crowd.channel.script[f"chat{number:02}"] = [Unauthorized("the token was revoked")]
    patient(crowd, 5)
    await crowd.deliver()
    assert len(crowd.channel.tried) == 1
    crowd.channel.script.clear()
    crowd.clock.step(minutes=2)
    patient(crowd, 60)
    await crowd.deliver()
    assert len(crowd.channel.sent) == CHATS
