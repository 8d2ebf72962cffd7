"""Own the one way out to the web: guarded, bounded, polite. It parses no document.

`WebClient` fits `domain.ports.Fetcher`. Whatever goes wrong leaves it as a `SourceError` with one
sentence for people.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

import aiohttp
from yarl import URL

from newsbot.domain.ports import Fetched, NotModified, Validators
from newsbot.errors import Gone, TooLarge, Unreachable
from newsbot.net import headers
from newsbot.net.addresses import AllowEntry
from newsbot.net.decoding import ACCEPT_ENCODING, BoundedDecoder
from newsbot.net.failures import explain, status_error
from newsbot.net.gate import HostGate
from newsbot.net.guard import AddressGuard, Lookup, Resolver
from newsbot.net.meter import make_connector

MIB: Final = 2**20

MAX_HEADER_BYTES: Final = 32 * 1024
"""One header line; aiohttp's 8 KiB refuses news sites with long security policies."""

SUCCESS: Final = range(200, 300)
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PERMANENT_REDIRECTS: Final = frozenset({301, 308})

MAX_VALIDATOR_CHARS: Final = 1024
"""A longer ETag is kept by no server's intent; storing it would only cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bound one fetch (G8). Times are seconds; the wire counts headers and framing too."""

    max_wire_bytes: int = 10 * MIB
    max_body_bytes: int = 20 * MIB
    max_redirects: int = 5
    total_s: float = 60.0
    connect_s: float = 10.0
    silence_s: float = 20.0
    turn_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Hold the reply to a `post`: header names in lower case, body decoded within the limits."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class _Journey:
    """Follow one fetch over its redirects."""

    url: URL
    headers: dict[str, str]
    remaining_s: float
    secret: str = ""
    origin: URL = field(default_factory=URL)
    permanent: bool = True
    hops: int = 0


class WebClient:
    """Fetch and post over HTTP. Made anywhere; its session is opened in the running loop."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow: Sequence[AllowEntry] = (),
        limits: Limits | None = None,
        host_concurrency: int = 2,
        host_delay_s: float = 0.0,
        lookup: Lookup | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits or Limits()
        self._guard = AddressGuard(allow)
        self._gate = HostGate(concurrency=host_concurrency, delay_s=host_delay_s)
        self._lookup = lookup
        self._now = now
        self._session: aiohttp.ClientSession | None = None
        self._resolver: Resolver | None = None

    async def get(
        self, url: str, *, validators: Validators | None = None, accept: str = "*/*"
    ) -> Fetched | NotModified:
        """Fetch an absolute http(s) URL, following at most five redirects.

        Raises `Blocked`, `Unreachable`, `Gone`, `TooLarge` or `Malformed`.
        """
        fetched, _ = await self.get_with_headers(url, validators=validators, accept=accept)
        return fetched

    async def get_with_headers(
        self, url: str, *, validators: Validators | None = None, accept: str = "*/*"
    ) -> tuple[Fetched | NotModified, Mapping[str, str]]:
        """Fetch like `get` and return the last response's headers too, names in any case."""
        journey = self._depart(url, accept, validators)
        while True:
            async with self._hop("GET", journey) as response:
                location = response.headers.get("Location", "")
                if response.status not in REDIRECTS or not location:
                    return await self._arrive(journey, response), response.headers
            self._redirect(journey, response.status, location)

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Post once, follow no redirect, return whatever status came.

        Raises `Interrupted` when the request may have been taken, other `SourceError`s when it
        surely was not.
        """
        journey = self._depart(url, "*/*", None)
        journey.headers.update(headers or {})
        async with self._hop("POST", journey, body) as response:
            content = await self._read(response)
            lowered = {name.lower(): value for name, value in response.headers.items()}
            return Answer(status=response.status, headers=lowered, body=content)

    async def close(self) -> None:
        """Close the connections; a later call opens a new session."""
        session, self._session = self._session, None
        resolver, self._resolver = self._resolver, None
        if session is not None:
            await session.close()
        if resolver is not None:
            await resolver.close()

    def _depart(self, url: str, accept: str, validators: Validators | None) -> _Journey:
        """Check the URL and write the request headers; credentials leave the URL for a header."""
        target = self._guard.check_url(url)
        request = {
            "User-Agent": self._user_agent,
            "Accept": accept,
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        if validators is not None and validators.etag:
            request["If-None-Match"] = validators.etag
        if validators is not None and validators.last_modified:
            request["If-Modified-Since"] = validators.last_modified
        secret = ""
        if target.user is not None:
            secret = aiohttp.encode_basic_auth(target.user, target.password or "", "utf-8")
        return _Journey(
            url=target.with_fragment(None),
            headers=request,
            remaining_s=self._limits.total_s,
            secret=secret,
            origin=target.origin(),
        )

    @asynccontextmanager
    async def _hop(
        self, method: str, journey: _Journey, body: bytes | None = None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Make one request in the host's turn and within what is left of the fetch's time."""
        url = journey.url.with_user(None)
        host = (url.host or "").lower()
        request = dict(journey.headers)
        if journey.secret and url.origin() == journey.origin:
            request["Authorization"] = journey.secret
        loop = asyncio.get_running_loop()
        async with self._turn(host):
            started = loop.time()
            response: aiohttp.ClientResponse | None = None
            deadline = asyncio.timeout(journey.remaining_s)
            with self._guard.passage(url) as passage:
                try:
                    async with (
                        deadline,
                        self._open_session().request(
                            method, url, headers=request, data=body, allow_redirects=False
                        ) as response,
                    ):
                        yield response
                except (aiohttp.ClientError, OSError, ValueError) as exc:
                    late = deadline.expired()
                    answered = response is not None
                    raise explain(
                        exc, passage, method=method, late=late, answered=answered
                    ) from exc
            journey.remaining_s -= loop.time() - started

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn, but not for ever: behind a dead host the queue gives up."""
        try:
            async with asyncio.timeout(self._limits.turn_s) as patience:
                async with self._gate.slot(host):
                    patience.reschedule(None)
                    yield
        except TimeoutError as exc:
            if not patience.expired():
                raise
            raise Unreachable(f"{host} is still busy with earlier requests of ours.") from exc

    async def _arrive(
        self, journey: _Journey, response: aiohttp.ClientResponse
    ) -> Fetched | NotModified:
        """Turn the last response of a fetch into its outcome."""
        host = response.url.host or ""
        fresh = headers.fresh_for(response.headers)
        asked = {"If-None-Match", "If-Modified-Since"} & journey.headers.keys()
        if response.status == HTTPStatus.NOT_MODIFIED and asked:
            return NotModified(moved_to=_moved_to(journey), fresh_for=fresh)
        if response.status == HTTPStatus.GONE:
            raise Gone(f"{host} says that this address is gone for good (HTTP 410).")
        if response.status not in SUCCESS:
            pause = headers.retry_after(response.headers, self._now())
            raise status_error(host, response.status, pause)
        body = await self._read(response)
        relations = headers.links(response.headers.getall("Link", ()), journey.url)
        return Fetched(
            url=str(journey.url.with_user(None)),
            body=body,
            content_type=_plain(response.headers.get("Content-Type", "")),
            validators=Validators(
                etag=_plain(response.headers.get("ETag", "")),
                last_modified=_plain(response.headers.get("Last-Modified", "")),
            ),
            moved_to=_moved_to(journey),
            fresh_for=fresh,
            hub=relations.get("hub", ""),
            self_url=relations.get("self", ""),
        )

    def _redirect(self, journey: _Journey, status: int, location: str) -> None:
        """Point the journey to the redirect's target. Raises `Blocked` or `Unreachable`."""
        host = journey.url.host or ""
        journey.hops += 1
        if journey.hops > self._limits.max_redirects:
            raise Unreachable(f"{host} redirects more than {self._limits.max_redirects} times.")
        try:
            target = self._guard.check_url(str(journey.url.join(URL(_readable(location)))))
        except ValueError as exc:
            raise Unreachable(f"{host} redirects to something that is no URL.") from exc
        target = target.with_user(None).with_fragment(None)
        if target.origin() == journey.url.origin():
            target = target.with_user(journey.url.user).with_password(journey.url.password)
        journey.url = target
        journey.permanent = journey.permanent and status in PERMANENT_REDIRECTS

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """Read the body within the limits. Raises `TooLarge` or `Malformed`."""
        length = response.content_length
        if length is not None and length > self._limits.max_wire_bytes:
            raise TooLarge(f"{response.url.host} announces {length // MIB} MiB; that is too much.")
        coding = response.headers.get("Content-Encoding", "")
        decoder = BoundedDecoder(coding, max_bytes=self._limits.max_body_bytes)
        async for chunk in response.content.iter_any():
            decoder.feed(chunk)
        return decoder.finish()

    def _open_session(self) -> aiohttp.ClientSession:
        """Return the session, opened on first use inside the running loop."""
        if self._session is None:
            self._resolver = Resolver(self._lookup)
            self._session = aiohttp.ClientSession(
                connector=make_connector(
                    self._guard, self._resolver, max_wire_bytes=self._limits.max_wire_bytes
                ),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None,
                    sock_connect=self._limits.connect_s,
                    sock_read=self._limits.silence_s,
                ),
                trust_env=False,
                max_line_size=MAX_HEADER_BYTES,
                max_field_size=MAX_HEADER_BYTES,
            )
        return self._session


def _moved_to(journey: _Journey) -> str:
    """Return where a chain of permanent redirects led to, "" for any other journey."""
    return str(journey.url) if journey.hops and journey.permanent else ""


def _readable(header: str) -> str:
    """Return a header value without undecodable bytes: they were Latin-1."""
    return header.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _plain(header: str) -> str:
    """Return a header value that can be stored and sent back, else nothing."""
    return header if header.isprintable() and len(header) <= MAX_VALIDATOR_CHARS else ""
