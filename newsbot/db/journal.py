"""Own small records beside the data's path: the audit trail and the updates already handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import audit, handled_updates
from newsbot.db.statements import chunks, count_inserted, insert


async def note(
    tx: Tx,
    *,
    actor: str,
    door: str,
    action: str,
    object_: str,
    before: Any,
    after: Any,
    now: datetime,
) -> None:
    """Write who changed what, through which door (web, bot, cli), before and after."""
    await tx.execute(
        sa.insert(audit).values(
            at=now,
            actor=actor,
            door=door,
            action=action,
            object=object_,
            before=before,
            after=after,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """Hold one change: who, when, through which door, what of what, before and after."""

    id: int
    at: datetime
    actor: str
    door: str
    action: str
    object_: str
    before: Any
    after: Any


async def select(
    tx: Tx,
    *,
    actor: str = "",
    action: str = "",
    door: str = "",
    since: datetime | None = None,
    before_id: int | None = None,
    limit: int = 100,
) -> list[TrailLine]:
    """Return lines of the trail, the newest first; `action` may be its first word; page by id."""
    statement = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
    if actor:
        statement = statement.where(audit.c.actor == actor)
    if action:
        below = audit.c.action.startswith(f"{action}.", autoescape=True)
        statement = statement.where(sa.or_(audit.c.action == action, below))
    if door:
        statement = statement.where(audit.c.door == door)
    if since is not None:
        statement = statement.where(audit.c.at >= since)
    if before_id is not None:
        statement = statement.where(audit.c.id < before_id)
    return [
        TrailLine(
            id=row.id,
            at=row.at,
            actor=row.actor,
            door=row.door,
            action=row.action,
            object_=row.object,
            before=row.before,
            after=row.after,
        )
        for row in await tx.execute(statement)
    ]


async def handle_once(tx: Tx, bot: str, update_id: int, now: datetime) -> bool:
    """Say whether this update is new; Telegram repeats what was not confirmed."""
    statement = insert(tx, handled_updates).values(bot=bot, update_id=update_id, handled_at=now)
    return await count_inserted(tx, statement.on_conflict_do_nothing()) > 0


async def handled_of(tx: Tx, bot: str, update_ids: Sequence[int]) -> set[int]:
    """Return which of these updates were handled before."""
    found: set[int] = set()
    for part in chunks(update_ids):
        statement = sa.select(handled_updates.c.update_id).where(
            handled_updates.c.bot == bot, handled_updates.c.update_id.in_(part)
        )
        found.update((await tx.execute(statement)).scalars())
    return found


async def note_handled(tx: Tx, bot: str, update_ids: Sequence[int], now: datetime) -> None:
    """Record that these updates were handled, so that a repetition is left alone."""
    for part in chunks(update_ids):
        rows = [{"bot": bot, "update_id": number, "handled_at": now} for number in part]
        await tx.execute(insert(tx, handled_updates).values(rows).on_conflict_do_nothing())
