"""Own the query of a feed address: how many entries, and from which time. It selects nothing.

Fields that are not ours, such as `utm_source`, are ignored.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from newsbot.services.feeds import MOST, Page
from newsbot.web.feed_request import BadQuery

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)")
_PLACE: Final = re.compile(r"(?P<time>[^,]{1,40})(,(?P<id>[0-9]{1,18}))?")
_LIMIT: Final = re.compile(r"[0-9]{1,4}")
_NOT_KNOWN: Final = {
    "q": "q is not known here: save the query as a rule and read the feed of the rule.",
    "story": "story is not known here: a story has a feed of its own, /feeds/story/ID.",
}
"""What a reader would take for a choice made, were it passed over in silence."""

_CLOCK_AT: Final = 11
"""Where the clock begins in an RFC 3339 time; behind it, a blank was a `+` before decoding."""


def read_page(query: Mapping[str, str]) -> Page:
    """Return the page that a query asks for. Raises `BadQuery`."""
    for name, remedy in _NOT_KNOWN.items():
        if name in query:
            raise BadQuery(remedy)
    limit, before, after = query.get("limit"), query.get("before"), query.get("after")
    return Page(
        limit=None if limit is None else _limit(limit),
        before=None if before is None else _place(before),
        after=None if after is None else _time("after", after),
    )


def _limit(text: str) -> int:
    if not _LIMIT.fullmatch(text) or not 1 <= int(text) <= MOST:
        raise BadQuery(f"limit must be a whole number from 1 to {MOST}.")
    return int(text)


def _place(text: str) -> tuple[datetime, int]:
    """Return the place of `TIME` or `TIME,ID`; the id tells entries of one moment apart."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise BadQuery("before must be an RFC 3339 time, such as 2026-03-01T08:00:00Z.")
    return _time("before", found["time"]), int(found["id"] or 0)


def _time(name: str, text: str) -> datetime:
    spelled = text[:_CLOCK_AT] + text[_CLOCK_AT:].replace(" ", "+")
    try:
        if _TIME.fullmatch(spelled):
            return datetime.fromisoformat(spelled.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadQuery(f"{name} must be an RFC 3339 time, such as 2026-03-01T08:00:00Z.")
