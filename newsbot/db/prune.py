"""Own retention: what is old leaves in small steps, and its ids are remembered (tombstones)."""

from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import alerts, articles, handled_updates, seen_entries, stories
from newsbot.db.statements import insert
from newsbot.domain.alert import OPEN_STATES


async def prune_articles(tx: Tx, *, before: datetime, now: datetime, limit: int) -> int:
    """Delete processed articles older than `before`, keeping their ids; return how many."""
    old = (
        sa.select(articles.c.id)
        .where(articles.c.effective_at < before, articles.c.first_seen_at < before)
        .where(articles.c.state != "new")
        .order_by(articles.c.effective_at)
        .limit(limit)
    )
    ids = list((await tx.execute(old)).scalars())
    if not ids:
        return 0
    columns = ["source_id", "entry_id", "url_key", "last_seen_at"]
    remembered = sa.select(
        articles.c.source_id, articles.c.entry_id, articles.c.url_key, sa.literal(now)
    ).where(articles.c.id.in_(ids))
    await tx.execute(
        insert(tx, seen_entries).from_select(columns, remembered).on_conflict_do_nothing()
    )
    await tx.execute(sa.delete(articles).where(articles.c.id.in_(ids)))
    return len(ids)


async def prune_stories(tx: Tx, *, before: datetime, limit: int) -> int:
    """Delete stories without articles whose alerts have all ended; return how many."""
    has_articles = sa.select(articles.c.id).where(articles.c.story_id == stories.c.id).exists()
    has_open = (
        sa.select(alerts.c.id)
        .where(alerts.c.story_id == stories.c.id, alerts.c.state.in_(list(OPEN_STATES)))
        .exists()
    )
    old = (
        sa.select(stories.c.id)
        .where(stories.c.last_at < before, stories.c.updated_at < before, ~has_articles, ~has_open)
        .limit(limit)
    )
    statement = sa.delete(stories).where(stories.c.id.in_(old.scalar_subquery()))
    return (await tx.execute(statement)).rowcount


async def prune_seen(tx: Tx, *, before: datetime) -> int:
    """Forget ids that no window showed since `before`, and handled updates as old."""
    await tx.execute(sa.delete(handled_updates).where(handled_updates.c.handled_at < before))
    statement = sa.delete(seen_entries).where(seen_entries.c.last_seen_at < before)
    return (await tx.execute(statement)).rowcount


async def touch_seen(tx: Tx, source_id: int, entry_ids: list[str], now: datetime) -> None:
    """Note that a window still shows these remembered ids."""
    await tx.execute(
        sa.update(seen_entries)
        .where(seen_entries.c.source_id == source_id, seen_entries.c.entry_id.in_(entry_ids))
        .values(last_seen_at=now)
    )
