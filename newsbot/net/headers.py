"""Own what response headers say: Retry-After, Cache-Control, and Link for WebSub. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from yarl import URL

LONGEST_WAIT: Final = timedelta(days=7)
"""A wish beyond a week is taken as a week: a source must not vanish by one header."""

MAX_LINK_CHARS: Final = 8192
MAX_LINKS: Final = 50
"""What is read of Link headers; WordPress sends three links."""

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_REL = re.compile(r""";\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+))""", re.IGNORECASE)

_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?(\d{1,12})', re.IGNORECASE | re.ASCII)
_UNCACHED = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)(?:$|[\s,=;])", re.IGNORECASE)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return the pause that Retry-After asks for (RFC 9110, 10.2.3), None when it says none.

    A date counts from the server's own Date, so that its wrong clock does no harm.
    """
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return min(timedelta(seconds=int(value[:9])), LONGEST_WAIT)
    until = _http_date(value)
    if until is None:
        return None
    pause = until - (_http_date(headers.get("Date", "")) or now)
    return min(max(pause, timedelta(0)), LONGEST_WAIT)


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long the answer stays fresh: max-age less Age (RFC 9111, 4.2.1)."""
    directives = headers.get("Cache-Control", "")
    match = _MAX_AGE.search(directives)
    if match is None or _UNCACHED.search(directives):
        return None
    age = headers.get("Age", "").strip()
    elapsed = int(age[:9]) if age.isascii() and age.isdigit() else 0
    seconds = min(int(match[1]), int(LONGEST_WAIT.total_seconds())) - elapsed
    return timedelta(seconds=max(seconds, 0))


def links(values: Iterable[str], base: URL) -> dict[str, str]:
    """Return the first absolute http(s) target of each relation (RFC 8288, 3), in lower case."""
    found: dict[str, str] = {}
    text = ", ".join(values)[:MAX_LINK_CHARS]
    for match in list(_LINK.finditer(text))[:MAX_LINKS]:
        rel = _REL.search(match[2])
        if rel is None:
            continue
        try:
            target = base.with_user(None).join(URL(match[1].strip()))
        except ValueError:
            continue
        if target.scheme in {"http", "https"} and target.host:
            for name in (rel[1] or rel[2] or "").lower().split():
                found.setdefault(name, str(target))
    return found


def _http_date(value: str) -> datetime | None:
    """Return an HTTP date as aware UTC, None when it cannot be read."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
