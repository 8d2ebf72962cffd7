"""Own living alerts: a story that goes on has the message that told it brought up to date."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import (
    alerts,
    deliveries,
    delivery_alerts,
    destinations,
    mutes,
    stories,
    subscriptions,
)
from newsbot.db.statements import insert
from newsbot.domain.delivery import DeliveryKind, DeliveryState

EDITABLE_FOR = timedelta(hours=24)
"""After a day nobody looks at the old message; a later turn of the story is a story of its own."""

COALESCE = (
    (timedelta(minutes=10), timedelta(seconds=45)),
    (timedelta(hours=1), timedelta(minutes=5)),
    (timedelta(hours=6), timedelta(minutes=30)),
)
LONGEST_PAUSE = timedelta(hours=2)
"""While a message is so old, one edit gathers what comes in such a pause: outlets follow each
other within minutes, and later nobody waits for the edit. So a message has 42 in its day at most.
"""

ARTICLES_SHOWN = 20
"""A story with more articles than this is known: its message needs no further edit."""


async def refresh_told(
    tx: Tx, story_ids: Sequence[int], channels: Sequence[str], now: datetime
) -> None:
    """Give each message that told these stories lately an edit, one for all that gathers.

    Only for channels that can edit, and where a subscription asks for it (`updates = edit`).
    """
    wishes = (
        sa.select(delivery_alerts.c.delivery_id)
        .join(alerts, alerts.c.id == delivery_alerts.c.alert_id)
        .join(subscriptions, subscriptions.c.id == alerts.c.subscription_id)
        .where(
            delivery_alerts.c.delivery_id == deliveries.c.id,
            subscriptions.c.updates == "edit",
            subscriptions.c.state == "active",
        )
    )
    told = (
        sa.select(
            deliveries.c.destination_id,
            deliveries.c.story_id,
            sa.literal(DeliveryKind.EDIT.value),
            sa.literal(DeliveryState.PENDING.value),
            sa.literal(value=True, type_=sa.Boolean),
            _due(now),
            sa.literal(now, type_=deliveries.c.created_at.type),
        )
        .join(destinations, destinations.c.id == deliveries.c.destination_id)
        .join(stories, stories.c.id == deliveries.c.story_id)
        .where(
            deliveries.c.story_id.in_(story_ids),
            deliveries.c.kind == DeliveryKind.STORY,
            deliveries.c.window == "",
            deliveries.c.state == DeliveryState.SENT,
            deliveries.c.sent_at > now - EDITABLE_FOR,
            stories.c.article_count <= ARTICLES_SHOWN,
            destinations.c.state == "active",
            destinations.c.channel.in_(channels),
            wishes.exists(),
            ~_louder().exists(),
            ~_muted(now).exists(),
        )
    )
    columns = ["destination_id", "story_id", "kind", "state", "silent", "due_at", "created_at"]
    statement = insert(tx, deliveries).from_select(columns, told)
    done = deliveries.c.state.in_((DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.UNCERTAIN))
    made = await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["destination_id", "story_id", "kind", "window"],
            index_where=sa.text("story_id IS NOT NULL"),
            set_={
                "state": DeliveryState.PENDING,
                "due_at": statement.excluded.due_at,
                "attempts": 0,
                "ambiguous": 0,
            },
            where=done,
        ).returning(deliveries.c.id)
    )
    edits = list(made.scalars())
    if edits:
        await _carry(tx, edits)


def _due(now: datetime) -> sa.ColumnElement[datetime]:
    """Return when the next edit of a message is due: the older it is, the more an edit gathers."""
    kind = deliveries.c.due_at.type
    return sa.case(
        *(
            (deliveries.c.sent_at > now - age, sa.literal(now + pause, type_=kind))
            for age, pause in COALESCE
        ),
        else_=sa.literal(now + LONGEST_PAUSE, type_=kind),
    )


def _louder() -> sa.Select[tuple[int]]:
    """Select a told subscription of the chat that hears of further articles by messages."""
    return (
        sa.select(delivery_alerts.c.alert_id)
        .join(alerts, alerts.c.id == delivery_alerts.c.alert_id)
        .join(subscriptions, subscriptions.c.id == alerts.c.subscription_id)
        .where(
            delivery_alerts.c.delivery_id == deliveries.c.id,
            subscriptions.c.updates != "edit",
            subscriptions.c.state == "active",
        )
    )


def _muted(now: datetime) -> sa.Select[tuple[int]]:
    """Select the mute of a story in its chat: its message stays as it is."""
    return sa.select(mutes.c.id).where(
        mutes.c.destination_id == deliveries.c.destination_id,
        mutes.c.kind == "story",
        mutes.c.key == deliveries.c.story_id,
        mutes.c.until.is_(None) | (mutes.c.until > now),
    )


async def _carry(tx: Tx, edits: Sequence[int]) -> None:
    """Let each edit carry what its message carried: content is composed from it."""
    first = deliveries.alias("first")
    edit = deliveries.alias("edit")
    carried = (
        sa.select(edit.c.id, delivery_alerts.c.alert_id)
        .select_from(edit)
        .join(
            first,
            (first.c.destination_id == edit.c.destination_id)
            & (first.c.story_id == edit.c.story_id)
            & (first.c.kind == DeliveryKind.STORY.value)
            & (first.c.window == ""),
        )
        .join(delivery_alerts, delivery_alerts.c.delivery_id == first.c.id)
        .where(edit.c.id.in_(edits))
    )
    await tx.execute(
        insert(tx, delivery_alerts)
        .from_select(["delivery_id", "alert_id"], carried)
        .on_conflict_do_nothing()
    )
