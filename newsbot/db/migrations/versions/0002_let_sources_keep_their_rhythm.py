"""Let sources keep their rhythm, moves, gaps and selectors, and articles the key of their text."""

import sqlalchemy as sa
from alembic import op

from newsbot.db.types import BigId, Json, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("moved_since", "failing_since", "silent_since", "gap_at"):
        op.add_column("sources", sa.Column(name, UtcTime(), nullable=True))
    for name in ("options", "rhythm"):
        op.add_column("sources", sa.Column(name, Json, server_default="{}", nullable=False))
    op.create_table(
        "source_events",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("source_id", BigId, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
            name=op.f("fk_source_events_source_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_events")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_source_events_source_id", "source_events", ["source_id", "id"])
    op.create_index("ix_source_events_at", "source_events", ["at"])
    op.create_table(
        "source_lines",
        sa.Column("source_id", BigId, nullable=False),
        sa.Column("lines", Json, server_default="[]", nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
            name=op.f("fk_source_lines_source_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_lines")),
    )
    op.add_column("articles", sa.Column("text_key", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_articles_text_key",
        "articles",
        ["source_id", "text_key"],
        sqlite_where=sa.text("text_key <> ''"),
        postgresql_where=sa.text("text_key <> ''"),
    )
