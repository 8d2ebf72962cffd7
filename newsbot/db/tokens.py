"""Own the keys of private feeds: only their digests, so that a copied database opens none."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import feed_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedToken:
    """Hold what is known of a token; the token itself is shown once, when it is made."""

    id: int
    feed: str
    created_at: datetime


def _token(row: AnyRow) -> FeedToken:
    return FeedToken(id=row.id, feed=row.feed, created_at=row.created_at)


async def add(tx: Tx, digest: str, feed: str, now: datetime) -> FeedToken:
    """Store the digest of a new token for a feed such as `rule/12`."""
    statement = sa.insert(feed_tokens).values(digest=digest, feed=feed, created_at=now)
    return _token((await tx.execute(statement.returning(feed_tokens))).one())


async def opens(tx: Tx, digests: list[str], feed: str) -> bool:
    """Say whether one of these digests opens the feed."""
    statement = sa.select(feed_tokens.c.id).where(
        feed_tokens.c.digest.in_(digests), feed_tokens.c.feed == feed
    )
    return (await tx.execute(statement.limit(1))).one_or_none() is not None


async def list_all(tx: Tx) -> list[FeedToken]:
    """Return every token by id."""
    found = await tx.execute(sa.select(feed_tokens).order_by(feed_tokens.c.id))
    return [_token(row) for row in found]


async def revoke(tx: Tx, token_id: int) -> bool:
    """Delete a token: what it opened is closed with the next request."""
    statement = sa.delete(feed_tokens).where(feed_tokens.c.id == token_id)
    return (await tx.execute(statement)).rowcount > 0
