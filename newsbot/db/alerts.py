"""Own the insertion of alerts and of the deliveries that carry them.

What is inserted here is the promise G1: after the commit every alert is a row with a way out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from newsbot.db import digests
from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import alerts, deliveries, delivery_alerts, subscriptions
from newsbot.db.statements import chunks, insert
from newsbot.domain.alert import AlertState
from newsbot.domain.delivery import DeliveryKind, DeliveryState
from newsbot.domain.schedule import Window

FIRST_LIST = "first"
"""Window name of the list that a first fetch gives; one a chat in each `FIRST_LIST_PAUSE`."""

FIRST_LIST_PAUSE = timedelta(hours=6)
FIRST_LIST_LONGEST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAlert:
    """Hold an alert to insert. With `state` PENDING it gets a delivery, else it has ended.

    `window` is the digest that it waits for, None when it is to be told now.
    """

    subscription_id: int
    destination_id: int
    story_id: int
    match_id: int | None
    rule_id: int
    state: AlertState = AlertState.PENDING
    reason: str = ""
    silent: bool = False
    urgent: bool = False
    window: Window | None = None


async def add(tx: Tx, new: Sequence[NewAlert], now: datetime) -> dict[int, NewAlert]:
    """Insert alerts that are not there yet; return by id those that were (G1: exactly one).

    An alert that was suppressed is put in force when the story gives a new reason to tell it: the
    subscription has not heard of it yet.
    """
    by_key = {(one.subscription_id, one.story_id): one for one in new}
    added: dict[int, NewAlert] = {}
    for part in chunks(list(by_key.values())):
        rows = [
            {
                "subscription_id": one.subscription_id,
                "story_id": one.story_id,
                "match_id": one.match_id,
                "state": one.state,
                "reason": one.reason,
                "created_at": now,
                "ended_at": None if one.state == AlertState.PENDING else now,
            }
            for one in part
        ]
        statement = insert(tx, alerts).values(rows)
        new_reason = (alerts.c.state == AlertState.SUPPRESSED) & (
            statement.excluded.state == AlertState.PENDING
        )
        taken = ("match_id", "state", "reason", "ended_at")
        statement = statement.on_conflict_do_update(
            index_elements=["subscription_id", "story_id"],
            set_={column: statement.excluded[column] for column in taken},
            where=new_reason,
        )
        returned = statement.returning(alerts.c.id, alerts.c.subscription_id, alerts.c.story_id)
        for row in await tx.execute(returned):
            added[row.id] = by_key[row.subscription_id, row.story_id]
    return added


async def _link(tx: Tx, links: Iterable[tuple[int, int]]) -> None:
    rows = [{"delivery_id": delivery, "alert_id": alert} for delivery, alert in links]
    for part in chunks(rows):
        await tx.execute(insert(tx, delivery_alerts).values(list(part)).on_conflict_do_nothing())


def _row(destination_id: int, story_id: int | None, now: datetime) -> dict[str, Any]:
    return {
        "destination_id": destination_id,
        "story_id": story_id,
        "state": DeliveryState.PENDING,
        "due_at": now,
        "created_at": now,
    }


async def deliver(tx: Tx, story_id: int, new: dict[int, NewAlert], now: datetime) -> None:
    """Give each pending alert of one story its delivery: one message per chat and story.

    While the chat's message still waits the alert joins it; once that left, the alert is told by
    a reply of its own.
    """
    wanted = {one.destination_id for one in new.values()}
    loud = {one.destination_id for one in new.values() if not one.silent}
    urgent = {one.destination_id for one in new.values() if one.urgent}
    for part in chunks(sorted(wanted)):
        rows = [
            {
                **_row(place, story_id, now),
                "kind": DeliveryKind.STORY,
                "silent": place not in loud,
                "urgent": place in urgent,
            }
            for place in part
        ]
        await tx.execute(insert(tx, deliveries).values(rows).on_conflict_do_nothing())
    found = await tx.execute(
        # locked: a worker that is about to send sees the new alert, or we see that it has begun
        sa.select(deliveries.c.id, deliveries.c.destination_id, deliveries.c.state)
        .where(
            deliveries.c.story_id == story_id,
            deliveries.c.kind == DeliveryKind.STORY,
            deliveries.c.window == "",  # a further article that a chat wants too has its own
        )
        .order_by(deliveries.c.id)
        .with_for_update()
    )
    waiting: dict[int, int] = {}
    for row in found:
        if row.state in {DeliveryState.PENDING, DeliveryState.HELD}:
            waiting[row.destination_id] = row.id
    links: list[tuple[int, int]] = []
    late: dict[tuple[int, int], list[int]] = {}
    for alert_id, one in new.items():
        if one.destination_id in waiting:
            links.append((waiting[one.destination_id], alert_id))
        else:
            late.setdefault((one.destination_id, one.rule_id), []).append(alert_id)
    for (place, rule_id), alert_ids in late.items():
        statement = insert(tx, deliveries).values(
            **_row(place, story_id, now),
            kind=DeliveryKind.REPLY,
            window=f"rule:{rule_id}:{min(alert_ids)}",
        )
        reply = (await tx.execute(statement.returning(deliveries.c.id))).scalar_one()
        links += [(reply, alert_id) for alert_id in alert_ids]
    await _link(tx, links)


async def digest(tx: Tx, new: dict[int, NewAlert], now: datetime) -> dict[int, NewAlert]:
    """Put alerts on the digest of their window; return those whose digest has left already."""
    wanted = {
        (one.destination_id, one.window.name): one.window
        for one in new.values()
        if one.window is not None
    }
    waiting = await digests.opened(tx, wanted, now)
    links: list[tuple[int, int]] = []
    late: dict[int, NewAlert] = {}
    for alert_id, one in new.items():
        name = "" if one.window is None else one.window.name
        if (one.destination_id, name) in waiting:
            links.append((waiting[one.destination_id, name], alert_id))
        else:
            late[alert_id] = one
    await _link(tx, links)
    await _hold(tx, [alert_id for _, alert_id in links], "digest")
    return late


async def list_first(tx: Tx, new: dict[int, NewAlert], settle: timedelta, now: datetime) -> None:
    """Put alerts of a first fetch on their chat's one list; after that list they are suppressed.

    The list goes out when nothing was added for `settle`: one list for many sources.
    """
    places = sorted({one.destination_id for one in new.values()})
    latest: dict[int, AnyRow] = {}
    for part in chunks(places):
        statement = (
            sa.select(deliveries)
            .where(
                deliveries.c.destination_id.in_(part),
                deliveries.c.kind == DeliveryKind.LIST,
                deliveries.c.window.startswith(FIRST_LIST),
                deliveries.c.created_at > now - FIRST_LIST_PAUSE,
            )
            .order_by(deliveries.c.id)
            .with_for_update()
        )
        latest |= {row.destination_id: row for row in await tx.execute(statement)}
    links: list[tuple[int, int]] = []
    told: list[int] = []
    for place in places:
        mine = [alert_id for alert_id, one in new.items() if one.destination_id == place]
        row = latest.get(place)
        if row is not None and row.state != DeliveryState.HELD:
            told += mine
            continue
        opened = now if row is None else row.created_at
        due_at = min(now + settle, opened + FIRST_LIST_LONGEST)
        if row is None:
            values = {**_row(place, None, now), "state": DeliveryState.HELD, "due_at": due_at}
            insertion = insert(tx, deliveries).values(
                **values,
                kind=DeliveryKind.LIST,
                window=f"{FIRST_LIST}:{now.isoformat()}",
                reason="first fetch",
            )
            held = (await tx.execute(insertion.returning(deliveries.c.id))).scalar_one()
        else:
            held = row.id
            await tx.execute(
                sa.update(deliveries).where(deliveries.c.id == held).values(due_at=due_at)
            )
        links += [(held, alert_id) for alert_id in mine]
    await _link(tx, links)
    await _hold(tx, [alert_id for _, alert_id in links], "first fetch")
    await _end(tx, told, AlertState.SUPPRESSED, "first fetch: its list was already made", now)


async def _hold(tx: Tx, alert_ids: Sequence[int], reason: str) -> None:
    for part in chunks(alert_ids):
        await tx.execute(
            sa.update(alerts)
            .where(alerts.c.id.in_(part))
            .values(state=AlertState.HELD, reason=reason)
        )


async def _end(
    tx: Tx, alert_ids: Sequence[int], state: AlertState, reason: str, now: datetime
) -> None:
    for part in chunks(alert_ids):
        await tx.execute(
            sa.update(alerts)
            .where(alerts.c.id.in_(part))
            .values(state=state, reason=reason, ended_at=now)
        )


async def cancel(tx: Tx, where_destination: int, reason: str, now: datetime) -> None:
    """End every open delivery and alert of a destination as cancelled, with the reason."""
    still = (DeliveryState.PENDING, DeliveryState.HELD)
    await tx.execute(
        sa.update(deliveries)
        .where(deliveries.c.destination_id == where_destination, deliveries.c.state.in_(still))
        .values(state=DeliveryState.CANCELLED, reason=reason)
    )
    own = sa.select(subscriptions.c.id).where(subscriptions.c.destination_id == where_destination)
    await tx.execute(
        sa.update(alerts)
        .where(
            alerts.c.subscription_id.in_(own),
            alerts.c.state.in_((AlertState.PENDING, AlertState.HELD)),
        )
        .values(state=AlertState.CANCELLED, reason=reason, ended_at=now)
    )
