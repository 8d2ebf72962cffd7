"""Own the reading of dates as feeds write them; pure, without clock and locale.

`parse_date` knows the forms met in the wild. `parse_odd_date` asks dateparser as a last resort;
it is slow to load and to run, so only the sandbox calls it.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from newsbot.sources.calendar_words import MONTHS, PM_WORDS, ZONES

MAX_DATE_CHARS: Final = 100
"""No date is longer; what is longer is prose and not worth the parser's time."""

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2200
"""Outside of these a date is a placeholder (0001-01-01) or a slip."""

_CENTURY_TURN: Final = 70
"""Two digits from 70 on are 19xx (RFC 2822, 4.3 says 50; 1970 is when feeds' clocks begin)."""

_SECONDS_DIGITS: Final = 10
_MILLISECONDS_DIGITS: Final = 13
_HOURS_A_DAY: Final = 24
_NOON: Final = 12
_LAST_SECOND: Final = 59
_LAST_MONTH: Final = 12
_YEAR_DIGITS: Final = 4

_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[A-Za-z]*\.?,?\s+(\d{4})\s+"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:([+-])(\d{2}):?(\d{2})|([A-Za-z]{1,5}))?",
    re.ASCII,
)
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[Tt_ ,]\s*(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,:]\d+)?)?"
    r"\s*(?:[Zz]|UTC|GMT|(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?)?)?)?",
    re.ASCII,
)
_COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:[Tt ]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?\s*"
    r"(?:[Zz]|UTC|GMT|([+-])(\d{2}):?(\d{2})?)?",
    re.ASCII,
)
_TIME = re.compile(
    r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?!\d)\s*([ap]\.?m\b\.?)?", re.IGNORECASE
)
_HOUR_ONLY = re.compile(r"(?<!\d)(\d{1,2})\s*([ap]\.?m\b\.?)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:utc|gmt|z|(?<=[\d\s)]))\s*([+-])\s*(\d{1,2}):?(\d{2})?(?!\d|[-/.]\d)")
_CJK_DATE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_CJK_TIME = re.compile(
    r"(\d{1,2})\s*[时時点點시]\s*(?:(\d{1,2})\s*[分분])?\s*(?:(\d{1,2})\s*[秒초])?"
)
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"(?<![\d:])\d{1,4}(?![\d:])")

_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH: Final = {name: number for number, name in enumerate(_SHORT, start=1)}


@lru_cache(maxsize=4096)
def parse_date(text: str) -> datetime | None:
    """Return the moment that `text` states as aware UTC, None when it states none we can read.

    A missing zone is UTC, a missing time midnight. Knows RFC 822/2822, RFC 3339/ISO 8601,
    asctime and its kin, Unix time, numeric dates and month names of some thirty languages.
    """
    text = text.strip()
    if not text or len(text) > MAX_DATE_CHARS:
        return None
    if not text.isascii():
        text = "".join(_ascii_digit(char) for char in text)
    moment = _rfc822(text) or _unix_time(text) or _iso(text) or _any_order(text)
    if moment is None or not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return None
    return moment


def _ascii_digit(char: str) -> str:
    """Return a digit of any script as that of ours: Arabic and Persian feeds have their own."""
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


@lru_cache(maxsize=512)
def parse_odd_date(text: str, language: str) -> datetime | None:
    """Return what dateparser makes of `text` in `language` or English, without guessing.

    Asking it for all its languages takes seconds, so it is told the document's.
    """
    import dateparser

    if len(text) > MAX_DATE_CHARS:
        return None
    settings = {
        "TIMEZONE": "UTC",
        "TO_TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
    }
    primary = language.partition("-")[0].lower()
    languages = [primary, "en"] if primary not in {"", "en"} else ["en"]
    try:
        moment = dateparser.parse(text, languages=languages, settings=settings)
    except (ValueError, OverflowError, RecursionError):
        return None
    if not isinstance(moment, datetime) or not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return None
    return moment.astimezone(UTC)


def looks_like_date(text: str) -> bool:
    """Return whether it is worth asking `parse_odd_date`: a number beside letters.

    A date in a form that `parse_date` knows is impossible (31 April, year 1), not odd.
    """
    text = text.strip()
    if len(text) > MAX_DATE_CHARS or _ISO.fullmatch(text) or _RFC822.fullmatch(text):
        return False
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def _moment(
    year: int, month: int, day: int, clock: tuple[int, int, int], offset: timedelta
) -> datetime | None:
    """Build the moment in UTC; hour 24 is the next day's 0, second 60 is 59, None if impossible."""
    hour, minute, second = clock
    extra = timedelta(0)
    if hour == _HOURS_A_DAY:
        hour, extra = 0, timedelta(days=1)
    try:
        local = datetime(year, month, day, hour, minute, min(second, _LAST_SECOND), tzinfo=UTC)
        return local + extra - offset
    except (ValueError, OverflowError):
        return None


def _full_year(digits: str) -> int:
    """Return the year of two or four digits."""
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - three digits and more are meant as they are
        return year
    return year + (1900 if year >= _CENTURY_TURN else 2000)


def _offset(sign: str, hours: str, minutes: str | None) -> timedelta:
    """Return the distance from UTC."""
    distance = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return -distance if sign == "-" else distance


def _rfc822(text: str) -> datetime | None:
    """Read the form of RSS: `Fri, 19 Sep 2025 12:00:00 GMT`, also NATO's `19 Sep. 2025`."""
    match = _RFC822.fullmatch(text)
    if match is None:
        return None
    day, name, year, hour, minute, second, sign, off_hours, off_minutes, zone = match.groups()
    month = _ENGLISH.get(name.lower())
    if month is None:
        return None
    if sign:
        offset = _offset(sign, off_hours, off_minutes)
    else:
        offset = timedelta(minutes=ZONES.get((zone or "").lower(), 0))
    clock = (int(hour), int(minute), int(second or 0))
    return _moment(int(year), month, int(day), clock, offset)


def _iso(text: str) -> datetime | None:
    """Read the form of Atom: RFC 3339, and ISO 8601 with its parts left out."""
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, sign, off_hours, off_minutes = match.groups()
    offset = _offset(sign, off_hours, off_minutes) if sign else timedelta(0)
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    return _moment(int(year), int(month), int(day or 1), clock, offset)


def _unix_time(text: str) -> datetime | None:
    """Read seconds or milliseconds since 1970."""
    if not (text.isascii() and text.isdigit()):
        return None
    if len(text) == _SECONDS_DIGITS:
        return datetime.fromtimestamp(int(text), UTC)
    if len(text) == _MILLISECONDS_DIGITS:
        return datetime.fromtimestamp(int(text) // 1000, UTC)
    return None


def _any_order(text: str) -> datetime | None:
    """Read a date by its parts, wherever they stand: time, zone, month name, day and year."""
    lowered = text.casefold()
    clock, rest = _take_clock(lowered)
    offset, rest = _take_offset(rest)
    day = _take_cjk(rest) or _take_numeric(rest, us_order=clock[1]) or _take_named(rest)
    if day is None:
        return None
    return _moment(*day, clock[0], offset)


def _take_clock(text: str) -> tuple[tuple[tuple[int, int, int], bool], str]:
    """Return ((hour, minute, second), whether written with am/pm) and the text without it."""
    if match := _CJK_TIME.search(text):
        hour, minute, second = (int(part or 0) for part in match.groups())
        half = ""
    elif match := _clock_match(text):
        hour, minute, second = (int(part or 0) for part in match.groups()[:3])
        half = match[4] or ""
    elif match := _HOUR_ONLY.search(text):
        hour, minute, second, half = int(match[1]), 0, 0, match[2]
    else:
        return ((0, 0, 0), False), text
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    afternoon = half.startswith("p") or any(word in rest for word in PM_WORDS)
    if afternoon and hour < _NOON:
        hour += _NOON
    elif half.startswith("a") and hour == _NOON:
        hour = 0
    return ((hour, minute, second), bool(half)), rest


def _clock_match(text: str) -> re.Match[str] | None:
    """Return the first `12:30`-like part; `12.30` and `12h30` count where no colon stands."""
    colon = next((match for match in _TIME.finditer(text) if ":" in match[0]), None)
    if colon is not None:
        return colon
    for match in _TIME.finditer(text):
        dotted_date = re.match(r"[.]\d", text[match.end() :]) or text[: match.start()].endswith(".")
        if not dotted_date and int(match[1]) <= _HOURS_A_DAY and int(match[2]) <= _LAST_SECOND:
            return match
    return None


def _take_offset(text: str) -> tuple[timedelta, str]:
    """Return the zone's distance from UTC and the text without it."""
    if match := _OFFSET.search(text):
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        return _offset(match[1], match[2], match[3]), rest
    for match in _WORD.finditer(text):
        if match[0] in ZONES and len(match[0]) > 1:
            return timedelta(
                minutes=ZONES[match[0]]
            ), f"{text[: match.start()]} {text[match.end() :]}"
    return timedelta(0), text


def _take_cjk(text: str) -> tuple[int, int, int] | None:
    """Read `2025年9月19日` and its Korean form."""
    match = _CJK_DATE.search(text)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def _take_numeric(text: str, *, us_order: bool) -> tuple[int, int, int] | None:
    """Read `2025/9/19`, `19.09.2025`, `9/19/2025`.

    Where day and month cannot be told apart, am/pm with slashes means month first.
    """
    match = _NUMERIC_DATE.search(text)
    if match is None:
        return None
    first, separator, second, third = match.groups()
    if len(first) == _YEAR_DIGITS:
        return int(first), int(second), int(third)
    day, month = int(first), int(second)
    if month > _LAST_MONTH or (us_order and separator == "/" and day <= _LAST_MONTH):
        day, month = month, day
    return _full_year(third), month, day


def _take_named(text: str) -> tuple[int, int, int] | None:
    """Read a day, a month by its name in some language, and a year, in any order."""
    months = [MONTHS[word[0]] for word in _WORD.finditer(text) if word[0] in MONTHS]
    if not months:
        return None
    month = months[-1]  # "mar, 19 sep 2025": a Tuesday before it is a month's name elsewhere
    numbers = _NUMBER.findall(text)
    years = [number for number in numbers if len(number) == _YEAR_DIGITS]
    others = [number for number in numbers if len(number) <= 2]  # noqa: PLR2004 - day, short year
    if years and others:
        return int(years[0]), month, int(others[0])
    if len(others) >= 2:  # noqa: PLR2004 - day and short year
        return _full_year(others[1]), month, int(others[0])
    return None
