"""Own the digests that are being filled: one a destination and local window.

What they take is decided where alerts and later words are; when they are due, by `schedule`.
"""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import deliveries
from newsbot.db.statements import chunks, insert
from newsbot.domain.delivery import DeliveryKind, DeliveryState
from newsbot.domain.schedule import Window

OPEN = (DeliveryState.PENDING, DeliveryState.HELD)


async def opened(
    tx: Tx, wanted: Mapping[tuple[int, str], Window], now: datetime
) -> dict[tuple[int, str], int]:
    """Return the open digest of each (destination, window name), made where there was none yet.

    A window whose digest has left already has no entry.
    """
    rows = [
        {
            "destination_id": place,
            "story_id": None,
            "kind": DeliveryKind.DIGEST,
            "state": DeliveryState.HELD,
            "window": name,
            "due_at": window.due_at,
            "created_at": now,
            "reason": "digest",
        }
        for (place, name), window in sorted(wanted.items())
    ]
    for part in chunks(rows):
        await tx.execute(insert(tx, deliveries).values(list(part)).on_conflict_do_nothing())
    waiting: dict[tuple[int, str], int] = {}
    for places in chunks(sorted({place for place, _ in wanted})):
        found = await tx.execute(
            sa.select(deliveries.c.id, deliveries.c.destination_id, deliveries.c.window)
            .where(
                deliveries.c.destination_id.in_(places),
                deliveries.c.kind == DeliveryKind.DIGEST,
                deliveries.c.window.in_(sorted({name for _, name in wanted})),
                deliveries.c.state.in_(OPEN),
            )
            .order_by(deliveries.c.id)
            .with_for_update()
        )
        waiting |= {(row.destination_id, row.window): row.id for row in found}
    return waiting
