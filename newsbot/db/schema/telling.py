"""Own the tables of what is told: alerts, the outbox, mutes, and the limits of channels."""

import sqlalchemy as sa

from newsbot.db.schema.columns import (
    count,
    flag,
    id_,
    link,
    metadata,
    one_of,
    partial,
    text,
    time,
)
from newsbot.db.types import BigId
from newsbot.domain.alert import AlertState
from newsbot.domain.delivery import DeliveryKind, DeliveryState

alerts = sa.Table(
    "alerts",
    metadata,
    id_(),
    link("subscription_id", "subscriptions.id"),
    link("story_id", "stories.id"),
    link("match_id", "matches.id", nullable=True, on="SET NULL"),
    text("state", None),
    text("reason"),
    time("created_at"),
    time("ended_at", nullable=True),
    sa.UniqueConstraint("subscription_id", "story_id"),
    one_of("state", list(AlertState)),
    sa.Index("ix_alerts_story_id", "story_id"),
    sa.Index("ix_alerts_match_id", "match_id"),
    partial("ix_alerts_open", "state IN ('pending', 'held', 'sending')", "created_at"),
    sqlite_autoincrement=True,
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    id_(),
    link("destination_id", "destinations.id"),
    link("story_id", "stories.id", nullable=True),
    text("kind", None),
    text("window"),
    text("state", None),
    text("reason"),
    flag("silent"),
    flag("urgent"),
    count("attempts"),
    count("ambiguous"),
    time("due_at"),
    time("created_at"),
    time("sending_at", nullable=True),
    time("sent_at", nullable=True),
    text("receipt"),
    sa.Column("leased_by", sa.Text, nullable=True),
    one_of("kind", list(DeliveryKind)),
    one_of("state", list(DeliveryState)),
    sa.Index(
        "uq_deliveries_story",
        "destination_id",
        "story_id",
        "kind",
        "window",
        unique=True,
        sqlite_where=sa.text("story_id IS NOT NULL"),
        postgresql_where=sa.text("story_id IS NOT NULL"),
    ),
    sa.Index(
        "uq_deliveries_window",
        "destination_id",
        "window",
        "kind",
        unique=True,
        sqlite_where=sa.text("story_id IS NULL"),
        postgresql_where=sa.text("story_id IS NULL"),
    ),
    partial("ix_deliveries_due", "state IN ('pending', 'held')", "due_at", "destination_id"),
    partial("ix_deliveries_open", "state IN ('pending', 'held')", "destination_id", "id"),
    partial("ix_deliveries_sending", "state = 'sending'", "id"),
    sa.Index("ix_deliveries_sent", "destination_id", "sent_at"),
    sa.Index("ix_deliveries_story_id", "story_id"),
    sqlite_autoincrement=True,
)

delivery_alerts = sa.Table(
    "delivery_alerts",
    metadata,
    sa.Column(
        "delivery_id", BigId, sa.ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("alert_id", BigId, sa.ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("ix_delivery_alerts_alert_id", "alert_id"),
)

delivery_reports = sa.Table(
    "delivery_reports",
    metadata,
    sa.Column(
        "delivery_id", BigId, sa.ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column(
        "article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    ),
    link("event_id", "story_events.id", nullable=True),
    sa.Index("ix_delivery_reports_article_id", "article_id"),
    sa.Index("ix_delivery_reports_event_id", "event_id"),
)

mutes = sa.Table(
    "mutes",
    metadata,
    id_(),
    link("destination_id", "destinations.id"),
    text("kind", None),
    sa.Column("key", BigId, nullable=False),
    sa.Column("rule_id", BigId, nullable=False, server_default="0"),
    time("until", nullable=True),
    time("created_at"),
    text("created_by"),
    sa.UniqueConstraint("destination_id", "kind", "key", "rule_id"),
    one_of("kind", ["story", "source", "rule"]),
    sqlite_autoincrement=True,
)

pacing = sa.Table(
    "pacing",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    time("free_at"),
    time("blocked_until", nullable=True),
)
