"""Own the figures of a backtest: hits per day, how many a day to expect, and the busiest hour.

Days and hours are UTC. A story counts once where a reader is told: at its first hit.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from newsbot.db.search import Place
from newsbot.services.backtests import Backtest

T = TypeVar("T", datetime, int)

SHORTEST_SPAN = timedelta(days=1)
"""A store of two hours says little about a day: its hits are not multiplied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Hold the clock hour with the most hits."""

    start: datetime
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Hold how much a query hits; `per_day` and `stories_per_day` are the forecast.

    `days` names every day of the time looked at, also those without a hit. `hour_of_day` is the
    hour in which most hits of all days come. `added` and `dropped` count against a saved version.
    """

    hits: int
    stories: int
    span: timedelta
    per_day: float
    stories_per_day: float
    days: tuple[tuple[date, int], ...]
    peak: Peak | None
    hour_of_day: int | None
    added: int
    dropped: int


def volume(found: Backtest) -> Volume:
    """Return the figures of a backtest."""
    hits = [one.place for one in found.compared.verdicts if one.hit]
    start = _start(found)
    span = found.until - start
    days = max(span, SHORTEST_SPAN) / timedelta(days=1)
    told = {place.story_id or -place.article_id for place in hits}
    hours = Counter(place.at.replace(minute=0, second=0, microsecond=0) for place in hits)
    of_day = Counter(place.at.hour for place in hits)
    return Volume(
        hits=len(hits),
        stories=len(told),
        span=span,
        per_day=len(hits) / days,
        stories_per_day=len(told) / days,
        days=_days(hits, start, found.until),
        peak=Peak(start=(top := _most(hours)), hits=hours[top]) if hours else None,
        hour_of_day=_most(of_day) if of_day else None,
        added=found.compared.added,
        dropped=found.compared.dropped,
    )


def _start(found: Backtest) -> datetime:
    """Return from when on was looked at: nothing is known of the time before the first article."""
    if found.compared.back_to is not None:
        return found.compared.back_to
    return max(found.since, found.compared.first or found.since)


def _days(hits: Sequence[Place], start: datetime, until: datetime) -> tuple[tuple[date, int], ...]:
    counted = Counter(place.at.date() for place in hits)
    number = (until.date() - start.date()).days + 1
    days = (start.date() + timedelta(days=place) for place in range(number))
    return tuple((day, counted[day]) for day in days)


def _most(counted: Counter[T]) -> T:
    """Return the key counted most often; of equals the latest."""
    return max(counted, key=lambda key: (counted[key], key))
