"""Own the reading of what came after a story was told: later reports, and how headlines read.

What is made of it stands in `content` and `pipeline.compose`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import (
    alerts,
    article_versions,
    articles,
    deliveries,
    delivery_alerts,
    delivery_reports,
    sources,
    stories,
    story_events,
    subscriptions,
)
from newsbot.db.statements import chunks
from newsbot.domain.alert import AlertState
from newsbot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from newsbot.domain.message import Outlet
from newsbot.domain.story import StoryEventKind

TELLING = (DeliveryKind.STORY, DeliveryKind.LIST, DeliveryKind.DIGEST)
"""What tells a story for the first time: a message of its own, a burst's list, or a digest."""

CHANGES_SHOWN = 6
"""Dated lines in one message; the first ones, since what was sent is never erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Hold a later report of a story; `kind` is "" for a further article, else its event's.

    `said` is the sentence that corrects, or the headline that is withdrawn.
    """

    story_id: int
    headline: str
    url: str
    summary: str
    language: str
    outlet: Outlet
    published: datetime
    kind: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Hold one dated line of a living alert."""

    at: datetime
    kind: str
    outlet: str
    text: str


def _outlet(row: AnyRow) -> Outlet:
    return Outlet(name=row.source_title or row.source_name, url=row.url)


async def of_deliveries(tx: Tx, ids: Sequence[int]) -> dict[int, list[Report]]:
    """Return the later reports that these deliveries tell, in the order in which they came."""
    found: dict[int, list[Report]] = defaultdict(list)
    for part in chunks(ids):
        rows = await tx.execute(
            sa.select(
                delivery_reports.c.delivery_id,
                articles.c.story_id,
                articles.c.title,
                articles.c.url,
                articles.c.summary,
                articles.c.language,
                articles.c.effective_at,
                sources.c.title.label("source_title"),
                sources.c.name.label("source_name"),
                story_events.c.kind,
                story_events.c.detail,
            )
            .join(articles, articles.c.id == delivery_reports.c.article_id)
            .join(sources, sources.c.id == articles.c.source_id)
            .outerjoin(story_events, story_events.c.id == delivery_reports.c.event_id)
            .where(delivery_reports.c.delivery_id.in_(part))
            .order_by(articles.c.effective_at, articles.c.id)
        )
        for row in rows:
            told = row.detail or {}
            withdrawn = row.kind == StoryEventKind.WITHDRAWN
            found[row.delivery_id].append(
                Report(
                    story_id=row.story_id or 0,
                    headline=(told.get("before", "") if withdrawn else "") or row.title,
                    url=row.url,
                    summary=row.summary,
                    language=row.language,
                    outlet=_outlet(row),
                    published=row.effective_at,
                    kind=row.kind or "",
                    said="" if withdrawn else told.get("after", ""),
                )
            )
    return found


async def turns_since(tx: Tx, story_id: int, since: datetime) -> list[Turn]:
    """Return what changed in a story since it was told, the oldest first."""
    rows = await tx.execute(
        sa.select(
            story_events.c.at,
            story_events.c.kind,
            story_events.c.detail,
            sources.c.title.label("source_title"),
            sources.c.name.label("source_name"),
        )
        .join(articles, articles.c.id == story_events.c.article_id)
        .join(sources, sources.c.id == articles.c.source_id)
        .where(
            story_events.c.story_id == story_id,
            story_events.c.at > since,
            story_events.c.kind.not_in((StoryEventKind.MERGE, StoryEventKind.SPLIT)),
        )
        .order_by(story_events.c.id)
        .limit(CHANGES_SHOWN)
    )
    return [
        Turn(
            at=row.at,
            kind=row.kind,
            outlet=row.source_title or row.source_name,
            text=row.detail.get("before" if row.kind == StoryEventKind.WITHDRAWN else "after", ""),
        )
        for row in rows
    ]


async def headline_at(tx: Tx, article_id: int, moment: datetime) -> str:
    """Return how an article's headline read then, "" when it has not changed since."""
    statement = (
        sa.select(article_versions.c.title)
        .where(
            article_versions.c.article_id == article_id,
            article_versions.c.replaced_at > moment,
        )
        .order_by(article_versions.c.revision)
        .limit(1)
    )
    return (await tx.execute(statement)).scalar_one_or_none() or ""


async def muted_headlines(
    tx: Tx, destination_id: int, since: datetime, limit: int
) -> tuple[int, list[str]]:
    """Return how many stories were kept from a destination by mutes since, and some headlines."""
    where = (
        (subscriptions.c.destination_id == destination_id)
        & (alerts.c.state == AlertState.MUTED)
        & (alerts.c.created_at > since)
    )
    joined = alerts.join(subscriptions, subscriptions.c.id == alerts.c.subscription_id).join(
        stories, stories.c.id == alerts.c.story_id
    )
    counted = sa.select(sa.func.count(sa.distinct(alerts.c.story_id)))
    count = (await tx.execute(counted.select_from(joined).where(where))).scalar_one()
    rows = await tx.execute(
        sa.select(stories.c.id, stories.c.headline)
        .distinct()
        .select_from(joined)
        .where(where)
        .order_by(stories.c.id.desc())
        .limit(limit)
    )
    return int(count), [row.headline for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstTold:
    """Hold the message that told a story first: the channel's id, and when it went out."""

    receipt: str
    sending_at: datetime


async def first_told(tx: Tx, later: Sequence[Delivery]) -> dict[int, FirstTold]:
    """Return for each later word the message that told its story first: its own, or a list."""
    found: dict[tuple[int, int], FirstTold] = {}
    story_ids = sorted({one.story_id for one in later if one.story_id is not None})
    for part in chunks(story_ids):
        rows = await tx.execute(
            sa.select(
                deliveries.c.destination_id,
                deliveries.c.receipt,
                deliveries.c.sending_at,
                deliveries.c.sent_at,
                alerts.c.story_id,
            )
            .join(delivery_alerts, delivery_alerts.c.delivery_id == deliveries.c.id)
            .join(alerts, alerts.c.id == delivery_alerts.c.alert_id)
            .where(
                alerts.c.story_id.in_(part),
                deliveries.c.destination_id.in_(sorted({one.destination_id for one in later})),
                deliveries.c.kind.in_(TELLING),
                deliveries.c.state == DeliveryState.SENT,
            )
            .order_by(deliveries.c.sent_at, deliveries.c.id)
        )
        for row in rows:
            told = FirstTold(receipt=row.receipt, sending_at=row.sending_at or row.sent_at)
            found.setdefault((row.destination_id, row.story_id), told)
    return {
        one.id: found[one.destination_id, one.story_id]
        for one in later
        if one.story_id is not None and (one.destination_id, one.story_id) in found
    }
