"""Own the reading of what a delivery says; how it is worded is decided in `pipeline.compose`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from newsbot.db import reports
from newsbot.db.documents import load_evidence
from newsbot.db.engine import AnyRow, Tx
from newsbot.db.reports import FirstTold, Report, Turn
from newsbot.db.schema import (
    alerts,
    articles,
    deliveries,
    delivery_alerts,
    destinations,
    matches,
    rules,
    sources,
    stories,
    subscribers,
    subscriptions,
)
from newsbot.db.statements import chunks
from newsbot.domain.alert import OPEN_STATES
from newsbot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from newsbot.domain.message import Outlet
from newsbot.domain.rule import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold one alert of a delivery: the rule and what it saw."""

    rule_name: str
    evidence: tuple[Evidence, ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryContent:
    """Hold one story of a delivery as it stands now.

    `is_new` is False when each of its alerts was told before: then later reports alone are told.
    `turns` is what changed since, for the message that is brought up to date.
    """

    story_id: int
    headline: str
    url: str
    summary: str
    language: str
    published: datetime
    told: tuple[Told, ...]
    outlets: tuple[Outlet, ...]
    is_new: bool = True
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """Hold what mutes kept from a destination: how many stories, and some of their headlines."""

    count: int
    headlines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Hold everything that the message of one delivery is composed from.

    `told_in` is the channel's id of the message that told the story first: a reply answers it, an
    edit replaces it. `reports` are told beside the stories that are new, or alone.
    In an `is_channel` readers cannot press.
    """

    delivery: Delivery
    stories: tuple[StoryContent, ...]
    language: str
    time_zone: str
    told_in: str
    is_channel: bool = False
    reports: tuple[Report, ...] = ()
    muted: Muted | None = None


LATER = frozenset({DeliveryKind.REPLY, DeliveryKind.EDIT})
MUTED_SHOWN_FOR = timedelta(days=7)
MUTED_NAMED = 3
"""A digest counts what was muted, and names a few of the stories."""


async def load(tx: Tx, begun: Sequence[Delivery]) -> list[Content]:
    """Return the contents of these deliveries, in their order."""
    ids = [one.id for one in begun]
    told = await _told(tx, ids)
    story_ids = {story for stories_of in told.values() for story in stories_of}
    outlets = await _outlets(tx, sorted(story_ids))
    people = await _people(tx, sorted({one.destination_id for one in begun}))
    first = await reports.first_told(tx, [one for one in begun if one.kind in LATER])
    later = await reports.of_deliveries(
        tx, [one.id for one in begun if one.kind != DeliveryKind.STORY or one.window]
    )
    contents: list[Content] = []
    for one in begun:
        language, time_zone, is_channel = people.get(one.destination_id, ("en", "UTC", False))
        contents.append(
            Content(
                delivery=one,
                stories=tuple(
                    [
                        await _as_told(
                            tx, one, _story(rows, outlets.get(story, ())), rows[0], first
                        )
                        for story, rows in told[one.id].items()
                    ]
                ),
                language=language,
                time_zone=time_zone,
                told_in=first[one.id].receipt if one.id in first else "",
                is_channel=is_channel,
                reports=tuple(later.get(one.id, ())),
                muted=await _muted(tx, one) if one.kind == DeliveryKind.DIGEST else None,
            )
        )
    return contents


async def _told(tx: Tx, ids: Sequence[int]) -> dict[int, dict[int, list[AnyRow]]]:
    """Return the rows of alerts by delivery and story; the newest story last."""
    found: dict[int, dict[int, list[AnyRow]]] = defaultdict(dict)
    joined = (
        delivery_alerts.join(alerts, alerts.c.id == delivery_alerts.c.alert_id)
        .join(stories, stories.c.id == alerts.c.story_id)
        .join(subscriptions, subscriptions.c.id == alerts.c.subscription_id)
        .join(rules, rules.c.id == subscriptions.c.rule_id)
        .outerjoin(matches, matches.c.id == alerts.c.match_id)
        .outerjoin(articles, articles.c.id == matches.c.article_id)
        .outerjoin(sources, sources.c.id == articles.c.source_id)
    )
    for part in chunks(ids):
        rows = await tx.execute(
            sa.select(
                delivery_alerts.c.delivery_id,
                alerts.c.story_id,
                alerts.c.state,
                stories.c.headline,
                stories.c.url.label("story_url"),
                stories.c.summary.label("story_summary"),
                stories.c.language.label("story_language"),
                stories.c.last_at,
                sa.func.coalesce(matches.c.rule_name, rules.c.name).label("rule_name"),
                matches.c.evidence,
                matches.c.summary,
                articles.c.id.label("article_id"),
                articles.c.title,
                articles.c.url,
                articles.c.language,
                articles.c.effective_at,
                sources.c.title.label("source_title"),
                sources.c.name.label("source_name"),
            )
            .select_from(joined)
            .where(delivery_alerts.c.delivery_id.in_(part))
            .order_by(alerts.c.id)
        )
        for row in rows:
            found[row.delivery_id].setdefault(row.story_id, []).append(row)
    return found


def _story(rows: Sequence[AnyRow], outlets: Sequence[Outlet]) -> StoryContent:
    """Return a story told by its first alert's article; the other outlets follow."""
    first = rows[0]
    own = Outlet(name=first.source_title or first.source_name or "", url=first.url or "")
    others = [outlet for outlet in outlets if outlet.name != own.name]
    return StoryContent(
        story_id=first.story_id,
        headline=first.title or first.headline,
        url=first.url or first.story_url,
        summary=first.summary or first.story_summary,
        language=first.language or first.story_language,
        published=first.effective_at or first.last_at,
        told=tuple(
            Told(
                rule_name=row.rule_name,
                evidence=load_evidence(row.evidence or []),
                summary=row.summary or "",
            )
            for row in rows
        ),
        outlets=(own, *others) if own.name else tuple(others),
        is_new=any(row.state in OPEN_STATES for row in rows),
    )


async def _as_told(
    tx: Tx,
    delivery: Delivery,
    story: StoryContent,
    row: AnyRow,
    first: Mapping[int, FirstTold],
) -> StoryContent:
    """Return the story of an edit under the headline that was sent, with what changed since."""
    if delivery.kind != DeliveryKind.EDIT or delivery.id not in first:
        return story
    since = first[delivery.id].sending_at
    former = ""
    if row.article_id is not None:
        former = await reports.headline_at(tx, row.article_id, since)
    turns = await reports.turns_since(tx, story.story_id, since)
    return replace(story, headline=former or story.headline, turns=tuple(turns))


async def _muted(tx: Tx, delivery: Delivery) -> Muted | None:
    """Return what was muted since the digest before this one, a week back at the most."""
    last = await tx.execute(
        sa.select(sa.func.max(deliveries.c.sent_at)).where(
            deliveries.c.destination_id == delivery.destination_id,
            deliveries.c.kind == DeliveryKind.DIGEST,
            deliveries.c.state == DeliveryState.SENT,
        )
    )
    since = last.scalar_one_or_none() or delivery.due_at - MUTED_SHOWN_FOR
    count, headlines = await reports.muted_headlines(
        tx, delivery.destination_id, since, MUTED_NAMED
    )
    return Muted(count=count, headlines=tuple(headlines)) if count else None


async def _outlets(tx: Tx, story_ids: Sequence[int]) -> dict[int, list[Outlet]]:
    """Return the outlets of each story, in the order in which they told it, each once."""
    found: dict[int, dict[str, Outlet]] = defaultdict(dict)
    for part in chunks(story_ids):
        rows = await tx.execute(
            sa.select(articles.c.story_id, articles.c.url, sources.c.title, sources.c.name)
            .join(sources, sources.c.id == articles.c.source_id)
            .where(articles.c.story_id.in_(part))
            .order_by(articles.c.effective_at, articles.c.id)
        )
        for story_id, url, title, name in rows:
            found[story_id].setdefault(title or name, Outlet(name=title or name, url=url))
    return {story: list(outlets.values()) for story, outlets in found.items()}


async def _people(tx: Tx, destination_ids: Sequence[int]) -> dict[int, tuple[str, str, bool]]:
    people: dict[int, tuple[str, str, bool]] = {}
    for part in chunks(destination_ids):
        rows = await tx.execute(
            sa.select(
                destinations.c.id,
                subscribers.c.language,
                subscribers.c.timezone,
                destinations.c.is_channel,
            )
            .join(subscribers, subscribers.c.id == destinations.c.subscriber_id)
            .where(destinations.c.id.in_(part))
        )
        people |= {row.id: (row.language, row.timezone, row.is_channel) for row in rows}
    return people
