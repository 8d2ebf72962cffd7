"""Own the databases that db and pipeline tests run on: the schema migrated once, copied often.

A plugin like `tests.fakes.postgres`. `database` gives every test both SQLite and PostgreSQL;
`sqlite_database` only the file.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from newsbot.db import Database, migrate
from tests.fakes.postgres import PostgresServer


async def _migrate(url: str) -> None:
    db = Database(url)
    await migrate.upgrade(db)
    await db.close()


def _migrated(url: str) -> None:
    """Migrate in a thread: an async fixture may be what asks, and its loop is running."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(lambda: asyncio.run(_migrate(url))).result()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the path of a migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("template") / "newsbot.sqlite3"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """Give the name of a migrated, empty PostgreSQL database."""
    url = postgres_server.create_database()
    _migrated(url)
    yield url.rpartition("/")[2].partition("?")[0]
    postgres_server.drop_database(url)


@pytest.fixture
async def sqlite_database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a migrated SQLite database of this test's own."""
    path = tmp_path / "newsbot.sqlite3"
    shutil.copy(sqlite_template, path)
    db = Database(f"sqlite:///{path}")
    yield db
    await db.close()


@pytest.fixture(params=["sqlite", "postgres"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a migrated database of this test's own, on each backend in turn."""
    if request.param == "sqlite":
        path = tmp_path / "newsbot.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        db = Database(f"sqlite:///{path}")
        yield db
        await db.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    url = server.create_database(template=template)
    db = Database(url)
    yield db
    await db.close()
    server.drop_database(url)


@asynccontextmanager
async def second_connection(db: Database) -> AsyncIterator[Database]:
    """Open the same database once more, as another process would."""
    other = Database(db.url.render_as_string(hide_password=False))
    try:
        yield other
    finally:
        await other.close()
