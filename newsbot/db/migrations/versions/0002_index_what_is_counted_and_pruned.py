"""Index what is counted and pruned: article states, and the stories that others merged into."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_articles_state", "articles", ["state"], unique=False)
    op.create_index("ix_stories_merged_into", "stories", ["merged_into"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_stories_merged_into", table_name="stories")
    op.drop_index("ix_articles_state", table_name="articles")
