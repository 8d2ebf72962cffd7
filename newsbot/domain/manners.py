"""Own the Manners, what a source's document asks of those who poll it; when to poll is `polling`'s.

RSS 2.0 has three such elements: `<ttl>`, `<skipHours>` and `<skipDays>`, the hours and days in GMT
in which nobody may read the channel.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LONGEST_REST: Final = timedelta(days=3)
"""A long weekend, three skipped days in a row, is kept; what asks for more asks for nothing."""

_HOURS: Final = 24
_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Hold the wishes that a document states: hours 0-23, days 0-6 from Monday, all in UTC."""

    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()

    def rests_at(self, moment: datetime) -> bool:
        """Say whether the source asks not to be read at this moment (UTC)."""
        return moment.hour in self.skip_hours or moment.weekday() in self.skip_days

    def after_rest(self, moment: datetime) -> datetime:
        """Return the first moment from `moment` on (UTC) at which the source may be read.

        The minute within the hour is kept, so that polls stay spread. A source that leaves no hour
        within `LONGEST_REST` is read as if it had asked for nothing.
        """
        if len(self.skip_hours) >= _HOURS or len(self.skip_days) >= _DAYS:
            return moment
        found = moment
        while self.rests_at(found):
            found += timedelta(hours=1)
            if found - moment > LONGEST_REST:
                return moment
        return found
