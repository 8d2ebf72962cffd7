"""Let a delivery tell a later report of a story: a further article, or one that corrects."""

import sqlalchemy as sa
from alembic import op

from newsbot.db.types import BigId

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery_reports",
        sa.Column("delivery_id", BigId, nullable=False),
        sa.Column("article_id", BigId, nullable=False),
        sa.Column("event_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_delivery_reports_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_delivery_reports_article_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["story_events.id"],
            name=op.f("fk_delivery_reports_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("delivery_id", "article_id", name=op.f("pk_delivery_reports")),
    )
    op.create_index("ix_delivery_reports_article_id", "delivery_reports", ["article_id"])
    op.create_index("ix_delivery_reports_event_id", "delivery_reports", ["event_id"])
