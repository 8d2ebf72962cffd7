"""Let chats in by codes, keep admins and the banned, and name the places of a subscriber."""

import sqlalchemy as sa
from alembic import op

from newsbot.db.types import BigId, UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "codes",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject", BigId, nullable=True),
        sa.Column("uses_left", sa.Integer(), nullable=True),
        sa.Column("expires_at", UtcTime(), nullable=True),
        sa.Column("created_by", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('admin', 'invite', 'channel', 'share')", name=op.f("ck_codes_purpose")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_codes")),
    )
    op.create_index("ix_codes_subject", "codes", ["subject"])
    op.create_table(
        "chat_admins",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("bound_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_chat_admins")),
    )
    op.create_table(
        "bans",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_bans")),
    )
    op.add_column("destinations", sa.Column("name", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "destinations",
        sa.Column("is_channel", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "rules", sa.Column("discreet", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
