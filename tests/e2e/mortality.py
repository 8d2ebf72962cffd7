"""Own a life that ends at a chosen step: a database and a channel that stop dead, as a kill does.

A step is the beginning of a transaction, its commit (just before and just after), and a message
(before the call and after its acceptance). After the end no step of that life has any effect.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from newsbot.db import Database, Tx
from newsbot.domain.delivery import Receipt
from newsbot.domain.message import Message
from tests.fakes.world import FakeChannel


class Died(BaseException):
    """End everything at once; no `except Exception` may survive it."""


@dataclass(slots=True)
class Fate:
    """Count steps and end at number `last`, never with None."""

    last: int | None = None
    steps: int = 0
    names: list[str] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def step(self, name: str) -> None:
        """Live through one step, or die of it."""
        if not self.over.is_set():
            self.steps += 1
            self.names.append(name)
            if self.steps == self.last:
                self.over.set()
        if self.over.is_set():
            raise Died(name)


class MortalDatabase(Database):
    """Be a database as one life sees it."""

    def __init__(self, url: str, fate: Fate) -> None:
        super().__init__(url)
        self.fate = fate

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """Open a transaction that a death rolls back, unless it comes after the commit."""
        self.fate.step("begin")
        async with super().transaction() as tx:
            yield tx
            self.fate.step("commit")
        self.fate.step("committed")


@dataclass
class MortalChannel(FakeChannel):
    """Be a channel as one life sees it; what was accepted stays in `sent` after the death."""

    fate: Fate = field(default_factory=Fate)

    async def send(self, address: str, message: Message) -> Receipt:
        self.fate.step("send")
        receipt = await super().send(address, message)
        self.fate.step("accepted")
        return receipt


async def live(work: Awaitable[None], fate: Fate) -> bool:
    """Run until the work is done or the life is over; say whether it survived."""
    living = asyncio.ensure_future(work)
    dying = asyncio.create_task(fate.over.wait())
    await asyncio.wait({living, dying}, return_when=asyncio.FIRST_COMPLETED)
    dying.cancel()
    if not fate.over.is_set():
        await living
        return True
    living.cancel()
    await asyncio.wait({living})
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        if not _gives_back(task):
            task.cancel()
    await asyncio.gather(living, dying, *others, return_exceptions=True)
    return False


def _gives_back(task: asyncio.Task[Any]) -> bool:
    """Say whether a task hands a connection back to its pool, as the death of a process does too.

    The library shields that from cancellation; whoever cancels it all the same leaves the
    connection to the garbage collector.
    """
    return getattr(task.get_coro(), "__qualname__", "").startswith("AsyncConnection.")
