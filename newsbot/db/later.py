"""Own the queries about later words on stories: who was told of them, and the words' deliveries.

Who hears what, and when, is decided in `pipeline.later`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import (
    alerts,
    articles,
    deliveries,
    delivery_alerts,
    delivery_reports,
    destinations,
    subscribers,
    subscriptions,
)
from newsbot.db.statements import chunks, insert
from newsbot.domain.alert import OPEN_STATES, AlertState
from newsbot.domain.delivery import DeliveryKind, DeliveryState
from newsbot.domain.schedule import Window

TOLD = (AlertState.SENT, AlertState.MERGED, AlertState.DIGESTED, AlertState.UNCERTAIN)
OPEN = (DeliveryState.PENDING, DeliveryState.HELD)

READ_BACK = 20
"""So many articles of a story tell what is known of it."""

LEAD_CHARS = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Hold one alert of a story as far as later words go; `is_told` says that it has arrived."""

    alert_id: int
    story_id: int
    destination_id: int
    rule_id: int
    updates: str
    cadence: str
    at: str
    urgent: bool
    timezone: str
    is_told: bool
    created_at: datetime


async def heard(
    tx: Tx, story_ids: Sequence[int], *, everyone: bool, calm_since: datetime
) -> list[Heard]:
    """Return the alerts of these stories whose receivers may hear a later word.

    Without `everyone` only those are read that ask for more than edits, and those decided before
    `calm_since`: a story told to thousands of chats a minute ago needs no look at them.
    """
    found: list[Heard] = []
    for part in chunks(sorted(set(story_ids))):
        statement = (
            sa.select(
                alerts.c.id,
                alerts.c.story_id,
                alerts.c.state,
                alerts.c.created_at,
                subscriptions.c.destination_id,
                subscriptions.c.rule_id,
                subscriptions.c.updates,
                subscriptions.c.cadence,
                subscriptions.c.at,
                subscriptions.c.urgent,
                subscribers.c.timezone,
            )
            .join(subscriptions, subscriptions.c.id == alerts.c.subscription_id)
            .join(destinations, destinations.c.id == subscriptions.c.destination_id)
            .join(subscribers, subscribers.c.id == subscriptions.c.subscriber_id)
            .where(
                alerts.c.story_id.in_(part),
                alerts.c.state.in_((*TOLD, *OPEN_STATES)),
                subscriptions.c.state == "active",
                destinations.c.state == "active",
                subscribers.c.state == "active",
            )
            .order_by(alerts.c.id)
        )
        if not everyone:
            wants_more = subscriptions.c.updates.in_(("reply", "every"))
            statement = statement.where(wants_more | (alerts.c.created_at < calm_since))
        found += [
            Heard(
                alert_id=row.id,
                story_id=row.story_id,
                destination_id=row.destination_id,
                rule_id=row.rule_id,
                updates=row.updates,
                cadence=row.cadence,
                at=row.at,
                urgent=row.urgent,
                timezone=row.timezone,
                is_told=row.state in TOLD,
                created_at=row.created_at,
            )
            for row in await tx.execute(statement)
        ]
    return found


async def last_told(tx: Tx, story_ids: Sequence[int]) -> dict[tuple[int, int], datetime]:
    """Return when each destination last heard of each story, by (destination, story)."""
    found: dict[tuple[int, int], datetime] = {}
    for part in chunks(sorted(set(story_ids))):
        latest = sa.func.max(deliveries.c.sent_at).label("at")
        rows = await tx.execute(
            sa.select(deliveries.c.destination_id, alerts.c.story_id, latest)
            .join(delivery_alerts, delivery_alerts.c.delivery_id == deliveries.c.id)
            .join(alerts, alerts.c.id == delivery_alerts.c.alert_id)
            .where(
                alerts.c.story_id.in_(part),
                deliveries.c.kind != DeliveryKind.EDIT,
                deliveries.c.sent_at.is_not(None),
            )
            .group_by(deliveries.c.destination_id, alerts.c.story_id)
        )
        found |= {(row.destination_id, row.story_id): row.at for row in rows}
    return found


async def known_texts(tx: Tx, story_id: int, but: int) -> list[str]:
    """Return headline and lead of the last articles of a story, without that one."""
    rows = await tx.execute(
        sa.select(articles.c.title, sa.func.substr(articles.c.text, 1, LEAD_CHARS).label("lead"))
        .where(articles.c.story_id == story_id, articles.c.id != but)
        .order_by(articles.c.id.desc())
        .limit(READ_BACK)
    )
    return [f"{row.title}\n{row.lead}" for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Hold a later word for one destination: an article of the story, and the alerts it follows.

    `gathers` lets it join others of the story that still wait; `window` names the digest that
    takes it, else it is due at `due_at`. With `event_id` the article corrects or is withdrawn.
    """

    destination_id: int
    story_id: int
    article_id: int
    alert_ids: tuple[int, ...]
    kind: DeliveryKind
    decided_at: datetime
    due_at: datetime
    event_id: int | None = None
    gathers: bool = False
    silent: bool = False
    urgent: bool = False
    window: Window | None = None

    @property
    def name(self) -> str:
        """Return what tells this word from all others about its story."""
        if self.event_id is not None:
            return f"event:{self.event_id}"
        return f"more:{self.article_id}" if self.gathers else f"article:{self.article_id}"


async def add(tx: Tx, words: Sequence[Word], digests: dict[tuple[int, str], int]) -> None:
    """Give each word its delivery: a digest's, one that gathers already, or one of its own.

    `digests` are the open ones by (destination, window name).
    """
    gathering = await _gathering(tx, [one for one in words if one.gathers])
    carried: list[tuple[Word, int]] = []
    own: dict[tuple[int, int, str], Word] = {}
    for one in words:
        if one.window is not None:
            if (digest := digests.get((one.destination_id, one.window.name))) is not None:
                carried.append((one, digest))
        elif one.gathers and (one.destination_id, one.story_id) in gathering:
            carried.append((one, gathering[one.destination_id, one.story_id]))
        else:
            own[one.destination_id, one.story_id, one.name] = one
    carried += await _insert(tx, own)
    await _link(tx, carried)


async def _gathering(tx: Tx, words: Sequence[Word]) -> dict[tuple[int, int], int]:
    """Return the replies that still wait and take further articles."""
    if not words:
        return {}
    rows = await tx.execute(
        sa.select(deliveries.c.id, deliveries.c.destination_id, deliveries.c.story_id)
        .where(
            deliveries.c.story_id.in_(sorted({one.story_id for one in words})),
            deliveries.c.kind == DeliveryKind.REPLY,
            deliveries.c.window.startswith("more:"),
            deliveries.c.state.in_(OPEN),
        )
        .order_by(deliveries.c.id)
        .with_for_update()
    )
    return {(row.destination_id, row.story_id): row.id for row in rows}


async def _insert(tx: Tx, own: dict[tuple[int, int, str], Word]) -> list[tuple[Word, int]]:
    made: list[tuple[Word, int]] = []
    for part in chunks(list(own.values())):
        rows = [
            {
                "destination_id": one.destination_id,
                "story_id": one.story_id,
                "kind": one.kind,
                "window": one.name,
                "state": DeliveryState.PENDING,
                "silent": one.silent,
                "urgent": one.urgent,
                "due_at": one.due_at,
                "created_at": one.decided_at,
            }
            for one in part
        ]
        statement = insert(tx, deliveries).values(rows).on_conflict_do_nothing()
        returned = statement.returning(
            deliveries.c.id,
            deliveries.c.destination_id,
            deliveries.c.story_id,
            deliveries.c.window,
        )
        made += [
            (own[row.destination_id, row.story_id, row.window], row.id)
            for row in await tx.execute(returned)
        ]
    return made


async def _link(tx: Tx, carried: Iterable[tuple[Word, int]]) -> None:
    followed: list[dict[str, int | None]] = []
    reports: dict[tuple[int, int], int | None] = {}
    for one, delivery_id in carried:
        followed += [{"delivery_id": delivery_id, "alert_id": alert} for alert in one.alert_ids]
        reports[delivery_id, one.article_id] = one.event_id
    for part in chunks(followed):
        await tx.execute(insert(tx, delivery_alerts).values(list(part)).on_conflict_do_nothing())
    rows = [
        {"delivery_id": delivery_id, "article_id": article_id, "event_id": event_id}
        for (delivery_id, article_id), event_id in reports.items()
    ]
    for part in chunks(rows):
        statement = insert(tx, delivery_reports).values(list(part))
        await tx.execute(
            statement.on_conflict_do_update(
                index_elements=["delivery_id", "article_id"],
                set_={"event_id": statement.excluded.event_id},
            )
        )
