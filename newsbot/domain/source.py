"""Own the Source, a place we read, and the one decision about it: when to poll again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsbot.domain.entry import Notice
from newsbot.domain.ports import Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Hold a stored source; `name` is its short name in rules (`source:`), unique.

    `baseline_at` is the time of the first successful reading, None before it. `failures` counts
    those since the last success.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """Hold what one poll leaves on its source."""

    source_id: int
    next_fetch_at: datetime
    fetched_at: datetime
    succeeded: bool
    error: str = ""
    failures: int = 0
    validators: Validators | None = None
    baseline: bool = False
    title: str = ""
    homepage: str = ""
    language: str = ""
    kind: str = ""
    identity: str = ""
    warnings: tuple[Notice, ...] = ()
    state: str = "active"
    reason: str = ""


LONGEST_BACK_OFF = timedelta(hours=6)
"""A failing source is asked at least this often: a recovery is noticed within the day."""

FORGIVEN_FAILURES = 1
"""The first failure is repeated after one plain interval: most are gone by then."""


def next_fetch(
    now: datetime,
    interval: timedelta,
    *,
    failures: int = 0,
    fresh_for: timedelta | None = None,
    retry_after: timedelta | None = None,
    jitter: float = 0.0,
) -> datetime:
    """Return when to poll again.

    After failures the interval doubles up to `LONGEST_BACK_OFF` (never below the interval). What
    the host asks for (`Retry-After`, `Cache-Control: max-age`) is honoured up to a day. `jitter`
    in [0, 1) spreads polls over an additional tenth of the pause.
    """
    pause = interval
    if failures > FORGIVEN_FAILURES:
        doublings = min(failures - FORGIVEN_FAILURES, 16)
        pause = max(interval, min(interval * (1 << doublings), LONGEST_BACK_OFF))
    for wish in (fresh_for, retry_after):
        if wish is not None:
            pause = max(pause, min(wish, timedelta(days=1)))
    return now + pause * (1 + jitter / 10)
