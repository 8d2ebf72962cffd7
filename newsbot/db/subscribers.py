"""Own the queries about who receives: subscribers, destinations and subscriptions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import destinations, rules, subscribers, subscriptions
from newsbot.db.statements import chunks, insert
from newsbot.domain.subscriber import Destination, Subscriber, Subscription


def _destination(row: AnyRow) -> Destination:
    return Destination(
        id=row.id,
        subscriber_id=row.subscriber_id,
        channel=row.channel,
        address=row.address,
        state=row.state,
        reason=row.reason,
        blocked_until=row.blocked_until,
        created_at=row.created_at,
        name=row.name,
        is_channel=row.is_channel,
    )


def _subscription(row: AnyRow) -> Subscription:
    return Subscription(
        id=row.id,
        subscriber_id=row.subscriber_id,
        rule_id=row.rule_id,
        rule_name=row.rule_name,
        query=row.query,
        destination_id=row.destination_id,
        destination=f"{row.channel}:{row.address}",
        cadence=row.cadence,
        at=row.at,
        updates=row.updates,
        state=row.state,
        created_at=row.created_at,
        urgent=row.urgent,
    )


async def list_all(tx: Tx, only: int | None = None) -> list[Subscriber]:
    """Return subscribers by id with their destinations; with `only`, that one."""
    wanted = sa.select(subscribers).where(subscribers.c.state != "erased")
    places = sa.select(destinations).order_by(destinations.c.id)
    if only is not None:
        wanted = wanted.where(subscribers.c.id == only)
        places = places.where(destinations.c.subscriber_id == only)
    own: dict[int, list[Destination]] = defaultdict(list)
    for row in await tx.execute(places):
        own[row.subscriber_id].append(_destination(row))
    return [
        Subscriber(
            id=row.id,
            name=row.name,
            language=row.language,
            timezone=row.timezone,
            state=row.state,
            created_at=row.created_at,
            destinations=tuple(own[row.id]),
            languages=tuple(row.languages),
        )
        for row in await tx.execute(wanted.order_by(subscribers.c.id))
    ]


async def find(tx: Tx, subscriber_id: int) -> Subscriber | None:
    """Return one subscriber."""
    found = await list_all(tx, subscriber_id)
    return found[0] if found else None


async def find_destination(tx: Tx, channel: str, address: str) -> Destination | None:
    """Return the destination at this address."""
    where = (destinations.c.channel == channel) & (destinations.c.address == address)
    row = (await tx.execute(sa.select(destinations).where(where))).one_or_none()
    return None if row is None else _destination(row)


async def destinations_on(tx: Tx, channel: str) -> list[Destination]:
    """Return every destination on a channel."""
    statement = sa.select(destinations).where(destinations.c.channel == channel)
    return [_destination(row) for row in await tx.execute(statement.order_by(destinations.c.id))]


async def add(tx: Tx, *, name: str, language: str, timezone: str, now: datetime) -> int:
    """Insert a subscriber and return its id."""
    statement = sa.insert(subscribers).values(
        name=name, language=language, timezone=timezone, created_at=now
    )
    return int((await tx.execute(statement.returning(subscribers.c.id))).scalar_one())


async def add_destination(
    tx: Tx, subscriber_id: int, channel: str, address: str, now: datetime
) -> Destination | None:
    """Insert a destination; None when the address is taken."""
    statement = insert(tx, destinations).values(
        subscriber_id=subscriber_id, channel=channel, address=address, created_at=now
    )
    statement = statement.on_conflict_do_nothing()
    row = (await tx.execute(statement.returning(destinations))).one_or_none()
    return None if row is None else _destination(row)


async def edit(tx: Tx, subscriber_id: int, changes: dict[str, Any]) -> bool:
    """Set columns of one subscriber."""
    statement = sa.update(subscribers).where(subscribers.c.id == subscriber_id).values(**changes)
    return (await tx.execute(statement)).rowcount > 0


async def edit_destination(tx: Tx, destination_id: int, changes: dict[str, Any]) -> bool:
    """Set columns of one destination."""
    where = destinations.c.id == destination_id
    return (await tx.execute(sa.update(destinations).where(where).values(**changes))).rowcount > 0


async def remove(tx: Tx, subscriber_id: int) -> bool:
    """Delete a subscriber with everything that is its own."""
    where = subscribers.c.id == subscriber_id
    return (await tx.execute(sa.delete(subscribers).where(where))).rowcount > 0


def _select_subscriptions() -> sa.Select[Any]:
    joined = subscriptions.join(rules, rules.c.id == subscriptions.c.rule_id).join(
        destinations, destinations.c.id == subscriptions.c.destination_id
    )
    return (
        sa.select(
            subscriptions,
            rules.c.name.label("rule_name"),
            rules.c.query,
            destinations.c.channel,
            destinations.c.address,
        )
        .select_from(joined)
        .order_by(subscriptions.c.id)
    )


async def add_subscription(
    tx: Tx,
    *,
    subscriber_id: int,
    rule_id: int,
    destination_id: int,
    cadence: str,
    at: str,
    updates: str,
    now: datetime,
) -> Subscription:
    """Insert a subscription, or put the same one in force again with these wishes."""
    wishes = {"cadence": cadence, "at": at, "updates": updates, "state": "active"}
    statement = (
        insert(tx, subscriptions)
        .values(
            subscriber_id=subscriber_id,
            rule_id=rule_id,
            destination_id=destination_id,
            created_at=now,
            **wishes,
        )
        .on_conflict_do_update(
            index_elements=["subscriber_id", "rule_id", "destination_id"], set_=wishes
        )
    )
    added = (await tx.execute(statement.returning(subscriptions.c.id))).scalar_one()
    found = _select_subscriptions().where(subscriptions.c.id == added)
    return _subscription((await tx.execute(found)).one())


async def list_subscriptions(
    tx: Tx, *, subscriber_id: int | None = None, only: int | None = None
) -> list[Subscription]:
    """Return subscriptions that are not removed."""
    statement = _select_subscriptions().where(subscriptions.c.state != "removed")
    if subscriber_id is not None:
        statement = statement.where(subscriptions.c.subscriber_id == subscriber_id)
    if only is not None:
        statement = statement.where(subscriptions.c.id == only)
    return [_subscription(row) for row in await tx.execute(statement)]


async def edit_subscription(tx: Tx, subscription_id: int, changes: dict[str, Any]) -> bool:
    """Set columns of one subscription."""
    where = (subscriptions.c.id == subscription_id) & (subscriptions.c.state != "removed")
    return (await tx.execute(sa.update(subscriptions).where(where).values(**changes))).rowcount > 0


async def revive_subscription(
    tx: Tx, subscriber_id: int, subscription_id: int
) -> Subscription | None:
    """Put a removed subscription of this subscriber in force again and return it."""
    own = subscriptions.c.subscriber_id == subscriber_id
    statement = (
        sa.update(subscriptions)
        .where(subscriptions.c.id == subscription_id, own, subscriptions.c.state == "removed")
        .values(state="active")
    )
    await tx.execute(statement)
    found = _select_subscriptions().where(
        subscriptions.c.id == subscription_id, own, subscriptions.c.state != "removed"
    )
    row = (await tx.execute(found)).one_or_none()
    return None if row is None else _subscription(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanting:
    """Hold a subscription that wants to hear, with what hinders it ("" for nothing).

    `languages` are those that its subscriber reads, none for all.
    """

    subscription: Subscription
    urgent: bool
    hindrance: str
    timezone: str
    languages: tuple[str, ...] = ()


async def subscribed_to(tx: Tx, rule_ids: Sequence[int]) -> list[Wanting]:
    """Return the active subscriptions of these rules."""
    found: list[Wanting] = []
    joined = _select_subscriptions().join(
        subscribers, subscribers.c.id == subscriptions.c.subscriber_id
    )
    joined = joined.add_columns(
        subscribers.c.state.label("subscriber_state"),
        subscribers.c.timezone,
        subscribers.c.languages,
        destinations.c.state.label("destination_state"),
        destinations.c.reason.label("destination_reason"),
    )
    for part in chunks(rule_ids):
        statement = joined.where(
            subscriptions.c.rule_id.in_(part), subscriptions.c.state == "active"
        )
        for row in await tx.execute(statement):
            hindrance = ""
            if row.subscriber_state != "active":
                hindrance = f"subscriber {row.subscriber_state}"
            elif row.destination_state != "active":
                hindrance = f"destination {row.destination_state}"
                if row.destination_reason:
                    hindrance += f": {row.destination_reason}"
            found.append(
                Wanting(
                    subscription=_subscription(row),
                    urgent=row.urgent,
                    hindrance=hindrance,
                    timezone=row.timezone,
                    languages=tuple(row.languages),
                )
            )
    return found
