"""Own a small programmable web server on the loopback; it is changed while it runs.

    async with FeedServer() as server:
        server.put("/feed", RSS, etag='"1"')
        ... fetch server.url("/feed") ...
        assert server.requests[-1].headers["User-Agent"] == "newsbot"

It answers conditional requests by `etag` and `last_modified`, and logs every request.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold what one path answers with. `held` keeps the answer back until the event is set."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/rss+xml; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""
    held: asyncio.Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRequest:
    """Hold one request as it arrived."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


class FeedServer:
    """Serve pages that tests put, replace and remove while it runs."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self.port = port
        self.requests: list[SeenRequest] = []
        self.running = 0
        self.most_running = 0
        self._changed = asyncio.Condition()
        self._pages: dict[str, Page | Handler] = {}
        self._runner: web.AppRunner | None = None

    def put(
        self,
        path: str,
        body: bytes | str = b"",
        *,
        status: int = 200,
        content_type: str = "application/rss+xml; charset=utf-8",
        headers: Mapping[str, str] | None = None,
        etag: str = "",
        last_modified: str = "",
        held: asyncio.Event | None = None,
    ) -> str:
        """Answer `path` with this from now on; return its URL."""
        self._pages[path] = Page(
            body=body.encode() if isinstance(body, str) else body,
            status=status,
            content_type=content_type,
            headers=dict(headers or {}),
            etag=etag,
            last_modified=last_modified,
            held=held,
        )
        return self.url(path)

    def redirect(self, path: str, location: str, *, status: int = 302) -> str:
        """Answer `path` with a redirect; return its URL."""
        return self.put(path, status=status, headers={"Location": location})

    def answer(self, path: str, handler: Handler) -> str:
        """Let `handler` answer `path`; return its URL."""
        self._pages[path] = handler
        return self.url(path)

    def remove(self, path: str) -> None:
        """Answer `path` with 404 from now on."""
        self._pages.pop(path, None)

    def url(self, path: str = "/") -> str:
        """Return the absolute URL of a path."""
        return f"http://{self.host}:{self.port}{path}"

    def seen(self, path: str) -> list[SeenRequest]:
        """Return the requests for one path, in their order."""
        return [request for request in self.requests if request.path == path]

    async def wait_until_running(self, count: int) -> None:
        """Return when at least `count` requests are being answered (held ones count)."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.running >= count)

    async def start(self) -> None:
        """Listen; port 0 takes a free one."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening and drop the connections."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        """Log the request and answer it."""
        self.requests.append(
            SeenRequest(
                method=request.method,
                path=request.path,
                query=request.query_string,
                headers=request.headers.copy(),
                body=await request.read(),
            )
        )
        await self._count(1)
        try:
            page = self._pages.get(request.path)
            if page is None:
                return web.Response(status=404, text="no such page")
            if not isinstance(page, Page):
                return await page(request)
            if page.held is not None:
                await page.held.wait()
            return _respond(request, page)
        finally:
            await self._count(-1)

    async def _count(self, step: int) -> None:
        """Keep the number of requests being answered."""
        async with self._changed:
            self.running += step
            self.most_running = max(self.most_running, self.running)
            self._changed.notify_all()


def _respond(request: web.Request, page: Page) -> web.Response:
    """Answer with the page, or with 304 where the client has it already."""
    headers = dict(page.headers)
    if page.etag:
        headers["ETag"] = page.etag
    if page.last_modified:
        headers["Last-Modified"] = page.last_modified
    known = (page.etag and request.headers.get("If-None-Match") == page.etag) or (
        page.last_modified and request.headers.get("If-Modified-Since") == page.last_modified
    )
    if known and page.status == 200:
        return web.Response(status=304, headers=headers)
    if page.content_type:
        headers.setdefault("Content-Type", page.content_type)
    return web.Response(status=page.status, body=page.body, headers=headers)
