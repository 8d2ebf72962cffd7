"""Own the Push, what a source's hub does for us (WebSub); it asks no hub and takes nothing in.

A hub is believed once it has pushed something. Then the source is polled at a relaxed rhythm, to
see whether the hub misses anything; when it does, it has to prove itself for a day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

PATIENCE: Final = timedelta(minutes=10)
"""What a poll finds so long after its publication the hub did not push."""

PROBATION: Final = timedelta(days=1)
"""How long after a miss a hub is not relied on, however much it pushes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """Hold what a source offers and what came of it.

    `hub` and `topic` are the addresses that its document names, "" for none. `until` is the end of
    the lease that the hub confirmed, `pushed_at` the last push, `missed_at` when a poll last found
    what the hub had not pushed.
    """

    hub: str = ""
    topic: str = ""
    until: datetime | None = None
    pushed_at: datetime | None = None
    missed_at: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        """Say whether the hub has promised to push now."""
        return self.until is not None and now < self.until

    def is_trusted(self, now: datetime) -> bool:
        """Say whether polls may be rare because the hub pushes and misses nothing."""
        if not self.is_active(now) or self.pushed_at is None:
            return False
        return self.missed_at is None or self.pushed_at - self.missed_at >= PROBATION

    def has_missed(self, claimed_at: datetime | None, now: datetime) -> bool:
        """Say whether a new article that a poll brings ought to have been pushed before.

        `claimed_at` is its date; of one without a date nothing can be said against the hub, nor
        can anything of a hub that has pushed nothing yet.
        """
        if claimed_at is None or self.pushed_at is None or not self.is_active(now):
            return False
        return now - claimed_at >= PATIENCE
