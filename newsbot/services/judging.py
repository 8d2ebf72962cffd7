"""Own the judging of stored articles by one query, or by two to compare; it makes no figures.

The search index narrows down; the reference evaluator judges what comes, away from the event
loop. Where the index decides by itself (`narrowing`), a hit is counted and read only to be shown;
a test holds both ways to the same answers, so that a backtest and the live engine never differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from newsbot import matching
from newsbot.db import Tx, reading, search, sources
from newsbot.db.search import Place
from newsbot.domain.article import Article
from newsbot.domain.rule import Evidence
from newsbot.domain.search import words_format
from newsbot.matching.articles import document_of
from newsbot.matching.query import Value
from newsbot.matching.snapshot import FORMAT
from newsbot.services.narrowing import SourceIds, narrow

WORDS_FORMAT = words_format(FORMAT)


class Verdict(NamedTuple):
    """Say of a place in time whether the query hits it, and whether the saved one did."""

    place: Place
    hit: bool
    was: bool

    @property
    def change(self) -> str:
        """Return "added" or "dropped" against the saved query, else ""."""
        return "" if self.hit == self.was else "added" if self.hit else "dropped"


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
class Asking:
    """Hold the query asked and, for a comparison, the saved one."""

    asked: matching.Query
    saved: matching.Query | None = None

    @property
    def queries(self) -> tuple[matching.Query, ...]:
        """Return one query or both."""
        return (self.asked,) if self.saved is None else (self.asked, self.saved)

    def judge(
        self, article: Article, place: Place, known: Verdict | None, *, show: bool
    ) -> tuple[Verdict, Judgement | None]:
        """Judge an article by the reference evaluator, unless the verdict is known; show a hit."""
        prepared = matching.prepare(document_of(article))
        verdict = known
        if verdict is None:
            holds = [matching.matches(one, prepared) for one in self.queries]
            verdict = Verdict(place, holds[0], holds[-1])
        if not show or not (verdict.hit or verdict.was):
            return verdict, None
        query = self.asked if verdict.hit or self.saved is None else self.saved
        evidence = matching.evidence(query, prepared)
        return verdict, Judgement(article=article, evidence=evidence, change=verdict.change)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Hold the places to be judged, the newest first, and the verdicts that are known already.

    `places` is None when the index cannot narrow down; `first` is the time of the oldest article.
    """

    places: tuple[Place, ...] | None
    known: dict[int, Verdict] = field(default_factory=dict)
    first: datetime | None


async def find_candidates(tx: Tx, asking: Asking, since: datetime) -> Candidates:
    """Return what the index gives for either query."""
    first = await reading.oldest_since(tx, since)
    source_ids = await _source_ids(tx, asking.queries)
    narrowed = [narrow(query, source_ids) for query in asking.queries]
    held: list[set[Place]] = []
    for one in narrowed:
        if one.asked is None:
            return Candidates(places=None, first=first)
        held.append(set(await search.holding(tx, one.asked, since=since)))
    unknown = set(await search.unknown(tx, WORDS_FORMAT, since=since))
    places = tuple(sorted(set.union(unknown, *held), reverse=True))
    if not all(one.is_exact for one in narrowed):
        return Candidates(places=places, first=first)
    asked, saved = held[0], held[-1]
    known = {
        place.article_id: Verdict(place, place in asked, place in saved)
        for place in places
        if place not in unknown
    }
    return Candidates(places=places, known=known, first=first)


async def _source_ids(tx: Tx, queries: Iterable[matching.Query]) -> SourceIds:
    """Return how sources answer to their names; they are read only when a query names one."""
    named: list[tuple[int, str]] = []
    every_leaf = (leaf for query in queries for leaf in matching.leaves(query))
    if any(isinstance(leaf, Value) and leaf.field == "source" for leaf in every_leaf):
        every = await sources.list_all(tx)
        named = [(one.id, one.name.strip().casefold()) for one in every]

    def source_ids(text: str) -> list[int]:
        return [number for number, name in named if text in {name, str(number)}]

    return source_ids
