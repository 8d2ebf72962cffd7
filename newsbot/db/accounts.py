"""Own the queries about users and their API keys; sessions and attempts stand in `logins`.

A secret leaves this room only as `Secrets`, which one use case reads: the login.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import api_keys, users
from newsbot.db.statements import insert
from newsbot.domain.account import ApiKey, Role, Scope, User

LOCK = 7_460_103
"""Key of the PostgreSQL advisory lock: who counts the admins changes them alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Hold what a proof is compared with; it is never shown."""

    password_hash: str = field(repr=False)
    totp_secret: str = field(repr=False)
    totp_step: int
    recovery: tuple[str, ...] = field(repr=False)


def to_user(row: AnyRow) -> User:
    """Return the domain value of a row of users."""
    return User(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        state=row.state,
        subscriber_id=row.subscriber_id,
        has_password=bool(row.password_hash),
        has_totp=bool(row.totp_secret),
        created_at=row.created_at,
        last_login_at=row.last_login_at,
    )


def _key(row: AnyRow) -> ApiKey:
    return ApiKey(
        id=row.id,
        user_id=row.user_id,
        name=row.name,
        hint=row.hint,
        scopes=tuple(Scope(one) for one in row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )


async def lock(tx: Tx) -> None:
    """Become the one who changes users until the transaction ends."""
    if tx.dialect.name == "postgresql":  # SQLite has one writer by nature
        await tx.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


async def add(
    tx: Tx, name: str, role: Role, *, subscriber_id: int | None, now: datetime
) -> User | None:
    """Insert a user; None when the name is taken."""
    statement = insert(tx, users).values(
        name=name, role=role, subscriber_id=subscriber_id, created_at=now
    )
    statement = statement.on_conflict_do_nothing(index_elements=["name"])
    row = (await tx.execute(statement.returning(users))).one_or_none()
    return None if row is None else to_user(row)


async def find(tx: Tx, user_id: int) -> User | None:
    """Return a user by id."""
    row = (await tx.execute(sa.select(users).where(users.c.id == user_id))).one_or_none()
    return None if row is None else to_user(row)


async def find_by_name(tx: Tx, name: str) -> User | None:
    """Return a user by name, as it is stored."""
    row = (await tx.execute(sa.select(users).where(users.c.name == name))).one_or_none()
    return None if row is None else to_user(row)


async def list_all(tx: Tx) -> list[User]:
    """Return every user by id."""
    return [to_user(row) for row in await tx.execute(sa.select(users).order_by(users.c.id))]


async def count(tx: Tx) -> int:
    """Count the users."""
    return int((await tx.execute(sa.select(sa.func.count()).select_from(users))).scalar_one())


async def count_admins(tx: Tx) -> int:
    """Count the active admins that have a password: without one the house is locked."""
    statement = sa.select(sa.func.count()).where(
        users.c.role == Role.ADMIN, users.c.state == "active", users.c.password_hash != ""
    )
    return int((await tx.execute(statement)).scalar_one())


async def edit(tx: Tx, user_id: int, changes: dict[str, Any]) -> User | None:
    """Set columns of a user; None when there is none."""
    statement = sa.update(users).where(users.c.id == user_id).values(**changes)
    row = (await tx.execute(statement.returning(users))).one_or_none()
    return None if row is None else to_user(row)


async def remove(tx: Tx, user_id: int) -> bool:
    """Delete a user with sessions and keys; the audit trail keeps the name."""
    return (await tx.execute(sa.delete(users).where(users.c.id == user_id))).rowcount > 0


async def secrets_of(tx: Tx, user_id: int) -> Secrets | None:
    """Return what the proofs of a user are compared with."""
    row = (await tx.execute(sa.select(users).where(users.c.id == user_id))).one_or_none()
    if row is None:
        return None
    return Secrets(
        password_hash=row.password_hash,
        totp_secret=row.totp_secret,
        totp_step=row.totp_step,
        recovery=tuple(row.recovery),
    )


async def spend_step(tx: Tx, user_id: int, step: int) -> bool:
    """Mark a one-time code as used; False when another login was quicker."""
    statement = (
        sa.update(users)
        .where(users.c.id == user_id, users.c.totp_step < step)
        .values(totp_step=step)
    )
    return (await tx.execute(statement)).rowcount > 0


async def add_key(
    tx: Tx,
    user_id: int,
    *,
    digest: str,
    name: str,
    hint: str,
    scopes: Sequence[Scope],
    expires_at: datetime | None,
    now: datetime,
) -> ApiKey:
    """Store the digest of a new API key."""
    statement = sa.insert(api_keys).values(
        user_id=user_id,
        digest=digest,
        name=name,
        hint=hint,
        scopes=[str(one) for one in scopes],
        expires_at=expires_at,
        created_at=now,
    )
    return _key((await tx.execute(statement.returning(api_keys))).one())


async def list_keys(tx: Tx, user_id: int | None = None) -> list[ApiKey]:
    """Return API keys by id, of one user when asked."""
    statement = sa.select(api_keys).order_by(api_keys.c.id)
    if user_id is not None:
        statement = statement.where(api_keys.c.user_id == user_id)
    return [_key(row) for row in await tx.execute(statement)]


async def find_key(tx: Tx, digest: str, now: datetime) -> tuple[ApiKey, User] | None:
    """Return the key in force with this digest, and its active user."""
    statement = sa.select(api_keys).where(
        api_keys.c.digest == digest,
        sa.or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > now),
    )
    row = (await tx.execute(statement)).one_or_none()
    if row is None:
        return None
    user = await find(tx, row.user_id)
    return None if user is None or user.state != "active" else (_key(row), user)


async def touch_key(tx: Tx, key_id: int, now: datetime) -> None:
    """Write down that a key was used."""
    await tx.execute(sa.update(api_keys).where(api_keys.c.id == key_id).values(used_at=now))


async def remove_key(tx: Tx, key_id: int, user_id: int | None = None) -> bool:
    """Delete a key, of one user when asked."""
    statement = sa.delete(api_keys).where(api_keys.c.id == key_id)
    if user_id is not None:
        statement = statement.where(api_keys.c.user_id == user_id)
    return (await tx.execute(statement)).rowcount > 0
