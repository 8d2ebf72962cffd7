"""Own the turns of replies in the limiter that all calls to Telegram share (G14).

A reply reserves the next free moment of its chat, so that replies to people come before alerts. It
sends nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from newsbot.db import Database, pacing
from newsbot.domain.pacing import earliest, spend
from newsbot.domain.ports import Clock, Pace

PATIENCE = timedelta(minutes=2)
"""A reply that must wait longer has lost its reader; what was asked for is done all the same."""

Sleep = Callable[[float], Awaitable[None]]
Paces = Callable[[str], tuple[Pace, ...]]
"""Return the limits that a message to an address counts against: the Telegram channel's own."""


class Limiter:
    """Wait for turns; the moments are rows, kept over restarts and shared with the worker."""

    def __init__(self, *, paces: Paces, db: Database, clock: Clock, sleep: Sleep) -> None:
        self._paces = paces
        self._db = db
        self._clock = clock
        self._sleep = sleep

    async def turn(self, address: str) -> bool:
        """Wait for the chat's turn and the bot's; False when that is too far away.

        The moment is reserved at once, so that alerts stand behind the reply. When the chat
        itself must wait, the bot's own limit is asked only once that moment has come: a chat
        that waits for a minute would else silence all others for as long.
        """
        paces = self._paces(address)
        if not paces:
            return True
        own = [pace for pace in paces if not pace.shared]
        now = self._clock.now()
        deadline = now + PATIENCE
        async with self._db.transaction() as tx:
            slots = await pacing.load(tx, [pace.key for pace in paces])
            is_free = earliest(slots, own, now) <= now
            counted = paces if is_free else own
            moment = earliest(slots, counted, now)
            if moment > deadline:
                return False
            spend(slots, counted, moment)
            await pacing.save(tx, slots)
        if moment > now:
            await self._sleep((moment - now).total_seconds())
        return is_free or await self._shared_turn(paces, deadline)

    async def _shared_turn(self, paces: Sequence[Pace], deadline: datetime) -> bool:
        """Take the bot's turn; the chat's, which has come, may have been closed meanwhile (429)."""
        now = self._clock.now()
        shared = [pace for pace in paces if pace.shared]
        async with self._db.transaction() as tx:
            slots = await pacing.load(tx, [pace.key for pace in paces])
            closed = [slot.blocked_until for slot in slots.values() if slot.blocked_until]
            moment = max([earliest(slots, shared, now), *closed])
            if moment > deadline:
                return False
            spend(slots, shared, moment)
            await pacing.save(tx, {pace.key: slots[pace.key] for pace in shared})
        if moment > now:
            await self._sleep((moment - now).total_seconds())
        return True

    def _own_keys(self, address: str) -> list[str]:
        return [pace.key for pace in self._paces(address) if not pace.shared]

    async def close(self, address: str, pause: timedelta) -> None:
        """Note that nobody may call this chat before the pause has passed (429)."""
        now = self._clock.now()
        keys = self._own_keys(address)
        if not keys:  # pacing is off: then the pause itself is all there is
            await self._sleep(min(pause, PATIENCE).total_seconds())
            return
        async with self._db.transaction() as tx:
            await pacing.block(tx, keys, now + pause, now)

    async def forget(self, address: str) -> None:
        """Drop the chat's number from the limiter (G17)."""
        async with self._db.transaction() as tx:
            await pacing.forget(tx, self._own_keys(address))
