"""Own single texts that are settled once for a database and kept for ever."""

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import facts
from newsbot.db.statements import insert


async def settle(tx: Tx, name: str, value: str) -> str:
    """Return the fact of this name; the first value that anybody proposed stays."""
    await tx.execute(insert(tx, facts).values(name=name, value=value).on_conflict_do_nothing())
    found = await tx.execute(sa.select(facts.c.value).where(facts.c.name == name))
    return str(found.scalar_one())


async def find(tx: Tx, name: str) -> str | None:
    """Return the fact of this name, None while nobody has settled it."""
    found = await tx.execute(sa.select(facts.c.value).where(facts.c.name == name))
    return found.scalar_one_or_none()
