"""Own small records beside the data's path: the audit trail and the updates already handled."""

from collections.abc import Sequence
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
