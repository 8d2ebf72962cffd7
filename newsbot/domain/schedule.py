"""Own local time: when a digest is due, and whether it is quiet now; pure, right across DST.

A window is named by local wall time and never by a span, so that a day of 23 or 25 hours has one
daily digest like any other (G16). A wall time that a zone skips counts from the moment it would
have been; of one that comes twice the first counts.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DEFAULT_AT = time(8, 0)

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Name the digest that an alert belongs to, and say when it is due."""

    name: str
    due_at: datetime


def read_clock(text: str) -> time | None:
    """Return the time of `8:00` or `08:00`, None for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    return None if found is None else time(int(found[1]), int(found[2]))


def read_at(cadence: str, text: str) -> tuple[int, time] | None:
    """Return weekday (0 is Monday) and time of a subscription's `at`; None when it is wrong.

    Daily digests take `08:00`, weekly ones `mon 08:00`; an empty text is 8 o'clock (on Monday).
    """
    words = text.split()
    if not words:
        return 0, DEFAULT_AT
    day = 0
    if cadence == "weekly" and words[0].lower() in DAYS:
        day = DAYS.index(words.pop(0).lower())
    clock = read_clock(" ".join(words)) if words else DEFAULT_AT
    return None if clock is None else (day, clock)


def zone_or_utc(name: str) -> ZoneInfo:
    """Return the zone of a name, UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return when a local wall time comes, as UTC."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def digest_window(cadence: str, at: str, zone: ZoneInfo, now: datetime) -> Window:
    """Return the window whose digest takes an alert decided `now`: the next one to come."""
    local = now.astimezone(zone)
    if cadence == "hourly":
        start = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        due_at = start + timedelta(hours=1)
        return Window(name=f"hourly:{due_at:%Y-%m-%dT%H}", due_at=due_at)
    day, clock = read_at(cadence, at) or (0, DEFAULT_AT)
    ahead = (day - local.weekday()) % 7 if cadence == "weekly" else 0
    step = 7 if cadence == "weekly" else 1
    wanted = local.date() + timedelta(days=ahead)
    while (due_at := instant(wanted, clock, zone)) <= now:
        wanted += timedelta(days=step)
    return Window(name=f"{cadence}:{wanted.isoformat()}", due_at=due_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Hold the local hours in which a chat is left alone; they may span midnight.

    With `silent` messages still come, without a sound; else they wait for the end.
    """

    start: time
    end: time
    silent: bool = False


def quiet_until(quiet: QuietHours | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when the quiet hours that hold now will end; None when it is not quiet."""
    if quiet is None or quiet.start == quiet.end:
        return None
    local = now.astimezone(zone)
    for back in (1, 0):
        opened = local.date() - timedelta(days=back)
        closed = opened if quiet.start < quiet.end else opened + timedelta(days=1)
        ends = instant(closed, quiet.end, zone)
        if instant(opened, quiet.start, zone) <= now < ends:
            return ends
    return None
