"""Own the feed routes as HTTP: a raw ASGI callable in front of the framework.

Feed readers and caches ask the same few addresses for ever; most answers are 304. It selects and
renders nothing (that is the port's), and never looks at Host: what is absolute comes from the
configuration (G19).
"""

import logging
from asyncio import get_running_loop
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from newsbot.errors import StoreError
from newsbot.web.coding import SMALLEST_BODY, CodedBodies, Coding, choose_coding
from newsbot.web.conditional import is_unmodified_since, names_tag
from newsbot.web.feed_headers import (
    ALWAYS,
    CHALLENGES,
    METHODS,
    Response,
    document_headers,
    moved,
    options,
    said,
)
from newsbot.web.feed_lane import LANE, Keep
from newsbot.web.feed_memory import Known, PublicDocuments
from newsbot.web.feed_port import (
    Credentials,
    Document,
    FeedAnswer,
    FeedPath,
    FeedPort,
    Forbidden,
    Missing,
    Moved,
    parse_path,
    without_slug,
)
from newsbot.web.feed_request import BadQuery, FeedRequest, read_request

__all__ = [
    "Credentials",
    "Document",
    "FeedAnswer",
    "FeedApp",
    "FeedPath",
    "FeedPort",
    "Forbidden",
    "Missing",
    "Moved",
    "parse_path",
]

_log = logging.getLogger(__name__)

_CACHE_BYTES: Final = 64 * 1024 * 1024
"""About a hundred feeds of 500 entries in three codings."""

_REMEMBERED_BYTES: Final = 32 * 1024 * 1024
"""About a hundred public feeds are kept for when the database is gone (G15)."""

_RETRY_AFTER_S: Final = b"30"


class FeedApp:
    """Answer the paths of feeds and pass all else to `inner`.

    The only state is two bounded caches: coded bodies, and the last good copy of public feeds,
    which are served on when the port raises `StoreError`. Where the fast lane stands before the
    server, public answers are offered to it while the port calls them fresh.
    """

    def __init__(self, port: FeedPort, inner: ASGIApp, *, cache_bytes: int = _CACHE_BYTES) -> None:
        self._port = port
        self._inner = inner
        self._coded = CodedBodies(max_bytes=cache_bytes)
        self._public = PublicDocuments(max_bytes=_REMEMBERED_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        path = _own_path(scope) if scope["type"] == "http" else None
        if path is None:
            await self._inner(scope, receive, send)
            return
        response = await self._respond(path, scope)
        headers = [*response.headers, *ALWAYS]
        if response.status not in {204, 304}:
            headers.append((b"content-length", b"%d" % len(response.body)))
        body = b"" if scope["method"] == "HEAD" else response.body
        if response.freshness is not None and LANE in scope.get("extensions", ()):
            keep: Keep = scope["extensions"][LANE]
            keep(response.status, headers, body, response.freshness)
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _respond(self, path: FeedPath, scope: Scope) -> Response:
        method = scope["method"]
        if method == "OPTIONS":
            return options(path)
        if method not in {"GET", "HEAD"}:
            return said(405, "Feeds can only be read.", (b"allow", METHODS))
        try:
            request = read_request(scope)
            if permanent := without_slug(path):
                # Relative, so that neither Host nor a proxy's prefix matters.
                return moved(permanent, request)
            return await self._answered(path, request)
        except BadQuery as error:
            return said(400, str(error))
        except StoreError:
            return said(
                503, "The news cannot be read now. Try again.", (b"retry-after", _RETRY_AFTER_S)
            )
        except Exception:  # noqa: BLE001 - the boundary: no middleware stands before it
            _log.exception("feed.failed", extra={"path": scope["path"]})
            return said(500, "The feed cannot be served because of a fault in newsbot.")

    async def _ask(self, path: FeedPath, request: FeedRequest) -> tuple[FeedAnswer, Known | None]:
        """Return the port's answer, or the last good public copy while the database is gone."""
        try:
            answer = await self._port.feed(path, request.query, request.credentials)
        except StoreError:
            kept = self._public.last_good(path, request.query)
            if kept is None:
                raise
            return kept, None
        now = get_running_loop().time()
        return answer, self._public.learn(path, request.query, answer, now)

    async def _answered(self, path: FeedPath, request: FeedRequest) -> Response:
        answer, known = await self._ask(path, request)
        match answer:
            case Document():
                return await self._document(path, request, answer, known)
            case Moved(location=location):
                return moved(location, request)
            case Missing():
                return said(404, "There is no such feed.")
            case Forbidden():
                return said(
                    401,
                    "This feed is private. Add its token: ?token=..., or as password.",
                    *CHALLENGES,
                )

    async def _document(
        self, path: FeedPath, request: FeedRequest, document: Document, known: Known | None
    ) -> Response:
        repeatable = document.fresh_for_s > 0 and request.credentials is None
        freshness = known if repeatable else None
        small = len(document.body) < SMALLEST_BODY
        coding: Coding = "identity" if small else choose_coding(request.accept_encoding)
        coded = self._coded.get(document.body)
        tag = coded.tag(coding, document.etag).encode()
        headers = document_headers(path, document, tag)
        if _is_held(request, document, tag):
            return Response(304, headers, freshness=freshness)
        body = await coded.body(coding)
        self._coded.settle(document.body, coded)
        headers.append((b"content-type", document.content_type.encode()))
        if coding != "identity":
            headers.append((b"content-encoding", coding.encode()))
        return Response(200, headers, body, freshness)


def _own_path(scope: Scope) -> FeedPath | None:
    """Return the parsed path below the root path, None when it is not ours."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    if root and path.startswith(f"{root}/"):
        path = path[len(root) :]
    return parse_path(path)


def _is_held(request: FeedRequest, document: Document, tag: bytes) -> bool:
    """Tell whether the client's copy is good. A tag, when sent, decides alone (13.2.2)."""
    if request.if_none_match:
        return names_tag(request.if_none_match, tag)
    if request.if_modified_since and document.last_modified:
        return is_unmodified_since(request.if_modified_since, document.last_modified)
    return False
