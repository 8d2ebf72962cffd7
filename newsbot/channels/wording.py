"""Own the few words that channels add to a message; all other wording comes with the message."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Hold the words of one language; the phrases with a number are worded for any number."""

    also: str
    sources: str
    more: str
    matched: str
    untitled: str
    months: tuple[str, ...] = ()


ENGLISH = Words(
    also="also",
    sources="sources: {count}",
    more="and {count} more",
    matched="Matched",
    untitled="(no headline)",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

WORDS = {
    "en": ENGLISH,
    "de": Words(
        also="auch",
        sources="Quellen: {count}",
        more="und {count} weitere",
        matched="Treffer",
        untitled="(ohne Überschrift)",
    ),
    "fr": Words(
        also="aussi",
        sources="sources : {count}",
        more="et {count} de plus",
        matched="Règles",
        untitled="(sans titre)",
    ),
    "es": Words(
        also="también",
        sources="fuentes: {count}",
        more="y {count} más",
        matched="Reglas",
        untitled="(sin titular)",
    ),
    "uk": Words(
        also="також",
        sources="джерел: {count}",
        more="і ще {count}",
        matched="Збіг",
        untitled="(без заголовка)",
    ),
    "ru": Words(
        also="также",
        sources="источников: {count}",
        more="и ещё {count}",
        matched="Совпадение",
        untitled="(без заголовка)",
    ),
}


def words_of(language: str) -> Words:
    """Return the words of a language tag, English where we have none."""
    primary = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return WORDS.get(primary, ENGLISH)


def local_time(moment: datetime, zone: str, words: Words) -> str:
    """Return a moment as the reader's clock shows it, with the zone's short name."""
    try:
        local = moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        local = moment.astimezone(UTC)
    if words.months:
        day = f"{local.day} {words.months[local.month - 1]} {local.year}"
    else:
        day = f"{local.day:02}.{local.month:02}.{local.year}"
    return f"{day}, {local:%H:%M} {local.tzname()}"
