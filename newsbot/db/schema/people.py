"""Own the tables of who administers: users, their sessions, keys and links, and their attempts.

Only digests of tokens are stored: a copied database opens nothing.
"""

import sqlalchemy as sa

from newsbot.db.schema.columns import count, flag, id_, json, link, metadata, one_of, text, time
from newsbot.db.types import BigId

users = sa.Table(
    "users",
    metadata,
    id_(),
    text("name", None),
    text("role", None),
    text("state", "active"),
    link("subscriber_id", "subscribers.id", nullable=True, on="SET NULL"),
    text("password_hash"),
    text("totp_secret"),
    sa.Column("totp_step", BigId, nullable=False, server_default="0"),
    json("recovery"),
    time("created_at"),
    time("last_login_at", nullable=True),
    sa.UniqueConstraint("name"),
    one_of("role", ["viewer", "editor", "admin"]),
    one_of("state", ["active", "paused"]),
    sa.Index("ix_users_subscriber_id", "subscriber_id"),
    sqlite_autoincrement=True,
)

sessions = sa.Table(
    "sessions",
    metadata,
    id_(),
    text("digest", None),
    link("user_id", "users.id"),
    flag("is_half"),
    text("agent"),
    time("created_at"),
    time("seen_at"),
    time("expires_at"),
    sa.UniqueConstraint("digest"),
    sa.Index("ix_sessions_user_id", "user_id"),
    sa.Index("ix_sessions_expires_at", "expires_at"),
    sqlite_autoincrement=True,
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    id_(),
    text("digest", None),
    link("user_id", "users.id"),
    text("name", None),
    text("hint"),
    json("scopes"),
    time("created_at"),
    time("expires_at", nullable=True),
    time("used_at", nullable=True),
    sa.UniqueConstraint("digest"),
    sa.Index("ix_api_keys_user_id", "user_id"),
    sqlite_autoincrement=True,
)

setup_links = sa.Table(
    "setup_links",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    link("user_id", "users.id", nullable=True),
    time("expires_at"),
    sa.Index("ix_setup_links_user_id", "user_id"),
)

login_attempts = sa.Table(
    "login_attempts",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    count("attempts"),
    time("until"),
    sa.Index("ix_login_attempts_until", "until"),
)

kept_answers = sa.Table(
    "kept_answers",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    text("request", None),
    sa.Column("status", sa.Integer, nullable=False, server_default="0"),
    text("headers"),
    text("body"),
    time("created_at"),
    sa.Index("ix_kept_answers_created_at", "created_at"),
)
