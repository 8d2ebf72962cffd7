"""Own the queries of sending: begin, record and recover deliveries in groups.

It writes states and never chooses one: what comes after an outcome is a `Step` of the domain. What
waits stands in `queues`, whose turn it is in `destinations`.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import alerts, deliveries, delivery_alerts, destinations
from newsbot.db.statements import chunks
from newsbot.domain.alert import AlertState
from newsbot.domain.delivery import Delivery, DeliveryKind, DeliveryState, Step
from newsbot.domain.lease import Holder

OPEN = (DeliveryState.PENDING, DeliveryState.HELD)

ALERT_STATE_AFTER = {
    DeliveryState.PENDING: AlertState.PENDING,
    DeliveryState.HELD: AlertState.HELD,
    DeliveryState.SENDING: AlertState.SENDING,
    DeliveryState.CANCELLED: AlertState.CANCELLED,
    DeliveryState.DEAD: AlertState.DEAD,
    DeliveryState.UNCERTAIN: AlertState.UNCERTAIN,
}
SENT_AS = {DeliveryKind.LIST: AlertState.MERGED, DeliveryKind.DIGEST: AlertState.DIGESTED}
"""A sent list ends its alerts as merged, a sent digest as digested, all else as sent (G2)."""

COLUMNS = (*deliveries.c, destinations.c.channel, destinations.c.address)
JOINED = deliveries.join(destinations, destinations.c.id == deliveries.c.destination_id)


def to_delivery(row: AnyRow) -> Delivery:
    """Return the domain value of a row of `COLUMNS`."""
    return Delivery(
        id=row.id,
        destination_id=row.destination_id,
        channel=row.channel,
        address=row.address,
        kind=DeliveryKind(row.kind),
        story_id=row.story_id,
        state=DeliveryState(row.state),
        reason=row.reason,
        attempts=row.attempts,
        ambiguous=row.ambiguous,
        due_at=row.due_at,
        created_at=row.created_at,
        sent_at=row.sent_at,
        receipt=row.receipt,
        silent=row.silent,
        urgent=row.urgent,
        window=row.window,
    )


async def get(tx: Tx, delivery_id: int) -> Delivery:
    """Return one delivery that exists."""
    statement = sa.select(*COLUMNS).select_from(JOINED).where(deliveries.c.id == delivery_id)
    return to_delivery((await tx.execute(statement)).one())


async def begin(
    tx: Tx, delivery_ids: Sequence[int], holder: Holder, now: datetime
) -> list[Delivery]:
    """Commit to *sending* before the call (G2); return those that are still ours to send."""
    begun: list[int] = []
    for part in chunks(delivery_ids):
        ours = sa.select(destinations.c.id).where(
            destinations.c.id == deliveries.c.destination_id,
            destinations.c.leased_by == str(holder),
        )
        statement = (
            sa.update(deliveries)
            .where(deliveries.c.id.in_(part), deliveries.c.state.in_(OPEN), ours.exists())
            .values(state=DeliveryState.SENDING, sending_at=now, leased_by=str(holder))
            .returning(deliveries.c.id)
        )
        begun += (await tx.execute(statement)).scalars()
    await _follow(tx, begun, AlertState.SENDING, "", now)
    if not begun:
        return []
    found: list[Delivery] = []
    for part in chunks(begun):
        rows = await tx.execute(
            sa.select(*COLUMNS).select_from(JOINED).where(deliveries.c.id.in_(part))
        )
        found += [to_delivery(row) for row in rows]
    return found


async def record(tx: Tx, steps: Sequence[tuple[Delivery, Step]], holder: str, now: datetime) -> int:
    """Write outcomes while `holder` still holds them; return how many were still held."""
    held: set[int] = set()
    for part in chunks([step.delivery_id for _, step in steps]):
        ours = (
            sa.select(deliveries.c.id)
            .where(
                deliveries.c.id.in_(part),
                deliveries.c.state == DeliveryState.SENDING,
                deliveries.c.leased_by == holder,
            )
            .order_by(deliveries.c.id)
            .with_for_update()
        )
        held.update((await tx.execute(ours)).scalars())
    steps = [(delivery, step) for delivery, step in steps if delivery.id in held]
    if not steps:
        return 0
    statement = (
        sa.update(deliveries)
        .where(deliveries.c.id == sa.bindparam("b_id"))
        .values(
            state=sa.bindparam("b_state"),
            reason=sa.bindparam("b_reason"),
            due_at=sa.func.coalesce(sa.bindparam("b_due"), deliveries.c.due_at),
            attempts=sa.bindparam("b_attempts"),
            ambiguous=sa.bindparam("b_ambiguous"),
            sent_at=sa.bindparam("b_sent"),
            receipt=sa.bindparam("b_receipt"),
            leased_by=None,
        )
    )
    values = [
        {
            "b_id": step.delivery_id,
            "b_state": step.state,
            "b_reason": step.reason,
            "b_due": step.due_at,
            "b_attempts": step.attempts,
            "b_ambiguous": step.ambiguous,
            "b_sent": now if step.state == DeliveryState.SENT else None,
            "b_receipt": step.receipt,
        }
        for _, step in steps
    ]
    await tx.execute(statement, values)
    ends: dict[tuple[AlertState, str], list[int]] = defaultdict(list)
    for delivery, step in steps:
        state = ALERT_STATE_AFTER.get(step.state) or SENT_AS.get(delivery.kind, AlertState.SENT)
        ends[state, step.reason].append(step.delivery_id)
    for (state, reason), ids in ends.items():
        await _follow(tx, ids, state, reason, now)
    return len(steps)


async def _follow(
    tx: Tx, delivery_ids: Sequence[int], state: AlertState, reason: str, now: datetime
) -> None:
    """Let the alerts of these deliveries follow them; an alert that has ended stays as it is."""
    still = (AlertState.PENDING, AlertState.HELD, AlertState.SENDING)
    for part in chunks(delivery_ids):
        carried = sa.select(delivery_alerts.c.alert_id).where(
            delivery_alerts.c.delivery_id.in_(part)
        )
        await tx.execute(
            sa.update(alerts)
            .where(alerts.c.id.in_(carried.scalar_subquery()), alerts.c.state.in_(still))
            .values(state=state, reason=reason, ended_at=None if state in still else now)
        )


async def abandoned(
    tx: Tx, holder: Holder, busy: Sequence[int], now: datetime, limit: int = 500
) -> list[tuple[Delivery, str]]:
    """Return deliveries in *sending* whose sender lost the destination, with its name.

    What `holder` itself sends to its `busy` destinations is not lost, however late its lease is.
    """
    lost = (
        destinations.c.leased_until.is_(None)
        | (destinations.c.leased_until <= now)
        | (destinations.c.leased_by != deliveries.c.leased_by)
    )
    ours = (deliveries.c.leased_by == str(holder)) & deliveries.c.destination_id.in_(busy)
    rows = await tx.execute(
        sa.select(*COLUMNS)
        .select_from(JOINED)
        .where(deliveries.c.state == DeliveryState.SENDING, lost, ~ours)
        .limit(limit)
        .with_for_update(skip_locked=True, of=deliveries)
    )
    return [(to_delivery(row), row.leased_by or "") for row in rows]
