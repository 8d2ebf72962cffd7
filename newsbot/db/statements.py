"""Own the few statement shapes that several query modules share; it knows no table."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from newsbot.db.engine import Tx

T = TypeVar("T")

CHUNK = 500
"""Rows in one multi-row statement: SQLite takes 32,766 parameters, our widest row has 25."""

Insert = sqlite.Insert | postgresql.Insert


def insert(tx: Tx, table: sa.Table) -> Insert:
    """Return an INSERT that knows ON CONFLICT, in the dialect of the transaction."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield the items in slices of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


async def advance(tx: Tx, counters: sa.Table, name: str, by: int = 1) -> int:
    """Add to a named counter and return its new value; the row serialises its writers."""
    statement = insert(tx, counters).values(name=name, value=by)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"value": counters.c.value + by}
    )
    return int((await tx.execute(statement.returning(counters.c.value))).scalar_one())


async def count_inserted(
    tx: Tx, statement: Insert, rows: Sequence[dict[str, Any]] | None = None
) -> int:
    """Run an INSERT and return how many rows it wrote; psycopg tells only when asked to."""
    options = {"preserve_rowcount": True}
    result = await tx.execute(statement, rows, execution_options=options)
    return result.rowcount
