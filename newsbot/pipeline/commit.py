"""Own group commit: many tasks, one transaction at a time for all that wait. It knows no table.

A commit with synchronous=FULL costs a disk flush. While one transaction runs, the others' work
gathers and goes into the next one: under load the groups grow by themselves, when idle nothing
waits for a timer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from newsbot.db import Database, Tx

T = TypeVar("T")
R = TypeVar("R")


class GroupCommit(Generic[T, R]):
    """Write items in groups; `write` answers one result an item, in order."""

    def __init__(
        self,
        db: Database,
        write: Callable[[Tx, Sequence[T]], Awaitable[Sequence[R]]],
        *,
        limit: int = 500,
    ) -> None:
        self._db = db
        self._write = write
        self._limit = limit
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._flusher: asyncio.Task[None] | None = None

    async def submit(self, item: T) -> R:
        """Write the item and return its result once the transaction has committed.

        A transaction that fails raises in every task whose item was in it. A caller that is
        cancelled leaves its item in the group: the write is not undone.
        """
        return await asyncio.shield(self.enqueue(item))

    def enqueue(self, item: T) -> asyncio.Future[R]:
        """Put the item in line at once, for callers that care about the order; see `submit`."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.create_task(self._flush())
        return future

    async def _flush(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[: self._limit], self._waiting[self._limit :]
            try:
                async with self._db.transaction() as tx:
                    results = await self._write(tx, [item for item, _ in group])
            except Exception as exc:  # noqa: BLE001 - handed to the tasks that asked
                for _, future in group:
                    if not future.done():
                        future.set_exception(exc)
                        future.exception()  # a cancelled caller no longer looks at it
                continue
            for (_, future), result in zip(group, results, strict=True):
                if not future.done():
                    future.set_result(result)
