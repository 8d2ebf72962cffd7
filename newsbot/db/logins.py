"""Own the queries about sessions, set-up links and the counting of attempts.

Everything is found by digest: what opens a door is in no row.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.accounts import find
from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import kept_answers, login_attempts, sessions, setup_links
from newsbot.db.statements import insert
from newsbot.domain.account import Session, User


def _session(row: AnyRow) -> Session:
    return Session(
        id=row.id,
        user_id=row.user_id,
        agent=row.agent,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
    )


async def open_session(
    tx: Tx,
    user_id: int,
    digest: str,
    *,
    is_half: bool,
    agent: str,
    expires_at: datetime,
    now: datetime,
) -> Session:
    """Store the digest of a new session; a half one waits for the second factor."""
    statement = sa.insert(sessions).values(
        user_id=user_id,
        digest=digest,
        is_half=is_half,
        agent=agent,
        created_at=now,
        seen_at=now,
        expires_at=expires_at,
    )
    return _session((await tx.execute(statement.returning(sessions))).one())


async def find_session(
    tx: Tx, digest: str, *, is_half: bool, seen_since: datetime, now: datetime
) -> tuple[Session, User] | None:
    """Return the session in force with this digest, and its active user."""
    statement = sa.select(sessions).where(
        sessions.c.digest == digest,
        sessions.c.is_half == is_half,
        sessions.c.expires_at > now,
        sessions.c.seen_at > seen_since,
    )
    row = (await tx.execute(statement)).one_or_none()
    if row is None:
        return None
    user = await find(tx, row.user_id)
    return None if user is None or user.state != "active" else (_session(row), user)


async def touch_session(tx: Tx, session_id: int, now: datetime) -> None:
    """Write down that a session was used."""
    await tx.execute(sa.update(sessions).where(sessions.c.id == session_id).values(seen_at=now))


async def list_sessions(tx: Tx, user_id: int, now: datetime) -> list[Session]:
    """Return the whole sessions of a user in force, the last used first."""
    statement = (
        sa.select(sessions)
        .where(
            sessions.c.user_id == user_id,
            sessions.c.is_half.is_(False),
            sessions.c.expires_at > now,
        )
        .order_by(sessions.c.seen_at.desc(), sessions.c.id.desc())
    )
    return [_session(row) for row in await tx.execute(statement)]


async def close_session(tx: Tx, session_id: int, user_id: int) -> bool:
    """Delete one session of a user."""
    statement = sa.delete(sessions).where(
        sessions.c.id == session_id, sessions.c.user_id == user_id
    )
    return (await tx.execute(statement)).rowcount > 0


async def close_sessions(tx: Tx, user_id: int, *, but: int | None = None) -> int:
    """Delete the sessions of a user, all but one when asked; return how many."""
    statement = sa.delete(sessions).where(sessions.c.user_id == user_id)
    if but is not None:
        statement = statement.where(sessions.c.id != but)
    return int((await tx.execute(statement)).rowcount)


async def add_link(tx: Tx, digest: str, user_id: int | None, expires_at: datetime) -> None:
    """Store the digest of a set-up link; without a user it makes the first admin."""
    await tx.execute(
        sa.insert(setup_links).values(digest=digest, user_id=user_id, expires_at=expires_at)
    )


async def find_link(tx: Tx, digest: str, now: datetime) -> tuple[int | None] | None:
    """Return for whom a link in force is, in a tuple; None when there is no such link."""
    statement = sa.select(setup_links.c.user_id).where(
        setup_links.c.digest == digest, setup_links.c.expires_at > now
    )
    row = (await tx.execute(statement)).one_or_none()
    return None if row is None else (row.user_id,)


async def drop_links(tx: Tx, user_id: int | None) -> None:
    """Delete the links for one user, or those that make the first admin."""
    same = setup_links.c.user_id == user_id
    same = setup_links.c.user_id.is_(None) if user_id is None else same
    await tx.execute(sa.delete(setup_links).where(same))


async def count_attempt(tx: Tx, key: str, now: datetime, until: datetime) -> tuple[int, datetime]:
    """Count an attempt in the key's present window, or begin one; return count and its end."""
    statement = insert(tx, login_attempts).values(key=key, attempts=1, until=until)
    over = login_attempts.c.until <= now
    statement = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "attempts": sa.case((over, 1), else_=login_attempts.c.attempts + 1),
            "until": sa.case((over, statement.excluded.until), else_=login_attempts.c.until),
        },
    )
    row = (
        await tx.execute(statement.returning(login_attempts.c.attempts, login_attempts.c.until))
    ).one()
    return row.attempts, row.until


async def forgive(tx: Tx, keys: Sequence[str]) -> None:
    """Forget the attempts of these keys."""
    await tx.execute(sa.delete(login_attempts).where(login_attempts.c.key.in_(keys)))


async def give_back(tx: Tx, key: str) -> None:
    """Take one attempt back: it turned out to be right."""
    await tx.execute(
        sa.update(login_attempts)
        .where(login_attempts.c.key == key, login_attempts.c.attempts > 0)
        .values(attempts=login_attempts.c.attempts - 1)
    )


async def drop_expired(tx: Tx, now: datetime, *, seen_since: datetime, kept: datetime) -> None:
    """Delete sessions, links, attempts and kept answers whose time is over."""
    gone = sa.or_(sessions.c.expires_at <= now, sessions.c.seen_at <= seen_since)
    await tx.execute(sa.delete(sessions).where(gone))
    await tx.execute(sa.delete(setup_links).where(setup_links.c.expires_at <= now))
    await tx.execute(sa.delete(login_attempts).where(login_attempts.c.until <= now))
    await tx.execute(sa.delete(kept_answers).where(kept_answers.c.created_at <= kept))
