"""Own the clock of a process: APScheduler ticks, loops run, a stop is graceful.

Time itself belongs to the database rows (`next_fetch_at`, `due_at`); the scheduler only beats. Its
job store is in memory and its own: one shared between processes fires each job several times.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from newsbot.errors import StoreError

log = structlog.get_logger(__name__)

MISFIRE_GRACE_S = 60
"""APScheduler's default of 1 s silently drops the beats of a busy minute."""


TICKS_AT_ONCE = 100
"""A tick only starts something: that a busy loop is late with some is not worth a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """Run `work` each `every`, up to `at_once` times in parallel; it answers what is left to do.

    `work` returns how much it did: while that is not 0 it is called again at once.
    """

    name: str
    work: Callable[[], Awaitable[int]]
    every: timedelta
    at_once: int = 1


class Worker:
    """Hold the running loops of one process."""

    def __init__(self, beats: Sequence[Beat], *, grace: timedelta) -> None:
        self._beats = beats
        self._grace = grace
        self._stopping = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self.trouble: dict[str, str] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Beat until `stop` is set, then let what is in hand end within the grace period."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        for beat in self._beats:
            scheduler.add_job(
                self._tick,
                "interval",
                args=[beat],
                seconds=beat.every.total_seconds(),
                id=beat.name,
                max_instances=TICKS_AT_ONCE,
                coalesce=True,
                misfire_grace_time=MISFIRE_GRACE_S,
            )
        scheduler.start()
        for beat in self._beats:  # the first beat does not wait for its interval
            self._spawn(beat)
        try:
            await stop.wait()
        finally:
            self._stopping.set()
            scheduler.shutdown(wait=False)
            await self._drain()

    async def _tick(self, beat: Beat) -> None:
        """Start a beat unless it runs often enough already.

        The scheduler only says when: what it runs itself it cancels at its shutdown, and a message
        on its way would be cut off there.
        """
        if sum(task.get_name() == beat.name for task in self._running) < beat.at_once:
            self._spawn(beat)

    def _spawn(self, beat: Beat) -> None:
        task = asyncio.create_task(self._beat(beat), name=beat.name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _drain(self) -> None:
        """Wait for loops in hand; what outlasts the grace period is cancelled and leased away."""
        running = [task for task in self._running if not task.done()]
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=self._grace.total_seconds())
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=5)

    async def _beat(self, beat: Beat) -> None:
        """Run one loop until it has nothing to do; its failure is logged once and stops nothing."""
        try:
            while not self._stopping.is_set() and await beat.work():
                pass
        except StoreError as exc:
            if self.trouble.get(beat.name) != str(exc):
                log.warning("loop waits for the database", action=beat.name, error=str(exc))
            self.trouble[beat.name] = str(exc)
        except Exception as exc:  # loop boundary: the next beat tries again
            log.exception("loop failed", action=beat.name)
            self.trouble[beat.name] = f"{type(exc).__name__}: {exc}"
        else:
            self.trouble.pop(beat.name, None)
