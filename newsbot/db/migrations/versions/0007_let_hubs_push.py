"""Let sources keep their wishes for polls, and the hubs that push their news (WebSub)."""

import sqlalchemy as sa
from alembic import op

from newsbot.db.types import BigId, Json, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("manners", Json, server_default="{}", nullable=False))
    for name in ("hub", "topic"):
        op.add_column("sources", sa.Column(name, sa.Text(), server_default="", nullable=False))
    for name in ("push_until", "pushed_at", "push_missed_at"):
        op.add_column("sources", sa.Column(name, UtcTime(), nullable=True))
    op.create_index(
        "ix_sources_hub",
        "sources",
        ["id"],
        sqlite_where=sa.text("hub <> ''"),
        postgresql_where=sa.text("hub <> ''"),
    )
    op.create_table(
        "source_hubs",
        sa.Column("source_id", BigId, nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("callback", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="asked", nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=True),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'confirmed', 'leaving', 'refused')",
            name=op.f("ck_source_hubs_state"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
            name=op.f("fk_source_hubs_source_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_hubs")),
    )
    op.create_index("ix_source_hubs_due_at", "source_hubs", ["due_at"])
