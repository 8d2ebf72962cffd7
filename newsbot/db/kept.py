"""Own the answers that are kept for repeated requests (Idempotency-Key); `logins` deletes old ones.

They hold no secret: what is shown only once is not kept.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import kept_answers
from newsbot.db.statements import count_inserted, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """Hold an answer; `status` is 0 while it is being made. `request` is a digest."""

    request: str
    status: int
    headers: str
    body: str


async def begin(tx: Tx, key: str, request: str, now: datetime) -> KeptAnswer | None:
    """Take a key for a request; return what stands under it when somebody else did before."""
    statement = insert(tx, kept_answers).values(key=key, request=request, created_at=now)
    if await count_inserted(tx, statement.on_conflict_do_nothing(index_elements=["key"])):
        return None
    found = await tx.execute(sa.select(kept_answers).where(kept_answers.c.key == key))
    row = found.one()
    return KeptAnswer(request=row.request, status=row.status, headers=row.headers, body=row.body)


async def finish(tx: Tx, key: str, *, status: int, headers: str, body: str) -> None:
    """Keep the answer under its key."""
    await tx.execute(
        sa.update(kept_answers)
        .where(kept_answers.c.key == key)
        .values(status=status, headers=headers, body=body)
    )


async def drop(tx: Tx, key: str) -> None:
    """Give a key back: nothing was done, the request may be made again."""
    await tx.execute(sa.delete(kept_answers).where(kept_answers.c.key == key))
