"""Prove over real sockets that a server and a client agree with the handler."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import feedparser
import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from newsbot.feeds import CONTENT_TYPES, render
from newsbot.web import feed_lane
from newsbot.web.feeds import Credentials, Document, FeedAnswer, FeedApp, FeedPath
from tests.feed_factory import feed, full_entry

BODY = render(feed(), [full_entry(number) for number in range(300)], "rss")


class Port:
    """Answer with what the test says, fresh for as long as it says."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer = Document(
            body=BODY,
            content_type=CONTENT_TYPES["rss"],
            last_modified=datetime(2026, 3, 1, tzinfo=UTC),
        )

    async def feed(
        self, _path: FeedPath, _query: Mapping[str, str], _credentials: Credentials | None
    ) -> FeedAnswer:
        self.asked += 1
        return self.answer


async def front_page(_: object) -> PlainTextResponse:
    return PlainTextResponse("front page")


@pytest.fixture
def port() -> Port:
    return Port()


@pytest.fixture(params=["h11", "lane before h11", "lane before httptools"])
async def address(
    port: Port, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """Serve the handler before a framework on loopback, once with each server protocol."""
    http: Any = "h11"
    if request.param != "h11":
        if request.param == "lane before httptools":
            pytest.importorskip("httptools", reason="httptools is not installed")
        else:
            monkeypatch.setattr(feed_lane, "_behind", lambda: H11Protocol)
        http = feed_lane.lane_protocol()
    app = FeedApp(port, Starlette(routes=[Route("/", front_page)]))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(
            app, http=http, log_level="warning", lifespan="off", ws="none", access_log=False
        )
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


async def test_repeated_requests_get_equal_answers(address: str, port: Port) -> None:
    port.answer = replace(port.answer, fresh_for_s=3600.0)
    asked = [
        ("GET", "/feeds/all.rss", {"accept-encoding": "gzip"}),
        ("GET", "/feeds/all.rss", {"if-modified-since": "Sun, 01 Mar 2026 00:00:00 GMT"}),
        ("HEAD", "/feeds/all.rss", {}),
        ("GET", "/feeds/all.json", {}),
        ("GET", "/", {}),
    ]
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        rounds = [
            [await client.request(method, path, headers=headers) for method, path, headers in asked]
            for _ in range(4)
        ]

    def seen(answer: httpx.Response) -> Any:
        headers = [(k, v) for k, v in answer.headers.multi_items() if k != "date"]
        return answer.status_code, sorted(headers), answer.content

    first, *others = [[seen(answer) for answer in each] for each in rounds]
    assert others == [first] * 3
    assert all("date" in answer.headers for each in rounds for answer in each)


async def test_a_change_is_seen_when_the_answer_is_not_fresh_any_more(
    address: str, port: Port
) -> None:
    port.answer = replace(port.answer, fresh_for_s=1e-9)
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        before = await client.get("/feeds/all.rss")
        port.answer = replace(port.answer, body=b"<rss>new</rss>")
        after = await client.get("/feeds/all.rss")

    assert (before.content, after.content) == (BODY, b"<rss>new</rss>")


async def test_the_lane_asks_the_port_only_once(address: str, port: Port) -> None:
    port.answer = replace(port.answer, fresh_for_s=3600.0)
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        for _ in range(10):
            await client.get("/feeds/all.rss")
        laned = port.asked

        for _ in range(3):
            await client.get("/feeds/all.rss", headers={"authorization": "Bearer x"})

    assert laned in {1, 10}, "10 without the lane"
    assert port.asked == laned + 3


async def test_pipelined_and_split_requests_are_answered_in_order(address: str, port: Port) -> None:
    port.answer = replace(port.answer, body=b"<rss/>", fresh_for_s=3600.0)
    host, _, number = address.removeprefix("http://").partition(":")
    one = f"GET /feeds/all.rss HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    home = f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    reader, writer = await asyncio.open_connection(host, int(number))

    async def answer() -> bytes:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return await reader.readexactly(length)

    bodies = []
    for chunk, count in [(one, 1), (one, 1), (one + home + one, 3), (one, 1)]:
        writer.write(chunk)
        bodies += [await answer() for _ in range(count)]
    writer.write(home[:10])
    await writer.drain()
    writer.write(home[10:])
    bodies.append(await answer())
    writer.close()
    await writer.wait_closed()

    feed_body, page = b"<rss/>", b"front page"
    assert bodies == [feed_body, feed_body, feed_body, page, feed_body, feed_body, page]
