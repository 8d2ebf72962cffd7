"""Own leases as a whole: heartbeat, takeover after a restart, and named ones for single roles."""

from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import articles, destinations, leases, sources
from newsbot.db.statements import chunks, count_inserted, insert
from newsbot.domain.lease import LEASE, Holder, InHand, Leased

LEASED = {
    Leased.SOURCES: sources,
    Leased.ARTICLES: articles,
    Leased.DESTINATIONS: destinations,
}


async def renew(tx: Tx, holder: Holder, in_hand: InHand, now: datetime) -> int:
    """Prolong what this process holds and has in hand; return how many rows that is.

    A lease that ran out is taken up again, as long as nobody else has taken the row.
    """
    renewed = 0
    for kind, table in LEASED.items():
        for part in chunks(in_hand.rows(kind)):
            statement = (
                sa.update(table)
                .where(table.c.id.in_(part), table.c.leased_by == str(holder))
                .values(leased_until=now + LEASE)
            )
            renewed += (await tx.execute(statement)).rowcount
    return renewed


async def take_over(tx: Tx, holder: Holder) -> int:
    """Free at once what former lives of this instance held (G4); return how many rows."""
    freed = 0
    former = holder.name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "#%"
    for table in LEASED.values():
        statement = (
            sa.update(table)
            .where(table.c.leased_by.like(former, escape="\\"), table.c.leased_by != str(holder))
            .values(leased_by=None, leased_until=None)
        )
        freed += (await tx.execute(statement)).rowcount
    statement_named = sa.delete(leases).where(
        leases.c.leased_by.like(former, escape="\\"), leases.c.leased_by != str(holder)
    )
    return freed + (await tx.execute(statement_named)).rowcount


async def acquire(tx: Tx, name: str, holder: Holder, now: datetime) -> bool:
    """Take or renew a named lease; False while another process holds it."""
    statement = insert(tx, leases).values(
        name=name, leased_by=str(holder), leased_until=now + LEASE
    )
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"leased_by": str(holder), "leased_until": now + LEASE},
        where=(leases.c.leased_by == str(holder)) | (leases.c.leased_until <= now),
    )
    return await count_inserted(tx, statement) > 0


async def let_go(tx: Tx, name: str, holder: Holder) -> None:
    """End a named lease at a graceful stop."""
    await tx.execute(
        sa.delete(leases).where(leases.c.name == name, leases.c.leased_by == str(holder))
    )
