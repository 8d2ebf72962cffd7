"""Own what waits for each destination: read in order, held back, hushed, merged into a list.

What of it goes out now is decided by `domain.attention` and the plan of `pipeline`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from newsbot.db.deliveries import COLUMNS, JOINED, OPEN, to_delivery
from newsbot.db.engine import Tx
from newsbot.db.schema import (
    deliveries,
    delivery_alerts,
    delivery_reports,
    destinations,
    subscribers,
)
from newsbot.db.statements import chunks, insert
from newsbot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from newsbot.domain.schedule import QuietHours, read_clock

DIGEST_SOON = timedelta(hours=2)
"""What quiet hours held back goes into a digest that comes so soon: one message instead of two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Hold when a destination wants to be left alone."""

    timezone: str = "UTC"
    quiet: QuietHours | None = None
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Hold what one destination has waiting, in order, what it was told lately, and its wishes.

    `next_digest` is one that is not due yet but within `DIGEST_SOON`.
    """

    destination_id: int
    waiting: tuple[Delivery, ...]
    sent_singles: tuple[datetime, ...]
    last_list: datetime | None
    wishes: Wishes
    next_digest: Delivery | None = None


async def load(
    tx: Tx, destination_ids: Sequence[int], *, now: datetime, since: datetime
) -> list[Queue]:
    """Return the open deliveries of these destinations in the order in which they were made.

    A delivery that failed clearly and waits for its retry holds back what came after it, and so
    does one that a dead process left in *sending* and another just now recovers; one that is
    merely not due yet does not. Edits come after everything else.
    """
    waiting: dict[int, list[Delivery]] = defaultdict(list)
    singles: dict[int, list[datetime]] = defaultdict(list)
    lists: dict[int, datetime] = {}
    digests: dict[int, Delivery] = {}
    wishes = await wishes_of(tx, destination_ids)
    for part in chunks(destination_ids):
        rows = await tx.execute(
            sa.select(*COLUMNS)
            .select_from(JOINED)
            .where(
                deliveries.c.destination_id.in_(part),
                deliveries.c.state.in_((*OPEN, DeliveryState.SENDING)),
            )
            .order_by(deliveries.c.id)
        )
        blocked: set[int] = set()
        for row in rows:
            if row.destination_id in blocked:
                continue
            if row.state == DeliveryState.SENDING:
                blocked.add(row.destination_id)
            elif row.due_at <= now:
                waiting[row.destination_id].append(to_delivery(row))
            elif row.kind == DeliveryKind.DIGEST and row.due_at <= now + DIGEST_SOON:
                digests.setdefault(row.destination_id, to_delivery(row))
            elif row.attempts + row.ambiguous > 0 and row.kind != DeliveryKind.EDIT:
                blocked.add(row.destination_id)
        history = await tx.execute(
            sa.select(deliveries.c.destination_id, deliveries.c.kind, deliveries.c.sent_at).where(
                deliveries.c.destination_id.in_(part),
                deliveries.c.sent_at > since,
                deliveries.c.silent.is_(False),
                deliveries.c.kind != DeliveryKind.EDIT,
            )
        )
        for place, kind, sent_at in history:
            if kind == DeliveryKind.LIST:
                lists[place] = max(sent_at, lists.get(place, sent_at))
            else:
                singles[place].append(sent_at)
    return [
        Queue(
            destination_id=place,
            waiting=tuple(sorted(waiting[place], key=lambda one: one.kind == DeliveryKind.EDIT)),
            sent_singles=tuple(singles[place]),
            last_list=lists.get(place),
            wishes=wishes.get(place, Wishes()),
            next_digest=digests.get(place),
        )
        for place in destination_ids
    ]


async def wishes_of(tx: Tx, destination_ids: Sequence[int]) -> dict[int, Wishes]:
    """Return when each of these destinations wants to be left alone."""
    found: dict[int, Wishes] = {}
    for part in chunks(destination_ids):
        rows = await tx.execute(
            sa.select(
                destinations.c.id,
                destinations.c.snoozed_until,
                subscribers.c.timezone,
                subscribers.c.quiet_from,
                subscribers.c.quiet_to,
                subscribers.c.quiet_silent,
            )
            .join(subscribers, subscribers.c.id == destinations.c.subscriber_id)
            .where(destinations.c.id.in_(part))
        )
        for row in rows:
            start, end = read_clock(row.quiet_from), read_clock(row.quiet_to)
            quiet = None
            if start is not None and end is not None:
                quiet = QuietHours(start=start, end=end, silent=row.quiet_silent)
            found[row.id] = Wishes(
                timezone=row.timezone, quiet=quiet, snoozed_until=row.snoozed_until
            )
    return found


async def hold(tx: Tx, delivery_ids: Sequence[int], until: datetime, reason: str) -> None:
    """Let waiting deliveries wait until then, with the reason shown."""
    for part in chunks(delivery_ids):
        await tx.execute(
            sa.update(deliveries)
            .where(deliveries.c.id.in_(part), deliveries.c.state.in_(OPEN))
            .values(due_at=until, reason=reason)
        )


async def put_notice(tx: Tx, destination_id: int, name: str, now: datetime) -> None:
    """Put a notice in line: `name` says which, and what is put twice under it comes once."""
    statement = insert(tx, deliveries).values(
        destination_id=destination_id,
        kind=DeliveryKind.NOTICE,
        window=name,
        state=DeliveryState.PENDING,
        due_at=now,
        created_at=now,
    )
    await tx.execute(statement.on_conflict_do_nothing())


async def wake(tx: Tx, destination_id: int, reason: str, now: datetime) -> None:
    """Let what waits for this reason go out now."""
    await tx.execute(
        sa.update(deliveries)
        .where(
            deliveries.c.destination_id == destination_id,
            deliveries.c.state.in_(OPEN),
            deliveries.c.reason == reason,
        )
        .values(due_at=now)
    )


async def hush(tx: Tx, delivery_ids: Sequence[int]) -> None:
    """Let waiting deliveries come without a sound."""
    for part in chunks(delivery_ids):
        await tx.execute(sa.update(deliveries).where(deliveries.c.id.in_(part)).values(silent=True))


async def merge(tx: Tx, destination_id: int, merged: Sequence[Delivery], now: datetime) -> int:
    """Make one list of waiting deliveries: nothing is dropped, each says where it went (G3)."""
    ids = [one.id for one in merged]
    insertion = insert(tx, deliveries).values(
        destination_id=destination_id,
        kind=DeliveryKind.LIST,
        window=f"burst:{max(ids)}",
        state=DeliveryState.PENDING,
        due_at=now,
        created_at=now,
    )
    made = (await tx.execute(insertion.returning(deliveries.c.id))).scalar_one()
    await merge_into(tx, int(made), ids)
    return int(made)


async def merge_into(tx: Tx, delivery_id: int, ids: Sequence[int]) -> None:
    """Let another delivery carry what these waiting ones carry."""
    for part in chunks(ids):
        for table, columns in (
            (delivery_alerts, ["alert_id"]),
            (delivery_reports, ["article_id", "event_id"]),
        ):
            carried = sa.select(sa.literal(delivery_id), *(table.c[name] for name in columns))
            links = carried.where(table.c.delivery_id.in_(part)).distinct()
            statement = insert(tx, table).from_select(["delivery_id", *columns], links)
            await tx.execute(statement.on_conflict_do_nothing())
        await tx.execute(
            sa.update(deliveries)
            .where(deliveries.c.id.in_(part), deliveries.c.state.in_(OPEN))
            .values(state=DeliveryState.MERGED, reason=f"into delivery {delivery_id}")
        )
