"""Own the counts over time that lists and the dashboard show; each reads a bounded part only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import (
    alerts,
    articles,
    deliveries,
    delivery_alerts,
    matches,
    rules,
    subscriptions,
)
from newsbot.db.statements import chunks
from newsbot.domain.delivery import DeliveryKind, DeliveryState

DAY_CHARS = 10
HOUR_CHARS = 13
"""`2026-03-14` and `2026-03-14 12` of the times that SQLite keeps as text."""

NEWEST = 20_000
"""Deliveries looked at for figures of a day, the newest: no index serves their times alone."""


def _stretch(tx: Tx, column: sa.ColumnElement[datetime], chars: int) -> sa.ColumnElement[str]:
    """Return the day or the hour (UTC) of a time, as text."""
    if tx.dialect.name == "sqlite":
        return sa.func.substr(sa.type_coerce(column, sa.Text), 1, chars)
    form = "YYYY-MM-DD HH24"[: chars + 2 if chars == HOUR_CHARS else chars]
    return sa.func.to_char(sa.func.timezone("UTC", column), form)


async def hits_by_day(
    tx: Tx, rule_ids: Sequence[int], since: datetime
) -> dict[int, dict[str, int]]:
    """Count by rule and day (UTC) the articles effective since then that it matched."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    day = _stretch(tx, articles.c.effective_at, DAY_CHARS).label("day")
    for part in chunks(rule_ids):
        statement = (
            sa.select(matches.c.rule_id, day, sa.func.count(sa.distinct(matches.c.article_id)))
            .join(articles, articles.c.id == matches.c.article_id)
            .where(matches.c.rule_id.in_(part), articles.c.effective_at >= since)
            .group_by(matches.c.rule_id, day)
        )
        for rule_id, name, number in await tx.execute(statement):
            found[rule_id][name] = number
    return found


async def busiest_rules(tx: Tx, since: datetime, *, limit: int) -> list[tuple[int, int]]:
    """Return the rules in force that matched most articles since then, with how many."""
    number = sa.func.count(sa.distinct(matches.c.article_id)).label("number")
    statement = (
        sa.select(matches.c.rule_id, number)
        .join(articles, articles.c.id == matches.c.article_id)
        .join(rules, rules.c.id == matches.c.rule_id)
        .where(articles.c.effective_at >= since, rules.c.state == "active")
        .group_by(matches.c.rule_id)
        .order_by(number.desc(), matches.c.rule_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await tx.execute(statement)]


async def last_hits(tx: Tx, rule_ids: Sequence[int]) -> dict[int, datetime]:
    """Return the effective time of the article stored last that each rule matched."""
    found: dict[int, datetime] = {}
    for part in chunks(rule_ids):
        last = (
            sa.select(sa.func.max(matches.c.article_id))
            .where(matches.c.rule_id == rules.c.id)
            .correlate(rules)
            .scalar_subquery()
        )
        statement = (
            sa.select(rules.c.id, articles.c.effective_at)
            .select_from(rules.join(articles, articles.c.id == last))
            .where(rules.c.id.in_(part))
        )
        found |= {row[0]: row[1] for row in await tx.execute(statement)}
    return found


async def followers(tx: Tx, rule_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Count the subscriptions of each rule: those that are told now, and those paused."""
    found: dict[int, tuple[int, int]] = {}
    for part in chunks(rule_ids):
        statement = (
            sa.select(subscriptions.c.rule_id, subscriptions.c.state, sa.func.count())
            .where(subscriptions.c.rule_id.in_(part), subscriptions.c.state != "removed")
            .group_by(subscriptions.c.rule_id, subscriptions.c.state)
        )
        for rule_id, state, number in await tx.execute(statement):
            active, paused = found.get(rule_id, (0, 0))
            found[rule_id] = (
                (active + number, paused) if state == "active" else (active, paused + number)
            )
    return found


async def articles_by_hour(tx: Tx, since: datetime) -> dict[str, int]:
    """Count the articles by the hour (UTC) that they count from."""
    hour = _stretch(tx, articles.c.effective_at, HOUR_CHARS).label("hour")
    statement = (
        sa.select(hour, sa.func.count()).where(articles.c.effective_at >= since).group_by(hour)
    )
    return {row[0]: row[1] for row in await tx.execute(statement)}


def _newest() -> sa.ColumnElement[bool]:
    last = sa.select(sa.func.max(deliveries.c.id)).scalar_subquery()
    return deliveries.c.id > last - NEWEST


async def sent_by_hour(tx: Tx, since: datetime) -> dict[str, int]:
    """Count the messages that were accepted by the hour (UTC), of the newest deliveries."""
    hour = _stretch(tx, deliveries.c.sent_at, HOUR_CHARS).label("hour")
    statement = (
        sa.select(hour, sa.func.count()).where(_newest(), deliveries.c.sent_at >= since)
    ).group_by(hour)
    return {row[0]: row[1] for row in await tx.execute(statement)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Hold when the article of one alert was published, stored and sent."""

    published_at: datetime
    stored_at: datetime
    sent_at: datetime


async def passages(tx: Tx, since: datetime, *, limit: int) -> list[Passage]:
    """Return how fast the last stories were told singly, the newest first.

    What a first fetch brought is left out: it was old when it came.
    """
    first = sa.func.min(articles.c.first_seen_at)
    statement = (
        sa.select(
            sa.func.min(articles.c.effective_at).label("published_at"),
            first.label("stored_at"),
            deliveries.c.sent_at,
        )
        .join(delivery_alerts, delivery_alerts.c.delivery_id == deliveries.c.id)
        .join(alerts, alerts.c.id == delivery_alerts.c.alert_id)
        .join(matches, matches.c.id == alerts.c.match_id)
        .join(articles, articles.c.id == matches.c.article_id)
        .where(
            _newest(),
            deliveries.c.kind == DeliveryKind.STORY,
            deliveries.c.state == DeliveryState.SENT,
            deliveries.c.sent_at >= since,
            articles.c.backlog.is_(False),
        )
        .group_by(deliveries.c.id, deliveries.c.sent_at)
        .order_by(deliveries.c.id.desc())
        .limit(limit)
    )
    return [
        Passage(published_at=row.published_at, stored_at=row.stored_at, sent_at=row.sent_at)
        for row in await tx.execute(statement)
    ]


async def waiting(tx: Tx) -> tuple[dict[str, int], datetime | None]:
    """Count the open deliveries by state, and tell since when the oldest that is due waits."""
    open_states = (DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.SENDING)
    statement = (
        sa.select(deliveries.c.state, sa.func.count())
        .where(deliveries.c.state.in_(open_states))
        .group_by(deliveries.c.state)
    )
    counts = {str(row[0]): row[1] for row in await tx.execute(statement)}
    oldest = sa.select(sa.func.min(deliveries.c.due_at)).where(
        deliveries.c.state == DeliveryState.PENDING
    )
    return counts, (await tx.execute(oldest)).scalar_one_or_none()


async def unprocessed(tx: Tx) -> int:
    """Count the articles that wait to be grouped and matched."""
    statement = sa.select(sa.func.count()).where(articles.c.state == "new")
    return int((await tx.execute(statement.select_from(articles))).scalar_one())


async def alerts_of_story(tx: Tx, story_id: int) -> dict[str, int]:
    """Count the alerts about a story by state."""
    statement = (
        sa.select(alerts.c.state, sa.func.count())
        .where(alerts.c.story_id == story_id)
        .group_by(alerts.c.state)
    )
    return {str(row[0]): row[1] for row in await tx.execute(statement)}
