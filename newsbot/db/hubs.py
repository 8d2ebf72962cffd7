"""Own the queries about hubs: what sources offer, what was asked of whom, what is confirmed.

How a hub is asked and when again is decided elsewhere (`pipeline.hubs`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import source_hubs, sources
from newsbot.db.statements import chunks, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """Hold what is agreed with the hub of one source.

    `state` is `asked`, `confirmed`, `leaving` or `refused`; `due_at` is when to act next.
    """

    source_id: int
    hub: str
    topic: str
    callback: str
    state: str
    asked_at: datetime | None
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Hold a source's offer that nothing was made of yet."""

    source_id: int
    hub: str
    topic: str


_COLUMNS = (
    source_hubs.c.source_id,
    source_hubs.c.hub,
    source_hubs.c.topic,
    source_hubs.c.callback,
    source_hubs.c.state,
    source_hubs.c.asked_at,
    source_hubs.c.failures,
)


def _subscribed(row: AnyRow) -> Subscribed:
    return Subscribed(
        source_id=row.source_id,
        hub=row.hub,
        topic=row.topic,
        callback=row.callback,
        state=row.state,
        asked_at=row.asked_at,
        failures=row.failures,
    )


async def find(tx: Tx, source_id: int, *, locked: bool = False) -> Subscribed | None:
    """Return what is agreed for a source; `locked` keeps others from changing it meanwhile."""
    statement = sa.select(*_COLUMNS).where(source_hubs.c.source_id == source_id)
    if locked:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).one_or_none()
    return None if row is None else _subscribed(row)


async def new_offers(tx: Tx, base: str, *, limit: int) -> list[Offered]:
    """Return offers of active sources that no subscription under this public address answers."""
    agreed = (
        (source_hubs.c.hub == sources.c.hub)
        & (source_hubs.c.topic == sources.c.topic)
        & source_hubs.c.callback.startswith(base, autoescape=True)
    )
    statement = (
        sa.select(sources.c.id, sources.c.hub, sources.c.topic)
        .join(source_hubs, source_hubs.c.source_id == sources.c.id, isouter=True)
        .where(
            sources.c.hub != "",
            sources.c.state == "active",
            source_hubs.c.source_id.is_(None) | ~agreed | (source_hubs.c.state == "leaving"),
        )
        .order_by(sources.c.id)
        .limit(limit)
    )
    rows = await tx.execute(statement)
    return [Offered(source_id=row.id, hub=row.hub, topic=row.topic) for row in rows]


async def begin(tx: Tx, offer: Offered, callback: str, now: datetime) -> None:
    """Begin a subscription that is due at once; what was agreed for the source before is void."""
    values: dict[str, Any] = {
        "hub": offer.hub,
        "topic": offer.topic,
        "callback": callback,
        "state": "asked",
        "asked_at": None,
        "due_at": now,
        "failures": 0,
        "error": "",
    }
    statement = insert(tx, source_hubs).values(source_id=offer.source_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["source_id"], set_=values))
    await _forget_push(tx, sources.c.id == offer.source_id)


async def leave_unwanted(tx: Tx, now: datetime) -> None:
    """Let subscriptions end whose source is no longer polled or offers no hub any more."""
    wanted = sa.exists().where(
        sources.c.id == source_hubs.c.source_id, sources.c.state == "active", sources.c.hub != ""
    )
    statement = (
        sa.update(source_hubs)
        .where(source_hubs.c.state != "leaving", ~wanted)
        .values(state="leaving", asked_at=None, due_at=now, failures=0)
        .returning(source_hubs.c.source_id)
    )
    left = list((await tx.execute(statement)).scalars())
    for part in chunks(left):
        await _forget_push(tx, sources.c.id.in_(part))


async def stand_down(tx: Tx) -> int:
    """Rely on no hub: where we have no public address nothing can be pushed."""
    return await _forget_push(tx, sa.true())


async def _forget_push(tx: Tx, where: sa.ColumnElement[bool]) -> int:
    pushing = sources.c.push_until.is_not(None) & where
    values = {"push_until": None, "pushed_at": None}
    return (await tx.execute(sa.update(sources).where(pushing).values(**values))).rowcount


async def take_due(
    tx: Tx, *, now: datetime, again_at: datetime, limit: int
) -> Sequence[Subscribed]:
    """Return the subscriptions that are due, as asked now and due again then.

    What was asked is on record before the hub hears of it: many hubs call back at once. One that
    was asked and never called back has failed once more.
    """
    due = (
        sa.select(source_hubs.c.source_id)
        .where(source_hubs.c.due_at <= now)
        .order_by(source_hubs.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        sa.update(source_hubs)
        .where(source_hubs.c.source_id.in_(due.scalar_subquery()))
        .values(
            asked_at=now,
            due_at=again_at,
            failures=source_hubs.c.failures
            + sa.case((source_hubs.c.asked_at.is_not(None), 1), else_=0),
            state=sa.case((source_hubs.c.state == "refused", "asked"), else_=source_hubs.c.state),
        )
        .returning(*_COLUMNS)
    )
    return [_subscribed(row) for row in await tx.execute(statement)]


async def put_off(tx: Tx, asked: Subscribed, error: str, due_at: datetime) -> None:
    """Keep when to ask again and why, unless the hub has called back meanwhile."""
    statement = (
        sa.update(source_hubs)
        .where(source_hubs.c.source_id == asked.source_id, source_hubs.c.asked_at == asked.asked_at)
        .values(error=error, due_at=due_at)
    )
    await tx.execute(statement)


async def confirm(tx: Tx, source_id: int, *, until: datetime, due_at: datetime) -> None:
    """Keep that the hub confirmed until when it pushes."""
    await tx.execute(
        sa.update(source_hubs)
        .where(source_hubs.c.source_id == source_id)
        .values(state="confirmed", asked_at=None, due_at=due_at, failures=0, error="")
    )
    await tx.execute(sa.update(sources).where(sources.c.id == source_id).values(push_until=until))


async def refuse(tx: Tx, source_id: int, reason: str, due_at: datetime) -> None:
    """Keep that the hub refuses, with its reason."""
    await tx.execute(
        sa.update(source_hubs)
        .where(source_hubs.c.source_id == source_id)
        .values(state="refused", asked_at=None, error=reason, due_at=due_at)
    )
    await _forget_push(tx, sources.c.id == source_id)


async def end(tx: Tx, source_id: int) -> None:
    """Forget a subscription that was left, unless it was begun anew meanwhile."""
    left = (source_hubs.c.source_id == source_id) & (source_hubs.c.state == "leaving")
    if (await tx.execute(sa.delete(source_hubs).where(left))).rowcount:
        await _forget_push(tx, sources.c.id == source_id)
