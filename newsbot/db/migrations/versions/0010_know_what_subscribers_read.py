"""Let subscribers say which languages they read."""

import sqlalchemy as sa
from alembic import op

from newsbot.db.types import Json

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscribers", sa.Column("languages", Json, server_default="[]", nullable=False))
