"""Own the rows in which rate limits survive restarts and are shared by all workers (G14)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import pacing
from newsbot.db.statements import chunks, insert
from newsbot.domain.pacing import Slot


async def load(tx: Tx, keys: Sequence[str]) -> dict[str, Slot]:
    """Lock and return the slots that exist, always in the order of keys: no deadlock."""
    slots: dict[str, Slot] = {}
    for part in chunks(sorted(set(keys))):
        statement = (
            sa.select(pacing).where(pacing.c.key.in_(part)).order_by(pacing.c.key).with_for_update()
        )
        for row in await tx.execute(statement):
            slots[row.key] = Slot(free_at=row.free_at, blocked_until=row.blocked_until)
    return slots


async def save(tx: Tx, slots: Mapping[str, Slot]) -> None:
    """Write slots back."""
    rows = [
        {"key": key, "free_at": slots[key].free_at, "blocked_until": slots[key].blocked_until}
        for key in sorted(slots)
    ]
    for part in chunks(rows):
        statement = insert(tx, pacing).values(list(part))
        await tx.execute(
            statement.on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "free_at": statement.excluded.free_at,
                    "blocked_until": statement.excluded.blocked_until,
                },
            )
        )


async def block(tx: Tx, keys: Sequence[str], until: datetime, now: datetime) -> None:
    """Close these limits until then; a longer block stays."""
    slots = await load(tx, keys)
    for key in keys:
        slot = slots.get(key) or Slot(free_at=now)
        later = until if slot.blocked_until is None else max(slot.blocked_until, until)
        slots[key] = Slot(free_at=slot.free_at, blocked_until=later)
    await save(tx, slots)


async def forget(tx: Tx, keys: Sequence[str]) -> None:
    """Delete slots: a key may hold the number of a chat that asked to be forgotten (G17)."""
    await tx.execute(sa.delete(pacing).where(pacing.c.key.in_(keys)))


async def forget_idle(tx: Tx, before: datetime) -> int:
    """Delete slots that have been free since `before`: they allow what a missing one allows."""
    unblocked = pacing.c.blocked_until.is_(None) | (pacing.c.blocked_until < before)
    statement = sa.delete(pacing).where(pacing.c.free_at < before, unblocked)
    return (await tx.execute(statement)).rowcount
