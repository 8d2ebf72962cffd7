"""Own the patience with each chat: how fast it may ask, and that its answers keep their order.

What it holds is in memory and bounded; a restart forgives everybody.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

import structlog

from newsbot.domain.pacing import Slot, earliest, spend
from newsbot.domain.ports import Pace

log = structlog.get_logger(__name__)

REQUESTS_AT_ONCE = 12
"""More requests than a person makes in a rush."""

REQUEST_EVERY = timedelta(seconds=2)
CHATS_REMEMBERED = 10_000
REPLIES_WAITING = 20
"""Replies that wait for one chat: a group takes 20 a minute, later ones nobody would read."""


class Admission(Enum):
    """Say whether a request may be made: yes, no and say so once, no."""

    YES = "yes"
    WARN = "warn"
    NO = "no"


class Turnstile:
    """Let each chat ask a dozen things at once and then one each `REQUEST_EVERY`."""

    def __init__(self) -> None:
        self._slots: OrderedDict[str, dict[str, Slot]] = OrderedDict()
        self._warned: set[str] = set()

    def admit(self, chat: str, now: datetime) -> Admission:
        """Count one request of a chat."""
        paces = [Pace(key=chat, interval=REQUEST_EVERY, burst=REQUESTS_AT_ONCE)]
        slots = self._slots.setdefault(chat, {})
        self._slots.move_to_end(chat)
        if len(self._slots) > CHATS_REMEMBERED:
            forgotten, _ = self._slots.popitem(last=False)
            self._warned.discard(forgotten)
        if earliest(slots, paces, now) > now:
            if chat in self._warned:
                return Admission.NO
            self._warned.add(chat)
            return Admission.WARN
        spend(slots, paces, now)
        self._warned.discard(chat)
        return Admission.YES


Job = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Queues:
    """Run jobs of one chat one after another, those of different chats at the same time."""

    _waiting: dict[str, deque[Job]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def put(self, chat: str, job: Job) -> None:
        """Queue a job; when too many wait, the new one is dropped with a line in the log."""
        queue = self._waiting.get(chat)
        if queue is not None:
            if len(queue) >= REPLIES_WAITING:
                log.warning("reply dropped: too many wait for this chat", action="reply")
                return
            queue.append(job)
            return
        self._waiting[chat] = deque([job])
        task = asyncio.create_task(self._work(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, chat: str) -> None:
        queue = self._waiting[chat]
        try:
            while queue:
                await queue.popleft()()
        finally:
            del self._waiting[chat]

    async def drain(self, patience: timedelta | None = None) -> None:
        """Wait until every job is done; what outlasts the patience is cancelled."""
        while self._tasks:
            limit = None if patience is None else patience.total_seconds()
            _, late = await asyncio.wait(self._tasks, timeout=limit)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
