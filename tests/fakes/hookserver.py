"""Own a receiver of webhooks for tests: it keeps what is posted and answers as it is told."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Hold one accepted post."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Return the body, parsed."""
        return json.loads(self.body)


@dataclass(slots=True)
class FakeHookServer:
    """Listen on loopback; what is answered with a 2xx is kept in `posts`."""

    posts: list[Post] = field(default_factory=list)
    calls: int = 0
    url: str = ""
    _status: int = 204
    _headers: Mapping[str, str] = field(default_factory=dict)
    _hangs_up: bool = False
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None

    def answer_with(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        """Answer every post like this from now on."""
        self._status, self._headers = status, headers or {}

    def hang_up(self) -> None:
        """Close the connection instead of answering."""
        self._hangs_up = True

    def hang(self) -> None:
        """Answer nobody until `release`."""
        self._open.clear()

    def release(self) -> None:
        """Answer again."""
        self._open.set()

    async def __aenter__(self) -> Self:
        """Listen on a free port of 127.0.0.1."""
        self._open.set()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self._open.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        body = await request.read()
        await self._open.wait()
        if self._hangs_up:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if self._status < 300:
            headers = {name.lower(): value for name, value in request.headers.items()}
            self.posts.append(Post(path=request.path, headers=headers, body=body))
        return web.Response(status=self._status, headers=self._headers)
