"""Own the figures of a backtest: hits per day, how many a day to expect, and the busiest hour.

Days and hours are UTC. A story counts once where a reader is told: at its first hit.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from newsbot.services.backtests import Backtest, Judgement

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
    hits = found.hits
    start = _start(found)
    span = found.until - start
    days = max(span, SHORTEST_SPAN) / timedelta(days=1)
    told = {_story(one) for one in hits}
    hours = Counter(_hour(one.article.effective_at) for one in hits)
    of_day = Counter(one.article.effective_at.hour for one in hits)
    return Volume(
        hits=len(hits),
        stories=len(told),
        span=span,
        per_day=len(hits) / days,
        stories_per_day=len(told) / days,
        days=_days(hits, start, found.until),
        peak=Peak(start=(top := _most(hours)), hits=hours[top]) if hours else None,
        hour_of_day=_most(of_day) if of_day else None,
        added=sum(one.change == "added" for one in found.judgements),
        dropped=sum(one.change == "dropped" for one in found.judgements),
    )


def _start(found: Backtest) -> datetime:
    """Return from when on was looked at: nothing is known of the time before the first article."""
    if found.is_cut and found.judgements:
        return found.judgements[-1].article.effective_at
    return max(found.since, found.first or found.since)


def _days(
    hits: Sequence[Judgement], start: datetime, until: datetime
) -> tuple[tuple[date, int], ...]:
    counted = Counter(one.article.effective_at.date() for one in hits)
    number = (until.date() - start.date()).days + 1
    days = (start.date() + timedelta(days=place) for place in range(number))
    return tuple((day, counted[day]) for day in days)


def _story(one: Judgement) -> int:
    return one.article.story_id or -one.article.id


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _most(counted: Counter[T]) -> T:
    """Return the key counted most often; of equals the latest."""
    return max(counted, key=lambda key: (counted[key], key))
