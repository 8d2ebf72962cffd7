"""Prove over real sockets that a server and a client agree with the handler."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime

import feedparser
import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from newsbot.feeds import CONTENT_TYPES, render
from newsbot.web.feeds import Credentials, Document, FeedAnswer, FeedApp, FeedPath
from tests.feed_factory import feed, full_entry

BODY = render(feed(), [full_entry(number) for number in range(300)], "rss")


class Port:
    async def feed(
        self, _path: FeedPath, _query: Mapping[str, str], _credentials: Credentials | None
    ) -> FeedAnswer:
        return Document(
            body=BODY,
            content_type=CONTENT_TYPES["rss"],
            last_modified=datetime(2026, 3, 1, tzinfo=UTC),
        )


async def front_page(_: object) -> PlainTextResponse:
    return PlainTextResponse("front page")


@pytest.fixture
async def address() -> AsyncIterator[str]:
    app = FeedApp(Port(), Starlette(routes=[Route("/", front_page)]))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", lifespan="off", ws="none", access_log=False)
    )
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    # The socket listens already: who connects before the server is up waits in its queue.
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await serving
    listener.close()


async def test_a_reader_gets_the_feed_and_then_304(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        first = await client.get("/feeds/all.rss", headers={"accept-encoding": "gzip"})
        again = await client.get(
            "/feeds/all.rss",
            headers={"accept-encoding": "gzip", "if-none-match": first.headers["etag"]},
        )
        by_date = await client.get(
            "/feeds/all.rss", headers={"if-modified-since": first.headers["last-modified"]}
        )
        head = await client.head("/feeds/all.rss", headers={"accept-encoding": "gzip"})
        home = await client.get("/")

    assert first.content == BODY
    assert first.headers["content-encoding"] == "gzip"
    assert "transfer-encoding" not in first.headers
    assert len(feedparser.parse(first.content).entries) == 300
    assert [again.status_code, by_date.status_code] == [304, 304]
    assert again.headers["etag"] == first.headers["etag"]
    assert again.content == b""
    assert head.headers["content-length"] == first.headers["content-length"]
    assert head.content == b""
    assert home.text == "front page"
