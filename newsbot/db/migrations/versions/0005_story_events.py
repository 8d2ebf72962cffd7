"""Let stories remember what happened to them, and articles how they read before."""

import sqlalchemy as sa
from alembic import op

from newsbot.db.types import BigId, Json, UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_versions",
        sa.Column("article_id", BigId, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("replaced_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_versions_article_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "revision", name=op.f("pk_article_versions")),
    )
    op.create_table(
        "story_events",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("story_id", BigId, nullable=False),
        sa.Column("article_id", BigId, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("detail", Json, server_default="{}", nullable=False),
        sa.CheckConstraint(
            "kind IN ('update', 'headline', 'correction', 'withdrawn', 'merge', 'split')",
            name=op.f("ck_story_events_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_story_events_story_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_story_events_article_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_events")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_story_events_story_id", "story_events", ["story_id", "id"])
    op.create_index("ix_story_events_article_id", "story_events", ["article_id"])
