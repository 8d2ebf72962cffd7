"""Own the finding of time zones by what people call them; it keeps nobody's choice.

Names are those of the IANA database as installed; a button carries the checksum of a name.
"""

import difflib
from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from newsbot.bot.buttons import fingerprint

UNSET = "UTC"
"""What a chat has that never chose a zone."""

CHOSEN_UTC = "Etc/UTC"
"""The same clock by another name: a chat that chose it is not asked again."""

OFFERED = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Kyiv",
    "America/New_York",
    "Asia/Kolkata",
    CHOSEN_UTC,
)
HOME = {"uk": "Europe/Kyiv", "de": "Europe/Berlin"}
"""Where most speakers of a language live: offered first."""

SIMILAR_SHOWN = 4


@cache
def names() -> tuple[str, ...]:
    """Return the names of all zones that have a region; the first call reads the disk."""
    return tuple(sorted(name for name in available_timezones() if "/" in name))


def lookup(text: str) -> str:
    """Return the zone that a person means by its name or its city, "" when that is not clear."""
    wanted = _key(text)
    if wanted in {"utc", "gmt", "z"}:
        return CHOSEN_UTC
    for name in names():
        if _key(name) == wanted:
            return name
    cities = [name for name in names() if _city(name) == wanted]
    return cities[0] if len(cities) == 1 else ""


def similar(text: str) -> list[str]:
    """Return zones that a person may mean: of the same city, then of a similar name."""
    wanted = _key(text)
    same = [name for name in names() if _city(name) == wanted]
    by_key = {_key(name): name for name in names()} | {_city(name): name for name in names()}
    close = difflib.get_close_matches(wanted, by_key, n=SIMILAR_SHOWN, cutoff=0.7)
    return list(dict.fromkeys([*same, *(by_key[key] for key in close)]))[:SIMILAR_SHOWN]


def offered(language: str) -> list[str]:
    """Return the zones to choose from, the one where the language is at home first."""
    home = HOME.get(language, OFFERED[0])
    known = set(names())
    return [one for one in dict.fromkeys([home, *OFFERED]) if one in known]


def by_mark(mark: int, among: Sequence[str] | None = None) -> str:
    """Return the zone whose name has this checksum, "" when there is none."""
    for name in names() if among is None else among:
        if fingerprint(name) == mark:
            return name
    return ""


def label(name: str) -> str:
    """Return what a button calls a zone: its city."""
    return name.rpartition("/")[2].replace("_", " ")


def _key(text: str) -> str:
    return text.strip().casefold().replace(" ", "_")


def _city(name: str) -> str:
    return _key(name.rpartition("/")[2])
