"""Own the long polling: one poller for each bot, one batch after another, through any weather.

A lease in the database says who polls; a second instance idles. A batch counts as taken only
when the database has it: Telegram repeats what was not confirmed.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import structlog

from newsbot.bot.connection import AnotherPoller, Connection, RawUpdate
from newsbot.db import Database, leases
from newsbot.domain.lease import HEARTBEAT, LEASE, Holder
from newsbot.domain.ports import Clock
from newsbot.errors import ChannelError, RateLimited, StoreError, Unauthorized

log = structlog.get_logger(__name__)

BATCH = 100
LONGEST_PAUSE = timedelta(minutes=1)

GRACE = timedelta(milliseconds=300)
"""What is in hand at a stop may end within this time."""

Take = Callable[[list[RawUpdate]], Awaitable[None]]
Begin = Callable[[], Coroutine[Any, Any, None]]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Hold the times of the polling.

    `poll` is one long poll, below the minute after which proxies cut silent connections; a pause
    after trouble begins with `pause` and doubles; `conflict` is the shortest after a 409, as two
    pollers that both hurry back throw each other out for ever.
    """

    poll: timedelta = timedelta(seconds=25)
    heartbeat: timedelta = HEARTBEAT
    pause: timedelta = timedelta(seconds=1)
    conflict: timedelta = timedelta(seconds=10)


class Poller:
    """Poll while the lease is ours. `trouble` says what is wrong now, "" for nothing."""

    def __init__(
        self,
        connection: Connection,
        *,
        begin: Begin,
        take: Take,
        db: Database,
        clock: Clock,
        holder: Holder,
        rhythm: Rhythm,
    ) -> None:
        self.trouble = ""
        self._connection = connection
        self._begin = begin
        self._take = take
        self._db = db
        self._clock = clock
        self._holder = holder
        self._rhythm = rhythm
        self._lease = f"telegram-poll:{connection.bot_id}"
        self._offset = 0
        self._pause = rhythm.pause

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set or Telegram refuses the token."""
        try:
            await self._run(stop)
        except Unauthorized as exc:
            self.trouble = f"Unauthorized: {exc}"
        if self.trouble.startswith("Unauthorized"):
            log.error(
                "Unauthorized: Telegram refuses the bot token, the bot stops; "
                "get a new one from @BotFather and set NEWSBOT_TELEGRAM_TOKEN",
                action="poll",
            )

    async def _run(self, stop: asyncio.Event) -> None:
        told = False
        while not stop.is_set():
            acquired = await self._acquire()
            if acquired:
                told = False
                await self._hold(stop)
            elif acquired is False and not told:
                told = True
                log.info(
                    "idle: another instance answers for this bot; this one takes over if it ends",
                    action="poll",
                )
            await rest(stop, self._rhythm.heartbeat)

    async def _acquire(self) -> bool | None:
        """Take or renew the lease; False when it is another's, None when the database is away."""
        try:
            async with self._db.transaction() as tx:
                return await leases.acquire(tx, self._lease, self._holder, self._clock.now())
        except StoreError as exc:
            self._note(str(exc))
            return None

    async def _hold(self, stop: asyncio.Event) -> None:
        """Poll until a stop, or until the lease is lost."""
        halt = asyncio.Event()
        watching = [
            asyncio.create_task(self._keep_lease(halt)),
            asyncio.create_task(_pass_on(stop, halt)),
        ]
        try:
            await self._poll(halt)
        finally:
            for task in watching:
                task.cancel()
            await asyncio.wait(watching)
            with contextlib.suppress(StoreError):
                async with self._db.transaction() as tx:
                    await leases.let_go(tx, self._lease, self._holder)

    async def _keep_lease(self, halt: asyncio.Event) -> None:
        held_at = self._clock.now()
        while not halt.is_set():
            await asyncio.sleep(self._rhythm.heartbeat.total_seconds())
            acquired = await self._acquire()
            now = self._clock.now()
            if acquired:
                held_at = now
            elif acquired is False or now - held_at >= LEASE:
                log.warning("the lease is lost, polling halts", action="poll")
                halt.set()

    async def _poll(self, halt: asyncio.Event) -> None:
        begun = False
        while not halt.is_set():
            try:
                if not begun:
                    await until(halt, self._begin())
                    begun = True
                await self._round(halt)
                self._pause, self.trouble = self._rhythm.pause, ""
            except Unauthorized:
                raise
            except AnotherPoller as exc:
                self._alarm(exc)
                await rest(halt, max(self._pause, self._rhythm.conflict))
                self._longer()
            except RateLimited as exc:
                self._note(str(exc))
                await rest(halt, exc.retry_after)
            except (ChannelError, StoreError) as exc:
                self._note(str(exc))
                await rest(halt, self._pause)
                self._longer()
            except Exception:  # loop boundary: the next round tries again
                log.exception("polling failed", action="poll")
                await rest(halt, self._pause)
                self._longer()

    async def _round(self, halt: asyncio.Event) -> None:
        polling = self._connection.updates(self._offset, self._rhythm.poll, BATCH)
        updates = await until(halt, polling)
        if updates:
            await until(halt, self._take_all(updates), grace=GRACE)

    async def _take_all(self, updates: list[RawUpdate]) -> None:
        await self._take(updates)
        self._offset = max(one["update_id"] for one in updates) + 1

    def _longer(self) -> None:
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _alarm(self, conflict: AnotherPoller) -> None:
        self.trouble = str(conflict)
        log.error(
            "another program polls with this bot token; stop it, or give each its own",
            action="poll",
            error=str(conflict),
        )

    def _note(self, trouble: str) -> None:
        """Keep what is wrong, with one line in the log for as long as it lasts."""
        if trouble != self.trouble:
            log.warning("polling waits", action="poll", error=trouble)
        self.trouble = trouble


async def _pass_on(stop: asyncio.Event, halt: asyncio.Event) -> None:
    await stop.wait()
    halt.set()


async def rest(stop: asyncio.Event, pause: timedelta) -> None:
    """Wait, but no longer than until the stop."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(pause.total_seconds()):
            await stop.wait()


async def until(
    stop: asyncio.Event, work: Coroutine[Any, Any, T], *, grace: timedelta = timedelta(0)
) -> T | None:
    """Return what the work returns, None when a stop came first: the work is cancelled then."""
    task = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done() and grace:
            await asyncio.wait({task}, timeout=grace.total_seconds())
        return task.result() if task.done() else None
    finally:
        for one in (task, stopping):
            one.cancel()
        await asyncio.gather(task, stopping, return_exceptions=True)
