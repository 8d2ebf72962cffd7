"""Own the address at which hubs call (WebSub): a raw ASGI callable in front of the pages.

What a question or a push means is decided behind `Hubs`; nothing else is served here.
"""

import asyncio
from collections.abc import Mapping
from typing import Final, Protocol
from urllib.parse import parse_qsl

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from newsbot.errors import StoreError
from newsbot.pipeline.push import Taken

log = structlog.get_logger(__name__)

PREFIX: Final = "/websub/"

MAX_BODY_BYTES: Final = 10 * 2**20
"""What any response may have on the wire (G8), a push may have too."""

BODY_S: Final = 10.0
"""A hub that sends more slowly is left; polls find what it said."""

AT_ONCE: Final = 16
"""Pushes read at the same time, of one source one: a hub that drips holds no place of others'."""

MAX_ID_DIGITS: Final = 18

_PLAIN: Final = (
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'"),
    (b"cache-control", b"no-store"),
)


class Hubs(Protocol):
    """Take what hubs send."""

    def knows(self, source_id: int, token: str) -> bool:
        """Say whether this is the callback of a source; asks no database."""

    async def answer(self, source_id: int, query: Mapping[str, str]) -> str | None:
        """Return what to echo, None when we asked for nothing. Raises `StoreError`."""

    async def take(
        self, source_id: int, body: bytes, *, signature: str, content_type: str
    ) -> Taken:
        """Read and store a push. Raises `StoreError`."""


class WebSubApp:
    """Answer hubs at `/websub/SOURCE/TOKEN` and pass all else to `inner`."""

    def __init__(self, hubs: Hubs, inner: ASGIApp) -> None:
        self._hubs = hubs
        self._inner = inner
        self._in_hand: set[int] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._inner(scope, receive, send)
            return
        status, body = await self._respond(scope, receive)
        headers = [*_PLAIN, (b"content-length", b"%d" % len(body))]
        if status == 503:  # noqa: PLR2004 - an HTTP status
            headers.append((b"retry-after", b"30"))
        if status == 405:  # noqa: PLR2004 - an HTTP status
            headers.append((b"allow", b"GET, POST"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _respond(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        """Return status and body; a fault is told once and answered with 500."""
        source_id = self._source(scope["path"])
        if source_id is None:
            return 404, b"There is no such subscription."
        try:
            if scope["method"] == "GET":
                return await self._verify(source_id, scope)
            if scope["method"] == "POST":
                return await self._take_one(source_id, scope, receive)
        except StoreError:
            return 503, b"Try again."
        except Exception:
            log.exception("push failed", action="websub", source_id=source_id)
            return 500, b"The push cannot be taken because of a fault in newsbot."
        return 405, b"Hubs ask by GET and push by POST."

    def _source(self, path: str) -> int | None:
        """Return the source whose callback this path is, None for a path that nobody gave out."""
        number, _, token = path.removeprefix(PREFIX).partition("/")
        if not (number.isascii() and number.isdigit() and len(number) <= MAX_ID_DIGITS):
            return None
        return int(number) if self._hubs.knows(int(number), token) else None

    async def _verify(self, source_id: int, scope: Scope) -> tuple[int, bytes]:
        """Answer the question whether we meant it (section 5.3)."""
        try:
            query = dict(parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=50))
        except ValueError:
            return 400, b"That is no question of a hub's: it has too many fields."
        echo = await self._hubs.answer(source_id, query)
        if echo is None:
            return 404, b"Nobody here asked for this."
        return 200, echo.encode()

    async def _take_one(self, source_id: int, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        """Take a push unless one of this source, or too many of others, are in hand."""
        if source_id in self._in_hand or len(self._in_hand) >= AT_ONCE:
            return 503, b"Another push is in hand. Try again."
        self._in_hand.add(source_id)
        try:
            return await self._take(source_id, scope, receive)
        finally:
            self._in_hand.discard(source_id)

    async def _take(self, source_id: int, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        """Take a push (section 7)."""
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get(b"content-encoding", "identity").strip().lower() != "identity":
            return 415, b"Pushes are taken without a content coding."
        body = await _read(headers.get(b"content-length", ""), receive)
        if body is None:
            return 413, b"A push has 10 MiB at the most, sent within ten seconds."
        taken = await self._hubs.take(
            source_id,
            body,
            signature=headers.get(b"x-hub-signature", ""),
            content_type=headers.get(b"content-type", ""),
        )
        if taken == Taken.UNKNOWN:
            return 410, b"This subscription is over."
        return 202, b""


async def _read(announced: str, receive: Receive) -> bytes | None:
    """Return the body, None for one that is too long, too slow or broken off."""
    if announced.isascii() and announced.isdigit() and int(announced[:12]) > MAX_BODY_BYTES:
        return None
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                body += message.get("body", b"")
                if len(body) > MAX_BODY_BYTES:
                    return None
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        return None
