"""Own the volume forecast of a query: what it would have hit lately, and how much a day that is.

It judges stored articles as live ones are judged, within a bound of articles and of time, and
away from the event loop: a person may ask it at any moment.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsbot import matching
from newsbot.db import reading
from newsbot.db.reading import Selection
from newsbot.domain.article import Article
from newsbot.matching.articles import document_of
from newsbot.services.desk import Desk
from newsbot.services.rules import Hit, check_query

WINDOW = timedelta(days=7)
"""A week holds each day's rhythm once."""

SCAN_LIMIT = 3_000
"""Articles judged at the most; a busier store is answered from its newest days."""

PAGE = 100
PATIENCE = timedelta(seconds=3)
"""A person who waits longer than this for an answer asks again."""

SHORTEST_SPAN = timedelta(days=1)
"""A store of two hours says little about a day: its hits are not multiplied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Hold what a query would have told in `span`; stories count, not articles.

    `hits` are the newest article of each of the newest stories. `span` is the time that was
    looked at, back to the oldest of the `scanned` articles.
    """

    stories: int
    hits: tuple[Hit, ...]
    scanned: int
    span: timedelta

    @property
    def per_day(self) -> float:
        """Return about how many stories a day there are."""
        return self.stories / (max(self.span, SHORTEST_SPAN) / timedelta(days=1))


async def forecast(
    desk: Desk, query: str, *, window: timedelta = WINDOW, shown: int = 5, limit: int = SCAN_LIMIT
) -> Forecast:
    """Judge the newest stored articles by a query. Raises `RefusedQuery`."""
    parsed = check_query(query)
    assert parsed.query is not None
    started = desk.clock.now()
    newest_of_story: dict[int, Article] = {}
    scanned = 0
    before: tuple[datetime, int] | None = None
    while scanned < limit and desk.clock.now() - started < PATIENCE:
        size = min(PAGE, limit - scanned)
        async with desk.db.reading() as tx:
            selection = Selection(since=started - window)
            page = await reading.select_articles(tx, selection, limit=size, before=before)
        for article in await asyncio.to_thread(_hits, parsed.query, page):
            newest_of_story.setdefault(article.story_id or -article.id, article)
        scanned += len(page)
        if page:
            before = (page[-1].effective_at, page[-1].id)
        if len(page) < size:
            break
    found = list(newest_of_story.values())
    return Forecast(
        stories=len(found),
        hits=tuple(_with_evidence(parsed.query, article) for article in found[:shown]),
        scanned=scanned,
        span=started - before[0] if before else timedelta(0),
    )


def _hits(query: matching.Query, articles: Sequence[Article]) -> list[Article]:
    return [
        article
        for article in articles
        if matching.matches(query, matching.prepare(document_of(article)))
    ]


def _with_evidence(query: matching.Query, article: Article) -> Hit:
    prepared = matching.prepare(document_of(article))
    return Hit(article=article, evidence=matching.evidence(query, prepared))
