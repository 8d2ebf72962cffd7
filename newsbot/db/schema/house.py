"""Own the tables that the house keeps for itself: tokens, leases, facts, counters, the trail."""

import sqlalchemy as sa

from newsbot.db.schema.columns import (
    id_,
    metadata,
    one_of,
    text,
    time,
)
from newsbot.db.types import BigId, Json

feed_tokens = sa.Table(
    "feed_tokens",
    metadata,
    id_(),
    text("digest", None),
    text("feed", None),
    time("created_at"),
    sa.UniqueConstraint("digest"),
    sa.Index("ix_feed_tokens_feed", "feed"),
    sqlite_autoincrement=True,
)

codes = sa.Table(
    "codes",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    text("purpose", None),
    sa.Column("subject", BigId, nullable=True),
    sa.Column("uses_left", sa.Integer, nullable=True),
    time("expires_at", nullable=True),
    text("created_by"),
    time("created_at"),
    one_of("purpose", ["admin", "invite", "channel", "share"]),
    sa.Index("ix_codes_subject", "subject"),
)

chat_admins = sa.Table(
    "chat_admins",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),
    text("code"),
    time("bound_at"),
)

bans = sa.Table(
    "bans",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    text("created_by"),
    time("created_at"),
)

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("leased_by", sa.Text, nullable=False),
    time("leased_until"),
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
    time("handled_at"),
)

audit = sa.Table(
    "audit",
    metadata,
    id_(),
    time("at"),
    text("actor"),
    text("door"),
    text("action", None),
    text("object", None),
    sa.Column("before", Json, nullable=True),
    sa.Column("after", Json, nullable=True),
    sa.Index("ix_audit_at", "at"),
    sqlite_autoincrement=True,
)
