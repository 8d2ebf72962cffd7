"""Own the decision when a source is polled again; pure, it polls nothing.

Five voices are heard, each within its bound:

- the admin's interval: never polled more often, except while a gap is feared;
- the source's own rhythm, and what it says of itself (`Cache-Control: max-age`, `<ttl>`,
  `sy:updatePeriod`): both may stretch the interval up to `STRETCH`, so that with the jitter each
  source is polled within 1.5 times its interval (G6). Only a source that we watched for a week
  and that publishes less than daily may be stretched further: to `RARE_STRETCH` intervals, an
  hour at the most;
- a hub that pushes what is new (WebSub) and has missed nothing lately: then polls only watch over
  it, and are stretched as far as those of a rare source;
- `Retry-After`, which is an order, up to a day;
- failures in a row, which double the pause up to `LONGEST_BACK_OFF`.
"""

from datetime import datetime, timedelta
from typing import Final

LONGEST_BACK_OFF: Final = timedelta(hours=6)
"""A failing source is asked at least this often: a recovery is noticed within the day."""

FORGIVEN_FAILURES: Final = 1
"""The first failure is repeated after one plain interval: most are gone by then."""

LONGEST_ORDER: Final = timedelta(days=1)
"""A longer Retry-After is a fault of the server's more often than its will."""

JITTER: Final = 0.1
"""Polls are spread over a tenth of the pause, so that sources added together drift apart."""

STRETCH: Final = 1.35
"""With the jitter 1.485: within the 1.5 intervals of G6."""

POLLS_A_GAP: Final = 8
"""A source asked eight times between two of its articles tells them late by a sixteenth of that."""

RARE: Final = timedelta(days=1)
WATCHED: Final = timedelta(days=7)
RARE_STRETCH: Final = 12
LONGEST_PAUSE: Final = timedelta(hours=1)

HURRY: Final = 3
HURRIED_FLOOR: Final = timedelta(minutes=1)
"""Publishers block readers that ask more than once a minute."""


def pause_between(
    interval: timedelta,
    *,
    mean_gap: timedelta | None = None,
    watched: timedelta = timedelta(0),
    wish: timedelta | None = None,
    hurried: bool = False,
    pushed: bool = False,
) -> timedelta:
    """Return the pause before the next poll of a source that answers.

    `mean_gap` is the mean time between its publications, `watched` how long we read it, `wish`
    what it asks for, `hurried` that entries may have been missed between two polls,
    `pushed` that its hub can be relied on.
    """
    if hurried:
        faster = max(interval / HURRY, min(interval, HURRIED_FLOOR))
        return max(faster, min(wish or faster, interval))
    rare_bound = max(interval * STRETCH, min(interval * RARE_STRETCH, LONGEST_PAUSE))
    if pushed:
        return rare_bound
    bound = interval * STRETCH
    if mean_gap is not None and mean_gap >= RARE and watched >= WATCHED:
        bound = rare_bound
    wanted = max(mean_gap / POLLS_A_GAP if mean_gap else interval, wish or interval)
    return max(interval, min(wanted, bound))


def next_fetch(
    now: datetime,
    pause: timedelta,
    *,
    failures: int = 0,
    retry_after: timedelta | None = None,
    jitter: float = 0.0,
) -> datetime:
    """Return when to poll again; `jitter` is in [0, 1)."""
    if failures > FORGIVEN_FAILURES:
        doublings = min(failures - FORGIVEN_FAILURES, 16)
        pause = max(pause, min(pause * (1 << doublings), LONGEST_BACK_OFF))
    if retry_after is not None:
        pause = max(pause, min(retry_after, LONGEST_ORDER))
    return now + pause * (1 + jitter * JITTER)
