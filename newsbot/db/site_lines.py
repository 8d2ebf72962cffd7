"""Own the lines that repeat over the articles of a source; which they are is learned elsewhere."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import source_lines, sources
from newsbot.db.statements import insert


async def load(tx: Tx, source_id: int) -> tuple[str, ...]:
    """Return what was kept for a source, the oldest first."""
    statement = sa.select(source_lines.c.lines).where(source_lines.c.source_id == source_id)
    return tuple((await tx.execute(statement)).scalar_one_or_none() or ())


async def keep(tx: Tx, source_id: int, lines: Sequence[str], now: datetime) -> None:
    """Replace what is kept for a source; nothing when it was removed meanwhile."""
    there = sa.select(sources.c.id).where(sources.c.id == source_id).with_for_update()
    if (await tx.execute(there)).one_or_none() is None:
        return
    values = {"lines": list(lines), "updated_at": now}
    statement = insert(tx, source_lines).values(source_id=source_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["source_id"], set_=values))
