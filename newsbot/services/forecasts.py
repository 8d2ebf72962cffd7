"""Own the volume forecast of a query: what it would have hit lately, and how much a day that is.

It judges stored articles as live ones are judged, away from the event loop, and never more of
them than a person waits for: a busy store is sampled by whole stories.
"""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsbot import matching
from newsbot.db import reading
from newsbot.db.reading import Selection
from newsbot.domain.article import Article
from newsbot.matching.articles import document_of
from newsbot.services.backtests import Limits, compare
from newsbot.services.desk import Desk
from newsbot.services.judging import Asking, find_candidates
from newsbot.services.queries import read_query
from newsbot.services.rules import Hit

WINDOW = timedelta(days=7)
"""A week holds each day's rhythm once."""

SCAN_LIMIT = 1_000
"""Articles judged at the most: one to two seconds of one core (measured at 400 words each)."""

PAGE = 50
PATIENCE = timedelta(seconds=3)
"""A person who waits longer than this for an answer asks again."""

SHOWN_OF_STORY = 5
"""Hits looked at for each story shown: a story is seldom in more articles of one rule."""

SHORTEST_SPAN = timedelta(days=1)
"""A store of two hours says little about a day: its hits are not multiplied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Hold what a query would have told in `span`; stories count, not articles.

    `hits` are the newest article of each of the newest stories. `span` is the time that was
    looked at, back to the oldest of the `scanned` articles; one story in `every` was judged,
    and `is_cut` when time ran out before the window was through.
    """

    stories: int
    hits: tuple[Hit, ...]
    scanned: int
    span: timedelta
    every: int = 1
    is_cut: bool = False

    @property
    def is_estimate(self) -> bool:
        """Say whether something of the window was left out."""
        return self.every > 1 or self.is_cut

    @property
    def per_day(self) -> float:
        """Return about how many stories a day there are."""
        span = self.span if self.is_cut else max(self.span, SHORTEST_SPAN)
        return self.stories * self.every / max(span / timedelta(days=1), 1e-6)


async def forecast(
    desk: Desk, query: str, *, window: timedelta = WINDOW, shown: int = 5, limit: int = SCAN_LIMIT
) -> Forecast:
    """Judge stored articles of the window by a query. Raises `RefusedQuery`.

    Where the search index narrows them down to what a person waits for, none is left out.
    """
    parsed = await read_query(desk, query)
    assert parsed.query is not None
    started = desk.clock.now()
    asking = Asking(asked=parsed.query)
    async with desk.db.reading() as tx:
        stored = await reading.count_since(tx, started - window)
        narrowed = await find_candidates(tx, asking, started - window)
    if narrowed.places is None or len(narrowed.places) > limit:
        every = max(1, math.ceil(stored / limit))
        selection = Selection(since=started - window, every=every)
        return await _sampled(desk, parsed.query, selection, started, shown=shown)
    limits = Limits(patience=PATIENCE, shown=shown * SHOWN_OF_STORY)
    found = await compare(desk, asking, since=window, limits=limits)
    hits: dict[int, Hit] = {}
    for one in found.shown:
        hit = Hit(article=one.article, evidence=one.evidence)
        hits.setdefault(one.article.story_id or -one.article.id, hit)
    back_to = found.back_to or found.first or started
    return Forecast(
        stories=len({one.place.story_id or -one.place.article_id for one in found.verdicts}),
        hits=tuple(hits.values())[:shown],
        scanned=found.read if found.is_cut else stored,
        span=started - back_to,
        is_cut=found.is_cut,
    )


async def _sampled(
    desk: Desk, query: matching.Query, selection: Selection, started: datetime, *, shown: int
) -> Forecast:
    """Judge one story in so many, the newest first, while patience lasts."""
    newest_of_story: dict[int, Article] = {}
    scanned = 0
    before: tuple[datetime, int] | None = None
    is_cut = True
    while is_cut and desk.clock.now() - started < PATIENCE:
        async with desk.db.reading() as tx:
            page = await reading.select_articles(tx, selection, limit=PAGE, before=before)
        for article in await asyncio.to_thread(_hits, query, page):
            newest_of_story.setdefault(article.story_id or -article.id, article)
        scanned += len(page)
        is_cut = len(page) == PAGE
        if page:
            before = (page[-1].effective_at, page[-1].id)
    found = list(newest_of_story.values())
    return Forecast(
        stories=len(found),
        hits=tuple(_with_evidence(query, article) for article in found[:shown]),
        scanned=scanned,
        span=started - before[0] if before else timedelta(0),
        every=selection.every,
        is_cut=is_cut,
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
