"""Own the doors of people: login, second factor, sessions, and the limit on attempts (G19).

Attempts are counted in the database before a password is looked at, per account and per peer, so
that neither many connections nor many processes get more of them. Unknown names are counted and
compared like known ones: neither answer nor time tells whether an account exists.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from newsbot.db import accounts, logins
from newsbot.domain import totp
from newsbot.domain.account import Principal, Session, User
from newsbot.errors import Invalid, NotFound, UserError
from newsbot.services import passwords, proofs
from newsbot.services.accounts import account_key
from newsbot.services.desk import Desk

WINDOW = timedelta(minutes=15)
ACCOUNT_ATTEMPTS = 10
"""In a window; a person mistypes twice, a guesser gets 960 a day of a 12-character password."""

PEER_ATTEMPTS = 30
"""In a window, for one address: an office behind one address logs in all the same."""

IPV6_PREFIX = 64
"""Whoever has one IPv6 address has 2**64 of them (RFC 4291, 2.5.4)."""

IDLE = timedelta(days=2)
LASTS = timedelta(days=14)
HALF_LASTS = timedelta(minutes=5)
"""Time to find the telephone with the second factor."""

TOUCHED_EVERY = timedelta(minutes=1)
"""How exactly the last use of a session or key is known: not each request writes."""

ANSWERS_KEPT = timedelta(days=1)
"""How long a repeated request with an Idempotency-Key gets its first answer."""

AGENT_CHARS = 200
NOBODY = "(no such user)"


class Refused(UserError):
    """Say that a proof was wrong; never which part of it."""


class TooMany(UserError):
    """Say that there were too many attempts; `wait` is how long none is looked at."""

    def __init__(self, wait: timedelta) -> None:
        minutes = max(1, round(wait.total_seconds() / 60))
        super().__init__(f"too many attempts; try again in {minutes} min")
        self.wait = wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Hold a new session and its token, told only now; a half one waits for the code."""

    user: User
    session: Session
    token: str
    is_half: bool = False


def peer_key(peer: str) -> str:
    """Return under which key the attempts of a network address are counted."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return "peer:" + proofs.digest(peer)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return peer_key(str(address.ipv4_mapped))
        network = ipaddress.ip_network((address, IPV6_PREFIX), strict=False)
        return "peer:" + proofs.digest(str(network))
    return "peer:" + proofs.digest(str(address))


async def log_in(desk: Desk, name: str, password: str, *, peer: str, agent: str = "") -> Opened:
    """Open a session by name and password, half when a code is needed besides.

    Raises `Refused`, `TooMany`.
    """
    await _count(desk, name, peer)
    async with desk.db.reading() as tx:
        user = await accounts.find_by_name(tx, name.strip().lower())
        known = None if user is None else await accounts.secrets_of(tx, user.id)
    is_right, is_old = await passwords.holds(password, known.password_hash if known else "")
    if user is None or user.state != "active" or not is_right:
        await _note_refusal(desk, user, "password")
        raise Refused("name or password is wrong")
    if is_old:
        renewed = await passwords.hashed(password)
        async with desk.db.transaction() as tx:
            await accounts.edit(tx, user.id, {"password_hash": renewed})
    return await open_session(desk, user, agent=agent, peer=peer, is_half=user.has_totp)


async def give_code(desk: Desk, token: str, code: str, *, peer: str, agent: str = "") -> Opened:
    """Make a half session whole by a code or a recovery code; its token changes (G19).

    Raises `Refused`, `TooMany`.
    """
    now = desk.clock.now()
    async with desk.db.reading() as tx:
        found = await logins.find_session(
            tx, proofs.digest(token), is_half=True, seen_since=now - HALF_LASTS, now=now
        )
    if found is None:
        raise Refused("that took too long; log in again")
    half, user = found
    await _count(desk, user.name, peer)
    if not await spend_code(desk, user, code):
        await _note_refusal(desk, user, "code")
        raise Refused("the code is wrong")
    async with desk.db.transaction() as tx:
        if not await logins.close_session(tx, half.id, user.id):
            raise Refused("that took too long; log in again")
    return await open_session(desk, user, agent=agent, peer=peer)


async def spend_code(desk: Desk, user: User, code: str) -> bool:
    """Use up a one-time code or a recovery code; say whether it was right."""
    async with desk.db.transaction() as tx:
        await accounts.lock(tx)
        known = await accounts.secrets_of(tx, user.id)
        if known is None or not known.totp_secret:
            return False
        secret = bytes.fromhex(known.totp_secret)
        given = "".join(code.split())
        step = totp.accepted_step(secret, given, desk.clock.now(), after=known.totp_step)
        if step is not None:
            return await accounts.spend_step(tx, user.id, step)
        spent = proofs.recovery_digest(code)
        if spent not in known.recovery:
            return False
        left = [one for one in known.recovery if one != spent]
        await accounts.edit(tx, user.id, {"recovery": left})
        await desk.note(tx, "user.recovery", user.name, after={"codes left": len(left)})
        return True


async def open_session(
    desk: Desk, user: User, *, agent: str, peer: str, is_half: bool = False
) -> Opened:
    """Open a session with a token of its own, and forgive the account's attempts before it."""
    now = desk.clock.now()
    token = proofs.new_token()
    async with desk.db.transaction() as tx:
        session = await logins.open_session(
            tx,
            user.id,
            proofs.digest(token),
            is_half=is_half,
            agent="".join(char for char in agent if char.isprintable())[:AGENT_CHARS],
            expires_at=now + (HALF_LASTS if is_half else LASTS),
            now=now,
        )
        if not is_half:
            await logins.forgive(tx, [account_key(user.name)])
            await logins.give_back(tx, peer_key(peer))
            await accounts.edit(tx, user.id, {"last_login_at": now})
            await desk.note(tx, "user.login", user.name)
    return Opened(user=user, session=session, token=token, is_half=is_half)


async def principal_of_session(desk: Desk, token: str) -> Principal | None:
    """Return who a session's token stands for, None when it opens nothing (any more)."""
    now = desk.clock.now()
    async with desk.db.reading() as tx:
        found = await logins.find_session(
            tx, proofs.digest(token), is_half=False, seen_since=now - IDLE, now=now
        )
    if found is None:
        return None
    session, user = found
    if now - session.seen_at > TOUCHED_EVERY:
        async with desk.db.transaction() as tx:
            await logins.touch_session(tx, session.id, now)
    return Principal(
        user_id=user.id,
        name=user.name,
        role=user.role,
        door="web",
        subscriber_id=user.subscriber_id,
        session_id=session.id,
    )


async def principal_of_key(desk: Desk, key: str) -> Principal | None:
    """Return who an API key stands for, None when it opens nothing (any more)."""
    now = desk.clock.now()
    async with desk.db.reading() as tx:
        found = await accounts.find_key(tx, proofs.digest(key), now)
    if found is None:
        return None
    known, user = found
    if known.used_at is None or now - known.used_at > TOUCHED_EVERY:
        async with desk.db.transaction() as tx:
            await accounts.touch_key(tx, known.id, now)
    return Principal(
        user_id=user.id,
        name=user.name,
        role=user.role,
        door="api",
        scopes=frozenset(known.scopes),
        subscriber_id=user.subscriber_id,
        key_id=known.id,
    )


async def list_sessions(desk: Desk, user_id: int) -> list[Session]:
    """Return the sessions of a user in force."""
    async with desk.db.reading() as tx:
        return await logins.list_sessions(tx, user_id, desk.clock.now())


async def log_out(desk: Desk, session_id: int, user_id: int) -> None:
    """End one session of a user. Raises `NotFound`."""
    async with desk.db.transaction() as tx:
        if not await logins.close_session(tx, session_id, user_id):
            raise NotFound("that session is over already")
        await desk.note(tx, "user.logout", str(user_id))


async def log_out_everywhere(desk: Desk, user_id: int, *, but: int | None = None) -> int:
    """End every session of a user, all but one when asked; return how many."""
    async with desk.db.transaction() as tx:
        closed = await logins.close_sessions(tx, user_id, but=but)
        await desk.note(tx, "user.logout", str(user_id), after={"sessions": closed})
    return closed


async def _count(desk: Desk, name: str, peer: str) -> None:
    """Count an attempt before it is looked at. Raises `TooMany`."""
    now = desk.clock.now()
    waits = []
    async with desk.db.transaction() as tx:
        for key, most in ((account_key(name), ACCOUNT_ATTEMPTS), (peer_key(peer), PEER_ATTEMPTS)):
            attempts, until = await logins.count_attempt(tx, key, now, now + WINDOW)
            if attempts > most:
                waits.append(until - now)
    if waits:
        raise TooMany(max(waits))


async def _note_refusal(desk: Desk, user: User | None, part: str) -> None:
    """Write a refused proof into the trail; what was typed is not kept.

    For a name that nobody has as well: a transaction less would be heard in the answer's time.
    """
    async with desk.db.transaction() as tx:
        name = user.name if user is not None else NOBODY
        await desk.note(tx, "user.refused", name, after={"wrong": part})


async def drop_expired(desk: Desk) -> None:
    """Delete what is over: sessions, links, attempts, and answers kept for repetitions."""
    now = desk.clock.now()
    async with desk.db.transaction() as tx:
        await logins.drop_expired(tx, now, seen_since=now - IDLE, kept=now - ANSWERS_KEPT)


async def check_password(desk: Desk, user_id: int, password: str, *, peer: str) -> None:
    """See that who is logged in knows the password, before what matters changes.

    Raises `Refused`, `TooMany`, `Invalid` where there is none.
    """
    async with desk.db.reading() as tx:
        user = await accounts.find(tx, user_id)
        known = await accounts.secrets_of(tx, user_id)
    if user is None or known is None or not known.password_hash:
        raise Invalid("this user has no password yet")
    await _count(desk, user.name, peer)
    is_right, _ = await passwords.holds(password, known.password_hash)
    if not is_right:
        await _note_refusal(desk, user, "password")
        raise Refused("the password is wrong")
    async with desk.db.transaction() as tx:
        await logins.forgive(tx, [account_key(user.name)])
