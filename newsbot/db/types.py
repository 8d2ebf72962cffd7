"""Own the column types that behave alike on SQLite and PostgreSQL; it defines no table."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

NAIVE = "a time without a zone cannot be stored"


class UtcTime(sa.types.TypeDecorator[datetime]):
    """Store aware UTC times: timestamptz on PostgreSQL, sortable text on SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse naive times: a time without a zone is a fault of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(NAIVE)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give back aware UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def bind_processor(self, dialect: sa.Dialect) -> Any:
        """Write SQLite's text directly: the way over format strings costs five times as much."""
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Any:
        """Read SQLite's text directly."""
        if dialect.name == "sqlite":
            return _from_text
        return super().result_processor(dialect, coltype)


_TEXT_CHARS = 26
"""`2026-03-14 12:00:00.000000`, as SQLAlchemy stores it; behind it stands the zone."""


@lru_cache(maxsize=1024)
def _to_text(value: datetime | None) -> str | None:
    """Return a time as SQLite keeps it; the times of one poll or batch are mostly the same."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(NAIVE)
    utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return utc.isoformat(" ", "microseconds")[:_TEXT_CHARS]


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""Ids: 64 bits on both (SQLite's INTEGER PRIMARY KEY is one, its BIGINT is not a rowid)."""

Json: sa.types.TypeEngine[Any] = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
"""JSON documents: JSONB on PostgreSQL, text on SQLite."""

_encode = json.JSONEncoder().encode


def dump_json(value: Any) -> str:
    """Return a JSON document; most of ours are empty lists, which need no encoder."""
    return "[]" if value == [] else _encode(value)
