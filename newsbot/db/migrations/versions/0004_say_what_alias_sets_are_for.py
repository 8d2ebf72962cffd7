"""Let an alias set say what it is for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alias_sets", sa.Column("note", sa.Text(), server_default="", nullable=False))
