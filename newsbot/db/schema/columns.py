"""Own the columns and constraints that tables are made of, and how keys are named."""

from typing import Any

import sqlalchemy as sa

from newsbot.db.types import BigId, Json, UtcTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_() -> sa.Column[int]:
    """Return the key of a table."""
    return sa.Column("id", BigId, primary_key=True, autoincrement=True)


def text(name: str, default: str | None = "") -> sa.Column[str]:
    """Return a text; `None` has no default and must be given."""
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def count(name: str) -> sa.Column[int]:
    """Return a number that starts at 0."""
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def flag(name: str) -> sa.Column[bool]:
    """Return a truth that starts as no."""
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def json(name: str) -> sa.Column[Any]:
    """Return a JSON document that starts as an empty list."""
    return sa.Column(name, Json, nullable=False, server_default="[]")


def time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Return a time in UTC."""
    return sa.Column(name, UtcTime, nullable=nullable)


def link(name: str, target: str, *, nullable: bool = False, on: str = "CASCADE") -> sa.Column[int]:
    """Return a reference to the key of another table."""
    return sa.Column(name, BigId, sa.ForeignKey(target, ondelete=on), nullable=nullable)


def lease() -> tuple[sa.Column[Any], sa.Column[Any]]:
    """Return the columns by which rows are taken for a while."""
    return sa.Column("leased_by", sa.Text, nullable=True), time("leased_until", nullable=True)


def one_of(name: str, values: list[str]) -> sa.CheckConstraint:
    """Return the check that a column holds one of these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{name} IN ({listed})", name=name)


def partial(name: str, condition: str, *columns: str) -> sa.Index:
    """Return an index over the rows that a condition holds for."""
    where = sa.text(condition)
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)
