"""Own the query that takes lost work up again: an open alert that no open delivery carries.

There should be none; what an operator's own SQL or a fault of ours leaves is told all the same.
"""

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa

from newsbot.db import alerts as outbox
from newsbot.db import ledger
from newsbot.db.alerts import NewAlert
from newsbot.db.engine import Tx
from newsbot.db.schema import alerts, subscriptions
from newsbot.domain.alert import AlertState

LIMIT = 200


async def take_up(tx: Tx, now: datetime) -> int:
    """Give lost alerts a delivery again; return how many there were."""
    lost = await ledger.unaccounted(tx, limit=LIMIT)
    if not lost:
        return 0
    await tx.execute(
        sa.update(alerts)
        .where(alerts.c.id.in_(lost))
        .values(state=AlertState.PENDING, reason="taken up again")
    )
    rows = await tx.execute(
        sa.select(
            alerts.c.id,
            alerts.c.story_id,
            alerts.c.subscription_id,
            alerts.c.match_id,
            subscriptions.c.destination_id,
            subscriptions.c.rule_id,
            subscriptions.c.cadence,
            subscriptions.c.urgent,
        )
        .join(subscriptions, subscriptions.c.id == alerts.c.subscription_id)
        .where(alerts.c.id.in_(lost))
        .order_by(alerts.c.id)
    )
    stories: dict[int, dict[int, NewAlert]] = defaultdict(dict)
    for row in rows:
        stories[row.story_id][row.id] = NewAlert(
            subscription_id=row.subscription_id,
            destination_id=row.destination_id,
            story_id=row.story_id,
            match_id=row.match_id,
            rule_id=row.rule_id,
            silent=row.cadence == "silent",
            urgent=row.urgent,
        )
    for story_id, found in stories.items():
        await outbox.deliver(tx, story_id, found, now)
    return len(lost)
