"""Own what admins do with users: add, change role, pause, remove, and give API keys.

How a person proves who they are is the business of `logins` and `factors`.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from newsbot.db import Tx, accounts, logins, subscribers
from newsbot.domain.account import ApiKey, Role, Scope, User
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.services import passwords, proofs
from newsbot.services.desk import Desk

NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
"""A name or a mail address in small letters: no two users look alike."""

LINK_LASTS = timedelta(minutes=15)
KEY_NAME_CHARS = 60


def check_name(name: str) -> str:
    """Return a name as it is stored. Raises `Invalid`."""
    settled = name.strip().lower()
    if not NAME.fullmatch(settled):
        raise Invalid(
            f"{name[:70]!r} is no name for a user; take up to 64 letters a-z, digits, and . _ @ + -"
        )
    return settled


def check_role(role: str) -> Role:
    """Return a role. Raises `Invalid`."""
    if role not in list(Role):
        raise Invalid(f"role {role[:70]!r} is not known; choose one of {', '.join(Role)}")
    return Role(role)


def check_scopes(scopes: Sequence[str]) -> tuple[Scope, ...]:
    """Return scopes in the order of their definition. Raises `Invalid`."""
    for one in scopes:
        if one not in list(Scope):
            raise Invalid(f"scope {one[:70]!r} is not known; choose from {', '.join(Scope)}")
    if not scopes:
        raise Invalid(f"a key without scopes opens nothing; choose from {', '.join(Scope)}")
    return tuple(one for one in Scope if one in scopes)


async def add(
    desk: Desk, name: str, role: Role, *, password: str = "", subscriber_id: int | None = None
) -> User:
    """Add a user; without a password one is set by a link. Raises `Invalid`, `Conflict`."""
    settled = check_name(name)
    known = await passwords.hashed(passwords.check(password, settled)) if password else ""
    async with desk.db.transaction() as tx:
        await _check_subscriber(tx, subscriber_id)
        added = await accounts.add(
            tx, settled, role, subscriber_id=subscriber_id, now=desk.clock.now()
        )
        if added is None:
            raise Conflict(f"there is a user {settled!r} already; see: newsbot users list")
        if known:
            added = await accounts.edit(tx, added.id, {"password_hash": known}) or added
        await desk.note(tx, "user.add", settled, after={"role": role})
    return added


async def get(desk: Desk, user_id: int) -> User:
    """Return a user. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        return await find(tx, user_id)


async def find(tx: Tx, user_id: int) -> User:
    """Return a user within a transaction. Raises `NotFound`."""
    found = await accounts.find(tx, user_id)
    if found is None:
        raise NotFound(f"there is no user {user_id}; see: newsbot users list")
    return found


async def by_name(desk: Desk, name: str) -> User:
    """Return the user with this name. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        found = await accounts.find_by_name(tx, name.strip().lower())
    if found is None:
        raise NotFound(f"there is no user {name[:70]!r}; see: newsbot users list")
    return found


async def list_all(desk: Desk) -> list[User]:
    """Return every user."""
    async with desk.db.reading() as tx:
        return await accounts.list_all(tx)


async def edit(desk: Desk, user_id: int, changes: dict[str, Any]) -> User:
    """Change role, state or subscriber of a user; every session of theirs ends with it (G19).

    Raises `NotFound`, `Invalid`, and `Conflict` where no admin would be left.
    """
    if unknown := set(changes) - {"role", "state", "subscriber_id"}:
        raise Invalid(f"{min(unknown)} of a user cannot be changed")
    async with desk.db.transaction() as tx:
        await accounts.lock(tx)
        before = await find(tx, user_id)
        await _check_subscriber(tx, changes.get("subscriber_id"))
        after = await accounts.edit(tx, user_id, changes) if changes else before
        assert after is not None
        await _keep_an_admin(tx, before)
        await logins.close_sessions(tx, user_id)
        await desk.note(tx, "user.edit", before.name, before=_shown(before), after=_shown(after))
    return after


async def remove(desk: Desk, user_id: int) -> User:
    """Remove a user with sessions and keys. Raises `NotFound`, `Conflict` for the last admin."""
    async with desk.db.transaction() as tx:
        await accounts.lock(tx)
        gone = await find(tx, user_id)
        await accounts.remove(tx, user_id)
        await _keep_an_admin(tx, gone)
        await desk.note(tx, "user.remove", gone.name, before=_shown(gone))
    return gone


async def set_password(
    desk: Desk, user_id: int, password: str, *, keep_session: int | None = None
) -> User:
    """Give a user a new password; every other session of theirs ends. Raises `Invalid`."""
    user = await get(desk, user_id)
    known = await passwords.hashed(passwords.check(password, user.name))
    async with desk.db.transaction() as tx:
        after = await accounts.edit(tx, user_id, {"password_hash": known})
        if after is None:
            raise NotFound(f"user {user_id} was removed meanwhile")
        await logins.close_sessions(tx, user_id, but=keep_session)
        await logins.drop_links(tx, user_id)
        await logins.forgive(tx, [account_key(user.name)])
        await desk.note(tx, "user.password", user.name)
    return after


async def add_key(
    desk: Desk,
    user_id: int,
    name: str,
    scopes: Sequence[Scope],
    *,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make an API key for a user, told only now. Raises `NotFound`, `Invalid`."""
    if not scopes:
        raise Invalid(f"a key without scopes opens nothing; choose from {', '.join(Scope)}")
    now = desk.clock.now()
    if expires_at is not None and expires_at <= now:
        raise Invalid("the key would be over before it begins; choose a later time")
    key = proofs.new_key()
    async with desk.db.transaction() as tx:
        user = await find(tx, user_id)
        made = await accounts.add_key(
            tx,
            user_id,
            digest=proofs.digest(key),
            name=name.strip()[:KEY_NAME_CHARS] or "key",
            hint=key[: proofs.HINT_CHARS],
            scopes=scopes,
            expires_at=expires_at,
            now=now,
        )
        listed = [str(one) for one in scopes]
        await desk.note(tx, "key.add", user.name, after={"id": made.id, "scopes": listed})
    return made, key


async def list_keys(desk: Desk, user_id: int | None = None) -> list[ApiKey]:
    """Return the API keys of a user, or all."""
    async with desk.db.reading() as tx:
        return await accounts.list_keys(tx, user_id)


async def revoke_key(desk: Desk, key_id: int, *, user_id: int | None = None) -> None:
    """End an API key, one of that user's when given. Raises `NotFound`."""
    async with desk.db.transaction() as tx:
        if not await accounts.remove_key(tx, key_id, user_id):
            raise NotFound(f"there is no key {key_id}; see: newsbot users key list")
        await desk.note(tx, "key.revoke", str(key_id))


def account_key(name: str) -> str:
    """Return under which key the attempts for a name are counted, whether it exists or not."""
    return "account:" + proofs.digest(name.strip().lower())


async def _keep_an_admin(tx: Tx, before: User) -> None:
    """Refuse what leaves no admin who can log in, where there was one. Raises `Conflict`."""
    was = before.role is Role.ADMIN and before.state == "active" and before.has_password
    if was and not await accounts.count_admins(tx):
        raise Conflict(f"{before.name} is the only admin who can log in; make another one first")


async def _check_subscriber(tx: Tx, subscriber_id: int | None) -> None:
    if subscriber_id is not None and await subscribers.find(tx, subscriber_id) is None:
        raise NotFound(f"there is no subscriber {subscriber_id}; see: newsbot subscribers list")


def _shown(user: User) -> dict[str, Any]:
    return {"role": user.role, "state": user.state, "subscriber": user.subscriber_id}
