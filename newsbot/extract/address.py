"""Own the judgement of addresses that a page names; fetching and its guards are `net`'s."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

_HOST = re.compile(
    r"^(?=.{1,253}$)[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)+$"
)
_MAX_LENGTH = 2048
"""Longest address taken; browsers and feed readers cut or refuse beyond it."""


def web_address(value: str, base: str = "") -> str:
    """Return an absolute http(s) address without fragment and credentials, "" when it is none."""
    value = "".join(value.split())
    if not value or len(value) > _MAX_LENGTH:
        return ""
    try:
        parts = urlsplit(urljoin(base, value))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not _HOST.match(host):
        return ""
    netloc = f"{host}:{port}" if port else host
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))


def host_of(address: str) -> str:
    """Return the host of an address without a leading `www.`, "" when there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def canonical_address(declared: str, url: str) -> str:
    """Return the page's canonical address, else its own.

    A canonical address that leads from an article to a home page, or to the home page of another
    site, is a template's fault and is not believed.
    """
    found = web_address(declared, url)
    own = web_address(url)
    if not found:
        return own
    if (
        own
        and urlsplit(found).path == "/"
        and urlsplit(own).path != "/"
        and not urlsplit(found).query
    ):
        return own
    return found
