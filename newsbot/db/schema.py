"""Own the tables, their keys, states and indexes; invariants are constraints before they are code.

Read top to bottom it is the path of the data: sources, articles, stories, rules and matches,
subscribers, alerts, deliveries, and last what the loops need among themselves. The search index
is another table on each database, and `search` describes it.
"""

from typing import Any

import sqlalchemy as sa

from newsbot.db.types import BigId, Json, UtcTime
from newsbot.domain.alert import AlertState
from newsbot.domain.delivery import DeliveryKind, DeliveryState

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[int]:
    return sa.Column("id", BigId, primary_key=True, autoincrement=True)


def _text(name: str, default: str | None = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, Json, nullable=False, server_default="[]")


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UtcTime, nullable=nullable)


def _link(name: str, target: str, *, nullable: bool = False, on: str = "CASCADE") -> sa.Column[int]:
    return sa.Column(name, BigId, sa.ForeignKey(target, ondelete=on), nullable=nullable)


def _lease() -> tuple[sa.Column[Any], sa.Column[Any]]:
    return sa.Column("leased_by", sa.Text, nullable=True), _time("leased_until", nullable=True)


def _one_of(name: str, values: list[str]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{name} IN ({listed})", name=name)


def _partial(name: str, condition: str, *columns: str) -> sa.Index:
    where = sa.text(condition)
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


sources = sa.Table(
    "sources",
    metadata,
    _id(),
    _text("name", None),
    _text("title"),
    _text("url", None),
    _text("homepage"),
    _text("kind", "auto"),
    _text("language"),
    _json("tags"),
    sa.Column("interval_s", sa.Integer, nullable=False),
    _text("state", "active"),
    _text("reason"),
    _flag("licensed"),
    _text("identity"),
    _text("etag"),
    _text("last_modified"),
    _text("moved_to"),
    _count("moved_times"),
    _time("moved_since", nullable=True),
    _time("next_fetch_at"),
    _time("last_fetch_at", nullable=True),
    _time("last_success_at", nullable=True),
    _time("baseline_at", nullable=True),
    _text("error"),
    _count("failures"),
    _time("failing_since", nullable=True),
    _json("warnings"),
    sa.Column("options", Json, nullable=False, server_default="{}"),
    sa.Column("rhythm", Json, nullable=False, server_default="{}"),
    _time("silent_since", nullable=True),
    _time("gap_at", nullable=True),
    _time("created_at"),
    *_lease(),
    sa.UniqueConstraint("name"),
    sa.UniqueConstraint("url"),
    _one_of("state", ["active", "paused", "gone"]),
    sa.CheckConstraint("interval_s > 0", name="interval"),
    _partial("ix_sources_due", "state = 'active'", "next_fetch_at"),
    sqlite_autoincrement=True,
)

source_events = sa.Table(
    "source_events",
    metadata,
    _id(),
    _link("source_id", "sources.id"),
    _time("at"),
    _text("kind", None),
    _text("message"),
    sa.Index("ix_source_events_source_id", "source_id", "id"),
    sa.Index("ix_source_events_at", "at"),
    sqlite_autoincrement=True,
)

source_lines = sa.Table(
    "source_lines",
    metadata,
    sa.Column(
        "source_id", BigId, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True
    ),
    _json("lines"),
    _time("updated_at"),
)

stories = sa.Table(
    "stories",
    metadata,
    _id(),
    _text("headline"),
    _text("url"),
    _text("summary"),
    _text("language"),
    _time("first_at"),
    _time("last_at"),
    _count("article_count"),
    _link("merged_into", "stories.id", nullable=True, on="SET NULL"),
    _time("created_at"),
    _time("updated_at"),
    sa.Index("ix_stories_last_at", "last_at"),
    sa.Index("ix_stories_merged_into", "merged_into"),
    sqlite_autoincrement=True,
)

articles = sa.Table(
    "articles",
    metadata,
    _id(),
    _link("source_id", "sources.id"),
    _text("entry_id", None),
    _text("url"),
    _text("url_key"),
    _text("title"),
    _text("author"),
    _text("language"),
    _text("text"),
    _text("feed_text"),
    _text("teaser"),
    _text("summary"),
    _json("tags"),
    _json("enclosures"),
    _text("image"),
    _json("warnings"),
    _time("claimed_at", nullable=True),
    _time("first_seen_at"),
    _time("effective_at"),
    _time("updated_at"),
    _text("content_hash", None),
    _text("text_key"),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    _flag("backlog"),
    _flag("whole_text"),
    _text("state", "new"),
    _count("attempts"),
    _time("due_at"),
    _link("story_id", "stories.id", nullable=True, on="SET NULL"),
    sa.Column("story_seq", BigId, nullable=True),
    sa.Column("rules_revision", BigId, nullable=True),
    _time("processed_at", nullable=True),
    _count("words_format"),
    *_lease(),
    sa.UniqueConstraint("source_id", "entry_id"),
    _one_of("state", ["new", "done", "failed"]),
    _partial("ix_articles_new", "state = 'new'", "backlog", "effective_at"),
    sa.Index("ix_articles_state", "state"),
    sa.Index("ix_articles_url_key", "url_key"),
    sa.Index("ix_articles_effective_at", "effective_at", "id"),
    sa.Index("ix_articles_source_effective", "source_id", "effective_at"),
    _partial("ix_articles_text_key", "text_key <> ''", "source_id", "text_key"),
    sa.Index("ix_articles_story_id", "story_id"),
    sa.Index("ix_articles_story_seq", "story_seq"),
    sa.Index("ix_articles_words_format", "words_format"),
    sqlite_autoincrement=True,
)

seen_entries = sa.Table(
    "seen_entries",
    metadata,
    sa.Column(
        "source_id", BigId, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("entry_id", sa.Text, primary_key=True),
    _text("url_key"),
    _time("last_seen_at"),
)

subscribers = sa.Table(
    "subscribers",
    metadata,
    _id(),
    _text("name"),
    _text("language", "en"),
    _text("timezone", "UTC"),
    _text("quiet_from"),
    _text("quiet_to"),
    _flag("quiet_silent"),
    _text("state", "active"),
    _time("created_at"),
    _one_of("state", ["active", "paused", "erased"]),
    sqlite_autoincrement=True,
)

rules = sa.Table(
    "rules",
    metadata,
    _id(),
    _text("name", None),
    _text("query", None),
    _text("canonical", None),
    _text("tree"),
    _link("owner_id", "subscribers.id", nullable=True),
    _flag("public"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("revision", BigId, nullable=False),
    _text("state", "active"),
    _time("created_at"),
    _time("updated_at"),
    _one_of("state", ["active", "removed"]),
    sa.Index("ix_rules_revision", "revision"),
    sa.Index("ix_rules_owner_id", "owner_id"),
    sqlite_autoincrement=True,
)

rule_versions = sa.Table(
    "rule_versions",
    metadata,
    sa.Column("rule_id", BigId, sa.ForeignKey("rules.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    _text("name", None),
    _text("query", None),
    _text("canonical", None),
    _text("changed_by"),
    _time("changed_at"),
)

alias_sets = sa.Table(
    "alias_sets",
    metadata,
    _id(),
    _text("name", None),
    _text("note"),
    _json("forms"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    _time("edited_at"),
    sa.UniqueConstraint("name"),
    sqlite_autoincrement=True,
)

alias_versions = sa.Table(
    "alias_versions",
    metadata,
    sa.Column(
        "set_id", BigId, sa.ForeignKey("alias_sets.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("version", sa.Integer, primary_key=True),
    _json("forms"),
    _text("changed_by"),
    _time("changed_at"),
)

rule_aliases = sa.Table(
    "rule_aliases",
    metadata,
    sa.Column("rule_id", BigId, sa.ForeignKey("rules.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Index("ix_rule_aliases_name", "name"),
)

matches = sa.Table(
    "matches",
    metadata,
    _id(),
    _link("article_id", "articles.id"),
    sa.Column("article_revision", sa.Integer, nullable=False),
    _link("rule_id", "rules.id"),
    sa.Column("rule_version", sa.Integer, nullable=False),
    _text("rule_name"),
    _json("evidence"),
    _text("summary"),
    _time("created_at"),
    sa.UniqueConstraint("article_id", "article_revision", "rule_id"),
    sa.Index("ix_matches_rule_id", "rule_id", "article_id"),
    sqlite_autoincrement=True,
)

destinations = sa.Table(
    "destinations",
    metadata,
    _id(),
    _link("subscriber_id", "subscribers.id"),
    _text("channel", None),
    _text("address", None),
    _text("state", "active"),
    _text("reason"),
    _time("blocked_until", nullable=True),
    _time("snoozed_until", nullable=True),
    _time("created_at"),
    *_lease(),
    sa.UniqueConstraint("channel", "address"),
    _one_of("state", ["active", "paused", "gone"]),
    sa.Index("ix_destinations_subscriber_id", "subscriber_id"),
    sqlite_autoincrement=True,
)

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    _id(),
    _link("subscriber_id", "subscribers.id"),
    _link("rule_id", "rules.id"),
    _link("destination_id", "destinations.id"),
    _text("cadence", "now"),
    _text("at"),
    _text("updates", "edit"),
    _flag("urgent"),
    _text("state", "active"),
    _time("created_at"),
    sa.UniqueConstraint("subscriber_id", "rule_id", "destination_id"),
    _one_of("cadence", ["now", "silent", "hourly", "daily", "weekly"]),
    _one_of("updates", ["edit", "reply", "every"]),
    _one_of("state", ["active", "paused", "removed"]),
    sa.Index("ix_subscriptions_rule_id", "rule_id"),
    sa.Index("ix_subscriptions_destination_id", "destination_id"),
    sqlite_autoincrement=True,
)

alerts = sa.Table(
    "alerts",
    metadata,
    _id(),
    _link("subscription_id", "subscriptions.id"),
    _link("story_id", "stories.id"),
    _link("match_id", "matches.id", nullable=True, on="SET NULL"),
    _text("state", None),
    _text("reason"),
    _time("created_at"),
    _time("ended_at", nullable=True),
    sa.UniqueConstraint("subscription_id", "story_id"),
    _one_of("state", list(AlertState)),
    sa.Index("ix_alerts_story_id", "story_id"),
    sa.Index("ix_alerts_match_id", "match_id"),
    _partial("ix_alerts_open", "state IN ('pending', 'held', 'sending')", "created_at"),
    sqlite_autoincrement=True,
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    _id(),
    _link("destination_id", "destinations.id"),
    _link("story_id", "stories.id", nullable=True),
    _text("kind", None),
    _text("window"),
    _text("state", None),
    _text("reason"),
    _flag("silent"),
    _flag("urgent"),
    _count("attempts"),
    _count("ambiguous"),
    _time("due_at"),
    _time("created_at"),
    _time("sending_at", nullable=True),
    _time("sent_at", nullable=True),
    _text("receipt"),
    sa.Column("leased_by", sa.Text, nullable=True),
    _one_of("kind", list(DeliveryKind)),
    _one_of("state", list(DeliveryState)),
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
    _partial("ix_deliveries_due", "state IN ('pending', 'held')", "due_at", "destination_id"),
    _partial("ix_deliveries_open", "state IN ('pending', 'held')", "destination_id", "id"),
    _partial("ix_deliveries_sending", "state = 'sending'", "id"),
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

mutes = sa.Table(
    "mutes",
    metadata,
    _id(),
    _link("destination_id", "destinations.id"),
    _text("kind", None),
    sa.Column("key", BigId, nullable=False),
    sa.Column("rule_id", BigId, nullable=False, server_default="0"),
    _time("until", nullable=True),
    _time("created_at"),
    _text("created_by"),
    sa.UniqueConstraint("destination_id", "kind", "key", "rule_id"),
    _one_of("kind", ["story", "source", "rule"]),
    sqlite_autoincrement=True,
)

feed_tokens = sa.Table(
    "feed_tokens",
    metadata,
    _id(),
    _text("digest", None),
    _text("feed", None),
    _time("created_at"),
    sa.UniqueConstraint("digest"),
    sa.Index("ix_feed_tokens_feed", "feed"),
    sqlite_autoincrement=True,
)

pacing = sa.Table(
    "pacing",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    _time("free_at"),
    _time("blocked_until", nullable=True),
)

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("leased_by", sa.Text, nullable=False),
    _time("leased_until"),
)

facts = sa.Table(
    "facts",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", BigId, nullable=False),
)

handled_updates = sa.Table(
    "handled_updates",
    metadata,
    sa.Column("bot", sa.Text, primary_key=True),
    sa.Column("update_id", BigId, primary_key=True, autoincrement=False),
    _time("handled_at"),
)

audit = sa.Table(
    "audit",
    metadata,
    _id(),
    _time("at"),
    _text("actor"),
    _text("door"),
    _text("action", None),
    _text("object", None),
    sa.Column("before", Json, nullable=True),
    sa.Column("after", Json, nullable=True),
    sa.Index("ix_audit_at", "at"),
    sqlite_autoincrement=True,
)
