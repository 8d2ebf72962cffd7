"""Own the prune loop: what is older than its retention leaves in small transactions."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from newsbot.db import Database, pacing, prune, source_polls
from newsbot.domain.ports import Clock

log = structlog.get_logger(__name__)

STEP = 500
"""Rows a transaction: writers wait a few milliseconds at the most."""

SEEN_KEPT = timedelta(days=90)
"""Ids stay known this long after their window last showed them (promises: failures table)."""

LIMITS_KEPT = timedelta(hours=1)
"""Longer than any limit counts; their keys name chats, also of people who never followed (G17)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """Hold how much left."""

    articles: int
    stories: int


async def run_once(db: Database, *, clock: Clock, articles_kept: timedelta) -> Pruned:
    """Delete articles and stories past their time; remembered ids outlive them."""
    now = clock.now()
    before = now - articles_kept
    articles = stories = 0
    while True:
        async with db.transaction() as tx:
            step = await prune.prune_articles(tx, before=before, now=now, limit=STEP)
        articles += step
        if step < STEP:
            break
    while True:
        async with db.transaction() as tx:
            step = await prune.prune_stories(tx, before=before, limit=STEP)
        stories += step
        if step < STEP:
            break
    async with db.transaction() as tx:
        await prune.prune_seen(tx, before=now - SEEN_KEPT)
        await source_polls.prune_events(tx, before=now - SEEN_KEPT)
        await pacing.forget_idle(tx, before=now - LIMITS_KEPT)
    log.info("pruned", action="prune", articles=articles, stories=stories)
    return Pruned(articles=articles, stories=stories)
