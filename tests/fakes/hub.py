"""Own a WebSub hub for tests: it takes forms, calls back, and pushes with its signature.

It follows sections 5 and 7 of the Recommendation; `verifies` and `accepts` make it a worse one.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import httpx
from aiohttp import web
from starlette.types import ASGIApp

from tests.fakes.feedserver import FeedServer


@dataclass
class FakeHub:
    """Serve at `path` of a server; what it is asked stands in `forms`."""

    server: FeedServer
    app: ASGIApp
    path: str = "/hub"
    lease_s: int = 864_000
    accepts: bool = True
    verifies: bool = True
    forms: list[dict[str, str]] = field(default_factory=list)
    echoes: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.url = self.server.answer(self.path, self._subscribe)

    @property
    def callback(self) -> str:
        return self.forms[-1]["hub.callback"]

    async def _subscribe(self, request: web.Request) -> web.Response:
        form = dict(parse_qsl((await request.read()).decode()))
        self.forms.append(form)
        if not self.accepts:
            return web.Response(status=503)
        if self.verifies:
            await self.ask(form["hub.mode"], form["hub.topic"])
        return web.Response(status=202)

    async def ask(self, mode: str, topic: str, **more: str) -> httpx.Response:
        """Call back with a question; the answer is kept in `echoes`."""
        query = {
            "hub.mode": mode,
            "hub.topic": topic,
            "hub.challenge": "tell me",
            "hub.lease_seconds": str(self.lease_s),
            **more,
        }
        async with self._client() as client:
            answer = await client.get(self.callback, params=query)
        self.echoes.append((answer.status_code, answer.text))
        return answer

    async def push(
        self, body: bytes, *, secret: str | None = None, method: str = "sha256", url: str = ""
    ) -> int:
        """Push a document; return the status that came."""
        key = self.forms[-1]["hub.secret"] if secret is None else secret
        signature = hmac.new(key.encode(), body, getattr(hashlib, method)).hexdigest()
        headers = {
            "X-Hub-Signature": f"{method}={signature}",
            "Content-Type": "application/rss+xml",
        }
        async with self._client() as client:
            answer = await client.post(url or self.callback, content=body, headers=headers)
        return answer.status_code

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app))
