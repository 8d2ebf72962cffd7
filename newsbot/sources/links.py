"""Own how a URL stated in a document becomes an absolute one; pure string work."""

import re
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

WEB: Final = ("http://", "https://")

_INNER_BLANKS = re.compile(r"[\t\r\n]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_COLON_FIRST = re.compile(r"[^/?#]*:")
"""A colon in the first segment: no relative reference has one (RFC 3986, 4.2)."""

_MISLEADING = re.compile(r"[\x00-\x1f\\]")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
_HALF_ESCAPED = re.compile(r"&(?:amp|#38|#x26);", re.IGNORECASE)


def absolute(base: str, reference: str) -> str:
    """Return the http(s) URL that `reference` means seen from `base`, "" when there is none.

    Without a base, only an absolute reference has a meaning. `&amp;` that was escaped once too
    often becomes `&`.
    """
    if not reference:
        return ""
    url = reference.strip()
    if "\n" in url or "\t" in url or "\r" in url:
        url = _INNER_BLANKS.sub("", url)
    if "&" in url:
        url = _HALF_ESCAPED.sub("&", url)
    lowered = url[:8].lower()
    if lowered.startswith(WEB):
        return url
    if not url or (_SCHEME.match(url) and not lowered.startswith(("http:", "https:"))):
        return ""
    if not base:
        return ""
    try:
        joined = urljoin(base, url)
    except ValueError:
        return ""
    return joined if joined[:8].lower().startswith(WEB) else ""


def second_page(url: str) -> str:
    """Return where WordPress has the entries before those of a feed, "" for a later page of one.

    A query parameter of its own (`paged`, since version 1.5); another program passes over it, and
    what it then answers was known before.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not parts.netloc or re.search(r"(?:^|&)paged=", parts.query):
        return ""
    query = f"{parts.query}&paged=2" if parts.query else "paged=2"
    return urlunsplit(parts._replace(query=query, fragment=""))


def embedded(base: str, reference: str) -> str | None:
    """Return the absolute URL for a relative one inside HTML, None when it must go.

    Called by the sanitiser for what its URL parser takes as relative, so anything that only looks
    relative (a scheme behind control characters) is refused.
    """
    url = reference.strip()
    if _COLON_FIRST.match(url) or _MISLEADING.search(url):
        return None
    if url.startswith("#"):
        return None
    joined = absolute(base, url)
    return _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", joined) or None


def host_of(url: str) -> str:
    """Return the host of a URL in lower case without `www.`, "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
