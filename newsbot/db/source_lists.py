"""Own the lists of sources that people browse: pages of them by their state, and how many."""

from typing import Final, Literal, get_args

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import sources
from newsbot.db.sources import to_source
from newsbot.domain.source import Source

Standing = Literal["", "failing", "silent", "gap", "paused", "well"]
"""How a source does: its polls fail, it fell silent, entries may be missed, or nothing of that."""

STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)


def _conditions(standing: Standing) -> sa.ColumnElement[bool]:
    active = sources.c.state == "active"
    failing = active & sources.c.failing_since.is_not(None)
    silent = active & sources.c.silent_since.is_not(None)
    gap = active & sources.c.gap_at.is_not(None)
    match standing:
        case "failing":
            return failing
        case "silent":
            return silent
        case "gap":
            return gap
        case "paused":
            return sources.c.state != "active"
        case "well":
            return active & ~failing & ~silent & ~gap
        case _:
            return sa.true()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def page(
    tx: Tx,
    *,
    text: str = "",
    tag: str = "",
    standing: Standing = "",
    after_name: str = "",
    limit: int,
) -> list[Source]:
    """Return sources by short name; page by it. A text is looked for in name, title, address."""
    statement = sa.select(sources).where(_conditions(standing))
    if text:
        like = f"%{_escaped(text)}%"
        columns = (sources.c.name, sources.c.title, sources.c.url)
        statement = statement.where(sa.or_(*(one.ilike(like, escape="\\") for one in columns)))
    if tag:
        like = f'%"{_escaped(tag)}"%'
        statement = statement.where(sa.cast(sources.c.tags, sa.Text).ilike(like, escape="\\"))
    if after_name:
        statement = statement.where(sources.c.name > after_name)
    rows = await tx.execute(statement.order_by(sources.c.name).limit(limit))
    return [to_source(row) for row in rows]


async def counts(tx: Tx) -> dict[str, int]:
    """Count the sources by how they do; "" are all."""
    columns = [
        sa.func.coalesce(sa.func.sum(sa.case((_conditions(one), 1), else_=0)), 0)
        for one in STANDINGS
    ]
    row = (await tx.execute(sa.select(*columns).select_from(sources))).one()
    return dict(zip(STANDINGS, map(int, row), strict=True))


async def troubled(tx: Tx, *, limit: int) -> list[Source]:
    """Return the sources in trouble: those that fail for longest first, then silent ones, gaps."""
    trouble = _conditions("failing") | _conditions("silent") | _conditions("gap")
    gone = (sources.c.state != "active") & (sources.c.reason != "paused by hand")
    statement = (
        sa.select(sources)
        .where(trouble | gone)
        .order_by(
            sources.c.failing_since.is_(None),
            sources.c.failing_since,
            sources.c.silent_since.is_(None),
            sources.c.silent_since,
            sources.c.id,
        )
        .limit(limit)
    )
    return [to_source(row) for row in await tx.execute(statement)]
