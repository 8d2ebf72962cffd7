"""Own the promise of an Idempotency-Key: a request that is repeated is done once.

The key belongs to a user; what it was given for is compared by digest.
"""

from newsbot.db import kept
from newsbot.db.kept import KeptAnswer
from newsbot.errors import Conflict, Invalid
from newsbot.services import proofs
from newsbot.services.desk import Desk

LONGEST_KEY = 200


def spelled(user_id: int, key: str) -> str:
    """Return under which key an answer is kept. Raises `Invalid`."""
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Invalid(f"Idempotency-Key must have 1 to {LONGEST_KEY} printable characters")
    return f"{user_id}:{proofs.digest(key)}"


async def begin(desk: Desk, key: str, request: str) -> KeptAnswer | None:
    """Return the kept answer of a repeated request, None for a new one.

    Raises `Conflict` for the key of another request, and while the first is on its way.
    """
    async with desk.db.transaction() as tx:
        found = await kept.begin(tx, key, request, desk.clock.now())
    if found is None:
        return None
    if found.request != request:
        raise Conflict("this Idempotency-Key was used for another request; take a new one")
    if not found.status:
        raise Conflict(
            "the first request with this Idempotency-Key has no answer yet; see whether it was "
            "done, and take a new key if not"
        )
    return found


async def finish(desk: Desk, key: str, *, status: int, headers: str, body: str) -> None:
    """Keep the answer of a request."""
    async with desk.db.transaction() as tx:
        await kept.finish(tx, key, status=status, headers=headers, body=body)


async def drop(desk: Desk, key: str) -> None:
    """Give the key back of a request that did nothing."""
    async with desk.db.transaction() as tx:
        await kept.drop(tx, key)
