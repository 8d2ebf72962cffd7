"""Own the reading of the delivery ledger: every alert and delivery with its state and reason."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.deliveries import COLUMNS, JOINED, OPEN, to_delivery
from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import (
    alerts,
    articles,
    deliveries,
    delivery_alerts,
    destinations,
    matches,
    rules,
    sources,
    subscriptions,
)
from newsbot.db.statements import chunks
from newsbot.domain.alert import OPEN_STATES, AlertState
from newsbot.domain.delivery import Delivery, DeliveryState

UNSENT = (AlertState.DEAD, AlertState.UNCERTAIN, AlertState.CANCELLED)
"""Ends that a retry takes back; a later word also carries alerts that were told long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """Hold a delivery with what it carries."""

    delivery: Delivery
    stories: tuple[int, ...]
    alerts: tuple[int, ...]
    rules: tuple[int, ...]


async def list_deliveries(
    tx: Tx,
    *,
    states: Sequence[str] = (),
    destination_id: int | None = None,
    only: int | None = None,
    before_id: int | None = None,
    limit: int = 100,
) -> list[LedgerRow]:
    """Return deliveries, the newest first; page by id."""
    statement = sa.select(*COLUMNS).select_from(JOINED).order_by(deliveries.c.id.desc())
    if states:
        statement = statement.where(deliveries.c.state.in_(states))
    if destination_id is not None:
        statement = statement.where(deliveries.c.destination_id == destination_id)
    if only is not None:
        statement = statement.where(deliveries.c.id == only)
    if before_id is not None:
        statement = statement.where(deliveries.c.id < before_id)
    found = [to_delivery(row) for row in await tx.execute(statement.limit(limit))]
    carried: dict[int, list[AnyRow]] = defaultdict(list)
    for part in chunks([one.id for one in found]):
        rows = await tx.execute(
            sa.select(
                delivery_alerts.c.delivery_id,
                alerts.c.id,
                alerts.c.story_id,
                subscriptions.c.rule_id,
            )
            .join(alerts, alerts.c.id == delivery_alerts.c.alert_id)
            .join(subscriptions, subscriptions.c.id == alerts.c.subscription_id)
            .where(delivery_alerts.c.delivery_id.in_(part))
            .order_by(alerts.c.id)
        )
        for row in rows:
            carried[row.delivery_id].append(row)
    return [
        LedgerRow(
            delivery=one,
            stories=tuple(dict.fromkeys(row.story_id for row in carried[one.id])),
            alerts=tuple(row.id for row in carried[one.id]),
            rules=tuple(dict.fromkeys(row.rule_id for row in carried[one.id])),
        )
        for one in found
    ]


async def count_alerts(tx: Tx, since: datetime | None = None) -> dict[str, int]:
    """Count alerts by state."""
    statement = sa.select(alerts.c.state, sa.func.count()).group_by(alerts.c.state)
    if since is not None:
        statement = statement.where(alerts.c.created_at >= since)
    return {row[0]: row[1] for row in await tx.execute(statement)}


async def count_deliveries(tx: Tx) -> dict[str, int]:
    """Count deliveries by state."""
    statement = sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state)
    return {row[0]: row[1] for row in await tx.execute(statement)}


async def unaccounted(tx: Tx, since: datetime | None = None, limit: int = 1000) -> list[int]:
    """Return the open alerts that no open delivery carries: there should be none (G2)."""
    carrying = (
        sa.select(delivery_alerts.c.alert_id)
        .join(deliveries, deliveries.c.id == delivery_alerts.c.delivery_id)
        .where(
            delivery_alerts.c.alert_id == alerts.c.id,
            deliveries.c.state.in_((*OPEN, DeliveryState.SENDING)),
        )
    )
    statement = sa.select(alerts.c.id).where(
        alerts.c.state.in_(list(OPEN_STATES)), ~carrying.exists()
    )
    if since is not None:
        statement = statement.where(alerts.c.created_at >= since)
    return list((await tx.execute(statement.order_by(alerts.c.id).limit(limit))).scalars())


async def retry(tx: Tx, delivery_id: int, now: datetime) -> bool:
    """Put a dead or uncertain delivery back in line, with its alerts."""
    ended = (DeliveryState.DEAD, DeliveryState.UNCERTAIN, DeliveryState.CANCELLED)
    statement = (
        sa.update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state.in_(ended))
        .values(state=DeliveryState.PENDING, reason="retried", due_at=now, attempts=0, ambiguous=0)
    )
    if (await tx.execute(statement)).rowcount == 0:
        return False
    carried = sa.select(delivery_alerts.c.alert_id).where(
        delivery_alerts.c.delivery_id == delivery_id
    )
    await tx.execute(
        sa.update(alerts)
        .where(alerts.c.id.in_(carried.scalar_subquery()), alerts.c.state.in_(UNSENT))
        .values(state="pending", reason="retried", ended_at=None)
    )
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Hold how far one article came for one subscription."""

    article_id: int
    article_state: str
    source: str
    url: str
    title: str
    first_seen_at: datetime
    processed_at: datetime | None
    story_id: int | None
    rule_id: int | None
    rule_name: str
    alert_state: str
    alert_reason: str
    destination: str
    sent_at: datetime | None


async def paths(tx: Tx, *, url: str, url_key: str, subscriber_id: int | None = None) -> list[Path]:
    """Return the path of every article at this address, one row a match and subscription.

    With a subscriber only its own rules are told; an article that met none of them is one row.
    """
    of_rule = subscriptions.c.rule_id == rules.c.id
    matched = matches.c.article_id == articles.c.id
    if subscriber_id is not None:
        own = sa.select(subscriptions.c.rule_id).where(
            subscriptions.c.subscriber_id == subscriber_id
        )
        of_rule &= subscriptions.c.subscriber_id == subscriber_id
        matched &= matches.c.rule_id.in_(own.scalar_subquery())
    joined = (
        articles.join(sources, sources.c.id == articles.c.source_id)
        .outerjoin(matches, matched)
        .outerjoin(rules, rules.c.id == matches.c.rule_id)
        .outerjoin(subscriptions, of_rule)
        .outerjoin(destinations, destinations.c.id == subscriptions.c.destination_id)
        .outerjoin(
            alerts,
            (alerts.c.subscription_id == subscriptions.c.id)
            & (alerts.c.story_id == articles.c.story_id),
        )
    )
    sent = (
        sa.select(sa.func.min(deliveries.c.sent_at))
        .join(delivery_alerts, delivery_alerts.c.delivery_id == deliveries.c.id)
        .where(delivery_alerts.c.alert_id == alerts.c.id)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            articles,
            sources.c.name.label("source_name"),
            matches.c.rule_id,
            rules.c.name.label("rule_name"),
            alerts.c.state.label("alert_state"),
            alerts.c.reason.label("alert_reason"),
            destinations.c.channel,
            destinations.c.address,
            sent.label("sent_at"),
        )
        .select_from(joined)
        .where((articles.c.url_key == url_key) | (articles.c.url == url))
        .order_by(articles.c.id, matches.c.id, subscriptions.c.id)
    )
    return [
        Path(
            article_id=row.id,
            article_state=row.state,
            source=row.source_name,
            url=row.url,
            title=row.title,
            first_seen_at=row.first_seen_at,
            processed_at=row.processed_at,
            story_id=row.story_id,
            rule_id=row.rule_id,
            rule_name=row.rule_name or "",
            alert_state=row.alert_state or "",
            alert_reason=row.alert_reason or "",
            destination=f"{row.channel}:{row.address}" if row.channel else "",
            sent_at=row.sent_at,
        )
        for row in await tx.execute(statement)
    ]
