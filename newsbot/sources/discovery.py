"""Own the search for the feeds of an address; every request goes through the given fetcher.

    the address itself -> what its service is known for -> what its page names -> usual places

Each candidate is fetched and read before it is offered: a link that leads nowhere is none.
"""

import re
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from newsbot.domain.entry import SourceDocument
from newsbot.domain.ports import Fetched, Fetcher, SourceReader
from newsbot.errors import SourceError
from newsbot.net import canonicalise, url_key
from newsbot.sources import charset
from newsbot.sources.links import absolute
from newsbot.sources.places import common_feeds, known_feeds, youtube_channel_feed

MAX_REQUESTS: Final = 20
"""Requests for one search: a person waits for it, and no site should notice it."""

MAX_FOUND: Final = 10

PAGE_BYTES: Final = 400_000
MAX_TAGS: Final = 2000
"""How much of a page, and how many of its links, are looked through in the main process."""

_LINK = re.compile(r"<link\b[^<>]{1,2000}>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FEED_TYPES: Final = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/feed+json"),
        *("application/rdf+xml", "application/json", "application/xml", "text/xml"),
    }
)
_COMMENT_FEED = re.compile(r"comments?|replies|oembed|wp-json", re.IGNORECASE)
_FEED_HREF = re.compile(
    r"(?:^|[/._-])(?:rss|feeds?|atom)(?:[/._?-]|$)|\.(?:rss|rdf)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """Hold a source that answers: `origin` says how it was found, `entries` how many it has now."""

    url: str
    title: str
    kind: str
    entries: int
    origin: str


async def discover(url: str, fetcher: Fetcher, reader: SourceReader) -> tuple[FoundSource, ...]:
    """Return the sources that belong to an address, the most likely first; empty when none.

    An address without scheme is taken for https. Raises `SourceError` when the address itself
    cannot be fetched and its service is not known either.
    """
    search = _Search(fetcher, reader)
    address = url.strip()
    if "://" not in address:
        address = f"https://{address.lstrip('/')}"
    async with aclosing(search.run(address)) as steps:
        async for _ in steps:
            if search.requests >= MAX_REQUESTS or len(search.found) >= MAX_FOUND:
                break
    if not search.found and search.failure is not None:
        raise search.failure
    return tuple(search.found)


class _Search:
    """Try candidates one after the other; each counts once, however it is spelled."""

    def __init__(self, fetcher: Fetcher, reader: SourceReader) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._tried: set[str] = set()
        self._places: set[str] = set()
        self.found: list[FoundSource] = []
        self.requests = 0
        self.failure: SourceError | None = None

    async def run(self, url: str) -> AsyncGenerator[None, None]:
        """Search step by step; the caller may stop between any two."""
        for candidate in known_feeds(url):
            await self._try(candidate, "service")
            yield
        page = None if self.found else await self._fetch(url)
        if page is not None and await self._read(page, "address"):
            return
        if page is not None:
            for candidate in _named_feeds(page):
                await self._try(candidate, "page")
                yield
        if not self.found and self.failure is None:
            for candidate in common_feeds(page.url if page else url):
                await self._try(candidate, "usual place")
                yield

    async def _try(self, url: str, origin: str) -> None:
        """Fetch and read one candidate."""
        fetched = await self._fetch(url, quiet=True)
        if fetched is not None:
            await self._read(fetched, origin)

    async def _fetch(self, url: str, *, quiet: bool = False) -> Fetched | None:
        """Fetch once; a failure that is not `quiet` is kept for the caller."""
        if canonicalise(url) in self._tried:
            return None
        self._tried.add(canonicalise(url))
        self.requests += 1
        try:
            fetched = await self._fetcher.get(url)
        except SourceError as exc:
            if not quiet:
                self.failure = exc
            return None
        return fetched if isinstance(fetched, Fetched) else None

    async def _read(self, fetched: Fetched, origin: str) -> bool:
        """Read a document; return whether it is a source."""
        try:
            document = await self._reader.read(fetched)
        except SourceError:
            return False
        place = url_key(fetched.url)
        if place not in self._places:
            self._places.add(place)
            self.found.append(_found(document, fetched.url, origin))
        return True


def _found(document: SourceDocument, url: str, origin: str) -> FoundSource:
    """Return what is offered to a person."""
    return FoundSource(
        url=url,
        title=document.title or (urlsplit(url).hostname or ""),
        kind=document.kind,
        entries=len(document.entries),
        origin=origin,
    )


def _named_feeds(page: Fetched) -> Iterable[str]:
    """Return the feeds that a page names: in its head, then by links that look like feeds."""
    text = _text_of(page)
    links = [_attributes(match[0]) for match in islice(_LINK.finditer(text), MAX_TAGS)]
    base = next(iter(re.findall(r"""<base\b[^<>]*\bhref=["']([^"']+)""", text)), "")
    here = absolute(page.url, base) or page.url
    named = [
        absolute(here, link.get("href", ""))
        for link in links
        if "alternate" in link.get("rel", "").lower().split()
        and link.get("type", "").lower().partition(";")[0].strip() in _FEED_TYPES
    ]
    if (urlsplit(page.url).hostname or "").endswith("youtube.com"):
        named.append(youtube_channel_feed(text))
    anchors = (_attributes(match[0]) for match in islice(_ANCHOR.finditer(text), MAX_TAGS))
    hrefs = (anchor.get("href", "") for anchor in anchors)
    looking = [absolute(here, href) for href in hrefs if _FEED_HREF.search(href.split("?")[0])]
    plain = [url for url in dict.fromkeys(named) if url]
    plain.sort(key=lambda url: bool(_COMMENT_FEED.search(url)))
    return dict.fromkeys(
        [*plain, *(url for url in looking if url and not _COMMENT_FEED.search(url))]
    )


def _text_of(page: Fetched) -> str:
    """Return the beginning of a page as text; for its addresses any ASCII superset will do."""
    body = page.body[:PAGE_BYTES]
    try:
        return charset.decode(body, page.content_type, trial=False).text
    except charset.NeedsTrial:
        return body.decode("latin-1")


def _attributes(tag: str) -> dict[str, str]:
    """Return a tag's attributes, names in lower case, entities resolved."""
    return {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(tag)
    }
