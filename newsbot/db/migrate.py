"""Own the way from any earlier schema to this one; what changed stands in `migrations/`."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from newsbot.db.engine import Database

UPGRADE_LOCK = 7_460_101
"""Key of the PostgreSQL advisory lock: workers that start together migrate once."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("newsbot.db") / "migrations"))
    return config


def head() -> str:
    """Return the revision that this version of the program needs."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    return revision or ""


async def current(db: Database) -> str:
    """Return the revision of the database, "" for an empty one."""
    async with db.reading() as tx:
        return await tx.run_sync(_current)


def _current(connection: sa.Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


async def upgrade(db: Database) -> tuple[str, str]:
    """Bring the schema to `head` in one transaction; return the revisions before and after."""
    before = await current(db)
    if before == head():
        return before, before
    async with db.transaction() as tx:
        if not db.is_sqlite:
            await tx.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))
        await tx.run_sync(_upgrade)
    return before, head()


def _upgrade(connection: sa.Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
