"""Own the patience with each chat: how fast it may ask, and that its answers keep their order.

What it holds is in memory and bounded; a restart forgives everybody.
"""

import asyncio
import contextlib
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import structlog

from newsbot.domain.pacing import Slot, earliest, spend
from newsbot.domain.ports import Pace

log = structlog.get_logger(__name__)

PERSON_AT_ONCE, PERSON_EVERY = 12, timedelta(seconds=2)
"""More requests than one person makes in a rush."""

CHAT_AT_ONCE, CHAT_EVERY = 30, timedelta(seconds=1)
"""More than the twenty replies a minute that a group takes: what is more would only queue up."""

KEYS_REMEMBERED = 20_000
REPLIES_WAITING = 20
"""Replies that wait for one chat: a group takes 20 a minute, later ones nobody would read."""


class Admission(Enum):
    """Say whether a request may be made: yes, no and say so once, no."""

    YES = "yes"
    WARN = "warn"
    NO = "no"


class Turnstile:
    """Let each person and each chat ask a burst of things at once, and then one from time to time.

    A person who floods a group does not use up what the group's others may ask, as its own limit
    is the tighter one.
    """

    def __init__(self) -> None:
        self._slots: OrderedDict[str, Slot] = OrderedDict()
        self._warned: OrderedDict[str, None] = OrderedDict()

    def admit(self, chat: str, person: int, now: datetime) -> Admission:
        """Count one request of a person in a chat."""
        own = f"{chat} {person}"
        paces = [
            Pace(key=own, interval=PERSON_EVERY, burst=PERSON_AT_ONCE),
            Pace(key=chat, interval=CHAT_EVERY, burst=CHAT_AT_ONCE),
        ]
        slots = {key: self._slots[key] for key in (own, chat) if key in self._slots}
        if earliest(slots, paces, now) > now:
            if own in self._warned:
                return Admission.NO
            self._warned[own] = None
            _keep_newest(self._warned)
            return Admission.WARN
        spend(slots, paces, now)
        for key, slot in slots.items():
            self._slots[key] = slot
            self._slots.move_to_end(key)
        _keep_newest(self._slots)
        self._warned.pop(own, None)
        return Admission.YES


def _keep_newest(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > KEYS_REMEMBERED:
        kept.popitem(last=False)


class Turns:
    """Let what is asked in one chat be done in the order in which it came, whoever brings it."""

    def __init__(self) -> None:
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}

    @contextlib.asynccontextmanager
    async def of(self, chat: str) -> AsyncIterator[None]:
        """Wait until nothing asked earlier in this chat is in hand."""
        turn, waiting = self._turns.get(chat, (asyncio.Lock(), 0))
        self._turns[chat] = turn, waiting + 1
        try:
            async with turn:
                yield
        finally:
            left = self._turns[chat][1] - 1
            self._turns[chat] = turn, left
            if not left:
                del self._turns[chat]


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
