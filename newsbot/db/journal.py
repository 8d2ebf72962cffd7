"""Own small records beside the data's path: the audit trail and the updates already handled."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import audit, handled_updates
from newsbot.db.statements import count_inserted, insert


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
