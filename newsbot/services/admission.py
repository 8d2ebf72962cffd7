"""Own who may come in and who may administer from a chat: codes, admins, bans.

A person is named by the address of its private chat, such as `telegram:501`: on Telegram that is
its own number, by which it is known in groups too. What an admin may do stands in `bot`.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from newsbot.db import Tx, admission, facts, subscribers
from newsbot.db.admission import Code
from newsbot.errors import Invalid, NotFound
from newsbot.services import subscribers as subscriber_service
from newsbot.services.desk import Desk

__all__ = [
    "Code",
    "Purpose",
    "Standing",
    "admin_of_code",
    "ban",
    "become_admin",
    "digest_of",
    "end_codes",
    "is_banned",
    "issue",
    "list_admins",
    "look_at",
    "note_broadcast",
    "spend",
    "standing",
    "unban",
]

CODE_BYTES = 24
"""192 random bits, written in 32 characters: a deep link carries at most 64
(https://core.telegram.org/bots/features#deep-linking)."""

MAX_CODE = 64
CODES_KEPT = 20
"""Codes for one rule or chat: each time that somebody asks makes another one."""

BAN_KEY = "ban_key"
"""The fact that banned addresses are hashed with: they cannot be read back (G17)."""


class Purpose(StrEnum):
    """Name what a code opens."""

    ADMIN = "admin"
    INVITE = "invite"
    CHANNEL = "channel"
    SHARE = "share"


LASTS = {
    Purpose.ADMIN: timedelta(minutes=15),
    Purpose.INVITE: timedelta(days=7),
    Purpose.CHANNEL: timedelta(hours=1),
}
"""How long a code is good; a shared rule's is good until its owner ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Say how somebody stands to the house."""

    is_banned: bool = False
    is_admin: bool = False


def digest_of(code: str) -> str:
    """Return what is stored of a code; a random one needs no salt and no slow hash."""
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()


async def issue(
    desk: Desk, purpose: Purpose, *, subject: int | None = None, uses: int | None = 1
) -> str:
    """Return a new code; it is told only now. With `uses` of None many may use it."""
    code = secrets.token_urlsafe(CODE_BYTES)
    now, lasts = desk.clock.now(), LASTS.get(purpose)
    async with desk.db.transaction() as tx:
        await admission.drop_spent_codes(tx, now)
        stored = Code(
            digest=digest_of(code),
            purpose=purpose,
            subject=subject,
            uses_left=uses,
            expires_at=None if lasts is None else now + lasts,
        )
        await admission.add_code(tx, stored, desk.actor, now)
        if subject is not None:
            await admission.keep_newest_codes(tx, purpose, subject, CODES_KEPT)
        await desk.note(tx, f"code.{purpose}", "" if subject is None else str(subject))
    return code


async def look_at(desk: Desk, code: str) -> Code | None:
    """Return what a code would open; None for one that is unknown, used up or too old."""
    if not 0 < len(code) <= MAX_CODE:
        return None
    async with desk.db.reading() as tx:
        return await admission.find_code(tx, digest_of(code), desk.clock.now())


async def spend(desk: Desk, code: Code) -> bool:
    """Use a code once; False when somebody else was faster."""
    async with desk.db.transaction() as tx:
        return await admission.use_code(tx, code.digest, desk.clock.now())


async def end_codes(desk: Desk, purpose: Purpose, subject: int) -> int:
    """End every code for a subject; return how many there were."""
    async with desk.db.transaction() as tx:
        ended = await admission.drop_codes(tx, purpose, subject)
        await desk.note(tx, f"code.{purpose}.end", str(subject))
    return ended


async def become_admin(desk: Desk, code: Code, person: str) -> bool:
    """Make a person an admin by a code, which is used up with it; False when it was already."""
    async with desk.db.transaction() as tx:
        now = desk.clock.now()
        if code.purpose != Purpose.ADMIN or not await admission.use_code(tx, code.digest, now):
            return False
        await admission.bind_admin(tx, person, code.digest, now)
        await desk.note(tx, "admin.bind", "")
    return True


async def admin_of_code(desk: Desk, code: str) -> str:
    """Return the address that a code made an admin's, "" while nobody has used it."""
    async with desk.db.reading() as tx:
        return await admission.bound_by(tx, digest_of(code))


async def list_admins(desk: Desk) -> list[str]:
    """Return the addresses of the admins bound by codes."""
    async with desk.db.reading() as tx:
        return await admission.admins(tx)


async def standing(
    desk: Desk, addresses: Sequence[str], person: str, named_admins: Collection[str]
) -> Standing:
    """Return how a person who writes from these addresses stands to the house.

    An admin that the settings name cannot be banned: nobody could undo it.
    """
    async with desk.db.reading() as tx:
        key = await facts.find(tx, BAN_KEY)
        digests = [] if key is None else [_hashed(key, one) for one in addresses]
        is_banned = bool(digests) and bool(await admission.banned(tx, digests))
        is_named = person in named_admins
        is_admin = is_named or person in await admission.admins(tx)
    return Standing(is_banned=is_banned and not is_named, is_admin=is_admin)


def _hashed(key: str, address: str) -> str:
    return hmac.new(key.encode(), address.encode(), "sha256").hexdigest()


async def ban(desk: Desk, subscriber_id: int) -> None:
    """Let a subscriber in no more: nothing is sent to it, nothing it asks is done.

    Whoever it is stays banned after /forgetme. Raises `NotFound`, `Invalid`.
    """
    found = await subscriber_service.get(desk, subscriber_id)
    if not found.destinations:
        raise Invalid(f"subscriber {subscriber_id} has no address to be banned")
    await subscriber_service.pause(desk, subscriber_id)
    async with desk.db.transaction() as tx:
        key = await _key(tx)
        for place in found.destinations:
            address = f"{place.channel}:{place.address.partition('/')[0]}"
            await admission.ban(tx, _hashed(key, address), desk.actor, desk.clock.now())
            await admission.unbind_admin(tx, address)
        await desk.note(tx, "subscriber.ban", str(subscriber_id))


async def unban(desk: Desk, subscriber_id: int) -> None:
    """Let a subscriber in again and begin its alerts. Raises `NotFound`."""
    async with desk.db.transaction() as tx:
        found = await subscribers.find(tx, subscriber_id)
        if found is None:
            raise NotFound(f"there is no subscriber {subscriber_id}")
        key = await _key(tx)
        addresses = [f"{one.channel}:{one.address.partition('/')[0]}" for one in found.destinations]
        lifted = [await admission.unban(tx, _hashed(key, one)) for one in dict.fromkeys(addresses)]
        if not any(lifted):
            raise NotFound(f"subscriber {subscriber_id} is not banned")
        await desk.note(tx, "subscriber.unban", str(subscriber_id))
    await subscriber_service.pause(desk, subscriber_id, resume=True)


async def is_banned(desk: Desk, addresses: Sequence[str]) -> bool:
    """Say whether one of these addresses is banned."""
    async with desk.db.reading() as tx:
        key = await facts.find(tx, BAN_KEY)
        if key is None:
            return False
        return bool(await admission.banned(tx, [_hashed(key, one) for one in addresses]))


async def _key(tx: Tx) -> str:
    return await facts.settle(tx, BAN_KEY, secrets.token_hex(32))


async def note_broadcast(desk: Desk, places: int) -> None:
    """Write down that an admin wrote to everybody."""
    async with desk.db.transaction() as tx:
        await desk.note(tx, "broadcast", "", after={"places": places})
