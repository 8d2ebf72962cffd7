"""Own the queries about what happened to stories; what counts as an event `stories` decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import story_events
from newsbot.db.statements import chunks
from newsbot.domain.story import StoryEvent, StoryEventKind


async def add(tx: Tx, happened: Sequence[StoryEvent]) -> list[int]:
    """Record events in their order; return their ids."""
    added: list[int] = []
    for part in chunks(happened):
        rows = [
            {
                "story_id": one.story_id,
                "article_id": one.article_id,
                "kind": one.kind,
                "at": one.at,
                "detail": _detail(one),
            }
            for one in part
        ]
        statement = sa.insert(story_events).values(rows).returning(story_events.c.id)
        added += sorted((await tx.execute(statement)).scalars())
    return added


def _detail(event: StoryEvent) -> dict[str, Any]:
    """Return what an event tells beyond its columns, as JSON without what is empty."""
    told = {"before": event.before, "after": event.after, "story": event.other_id}
    return {key: value for key, value in told.items() if value}


def _event(row: AnyRow) -> StoryEvent:
    return StoryEvent(
        id=row.id,
        story_id=row.story_id,
        article_id=row.article_id,
        kind=StoryEventKind(row.kind),
        at=row.at,
        before=row.detail.get("before", ""),
        after=row.detail.get("after", ""),
        other_id=row.detail.get("story"),
    )


async def of_stories(
    tx: Tx, story_ids: Sequence[int], *, since: datetime | None = None
) -> list[StoryEvent]:
    """Return the events of these stories in the order in which they were recorded."""
    found: list[StoryEvent] = []
    for part in chunks(sorted(set(story_ids))):
        statement = sa.select(story_events).where(story_events.c.story_id.in_(part))
        if since is not None:
            statement = statement.where(story_events.c.at >= since)
        found += [_event(row) for row in await tx.execute(statement.order_by(story_events.c.id))]
    return sorted(found, key=lambda one: one.id)


async def after(tx: Tx, event_id: int, *, limit: int) -> list[StoryEvent]:
    """Return events recorded after this one, the oldest first; page by id."""
    statement = sa.select(story_events).where(story_events.c.id > event_id)
    rows = await tx.execute(statement.order_by(story_events.c.id).limit(limit))
    return [_event(row) for row in rows]
