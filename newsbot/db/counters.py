"""Own named counters that are asked for by themselves; the loops' own are in `statements`."""

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import counters
from newsbot.db.statements import advance


async def first_time(tx: Tx, name: str) -> bool:
    """Say whether this is the first call for this name, ever, and remember it."""
    return await advance(tx, counters, name) == 1


async def value(tx: Tx, name: str) -> int:
    """Return the value of a counter, 0 when it was never advanced."""
    statement = sa.select(counters.c.value).where(counters.c.name == name)
    return int((await tx.execute(statement)).scalar_one_or_none() or 0)
