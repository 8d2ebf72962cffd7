"""Own what people do with the tokens of private feeds: make, list, revoke, and show at the door."""

import hashlib
import secrets
from collections.abc import Iterable

from newsbot.db import Database, rules, tokens
from newsbot.db.tokens import FeedToken
from newsbot.errors import Invalid, NotFound
from newsbot.services.desk import Desk

TOKEN_BYTES = 24
"""192 random bits: nobody guesses one, and it fits into an address."""


def _digest(token: str) -> str:
    """Return what is stored; a random token needs no salt and no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


async def make(desk: Desk, feed: str) -> tuple[FeedToken, str]:
    """Make a token for a rule's feed such as `rule/12`, told only now. Raises `UserError`s."""
    kind, _, key = feed.partition("/")
    if kind != "rule" or not (key.isascii() and key.isdigit()):
        raise Invalid(f"{feed!r} needs no token; write rule/ID, the feed of a rule")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with desk.db.transaction() as tx:
        if await rules.find(tx, int(key)) is None:
            raise NotFound(f"there is no rule {key}; see: newsbot rules list")
        made = await tokens.add(tx, _digest(token), feed, desk.clock.now())
        await desk.note(tx, "feed.token", feed, after={"id": made.id})
    return made, token


async def opens(db: Database, shown: Iterable[str], feed: str) -> bool:
    """Say whether one of the tokens that a client showed opens a feed."""
    digests = [_digest(token) for token in shown if token]
    if not digests:
        return False
    async with db.reading() as tx:
        return await tokens.opens(tx, digests, feed)


async def list_all(desk: Desk) -> list[FeedToken]:
    """Return the tokens in force."""
    async with desk.db.reading() as tx:
        return await tokens.list_all(tx)


async def revoke(desk: Desk, token_id: int) -> None:
    """Close what a token opened. Raises `NotFound`."""
    async with desk.db.transaction() as tx:
        if not await tokens.revoke(tx, token_id):
            raise NotFound(f"there is no token {token_id}; see: newsbot feeds token --list")
        await desk.note(tx, "feed.revoke", str(token_id))
