"""Own the way from any earlier schema to this one; what changed stands in `migrations/`."""

from importlib.resources import files
from typing import TYPE_CHECKING

import sqlalchemy as sa

from newsbot.db.engine import Database
from newsbot.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0010"
"""The revision that this version of the program needs; a test holds it against `migrations/`.

Written down so that a start with an up-to-date database need not load alembic (0.2 s).
"""

UPGRADE_LOCK = 7_460_101
"""Key of the PostgreSQL advisory lock: workers that start together migrate once."""


async def current(db: Database) -> str:
    """Return the revision of the database, "" for an empty one."""
    async with db.reading() as tx:
        if not await tx.run_sync(_is_migrated):
            return ""
        found = await tx.execute(sa.text("SELECT version_num FROM alembic_version"))
        return str(found.scalar_one_or_none() or "")


def _is_migrated(connection: sa.Connection) -> bool:
    return sa.inspect(connection).has_table("alembic_version")


async def upgrade(db: Database) -> tuple[str, str]:
    """Bring the schema to `HEAD` in one transaction; return the revisions before and after.

    Raises `StoreError` for a database that a later version has upgraded.
    """
    before = await current(db)
    if before == HEAD:
        return before, before
    if before > HEAD:  # revisions are numbers of four digits
        raise StoreError(
            f"the database has schema {before} of a newer newsbot, this one knows {HEAD}; "
            "install the newer one again, or restore a backup"
        )
    async with db.transaction() as tx:
        if not db.is_sqlite:
            await tx.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))
        await tx.run_sync(_upgrade)
    return before, HEAD


def config() -> "Config":
    """Return alembic's configuration for the migrations in the package."""
    from alembic.config import Config

    found = Config()
    found.set_main_option("script_location", str(files("newsbot.db") / "migrations"))
    return found


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command

    prepared = config()
    prepared.attributes["connection"] = connection
    command.upgrade(prepared, "head")
