"""Own the answers of the feed handler: status, headers, sentences. It decides none of them."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from newsbot.web.conditional import http_date
from newsbot.web.feed_lane import Freshness
from newsbot.web.feed_port import Document, FeedPath
from newsbot.web.feed_request import FeedRequest

Headers = list[tuple[bytes, bytes]]

METHODS: Final = b"GET, HEAD, OPTIONS"

_STALE_S: Final = 86_400
"""How long a cache may serve what it has while we fail (RFC 5861, 4): readers poll daily."""

ALWAYS: Final[Headers] = [
    (b"x-content-type-options", b"nosniff"),
    # A feed opened in a browser runs nothing, is framed by nobody and leaks no token.
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
]

_ANY_ORIGIN: Final = (b"access-control-allow-origin", b"*")
_PREFLIGHT: Final[Headers] = [
    _ANY_ORIGIN,
    (b"access-control-allow-methods", b"GET, HEAD"),
    # Scripts that ask conditionally are asked first (Fetch, "CORS-safelisted request-header").
    (b"access-control-allow-headers", b"if-none-match, if-modified-since"),
    (b"access-control-max-age", b"86400"),
]

CHALLENGES: Final[Headers] = [
    (b"www-authenticate", b'Basic realm="newsbot feeds", charset="UTF-8"'),
    (b"www-authenticate", b'Bearer realm="newsbot feeds"'),
]


@dataclass(frozen=True, slots=True)
class Response:
    """Hold an answer; Content-Length and what every answer carries are added when it is sent.

    `freshness` says until when it may be repeated unasked, None for not at all.
    """

    status: int
    headers: Headers
    body: bytes = b""
    freshness: Freshness | None = None


def said(status: int, sentence: str, *headers: tuple[bytes, bytes]) -> Response:
    """Return an answer that is a sentence; nobody stores it, as the next one may differ."""
    plain = (b"content-type", b"text/plain; charset=utf-8")
    return Response(
        status, [plain, (b"cache-control", b"no-store"), *headers], f"{sentence}\n".encode()
    )


def options(path: FeedPath) -> Response:
    """Return what may be done with a path, for browsers that ask before a script reads JSON."""
    return Response(204, [(b"allow", METHODS), *(_PREFLIGHT if path.ending == "json" else ())])


def moved(location: str, request: FeedRequest) -> Response:
    """Return a permanent redirect that keeps the query, and with it a token, on this host."""
    target = location
    elsewhere = "://" in location or location.startswith("//")
    if location.startswith("/") and not elsewhere:
        target = f"{request.root_path}{location}"
    address = _ascii(target)
    if request.query_string and not elsewhere and b"?" not in address:
        address += b"?" + request.query_string
    caching = b"private" if request.credentials else b"public"
    return Response(301, [(b"location", address), (b"cache-control", caching + b", max-age=3600")])


def document_headers(path: FeedPath, document: Document, tag: bytes) -> Headers:
    """Return what 200 and 304 have in common (RFC 9110, 15.4.5)."""
    headers = [
        (b"etag", b'"%b"' % tag),
        (b"cache-control", _cache_control(document)),
        (b"vary", b"Accept-Encoding"),
    ]
    if document.last_modified:
        headers.append((b"last-modified", http_date(document.last_modified)))
    if document.private:
        # The address may hold a token: it belongs in no search engine.
        headers.append((b"x-robots-tag", b"noindex"))
    elif path.ending == "json":
        headers += [_ANY_ORIGIN, (b"access-control-expose-headers", b"ETag, Link")]
    if document.links:
        links = [b'<%b>; rel="%b"' % (_ascii(href), rel.encode()) for rel, href in document.links]
        headers.append((b"link", b", ".join(links)))
    return headers


def _cache_control(document: Document) -> bytes:
    if not document.private:
        return b"public, max-age=%d, stale-if-error=%d" % (max(document.max_age_s, 0), _STALE_S)
    if document.max_age_s > 0:
        return b"private, max-age=%d" % document.max_age_s
    return b"private, no-cache"


def _ascii(address: str) -> bytes:
    """Return the address as a header can hold it: no blank, no control, ASCII only."""
    return quote(address, safe="/:?&=%#+,;@!$'()*~[]").encode()
