"""Own the Rhythm, when a source published; from it how often it does and when it fell silent.

Pure: times come in as arguments. When to poll is `domain.polling`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

KEPT_TIMES: Final = 24
"""Publication times kept for a source: enough for its present pace, small enough for its row."""

KEPT_PAUSES: Final = 8
PAUSES_KEPT_FOR: Final = timedelta(days=28)
"""The longest pauses of the last four weeks: nights, weekends and a holiday are among them."""

ENOUGH_TIMES: Final = 10
"""With fewer publications nothing is usual yet, so nothing is silence."""

LONG_PAUSES: Final = 2
USUAL_GAPS: Final = 8
"""Silent is who pauses twice as long as ever in four weeks, and eight times the mean."""

LEARNED_IN: Final = timedelta(days=14)
"""From here on two weekends have been seen, and the pauses speak for themselves."""

SHORTEST_SILENCE: Final = timedelta(hours=6)
SHORTEST_EARLY_SILENCE: Final = timedelta(hours=72)
"""Before that a quiet weekend must alarm nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Hold when a source published, in seconds since 1970.

    `times` are the last ones, ascending and distinct; `pauses` the longest ones between any two,
    as (end, length); `since` is the first time ever seen, 0 before it.
    """

    since: int = 0
    times: tuple[int, ...] = ()
    pauses: tuple[tuple[int, int], ...] = ()

    @property
    def last(self) -> datetime | None:
        """Return the latest publication, None before the first."""
        return datetime.fromtimestamp(self.times[-1], UTC) if self.times else None

    def observe(self, moments: Iterable[datetime], now: datetime) -> "Rhythm":
        """Return the rhythm with further publications; what is older than the last changes none."""
        last = self.times[-1] if self.times else 0
        found = {min(int(moment.timestamp()), int(now.timestamp())) for moment in moments}
        fresh = sorted(moment for moment in found if moment > last)
        if not fresh:
            return self
        after = [last, *fresh] if last else fresh
        oldest = int((now - PAUSES_KEPT_FOR).timestamp())
        pauses = {*self.pauses, *((end, end - start) for start, end in pairwise(after))}
        longest = sorted((one for one in pauses if one[0] >= oldest), key=lambda one: -one[1])
        return Rhythm(
            since=self.since or fresh[0],
            times=(*self.times, *fresh)[-KEPT_TIMES:],
            pauses=tuple(longest[:KEPT_PAUSES]),
        )

    def mean_gap(self, now: datetime) -> timedelta | None:
        """Return the mean time between publications, this pause included; None if unknown."""
        if len(self.times) < 2:  # noqa: PLR2004 - one moment has no gap
            return None
        return timedelta(seconds=max(now.timestamp() - self.times[0], 1) / len(self.times))

    def silent_after(self) -> timedelta | None:
        """Return how long a pause must be to be no usual one; None while nothing is usual."""
        if len(self.times) < ENOUGH_TIMES:
            return None
        seen = timedelta(seconds=self.times[-1] - self.since)
        floor = SHORTEST_SILENCE if seen >= LEARNED_IN else SHORTEST_EARLY_SILENCE
        longest = timedelta(seconds=max((length for _, length in self.pauses), default=0))
        mean = timedelta(seconds=self.times[-1] - self.times[0]) / (len(self.times) - 1)
        return max(longest * LONG_PAUSES, mean * USUAL_GAPS, floor)

    def is_silent(self, now: datetime) -> bool:
        """Say whether the present pause is far beyond the usual ones."""
        limit = self.silent_after()
        return limit is not None and self.last is not None and now - self.last > limit
