"""Own the queries about who may come in: codes, admins of the bot, and the banned.

Codes and the banned are kept as digests: a copied database lets nobody in and names nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import bans, chat_admins, codes
from newsbot.db.statements import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Hold what a code is for; `subject` is the rule or subscriber that it concerns."""

    digest: str
    purpose: str
    subject: int | None
    uses_left: int | None
    expires_at: datetime | None


def _code(row: AnyRow) -> Code:
    return Code(
        digest=row.digest,
        purpose=row.purpose,
        subject=row.subject,
        uses_left=row.uses_left,
        expires_at=row.expires_at,
    )


async def add_code(tx: Tx, code: Code, by: str, now: datetime) -> None:
    """Store a new code."""
    await tx.execute(
        sa.insert(codes).values(
            digest=code.digest,
            purpose=code.purpose,
            subject=code.subject,
            uses_left=code.uses_left,
            expires_at=code.expires_at,
            created_by=by,
            created_at=now,
        )
    )


async def find_code(tx: Tx, digest: str, now: datetime) -> Code | None:
    """Return a code that is still good."""
    statement = sa.select(codes).where(codes.c.digest == digest, _is_good(now))
    row = (await tx.execute(statement)).one_or_none()
    return None if row is None else _code(row)


def _is_good(now: datetime) -> sa.ColumnElement[bool]:
    lasts = codes.c.expires_at.is_(None) | (codes.c.expires_at > now)
    return lasts & (codes.c.uses_left.is_(None) | (codes.c.uses_left > 0))


async def use_code(tx: Tx, digest: str, now: datetime) -> bool:
    """Count one use of a code; False when it was used up meanwhile."""
    statement = (
        sa.update(codes)
        .where(codes.c.digest == digest, _is_good(now))
        .values(uses_left=codes.c.uses_left - 1)
    )
    return (await tx.execute(statement)).rowcount > 0


async def drop_codes(tx: Tx, purpose: str, subject: int) -> int:
    """End every code for a subject; return how many were still good for something."""
    statement = sa.delete(codes).where(codes.c.purpose == purpose, codes.c.subject == subject)
    return (await tx.execute(statement)).rowcount


async def keep_newest_codes(tx: Tx, purpose: str, subject: int, kept: int) -> None:
    """End the older codes for a subject, so that whoever asks for many keeps a few."""
    of_subject = (codes.c.purpose == purpose) & (codes.c.subject == subject)
    newest = (
        sa.select(codes.c.digest)
        .where(of_subject)
        .order_by(codes.c.created_at.desc(), codes.c.digest)
        .limit(kept)
    )
    old = codes.c.digest.not_in(list((await tx.execute(newest)).scalars()))
    await tx.execute(sa.delete(codes).where(of_subject & old))


async def drop_spent_codes(tx: Tx, now: datetime) -> None:
    """Forget the codes that open nothing any more."""
    await tx.execute(sa.delete(codes).where(sa.not_(_is_good(now))))


async def bind_admin(tx: Tx, address: str, code: str, now: datetime) -> None:
    """Make a private chat an admin's; binding it once more changes nothing but the time."""
    values = {"address": address, "code": code, "bound_at": now}
    statement = insert(tx, chat_admins).values(**values)
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["address"], set_={"code": code, "bound_at": now}
        )
    )


async def admins(tx: Tx) -> list[str]:
    """Return the addresses of the admins' private chats, the first bound first."""
    statement = sa.select(chat_admins.c.address).order_by(chat_admins.c.bound_at)
    return list((await tx.execute(statement)).scalars())


async def bound_by(tx: Tx, code: str) -> str:
    """Return the address that a code made an admin's, "" when it has not yet."""
    statement = sa.select(chat_admins.c.address).where(chat_admins.c.code == code).limit(1)
    return str((await tx.execute(statement)).scalar_one_or_none() or "")


async def unbind_admin(tx: Tx, address: str) -> bool:
    """Take an admin's rights away."""
    statement = sa.delete(chat_admins).where(chat_admins.c.address == address)
    return (await tx.execute(statement)).rowcount > 0


async def ban(tx: Tx, digest: str, by: str, now: datetime) -> None:
    """Let an address in no more; banning it twice is banning it."""
    statement = insert(tx, bans).values(digest=digest, created_by=by, created_at=now)
    await tx.execute(statement.on_conflict_do_nothing())


async def unban(tx: Tx, digest: str) -> bool:
    """Let an address in again; False when it was not banned."""
    return (await tx.execute(sa.delete(bans).where(bans.c.digest == digest))).rowcount > 0


async def banned(tx: Tx, digests: Sequence[str]) -> set[str]:
    """Return which of these are banned."""
    statement = sa.select(bans.c.digest).where(bans.c.digest.in_(list(digests)))
    return set((await tx.execute(statement)).scalars())
