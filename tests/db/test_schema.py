"""Hold the migrations against the schema that the code uses."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from newsbot.db import Database, migrate
from newsbot.db.schema import metadata


async def test_the_migrated_database_is_the_one_that_the_code_describes(
    database: Database,
) -> None:
    def is_described(_: object, name: str | None, type_: str, *_rest: object) -> bool:
        # the search index is no table of the metadata: SQLite makes several of its own for it
        return type_ != "table" or not (name or "").startswith("article_words")

    def difference(connection: sa.Connection) -> list[object]:
        options = {
            "compare_type": True,
            "target_metadata": metadata,
            "include_object": is_described,
        }
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))

    async with database.reading() as tx:
        found = await tx.run_sync(difference)
    # partial indexes on expressions are reflected without their condition; the names must match
    assert found == []


def test_every_foreign_key_is_found_by_an_index() -> None:
    """Without one each deleted parent reads its whole child table, holding the write lock."""
    unindexed = {
        str(column)
        for table in metadata.tables.values()
        for column in table.columns
        if column.foreign_keys and column.name not in first_columns(table)
    }

    assert unindexed == set()


def first_columns(table: sa.Table) -> set[str]:
    uniques = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    keys = [list(one.columns) for one in (*uniques, table.primary_key)]
    keys += [list(index.columns) for index in table.indexes]
    return {columns[0].name for columns in keys if columns}


async def test_articles_are_counted_by_state_without_their_texts(
    sqlite_database: Database,
) -> None:
    """A page of metrics must not read gigabytes: the counted column stands behind the texts."""
    count = "EXPLAIN QUERY PLAN SELECT state, count(*) FROM articles GROUP BY state"
    async with sqlite_database.reading() as tx:
        plan = [row[3] for row in await tx.execute(sa.text(count))]

    assert plan == ["SCAN articles USING COVERING INDEX ix_articles_state"]


def test_the_written_head_is_the_last_migration() -> None:
    script = ScriptDirectory.from_config(migrate.config())

    assert script.get_current_head() == migrate.HEAD


async def test_an_upgrade_of_an_upgraded_database_changes_nothing(database: Database) -> None:
    before, after = await migrate.upgrade(database)

    assert before == after == migrate.HEAD


async def test_sqlite_keeps_what_it_acknowledged_through_power_loss(
    sqlite_database: Database,
) -> None:
    async with sqlite_database.reading() as tx:
        synchronous = (await tx.execute(sa.text("PRAGMA synchronous"))).scalar_one()
        journal = (await tx.execute(sa.text("PRAGMA journal_mode"))).scalar_one()

    assert (synchronous, journal) == (2, "wal")
