"""Own the Protocols that the loops ask for; adapters fit them by shape and do not inherit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from newsbot.domain.article import Extracted
from newsbot.domain.delivery import Receipt
from newsbot.domain.entry import SourceDocument
from newsbot.domain.message import Message


class Clock(Protocol):
    """Tell the time; the only door through which it enters."""

    def now(self) -> datetime:
        """Return the present as aware UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """Hold what makes the next request conditional (RFC 9110, 13.1)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """Answer a conditional request: nothing new (304). `fresh_for` from Cache-Control.

    `moved_to` as of `Fetched`: a redirect may end at an address that knows the validators.
    """

    moved_to: str = ""
    fresh_for: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Hold a fetched resource: decoded body within the limits, final URL after redirects.

    `moved_to` is the target of a chain of permanent redirects (301, 308) only, else "". `hub` and
    `self_url` are those of the Link header (WebSub, section 4), absolute.
    """

    url: str
    body: bytes
    content_type: str = ""
    validators: Validators = Validators()
    moved_to: str = ""
    fresh_for: timedelta | None = None
    hub: str = ""
    self_url: str = ""


class Fetcher(Protocol):
    """Be the one way out to the web: guarded, bounded, polite."""

    async def get(
        self, url: str, *, validators: Validators | None = None, accept: str = "*/*"
    ) -> Fetched | NotModified:
        """Fetch an absolute http(s) URL. Raises `SourceError` subclasses, nothing else."""


class SourceReader(Protocol):
    """Turn fetched bytes into a `SourceDocument`. Raises `Malformed`."""

    async def read(self, fetched: Fetched) -> SourceDocument:
        """Parse and sanitise; entries keep the document's order."""


class Extractor(Protocol):
    """Turn a fetched page into article text."""

    async def extract(
        self,
        fetched: Fetched,
        *,
        site_title: str = "",
        known_lines: frozenset[str] = frozenset(),
    ) -> Extracted:
        """Return what the page says; empty text when it has no article. Raises `SourceError`.

        `known_lines` stand on many pages of the site and are no part of an article.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Limit the calls that share `key` to one each `interval` on average, `burst` at once.

    `shared` limits span many addresses (a bot token); the others belong to one chat.
    """

    key: str
    interval: timedelta
    burst: int = 1
    shared: bool = False


class Channel(Protocol):
    """Be a transport. `name` is the part of an address before the colon."""

    name: str

    def normalise(self, address: str) -> str:
        """Return the address in its one spelling. Raises `Invalid` that says what is right."""

    def paces(self, address: str) -> tuple[Pace, ...]:
        """Return every limit that a send to this address counts against."""

    async def send(self, address: str, message: Message) -> Receipt:
        """Send one message once. Raises `ChannelError` subclasses, nothing else."""

    async def close(self) -> None:
        """Let go of connections."""
