"""Own the test of a query on stored articles: what it hits, the newest first, and against a rule.

How an article is judged stands in `judging`; the figures are made by `volumes`.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsbot import matching
from newsbot.db import reading
from newsbot.db.search import Place
from newsbot.domain.article import Article
from newsbot.errors import Invalid
from newsbot.services import rules
from newsbot.services.desk import Desk
from newsbot.services.judging import Asking, Candidates, Judgement, Verdict, find_candidates
from newsbot.services.queries import check_query, known_sets, read_query

PAGE = 50
"""Articles read and judged at a time: 50 ms of one core (400 words each)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Say how much is wanted of a test.

    It ends early at so many `hits`, or when `patience` is over. `shown` is how many judgements
    come with article and evidence, all when None; the others are counted.
    """

    hits: int | None = None
    patience: timedelta | None = None
    shown: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Hold the verdicts on stored articles, the newest first, and the first ones to be shown.

    `read` articles were read. `is_cut` when the patience or the limit ended before the time was
    through: then only what is not older than `back_to` was looked at. `first` is the time of the
    oldest article that is stored of the time asked for.
    """

    verdicts: tuple[Verdict, ...]
    shown: tuple[Judgement, ...]
    read: int
    first: datetime | None
    is_cut: bool = False
    back_to: datetime | None = None

    @property
    def added(self) -> int:
        """Return how many articles the query hits and the saved one did not."""
        return sum(one.hit and not one.was for one in self.verdicts)

    @property
    def dropped(self) -> int:
        """Return how many articles only the saved query hits."""
        return sum(one.was and not one.hit for one in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """Hold what a query hits of the articles from `since` to `until`.

    `saved` tells that it was compared with a saved version.
    """

    canonical: str
    warnings: tuple[matching.QueryWarning, ...]
    since: datetime
    until: datetime
    compared: Compared
    saved: bool = False

    @property
    def shown(self) -> tuple[Judgement, ...]:
        """Return the judgements with articles, the newest first."""
        return self.compared.shown


async def run(
    desk: Desk,
    query: str,
    *,
    since: timedelta,
    rule_id: int | None = None,
    limits: Limits | None = None,
) -> Backtest:
    """Judge what is stored of a time by a query; with a rule, compare with its saved version.

    Raises `RefusedQuery`, `NotFound` for the rule, `Invalid` when the saved version is unreadable.
    """
    parsed = await read_query(desk, query)
    assert parsed.query is not None
    saved = None if rule_id is None else await _saved(desk, rule_id)
    until = desk.clock.now()
    asking = Asking(asked=parsed.query, saved=saved)
    compared = await compare(desk, asking, since=since, limits=limits or Limits())
    return Backtest(
        canonical=parsed.canonical,
        warnings=parsed.warnings,
        since=until - since,
        until=until,
        compared=compared,
        saved=saved is not None,
    )


async def _saved(desk: Desk, rule_id: int) -> matching.Query:
    rule = await rules.get(desk, rule_id)
    async with desk.db.reading() as tx:
        sets = await known_sets(tx)
    query = check_query(rule.query, sets).query
    if query is None:
        raise Invalid(f"the saved version of rule {rule_id} is not readable any more")
    return query


async def compare(desk: Desk, asking: Asking, *, since: timedelta, limits: Limits) -> Compared:
    """Judge what is stored of a time by a tree, and by another one to compare with."""
    started = desk.clock.now()
    tally = _Tally(asking=asking, shown_at_most=limits.shown)
    is_enough = is_cut = False
    back_to: datetime | None = None
    async with desk.db.reading() as tx:
        found = await find_candidates(tx, asking, started - since)
    async for page in _pages(desk, found, started - since):
        if is_enough:
            is_cut = True
            break
        await tally.take(desk, page, found.known)
        back_to = page[-1].at
        late = limits.patience is not None and desk.clock.now() - started >= limits.patience
        is_enough = late or (limits.hits is not None and len(tally.verdicts) >= limits.hits)
    return Compared(
        verdicts=tuple(tally.verdicts[: limits.hits]),
        shown=tuple(tally.shown[: limits.hits]),
        read=tally.read,
        first=found.first,
        is_cut=is_cut,
        back_to=back_to if is_cut else None,
    )


@dataclass(slots=True, kw_only=True)
class _Tally:
    """Gather verdicts page by page; articles are read when they must be judged or shown."""

    asking: Asking
    shown_at_most: int | None
    verdicts: list[Verdict] = field(default_factory=list)
    shown: list[Judgement] = field(default_factory=list)
    read: int = 0

    async def take(self, desk: Desk, page: Sequence[Place], known: dict[int, Verdict]) -> None:
        room = len(page)
        if self.shown_at_most is not None:
            room = max(self.shown_at_most - len(self.shown), 0)
        certain = [place.article_id for place in page if place.article_id in known]
        needed = {place.article_id for place in page if place.article_id not in known}
        needed.update(certain[:room])
        articles: dict[int, Article] = {}
        if needed:
            async with desk.db.reading() as tx:
                articles = await reading.find_articles(tx, sorted(needed))
            self.read += len(articles)
            verdicts, shown = await asyncio.to_thread(self._judge, page, known, articles, room)
        else:
            verdicts, shown = self._judge(page, known, articles, room)
        self.verdicts.extend(verdicts)
        self.shown.extend(shown)

    def _judge(
        self,
        page: Sequence[Place],
        known: dict[int, Verdict],
        articles: dict[int, Article],
        room: int,
    ) -> tuple[list[Verdict], list[Judgement]]:
        verdicts: list[Verdict] = []
        shown: list[Judgement] = []
        for place in page:
            article = articles.get(place.article_id)
            verdict = known.get(place.article_id)
            judgement = None
            if article is not None:
                show = len(shown) < room
                verdict, judgement = self.asking.judge(article, place, verdict, show=show)
            if verdict is not None and (verdict.hit or verdict.was):
                verdicts.append(verdict)
            if judgement is not None:
                shown.append(judgement)
        return verdicts, shown


async def _pages(desk: Desk, found: Candidates, start: datetime) -> AsyncIterator[Sequence[Place]]:
    """Yield the places that either query may hit, the newest first."""
    if found.places is not None:
        for at in range(0, len(found.places), PAGE):
            yield found.places[at : at + PAGE]
        return
    before: Place | None = None
    while True:
        async with desk.db.reading() as tx:
            page = await reading.places_before(tx, before, since=start, limit=PAGE)
        if page:
            yield page
            before = page[-1]
        if len(page) < PAGE:
            return
