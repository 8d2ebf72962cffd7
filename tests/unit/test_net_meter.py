"""Hostile servers hit the limits on the wire; the private corner of aiohttp still holds (G8)."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest

from newsbot.domain.ports import Fetched
from newsbot.errors import Blocked, Malformed, SourceError, TooLarge, Unreachable
from newsbot.net import Limits, WebClient, parse_allow
from newsbot.net.guard import AddressGuard, Resolver
from newsbot.net.meter import PRIVATE_FACTORY, MeteredHandler, make_connector
from tests.fakes.hostileserver import (
    STATUS_LINE,
    HostileServer,
    Script,
    endless,
    raw,
    then_hang,
    with_headers,
)

KIB = 2**10
LIMIT = 256 * KIB
SLACK = 8 * 2**20
"""What a server can push into socket buffers on both ends before it notices the end."""


@pytest.fixture
async def server() -> AsyncIterator[HostileServer]:
    async with HostileServer() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[WebClient]:
    limits = Limits(
        max_wire_bytes=LIMIT, max_body_bytes=2 * LIMIT, total_s=5.0, connect_s=2.0, silence_s=0.3
    )
    made = WebClient(user_agent="test", allow=parse_allow("127.0.0.1"), limits=limits)
    yield made
    await made.close()


async def test_the_connector_makes_our_own_protocol() -> None:
    resolver = Resolver()
    connector = make_connector(AddressGuard(), resolver, max_wire_bytes=7)
    handler = getattr(connector, PRIVATE_FACTORY)()
    assert isinstance(handler, MeteredHandler)
    await connector.close()
    await resolver.close()


CHUNKED = STATUS_LINE + b"Transfer-Encoding: chunked\r\n\r\n"

FLOODS = {
    "endless body": endless(STATUS_LINE + b"\r\n", b"x"),
    "endless chunks": endless(CHUNKED, b"4\r\nabcd\r\n"),
    "chunk extensions": endless(CHUNKED, b"1;name=" + b"e" * 4000 + b"\r\nx\r\n"),
    "one-byte chunks": endless(CHUNKED, b"1\r\nx\r\n"),
    "interim answers": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints": endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
}


@pytest.mark.parametrize("name", FLOODS)
async def test_g8_a_flood_is_cut_at_the_wire_limit(
    name: str, server: HostileServer, client: WebClient
) -> None:
    with pytest.raises(TooLarge):
        await client.get(server.play("/flood", FLOODS[name]))
    assert server.sent < LIMIT + SLACK


async def test_g8_the_count_starts_anew_for_each_response_of_a_connection(
    server: HostileServer, client: WebClient
) -> None:
    body = b"x" * (LIMIT - 1000)
    url = server.play("/big", with_headers(b"Content-Length: %d" % len(body), body=body))
    for _ in range(3):
        result = await client.get(url)
        assert isinstance(result, Fetched)
        assert len(result.body) == len(body)


async def test_g8_a_gzip_bomb_is_stopped(server: HostileServer, client: WebClient) -> None:
    bomb = gzip.compress(bytes(64 * 2**20))
    url = server.play("/bomb", with_headers(b"Content-Encoding: gzip", body=bomb))
    with pytest.raises(TooLarge):
        await client.get(url)


async def test_g8_a_slow_drip_ends_at_the_deadline(server: HostileServer) -> None:
    async def drip(self: HostileServer, writer: asyncio.StreamWriter) -> None:
        await self.send(writer, STATUS_LINE + b"\r\n")
        while True:
            await self.send(writer, b"x")
            await asyncio.sleep(0.01)

    limits = Limits(total_s=0.3)
    client = WebClient(user_agent="test", allow=parse_allow("127.0.0.1"), limits=limits)
    with pytest.raises(TooLarge, match="too slowly"):
        await client.get(server.play("/drip", drip))
    await client.close()


OUTCOMES: dict[str, tuple[Script, type[SourceError]]] = {
    "closes at once": (raw(b""), Unreachable),
    "never answers": (then_hang(b""), Unreachable),
    "hangs in the status line": (then_hang(b"HTTP/1.1 2"), Unreachable),
    "hangs in the headers": (then_hang(STATUS_LINE + b"Content-Ty"), Unreachable),
    "hangs in the body": (then_hang(STATUS_LINE + b"Content-Length: 9\r\n\r\nabc"), Unreachable),
    "hangs in a chunk": (then_hang(CHUNKED + b"ff\r\nabc"), Unreachable),
    "body shorter than its length": (with_headers(b"Content-Length: 9", body=b"abc"), Unreachable),
    "chunks without an end": (raw(CHUNKED + b"3\r\nabc\r\n"), Unreachable),
    "chunk size that is no number": (raw(CHUNKED + b"zz\r\nabc\r\n"), Unreachable),
    "negative chunk size": (raw(CHUNKED + b"-1\r\nabc\r\n"), Unreachable),
    "huge chunk size": (raw(CHUNKED + b"f" * 40 + b"\r\nabc\r\n"), Unreachable),
    "length that is no number": (with_headers(b"Content-Length: abc", body=b"x"), Unreachable),
    "negative length": (with_headers(b"Content-Length: -1", body=b"x"), Unreachable),
    "announces too much": (with_headers(b"Content-Length: 99999999", body=b"x"), TooLarge),
    "two lengths": (
        with_headers(b"Content-Length: 1", b"Content-Length: 2", body=b"xy"),
        Unreachable,
    ),
    "not HTTP": (raw(b"220 mail.example ESMTP ready\r\n"), Unreachable),
    "binary noise": (raw(bytes(range(256)) * 8), Unreachable),
    "HTTP/0.9": (raw(b"<rss></rss>"), Unreachable),
    "status without number": (raw(b"HTTP/1.1 OK\r\n\r\n"), Unreachable),
    "status 999": (raw(b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"), Unreachable),
    "header without colon": (with_headers(b"nonsense", body=b"x"), Unreachable),
    "header line of 1 MiB": (with_headers(b"X: " + b"y" * 2**20, body=b"x"), SourceError),
    "ten thousand headers": (with_headers(*[b"X: y"] * 10_000, body=b"x"), SourceError),
    "broken gzip": (with_headers(b"Content-Encoding: gzip", body=b"plain"), Malformed),
    "half a gzip": (
        with_headers(b"Content-Encoding: gzip", body=gzip.compress(b"abc" * 99)[:-9]),
        Malformed,
    ),
    "unknown coding": (with_headers(b"Content-Encoding: rot13", body=b"x"), Malformed),
    "brotli unasked": (with_headers(b"Content-Encoding: br", body=b"x"), Malformed),
    "redirect to itself": (
        raw(b"HTTP/1.1 302 F\r\nLocation: /case\r\nContent-Length: 0\r\n\r\n"),
        Unreachable,
    ),
    "redirect to nonsense": (
        raw(b"HTTP/1.1 302 F\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n"),
        SourceError,
    ),
    "redirect with raw bytes": (
        raw(b"HTTP/1.1 302 F\r\nLocation: /\xe9\xff\r\nContent-Length: 0\r\n\r\n"),
        SourceError,
    ),
    "redirect with an endless body": (
        endless(b"HTTP/1.1 302 F\r\nLocation: /case\r\n\r\n", b"x" * 1024),
        SourceError,
    ),
    "switches protocols": (
        raw(b"HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"),
        Unreachable,
    ),
}


@pytest.mark.parametrize("name", OUTCOMES)
async def test_g7_a_server_that_misbehaves_gives_one_clear_error(
    name: str, server: HostileServer, client: WebClient
) -> None:
    script, outcome = OUTCOMES[name]
    with pytest.raises(outcome) as failure:
        await client.get(server.play("/case", script))
    sentence = str(failure.value)
    assert sentence.endswith(".")
    assert "aiohttp" not in sentence.lower()
    assert "\n" not in sentence


async def test_undecodable_validators_are_not_kept(
    server: HostileServer, client: WebClient
) -> None:
    url = server.play(
        "/odd", with_headers(b'ETag: "\xe9\xff"', b"Content-Type: text/\xff", body=b"x")
    )
    result = await client.get(url)
    assert isinstance(result, Fetched)
    assert (result.validators.etag, result.content_type) == ("", "")


@pytest.mark.parametrize("name", FLOODS)
def test_g8_the_limits_hold_on_uvloop_too(name: str) -> None:
    uvloop = pytest.importorskip("uvloop")

    async def flood() -> None:
        limits = Limits(max_wire_bytes=LIMIT)
        client = WebClient(user_agent="test", allow=parse_allow("127.0.0.1"), limits=limits)
        async with HostileServer() as server:
            with pytest.raises(TooLarge):
                await client.get(server.play("/flood", FLOODS[name]))
            with pytest.raises(Blocked):
                await client.get(f"http://127.0.0.2:{server.port}/flood")
            assert server.connections == 1
            await client.close()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(flood())
