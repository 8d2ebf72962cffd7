"""Give articles a search index, rules a stored tree, and words that belong together a name.

Articles and rules that are there already are indexed and parsed by the program, in small steps:
until then they are found by reading them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from newsbot.db.types import BigId, Json, UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEPARATES_NOT = "!#$%&()*+,-./:;<=>?@[\\]^_`{|}~"
"""Every sign of ASCII that a token can hold: only the space separates."""


def upgrade() -> None:
    op.create_table(
        "alias_sets",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("forms", Json, server_default="[]", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("edited_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias_sets")),
        sa.UniqueConstraint("name", name=op.f("uq_alias_sets_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "alias_versions",
        sa.Column("set_id", BigId, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("forms", Json, server_default="[]", nullable=False),
        sa.Column("changed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"],
            ["alias_sets.id"],
            name=op.f("fk_alias_versions_set_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("set_id", "version", name=op.f("pk_alias_versions")),
    )
    op.add_column("rules", sa.Column("tree", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "rule_aliases",
        sa.Column("rule_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["rules.id"], name=op.f("fk_rule_aliases_rule_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rule_id", "name", name=op.f("pk_rule_aliases")),
    )
    op.create_index("ix_rule_aliases_name", "rule_aliases", ["name"], unique=False)
    op.add_column(
        "articles", sa.Column("words_format", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_index("ix_articles_words_format", "articles", ["words_format"], unique=False)
    if op.get_context().dialect.name == "sqlite":
        _sqlite_index()
    else:
        _postgres_index()


def _sqlite_index() -> None:
    """Make the index; what leaves `articles`, by whatever door, leaves it too."""
    op.execute(
        "CREATE VIRTUAL TABLE article_words USING fts5("
        "words, detail=none, columnsize=0, "
        f"tokenize=\"ascii tokenchars '{SEPARATES_NOT}'\")"
    )
    op.execute(
        "CREATE TRIGGER tr_articles_words AFTER DELETE ON articles "
        "BEGIN DELETE FROM article_words WHERE rowid = old.id; END"
    )


def _postgres_index() -> None:
    op.create_table(
        "article_words",
        sa.Column("article_id", BigId, autoincrement=False, nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_words_article_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_words")),
    )
    op.create_index("ix_article_words_words", "article_words", ["words"], postgresql_using="gin")
