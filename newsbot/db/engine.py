"""Own the connection to the database and the two kinds of transaction; it holds no query.

SQLite: WAL, synchronous=FULL (what was acknowledged survives power loss, G5) and BEGIN IMMEDIATE
for each writing transaction, because busy_timeout does not help a read that turns into a write.
Writers of one process queue on an asyncio lock: SQLite's own busy handler sleeps and is unfair.
PostgreSQL: the same statements; pre-ping finds connections that a restart broke.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from newsbot.db.types import dump_json
from newsbot.errors import ConfigError, NotFound, StoreError

Tx = AsyncConnection
"""One open transaction."""

AnyRow = sa.Row[*tuple[Any, ...]]
"""A row of any columns; it stays inside this room."""

BUSY_TIMEOUT_MS = 30_000
"""How long SQLite waits for another process that writes (dependencies: measured trap)."""

POOL_SIZE = 5

OWNER_ONLY = 0o600
"""A new file holds secrets of second factors and webhooks; SQLite's side files take its mode."""

CLOSE_PATIENCE_S = 5.0
"""A transaction takes milliseconds; one that takes longer at a stop waits for its database."""

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-65536",  # 64 MiB
    "temp_store=MEMORY",
)


class Database:
    """Hold the engine of one database for the life of a process."""

    def __init__(self, url: str) -> None:
        self.url = _driver_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = asyncio.Lock()
        self._open = 0
        self._none_open = asyncio.Event()
        self._none_open.set()
        self._engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """Open a writing transaction: commit at the end, roll back on any error.

        Raises `StoreError` when the database cannot serve now.
        """
        if not self.is_sqlite:
            async with self._begun(self._engine) as tx:
                yield tx
            return
        async with self._writer, self._begun(self._engine) as tx:
            yield tx

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """Open a transaction that only reads: one consistent view, no lock on SQLite."""
        async with self._begun(self._engine.execution_options(newsbot_reads_only=True)) as tx:
            yield tx

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine) -> AsyncIterator[Tx]:
        try:
            with self._counted():
                async with engine.begin() as connection:
                    yield connection
        except (OperationalError, InterfaceError) as exc:
            raise StoreError(_explain(self.url, exc)) from exc
        except DatabaseError as exc:
            if type(exc) is not DatabaseError:  # its subclasses are faults of ours
                raise
            raise StoreError(
                f"{_explain(self.url, exc)}; restore a backup, or name another database with "
                "NEWSBOT_DATABASE_URL"
            ) from exc
        except OverflowError as exc:  # SQLite's driver, for a number of more than 64 bits
            raise NotFound("there is nothing with so large a number") from exc

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Count a transaction as open, for `close` to wait for."""
        self._open += 1
        self._none_open.clear()
        try:
            yield
        finally:
            self._open -= 1
            if self._open == 0:
                self._none_open.set()

    async def close(self) -> None:
        """Close every connection; on SQLite the last one folds the write-ahead log.

        A transaction that is still open, such as a group commit whose callers were cancelled, may
        end first: a connection that nobody gives back is nobody's to close.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._none_open.wait(), CLOSE_PATIENCE_S)
        await self._engine.dispose()


def _driver_url(url: str) -> sa.URL:
    """Return the URL with the asynchronous driver that we use. Raises `ConfigError`."""
    try:
        parsed = sa.make_url(url.replace("postgres://", "postgresql://", 1))
    except sa.exc.ArgumentError as exc:
        raise ConfigError(
            "database URL is not readable; write sqlite:///path/to/file.sqlite3 or "
            "postgresql://user:password@host/name"
        ) from exc
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return parsed.set(drivername="sqlite+aiosqlite")
    if backend == "postgresql":
        try:
            import psycopg  # noqa: F401 - tells whether the extra is there
        except ImportError as exc:
            raise ConfigError(
                "PostgreSQL needs its driver; install it with: pip install 'newsbot[postgres]'"
            ) from exc
        return parsed.set(drivername="postgresql+psycopg")
    raise ConfigError(
        f"database URL starts with {backend}:, but only sqlite: and postgresql: are known"
    )


def _sqlite_engine(url: sa.URL) -> AsyncEngine:
    if url.database and url.database != ":memory:":
        _open_once(Path(url.database))
    engine = create_async_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        connect_args={"timeout": 30},
        json_serializer=dump_json,
    )
    sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    sa.event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _open_once(path: Path) -> None:
    """Make the folder and open the file. Raises `StoreError`.

    A file that cannot be opened shows here: a failed connection of the asynchronous driver leaves
    a thread behind, which complains when the event loop ends before it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StoreError(
            f"cannot make the folder {path.parent} for the database: {exc.strerror}; "
            "choose another with NEWSBOT_DATA_DIR or NEWSBOT_DATABASE_URL"
        ) from exc
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
        sqlite3.connect(path).close()
    except (OSError, sqlite3.Error) as exc:
        raise StoreError(
            f"the database file {path} cannot be used: {_cause(exc)}; "
            "choose another with NEWSBOT_DATA_DIR or NEWSBOT_DATABASE_URL"
        ) from exc


def _cause(exc: OSError | sqlite3.Error) -> str:
    return (exc.strerror if isinstance(exc, OSError) else None) or str(exc)


def _prepare_sqlite(connection: Any, record: object) -> None:
    del record
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    try:
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", *SQLITE_PRAGMAS):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except Exception:
        connection.close()  # nobody else knows it yet, and its thread would outlive the loop
        raise


def _begin_sqlite(connection: sa.Connection) -> None:
    reads_only = connection.get_execution_options().get("newsbot_reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _postgres_engine(url: sa.URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE * 2,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": "-c timezone=UTC"},
    )


def _explain(url: sa.URL, exc: DBAPIError) -> str:
    """Say in one line what the database refused, without the statement and its values."""
    shown = url.render_as_string(hide_password=True)
    cause = " ".join(str(exc.orig).split())
    return f"the database {shown} cannot be used: {cause}"
