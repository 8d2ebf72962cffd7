"""Own the reading of one stated time, in figures or in words; where it is looked for is `dates`'.

A time without a zone counts as UTC, a day without an hour as its first instant.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""No news page is older; htmldate draws the same line."""

LATEST = datetime(2100, 1, 1, tzinfo=UTC)
"""Upper bound when the caller does not say what time it is."""

MONTHS = 12

MAX_LENGTH = 120
"""Characters of a statement that are read."""

_FIGURES = re.compile(
    r"\D{0,12}((?:19|20)\d\d)(?:([-/.])(\d\d?)\2(\d\d?)|(\d\d)(\d\d))"
    r"(?:[T\s]+(\d\d?):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{2,4}\s+\d\d?:\d\d(?::\d\d)?"
    r"(?:\s+(?:[+-]\d{4}|[A-Z]{1,5}))?(?:\s+\(.{0,20})?$"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?$")

_MONTHS = """
    jan|january|januar|janvier|enero|gennaio|janeiro|januari|tammikuu|stycz|leden|ledna|januara
    січ|янв|јан|яну|ocak|ianuarie|ιαν|gener|sausi|jaan
    feb|february|februar|février|fevrier|febrero|febbraio|fevereiro|februari|helmikuu|luty|lutego
    únor|února|лют|фев|şubat|februarie|φεβ|febrer|vasar|veeb|fév|fev
    mar|march|märz|maerz|mars|marzo|março|marco|maart|maaliskuu|marzec|marca|březen|března
    бер|мар|mart|martie|márc|μαρ|març|kovo|märts|mrt|mär
    apr|april|avril|abril|aprile|huhtikuu|kwie|duben|dubna|квіт|апр|nisan|aprilie|ápr|απρ
    abr|avr|aprill|balan
    may|mai|mayo|maggio|maio|mei|maj|toukokuu|maja|květen|května|трав|мая|май|мај|mayıs|máj
    μαΐ|μαι|mag|maig|gegu
    jun|june|juni|juin|junio|giugno|junho|kesäkuu|czerw|červen|června|черв|июн|јун|юни|haziran
    iunie|jún|ιουν|giu|juny|birž|juuni
    jul|july|juli|juillet|julio|luglio|julho|heinäkuu|lip|lipca|červenec|července|лип|июл|јул|юли
    temmuz|iulie|júl|ιουλ|lug|juil|juliol|liep|juuli
    aug|august|août|aout|agosto|augustus|augusti|elokuu|sierp|srpen|srpna|серп|авг|ağustos
    αυγ|ago|agost|rugpj
    sep|sept|september|septembre|septiembre|settembre|setembro|syyskuu|wrze|září|верес|сен|сеп
    eylül|septembrie|szept|σεπ|set|setembre|rugs
    oct|october|oktober|octobre|octubre|ottobre|outubro|lokakuu|paźdz|październ|říj|жовт|окт
    ekim|octombrie|okt|οκτ|ott|out|octubre|spal
    nov|november|novembre|noviembre|novembro|marraskuu|listop|лист|ноя|ное|нов|kasım|noiembrie
    νοε|lapkr
    dec|december|dezember|décembre|decembre|diciembre|dicembre|dezembro|joulukuu|grud|prosin
    груд|дек|дец|aralık|decembrie|δεκ|dez|dic|déc|desember|desembre|gruod|dets
"""


def _months() -> dict[str, int]:
    """Return month numbers by beginnings of names, twelve lists that begin at a known name."""
    first = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    numbers: dict[str, int] = {}
    number = 0
    for row in _MONTHS.split():
        names = row.split("|")
        number += number < len(first) and names[0] == first[number]
        numbers.update({name: number for name in names if name not in numbers})
    return numbers


_MONTH_OF = _months()
_LONGEST_FIRST = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_NAME = rf"({_LONGEST_FIRST})[^\W\d_]*"
_CLOCK = r"(?:\D{1,12}?\b(\d{1,2})[:.h](\d{2})(?::\d{2})?(?:\s*([ap])\.?m\b)?)?"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s./-]+(?:de\s+|of\s+)?{_NAME}[\s.,/-]+(?:de[l]?\s+)?"
    rf"((?:19|20)\d\d){_CLOCK}"
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_]){_NAME}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d){_CLOCK}"
)
_DOTTED = re.compile(rf"(?<!\d)(\d{{1,2}})([./-])(\d{{1,2}})\2((?:19|20)\d\d)(?!\d){_CLOCK}")
_EAST_ASIAN = re.compile(r"((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_ISO_IN_TEXT = re.compile(rf"(?<!\d)((?:19|20)\d\d)([-/.])(\d\d?)\2(\d\d?)(?!\d){_CLOCK}")


def read_moment(text: str, latest: datetime = LATEST) -> datetime | None:
    """Return a stated time as aware UTC, None when it is unreadable or out of bounds."""
    text = text.strip()[:MAX_LENGTH]
    if not any(char.isdigit() for char in text):
        return None
    moment = _of_machine(text) or read_words(text)
    return moment if moment and EARLIEST <= moment <= latest else None


def _of_machine(text: str) -> datetime | None:
    """Read what programs write: ISO 8601, seconds since 1970, RFC 5322."""
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if match := _FIGURES.match(text):
        year, _, *rest = match.groups()
        month, day = rest[0] or rest[2], rest[1] or rest[3]
        return _moment(f"{year}-{month}-{day}", *rest[4:])
    if not _MAIL.match(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_words(text: str) -> datetime | None:
    """Return the time that words state, in any of some twenty languages; None when none do."""
    lower = text.lower()
    if match := _DAY_FIRST.search(lower):
        day, month, year, *clock = match.groups()
        return _moment(f"{year}-{_MONTH_OF[month]}-{day}", *_hour(*clock))
    if match := _MONTH_FIRST.search(lower):
        month, day, year, *clock = match.groups()
        return _moment(f"{year}-{_MONTH_OF[month]}-{day}", *_hour(*clock))
    if match := _EAST_ASIAN.search(lower):
        return _moment("-".join(match.groups()))
    if match := _ISO_IN_TEXT.search(lower):
        year, _, month, day, *clock = match.groups()
        return _moment(f"{year}-{month}-{day}", *_hour(*clock))
    if match := _DOTTED.search(lower):
        first, sign, second, year, *clock = match.groups()
        # a slash with an impossible month is American; else the day stands first
        day, month = (second, first) if sign == "/" and int(second) > MONTHS else (first, second)
        return _moment(f"{year}-{month}-{day}", *_hour(*clock))
    return None


def _hour(hour: str | None, minute: str | None, half: str | None) -> tuple[str | None, ...]:
    """Return hour and minute on the clock of 24."""
    if hour is None or half is None:
        return hour, minute
    return str(int(hour) % 12 + (12 if half == "p" else 0)), minute


def _moment(
    day: str,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    zone: str | None = None,
) -> datetime | None:
    """Return the moment of a day `year-month-day`, None when there is no such day or hour."""
    year, month, date = map(int, day.split("-"))
    clock = int(hour or 0), int(minute or 0), int(second or 0)
    try:
        moment = datetime(year, month, date, *clock, tzinfo=UTC)
    except ValueError:
        return None
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        moment += offset if zone[0] == "-" else -offset
    return moment
