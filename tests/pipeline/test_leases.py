"""What a failed piece of work leaves behind is free again soon, though its process lives on."""

import asyncio
from typing import Any

import pytest

from newsbot.db import arrivals, articles, deliveries, leases, sources
from newsbot.domain.lease import InHand, Leased
from newsbot.errors import StoreError
from tests.factories import HOLDER, entry
from tests.fakes.newsroom import Newsroom


def fail_once(patch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Let a query fail the first time, as when the database goes away."""
    real, calls = getattr(module, name), []

    async def failing(*arguments: Any) -> Any:
        calls.append(name)
        if len(calls) == 1:
            raise StoreError("the database went away")
        return await real(*arguments)

    patch.setattr(module, name, failing)


async def let_a_lease_pass(newsroom: Newsroom, in_hand: InHand) -> None:
    """Let 12 seconds pass with a heartbeat each 3, as a living process has it."""
    for _ in range(4):
        newsroom.clock.step(seconds=3)
        async with newsroom.db.transaction() as tx:
            await leases.renew(tx, HOLDER, in_hand, newsroom.clock.now())


async def test_a_source_whose_poll_was_not_stored_is_polled_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await newsroom.add_source()
    newsroom.publish(entry(1))
    in_hand = newsroom.fetch_tools.in_hand
    fail_once(monkeypatch, arrivals, "add")
    (polled,) = await newsroom.fetch()
    assert polled.error == "the database went away"
    assert await newsroom.fetch() == []
    await let_a_lease_pass(newsroom, in_hand)
    (polled,) = await newsroom.fetch()
    assert polled.new == 1


async def test_an_article_that_was_not_processed_is_processed_later(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await newsroom.add_source()
    await newsroom.follow("headline")
    newsroom.publish(entry(1))
    await newsroom.fetch()
    fail_once(monkeypatch, articles, "finish")
    await newsroom.process()
    assert await newsroom.alerts() == {}
    await let_a_lease_pass(newsroom, newsroom.process_tools.in_hand)
    await newsroom.process()
    assert await newsroom.alerts() == {"pending": 1}


async def test_a_chat_whose_outcome_was_not_recorded_is_served_later(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await newsroom.add_source()
    await newsroom.follow("headline")
    newsroom.publish(entry(1))
    await newsroom.fetch()
    await newsroom.process()
    fail_once(monkeypatch, deliveries, "begin")
    await newsroom.deliver()
    assert newsroom.channel.sent == []
    await let_a_lease_pass(newsroom, newsroom.deliver_tools.in_hand)
    await newsroom.deliver()
    assert len(newsroom.channel.sent) == 1
    assert await newsroom.alerts() == {"sent": 1}


async def test_what_is_in_hand_stays_leased_for_as_long_as_it_takes(newsroom: Newsroom) -> None:
    source = await newsroom.add_source()
    in_hand = InHand()
    in_hand.take(Leased.SOURCES, [source.id])
    async with newsroom.db.transaction() as tx:
        now = newsroom.clock.now()
        await sources.claim(tx, holder=HOLDER, now=now, limit=1)
    await let_a_lease_pass(newsroom, in_hand)
    assert await newsroom.fetch() == []
    in_hand.drop(Leased.SOURCES, source.id)
    await let_a_lease_pass(newsroom, in_hand)
    assert len(await newsroom.fetch()) == 1


async def test_a_send_that_outlasts_its_lease_is_not_taken_for_a_dead_ones(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    await newsroom.follow("headline")
    newsroom.publish(entry(1))
    await newsroom.fetch()
    await newsroom.process()
    gate = newsroom.channel.gates["chat"] = asyncio.Event()
    sending = asyncio.create_task(newsroom.deliver())
    await newsroom.channel.began.wait()
    newsroom.clock.step(minutes=1)  # no heartbeat came: the machine was too busy
    assert await newsroom.deliver() == 0
    gate.set()
    await sending
    assert await newsroom.alerts() == {"sent": 1}
    assert newsroom.channel.tried == ["chat"]
