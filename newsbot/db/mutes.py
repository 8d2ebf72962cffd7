"""Own what a chat does not want to hear of: a story, a source for a rule, a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import mutes
from newsbot.db.statements import chunks, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Hold one mute. `key` is the id of the story, source or rule; `rule_id` 0 means any rule."""

    id: int
    destination_id: int
    kind: str
    key: int
    rule_id: int
    until: datetime | None
    created_at: datetime


def _mute(row: AnyRow) -> Mute:
    return Mute(
        id=row.id,
        destination_id=row.destination_id,
        kind=row.kind,
        key=row.key,
        rule_id=row.rule_id,
        until=row.until,
        created_at=row.created_at,
    )


async def add(
    tx: Tx,
    destination_id: int,
    kind: str,
    key: int,
    *,
    rule_id: int = 0,
    until: datetime | None,
    by: str,
    now: datetime,
) -> Mute:
    """Mute something for a destination, or move the end of the same mute."""
    statement = insert(tx, mutes).values(
        destination_id=destination_id,
        kind=kind,
        key=key,
        rule_id=rule_id,
        until=until,
        created_at=now,
        created_by=by,
    )
    statement = statement.on_conflict_do_update(
        index_elements=["destination_id", "kind", "key", "rule_id"],
        set_={"until": until, "created_at": now, "created_by": by},
    )
    return _mute((await tx.execute(statement.returning(mutes))).one())


async def remove(tx: Tx, mute_id: int, destination_id: int | None = None) -> bool:
    """End a mute, of one destination only when that is given."""
    where = mutes.c.id == mute_id
    if destination_id is not None:
        where &= mutes.c.destination_id == destination_id
    return (await tx.execute(sa.delete(mutes).where(where))).rowcount > 0


async def in_force(tx: Tx, destination_ids: Sequence[int], now: datetime) -> list[Mute]:
    """Return the mutes of these destinations that have not ended."""
    found: list[Mute] = []
    for part in chunks(sorted(set(destination_ids))):
        statement = (
            sa.select(mutes)
            .where(
                mutes.c.destination_id.in_(part),
                mutes.c.until.is_(None) | (mutes.c.until > now),
            )
            .order_by(mutes.c.id)
        )
        found += [_mute(row) for row in await tx.execute(statement)]
    return found
