"""Own the Source, a place we read, and what a poll may leave on it; when to poll is `polling`'s."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from newsbot.domain.entry import Notice
from newsbot.domain.manners import Manners
from newsbot.domain.ports import Validators
from newsbot.domain.push import Push
from newsbot.domain.rhythm import Rhythm

MOVED_TIMES: Final = 3
MOVED_FOR: Final = timedelta(days=1)
"""A permanent redirect counts once it was seen this often and over this long: some are slips."""

FAILING_FOR: Final = timedelta(days=14)
"""A source that fails for so long is paused, and says so."""

FAILED_TIMES: Final = 10
"""And no sooner than after so many tries: a fortnight switched off is no fortnight of failures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Hold a stored source; `name` is its short name in rules (`source:`), unique.

    `baseline_at` is the time of the first successful reading, None before it. `failures` counts
    those since the last success, the first of which was at `failing_since`. `select` holds a web
    page's selectors by part (item, link, title, date, text, image).
    """

    id: int
    name: str
    title: str
    url: str
    homepage: str
    kind: str
    language: str
    tags: tuple[str, ...]
    interval: timedelta
    state: str
    reason: str
    licensed: bool
    identity: str
    validators: Validators
    next_fetch_at: datetime
    last_fetch_at: datetime | None
    last_success_at: datetime | None
    baseline_at: datetime | None
    error: str
    failures: int
    warnings: tuple[Notice, ...]
    created_at: datetime
    select: Mapping[str, str] = field(default_factory=dict)
    moved_to: str = ""
    moved_times: int = 0
    moved_since: datetime | None = None
    failing_since: datetime | None = None
    rhythm: Rhythm = field(default=Rhythm())
    silent_since: datetime | None = None
    gap_at: datetime | None = None
    manners: Manners = field(default=Manners())
    push: Push = field(default=Push())


class EventKind(StrEnum):
    """Name what happened to a source that a person should know of."""

    MOVED = "moved"
    MOVE_REFUSED = "move_refused"
    PAUSED = "paused"
    GONE = "gone"
    GAP = "gap"
    GAP_FILLED = "gap_filled"
    FLOOD = "flood"
    UNSTEADY = "unsteady_ids"
    SILENT = "silent"
    SPEAKS_AGAIN = "speaks_again"
    PUSHED = "pushed"
    PUSH_MISSED = "push_missed"
    PUSH_REFUSED = "push_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEvent:
    """Hold one thing that happened to a source, with a sentence for people."""

    kind: EventKind
    message: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """Hold what one poll leaves on its source.

    `move_to` is the address that the source moves to now; `moved_to` one that it may move to.
    `hub` and `topic` are what its document offers to subscribers (WebSub).
    """

    source_id: int
    polled_url: str
    next_fetch_at: datetime
    fetched_at: datetime
    succeeded: bool
    validators: Validators
    error: str = ""
    failures: int = 0
    failing_since: datetime | None = None
    baseline: bool = False
    title: str = ""
    homepage: str = ""
    language: str = ""
    kind: str = ""
    identity: str = ""
    warnings: tuple[Notice, ...] = ()
    state: str = "active"
    reason: str = ""
    moved_to: str = ""
    moved_times: int = 0
    moved_since: datetime | None = None
    move_to: str = ""
    rhythm: Rhythm = field(default=Rhythm())
    silent_since: datetime | None = None
    gap_at: datetime | None = None
    manners: Manners = field(default=Manners())
    hub: str = ""
    topic: str = ""
    push_missed_at: datetime | None = None
    events: tuple[SourceEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Hold what is known of a source's move: where to, how often seen, since when."""

    to: str = ""
    times: int = 0
    since: datetime | None = None

    def is_settled(self, now: datetime) -> bool:
        """Say whether the redirect was seen often and long enough to follow it for good."""
        return (
            self.times >= MOVED_TIMES and self.since is not None and now - self.since >= MOVED_FOR
        )


def follow_move(source: Source, moved_to: str, now: datetime) -> Move:
    """Return the move after a poll that was led to `moved_to`, or nowhere (RFC 9110, 15.4.2)."""
    if not moved_to or moved_to == source.url:
        return Move()
    if moved_to != source.moved_to or source.moved_since is None:
        return Move(to=moved_to, times=1, since=now)
    return Move(to=moved_to, times=source.moved_times + 1, since=source.moved_since)


def fails_for_long(since: datetime, failures: int, now: datetime) -> bool:
    """Say whether a source has failed so long that polling it is no use."""
    return now - since >= FAILING_FOR and failures >= FAILED_TIMES


def troubles(source: Source) -> tuple[Notice, ...]:
    """Return what a person should know of a source beside its document's own faults (G18)."""
    found = []
    if source.gap_at is not None:
        found.append(("possible_gap", f"entries may have been missed before {_day(source.gap_at)}"))
    if source.silent_since is not None:
        found.append(("silent", f"it usually publishes more often; silent since {_last(source)}"))
    if source.failing_since is not None:
        since = _day(source.failing_since)
        found.append(("failing", f"{source.failures} failures in a row since {since}"))
    if source.moved_to:
        found.append(("moving", f"it redirects for good to {source.moved_to}"))
    return tuple(Notice(code=code, message=message) for code, message in found)


def _last(source: Source) -> str:
    last = source.rhythm.last or source.silent_since
    return _day(last) if last is not None else ""


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
