"""Own the tables of who asks for what: subscribers, rules, alias sets, matches, subscriptions."""

import sqlalchemy as sa

from newsbot.db.schema.columns import (
    flag,
    id_,
    json,
    lease,
    link,
    metadata,
    one_of,
    text,
    time,
)
from newsbot.db.types import BigId

subscribers = sa.Table(
    "subscribers",
    metadata,
    id_(),
    text("name"),
    text("language", "en"),
    json("languages"),
    text("timezone", "UTC"),
    text("quiet_from"),
    text("quiet_to"),
    flag("quiet_silent"),
    text("state", "active"),
    time("created_at"),
    one_of("state", ["active", "paused", "erased"]),
    sqlite_autoincrement=True,
)

rules = sa.Table(
    "rules",
    metadata,
    id_(),
    text("name", None),
    text("query", None),
    text("canonical", None),
    text("tree"),
    link("owner_id", "subscribers.id", nullable=True),
    flag("public"),
    flag("discreet"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("revision", BigId, nullable=False),
    text("state", "active"),
    time("created_at"),
    time("updated_at"),
    one_of("state", ["active", "removed"]),
    sa.Index("ix_rules_revision", "revision"),
    sa.Index("ix_rules_owner_id", "owner_id"),
    sqlite_autoincrement=True,
)

rule_versions = sa.Table(
    "rule_versions",
    metadata,
    sa.Column("rule_id", BigId, sa.ForeignKey("rules.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    text("name", None),
    text("query", None),
    text("canonical", None),
    text("changed_by"),
    time("changed_at"),
)

alias_sets = sa.Table(
    "alias_sets",
    metadata,
    id_(),
    text("name", None),
    text("note"),
    json("forms"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    time("edited_at"),
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
    json("forms"),
    text("changed_by"),
    time("changed_at"),
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
    id_(),
    link("article_id", "articles.id"),
    sa.Column("article_revision", sa.Integer, nullable=False),
    link("rule_id", "rules.id"),
    sa.Column("rule_version", sa.Integer, nullable=False),
    text("rule_name"),
    json("evidence"),
    text("summary"),
    time("created_at"),
    sa.UniqueConstraint("article_id", "article_revision", "rule_id"),
    sa.Index("ix_matches_rule_id", "rule_id", "article_id"),
    sqlite_autoincrement=True,
)

destinations = sa.Table(
    "destinations",
    metadata,
    id_(),
    link("subscriber_id", "subscribers.id"),
    text("channel", None),
    text("address", None),
    text("name"),
    flag("is_channel"),
    text("state", "active"),
    text("reason"),
    time("blocked_until", nullable=True),
    time("snoozed_until", nullable=True),
    time("created_at"),
    *lease(),
    sa.UniqueConstraint("channel", "address"),
    one_of("state", ["active", "paused", "gone"]),
    sa.Index("ix_destinations_subscriber_id", "subscriber_id"),
    sqlite_autoincrement=True,
)

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    id_(),
    link("subscriber_id", "subscribers.id"),
    link("rule_id", "rules.id"),
    link("destination_id", "destinations.id"),
    text("cadence", "now"),
    text("at"),
    text("updates", "edit"),
    flag("urgent"),
    text("state", "active"),
    time("created_at"),
    sa.UniqueConstraint("subscriber_id", "rule_id", "destination_id"),
    one_of("cadence", ["now", "silent", "hourly", "daily", "weekly"]),
    one_of("updates", ["edit", "reply", "every"]),
    one_of("state", ["active", "paused", "removed"]),
    sa.Index("ix_subscriptions_rule_id", "rule_id"),
    sa.Index("ix_subscriptions_destination_id", "destination_id"),
    sqlite_autoincrement=True,
)
