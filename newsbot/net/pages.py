"""Own the fetching of pages, where publishers may say no (G20); feeds are published to be fetched.

`PageFetcher` fits `domain.ports.Fetcher`: before a page it asks the origin's robots.txt and its
text-and-data-mining reservations, after it the page's own header and meta element.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from yarl import URL

from newsbot.domain.ports import Fetched, NotModified, Validators
from newsbot.errors import Blocked, SourceError, Unreachable
from newsbot.net.client import WebClient
from newsbot.net.robots import (
    EVERYTHING,
    NOTHING,
    Robots,
    Rule,
    parse_reservations,
    parse_robots,
    reserves,
)

KEPT_S: Final = 24 * 3600.0
"""RFC 9309, 2.4: robots.txt is not used from a cache for longer than a day."""

KEPT_AFTER_FAILURE_S: Final = 600.0
"""How soon an origin that could not say what it permits is asked again."""

MAX_ORIGINS: Final = 2000

TOO_MANY_REQUESTS: Final = 429
SERVER_ERRORS: Final = 500

_RESERVED_META = re.compile(
    rb"""<meta\b(?=[^>]{0,300}\bname\s*=\s*["']?tdm-reservation\b)[^>]{0,300}?"""
    rb"""\bcontent\s*=\s*["']?\s*1\b""",
    re.IGNORECASE,
)
_META_BYTES: Final = 32_768
_PRODUCT = re.compile(r"[A-Za-z_-]+")


@dataclass(slots=True)
class _Origin:
    """Hold what one origin permits, until when that is known, and the lock of those who ask."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    robots: Robots = NOTHING
    reservations: tuple[Rule, ...] = ()
    known_until: float = 0.0


class PageFetcher:
    """Fetch pages by a `WebClient`, which the caller owns and closes."""

    def __init__(self, client: WebClient, *, user_agent: str) -> None:
        product = _PRODUCT.match(user_agent)
        self._agent = product[0] if product else user_agent
        self._client = client
        self._origins: OrderedDict[str, _Origin] = OrderedDict()

    async def get(
        self, url: str, *, validators: Validators | None = None, accept: str = "*/*"
    ) -> Fetched | NotModified:
        """Fetch a page unless its publisher objects (`Blocked`); other errors as the client's."""
        await self._ask(url)
        fetched, headers = await self._client.get_with_headers(
            url, validators=validators, accept=accept
        )
        if isinstance(fetched, Fetched):
            if fetched.url != url:
                await self._ask(fetched.url)
            if _is_reserved(fetched.body, headers):
                raise _reserved(fetched.url)
        return fetched

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the origin's robots.txt names. Raises `SourceError`."""
        return (await self._origin(url)).robots.sitemaps

    async def _ask(self, url: str) -> None:
        """Raise `Blocked` when the origin's files speak against the page."""
        origin = await self._origin(url)
        if not origin.robots.permits(url):
            host = URL(url).host
            raise Blocked(f"{host} does not want programs to read this page (robots.txt).")
        if reserves(origin.reservations, url):
            raise _reserved(url)

    async def _origin(self, url: str) -> _Origin:
        """Return what the URL's origin permits, asked at most once a day."""
        try:
            key = str(URL(url).origin())
        except ValueError as exc:
            raise Blocked("The address is no valid URL; check its spelling.") from exc
        origin = self._origins.setdefault(key, _Origin())
        self._origins.move_to_end(key)
        while len(self._origins) > MAX_ORIGINS:
            self._origins.popitem(last=False)
        async with origin.lock:
            now = asyncio.get_running_loop().time()
            if origin.known_until <= now:
                await self._learn(origin, key, now)
        return origin

    async def _learn(self, origin: _Origin, key: str, now: float) -> None:
        """Read robots.txt and the reservations of an origin."""
        origin.known_until = now + KEPT_S
        try:
            fetched = await self._client.get(f"{key}/robots.txt")
        except Unreachable as exc:
            missing = exc.status is not None and exc.status < SERVER_ERRORS
            if missing and exc.status != TOO_MANY_REQUESTS:
                origin.robots = EVERYTHING  # RFC 9309, 2.3.1.3: no file, no rule
            else:
                origin.robots = NOTHING  # 2.3.1.4: who cannot say, says no
                origin.known_until = now + KEPT_AFTER_FAILURE_S
        except SourceError as exc:
            if isinstance(exc, Blocked):
                origin.known_until = 0.0
                raise
            origin.robots = EVERYTHING
        else:
            body = fetched.body if isinstance(fetched, Fetched) else b""
            origin.robots = parse_robots(body, self._agent)
        origin.reservations = await self._read_reservations(key)

    async def _read_reservations(self, key: str) -> tuple[Rule, ...]:
        """Return the rules of the origin's TDMRep file, none when it has no such file."""
        try:
            fetched = await self._client.get(f"{key}/.well-known/tdmrep.json")
        except SourceError:
            return ()
        return parse_reservations(fetched.body) if isinstance(fetched, Fetched) else ()


def _is_reserved(body: bytes, headers: Mapping[str, str]) -> bool:
    """Return whether the page itself says `tdm-reservation: 1`, in header or meta element."""
    if headers.get("tdm-reservation", "").strip() == "1":
        return True
    return _RESERVED_META.search(body, 0, _META_BYTES) is not None


def _reserved(url: str) -> Blocked:
    """Return the error for a page whose rights are kept."""
    return Blocked(f"{URL(url).host} reserves this page against text and data mining.")
