"""Own the tables of what is read: sources, stories, articles, and the ids that outlive them."""

import sqlalchemy as sa

from newsbot.db.schema.columns import (
    count,
    flag,
    id_,
    json,
    lease,
    link,
    metadata,
    one_of,
    partial,
    text,
    time,
)
from newsbot.db.types import BigId, Json
from newsbot.domain.story import StoryEventKind

sources = sa.Table(
    "sources",
    metadata,
    id_(),
    text("name", None),
    text("title"),
    text("url", None),
    text("homepage"),
    text("kind", "auto"),
    text("language"),
    json("tags"),
    sa.Column("interval_s", sa.Integer, nullable=False),
    text("state", "active"),
    text("reason"),
    flag("licensed"),
    text("identity"),
    text("etag"),
    text("last_modified"),
    text("moved_to"),
    count("moved_times"),
    time("moved_since", nullable=True),
    time("next_fetch_at"),
    time("last_fetch_at", nullable=True),
    time("last_success_at", nullable=True),
    time("baseline_at", nullable=True),
    text("error"),
    count("failures"),
    time("failing_since", nullable=True),
    json("warnings"),
    sa.Column("options", Json, nullable=False, server_default="{}"),
    sa.Column("rhythm", Json, nullable=False, server_default="{}"),
    time("silent_since", nullable=True),
    time("gap_at", nullable=True),
    sa.Column("manners", Json, nullable=False, server_default="{}"),
    text("hub"),
    text("topic"),
    time("push_until", nullable=True),
    time("pushed_at", nullable=True),
    time("push_missed_at", nullable=True),
    time("created_at"),
    *lease(),
    sa.UniqueConstraint("name"),
    sa.UniqueConstraint("url"),
    one_of("state", ["active", "paused", "gone"]),
    sa.CheckConstraint("interval_s > 0", name="interval"),
    partial("ix_sources_due", "state = 'active'", "next_fetch_at"),
    partial("ix_sources_hub", "hub <> ''", "id"),
    sqlite_autoincrement=True,
)

source_events = sa.Table(
    "source_events",
    metadata,
    id_(),
    link("source_id", "sources.id"),
    time("at"),
    text("kind", None),
    text("message"),
    sa.Index("ix_source_events_source_id", "source_id", "id"),
    sa.Index("ix_source_events_at", "at"),
    sqlite_autoincrement=True,
)

source_hubs = sa.Table(
    "source_hubs",
    metadata,
    sa.Column(
        "source_id", BigId, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True
    ),
    text("hub", None),
    text("topic", None),
    text("callback", None),
    text("state", "asked"),
    time("asked_at", nullable=True),
    time("due_at"),
    count("failures"),
    text("error"),
    one_of("state", ["asked", "confirmed", "leaving", "refused"]),
    sa.Index("ix_source_hubs_due_at", "due_at"),
)

source_lines = sa.Table(
    "source_lines",
    metadata,
    sa.Column(
        "source_id", BigId, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True
    ),
    json("lines"),
    time("updated_at"),
)

stories = sa.Table(
    "stories",
    metadata,
    id_(),
    text("headline"),
    text("url"),
    text("summary"),
    text("language"),
    time("first_at"),
    time("last_at"),
    count("article_count"),
    link("merged_into", "stories.id", nullable=True, on="SET NULL"),
    time("created_at"),
    time("updated_at"),
    sa.Index("ix_stories_last_at", "last_at"),
    sa.Index("ix_stories_merged_into", "merged_into"),
    sqlite_autoincrement=True,
)

articles = sa.Table(
    "articles",
    metadata,
    id_(),
    link("source_id", "sources.id"),
    text("entry_id", None),
    text("url"),
    text("url_key"),
    text("title"),
    text("author"),
    text("language"),
    text("text"),
    text("feed_text"),
    text("teaser"),
    text("summary"),
    json("tags"),
    json("enclosures"),
    text("image"),
    json("warnings"),
    time("claimed_at", nullable=True),
    time("first_seen_at"),
    time("effective_at"),
    time("updated_at"),
    text("content_hash", None),
    text("text_key"),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    flag("backlog"),
    flag("whole_text"),
    text("state", "new"),
    count("attempts"),
    time("due_at"),
    link("story_id", "stories.id", nullable=True, on="SET NULL"),
    sa.Column("story_seq", BigId, nullable=True),
    sa.Column("rules_revision", BigId, nullable=True),
    time("processed_at", nullable=True),
    count("words_format"),
    *lease(),
    sa.UniqueConstraint("source_id", "entry_id"),
    one_of("state", ["new", "done", "failed"]),
    partial("ix_articles_new", "state = 'new'", "backlog", "effective_at"),
    sa.Index("ix_articles_state", "state"),
    sa.Index("ix_articles_url_key", "url_key"),
    sa.Index("ix_articles_effective_at", "effective_at", "id"),
    sa.Index("ix_articles_source_effective", "source_id", "effective_at"),
    partial("ix_articles_text_key", "text_key <> ''", "source_id", "text_key"),
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
    text("url_key"),
    time("last_seen_at"),
)

article_versions = sa.Table(
    "article_versions",
    metadata,
    sa.Column(
        "article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("revision", sa.Integer, primary_key=True),
    text("title"),
    text("text"),
    time("replaced_at"),
)

story_events = sa.Table(
    "story_events",
    metadata,
    id_(),
    link("story_id", "stories.id"),
    link("article_id", "articles.id", nullable=True, on="SET NULL"),
    text("kind", None),
    time("at"),
    sa.Column("detail", Json, nullable=False, server_default="{}"),
    one_of("kind", list(StoryEventKind)),
    sa.Index("ix_story_events_story_id", "story_id", "id"),
    sa.Index("ix_story_events_article_id", "article_id"),
    sqlite_autoincrement=True,
)
