"""Own the judging of a query on stored articles, as live ones are judged.

The search index narrows down; the reference evaluator judges what comes, the newest first, away
from the event loop. So a backtest and the live engine never differ, however long it takes.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from newsbot import matching
from newsbot.db import Tx, reading, search, sources
from newsbot.domain.article import Article
from newsbot.domain.rule import Evidence
from newsbot.domain.search import words_format
from newsbot.errors import Invalid
from newsbot.matching.articles import document_of
from newsbot.matching.query import Value
from newsbot.matching.snapshot import FORMAT
from newsbot.services import rules
from newsbot.services.desk import Desk
from newsbot.services.narrowing import SourceIds, narrow
from newsbot.services.queries import check_query, known_sets, read_query

PAGE = 100
"""Articles read and judged at a time: a tenth of a second of one core (400 words each)."""

TEXTS_KEPT = 1_000
"""Hits that keep their texts to be shown; the others are counted and listed (7 KB each)."""

WORDS_FORMAT = words_format(FORMAT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Hold a stored article that a query hits, or that its saved version hit.

    `change` is "added" or "dropped" against the saved version, else "". Evidence is of the
    version that hits.
    """

    article: Article
    evidence: tuple[Evidence, ...]
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """Hold what a query hits in a time, the newest first.

    `judged` articles were read of those stored since `since`; the oldest of those stored is of
    `first`. `is_cut` when the patience or the limit ended before the time was through: then what
    is missing is older than the last hit.
    """

    canonical: str
    warnings: tuple[matching.QueryWarning, ...]
    since: datetime
    until: datetime
    first: datetime | None
    judgements: tuple[Judgement, ...]
    judged: int
    is_cut: bool = False

    @property
    def hits(self) -> tuple[Judgement, ...]:
        """Return what the query hits now, without what it no longer does."""
        return tuple(one for one in self.judgements if one.change != "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Say when a backtest ends early: at so many hits, or after so long."""

    hits: int | None = None
    patience: timedelta | None = None


@dataclass(slots=True, kw_only=True)
class _Queries:
    """Hold the query asked and, for a comparison, the saved one."""

    asked: matching.Query
    saved: matching.Query | None = None

    def judge(self, articles: Sequence[Article]) -> list[Judgement]:
        """Return the judgements on those articles that either query hits."""
        found: list[Judgement] = []
        for article in articles:
            prepared = matching.prepare(document_of(article))
            hit = matching.matches(self.asked, prepared)
            was = hit if self.saved is None else matching.matches(self.saved, prepared)
            if not hit and not was:
                continue
            query = self.asked if hit or self.saved is None else self.saved
            change = "" if hit == was else "added" if hit else "dropped"
            evidence = matching.evidence(query, prepared)
            found.append(Judgement(article=article, evidence=evidence, change=change))
        return found


@dataclass(slots=True, kw_only=True)
class _Tally:
    judged: int = 0
    found: list[Judgement] = field(default_factory=list)

    def add(self, found: Sequence[Judgement], *, judged: int) -> None:
        self.judged += judged
        for one in found:
            bare = replace(one.article, text="", teaser="", summary="")
            kept = one if len(self.found) < TEXTS_KEPT else replace(one, article=bare)
            self.found.append(kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Hold the judgements on stored articles, the newest first; see `Backtest`."""

    found: tuple[Judgement, ...]
    judged: int
    is_cut: bool


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
    compared = await compare(desk, parsed.query, saved, since=since, limits=limits)
    async with desk.db.reading() as tx:
        first = await reading.oldest_since(tx, until - since)
    return Backtest(
        canonical=parsed.canonical,
        warnings=parsed.warnings,
        since=until - since,
        until=until,
        first=first,
        judgements=compared.found,
        judged=compared.judged,
        is_cut=compared.is_cut,
    )


async def compare(
    desk: Desk,
    asked: matching.Query,
    saved: matching.Query | None,
    *,
    since: timedelta,
    limits: Limits | None = None,
) -> Compared:
    """Judge what is stored of a time by a tree, and by another one to compare with."""
    queries = _Queries(asked=asked, saved=saved)
    limits = limits or Limits()
    started = desk.clock.now()
    tally = _Tally()
    is_cut = False
    async for page in _candidates(desk, queries, started - since):
        tally.add(await asyncio.to_thread(queries.judge, page), judged=len(page))
        late = limits.patience is not None and desk.clock.now() - started >= limits.patience
        if late or (limits.hits is not None and len(tally.found) >= limits.hits):
            is_cut = True
            break
    return Compared(found=tuple(tally.found[: limits.hits]), judged=tally.judged, is_cut=is_cut)


async def _saved(desk: Desk, rule_id: int) -> matching.Query:
    rule = await rules.get(desk, rule_id)
    async with desk.db.reading() as tx:
        sets = await known_sets(tx)
    query = check_query(rule.query, sets).query
    if query is None:
        raise Invalid(f"the saved version of rule {rule_id} is not readable any more")
    return query


async def _candidates(
    desk: Desk, queries: _Queries, start: datetime
) -> AsyncIterator[Sequence[Article]]:
    """Yield the articles that either query may hit, the newest first, page by page."""
    async with desk.db.reading() as tx:
        ids = await _narrowed(tx, queries, start)
    if ids is None:
        async for page in _everything(desk, start):
            yield page
        return
    for place in range(0, len(ids), PAGE):
        part = ids[place : place + PAGE]
        async with desk.db.reading() as tx:
            found = await reading.find_articles(tx, part)
        yield [found[key] for key in part if key in found]


async def _narrowed(tx: Tx, queries: _Queries, start: datetime) -> list[int] | None:
    """Return the ids that the index gives, the newest first; None when it cannot narrow down."""
    asked_of = [query for query in (queries.asked, queries.saved) if query is not None]
    source_ids = await _source_ids(tx, asked_of)
    ids: set[int] = set()
    for query in asked_of:
        asked = narrow(query, source_ids)
        if asked is None:
            return None
        ids.update(await search.candidates(tx, asked, WORDS_FORMAT))
    return [number for _, number in await search.newest_first(tx, sorted(ids), since=start)]


async def _source_ids(tx: Tx, queries: Sequence[matching.Query]) -> SourceIds:
    """Return how sources answer to their names; they are read only when a query names one."""
    named: list[tuple[int, str]] = []
    every_leaf = (leaf for query in queries for leaf in matching.leaves(query))
    if any(isinstance(leaf, Value) and leaf.field == "source" for leaf in every_leaf):
        named = [(one.id, one.name.casefold()) for one in await sources.list_all(tx)]

    def source_ids(text: str) -> list[int]:
        return [number for number, name in named if text in {name, str(number)}]

    return source_ids


async def _everything(desk: Desk, start: datetime) -> AsyncIterator[Sequence[Article]]:
    selection = reading.Selection(since=start)
    before: tuple[datetime, int] | None = None
    while True:
        async with desk.db.reading() as tx:
            page = await reading.select_articles(tx, selection, limit=PAGE, before=before)
        if page:
            yield page
            before = (page[-1].effective_at, page[-1].id)
        if len(page) < PAGE:
            return
