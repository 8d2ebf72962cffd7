"""Hostile servers hit the limits on the wire; the private corner of aiohttp still holds (G8)."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest

from newsbot.domain.ports import Fetched
from newsbot.errors import Blocked, TooLarge
from newsbot.net import Limits, WebClient, parse_allow
from newsbot.net.guard import AddressGuard, Resolver
from newsbot.net.meter import PRIVATE_FACTORY, MeteredHandler, make_connector
from tests.fakes.hostileserver import STATUS_LINE, HostileServer, with_headers
from tests.fakes.misbehaviour import FLOODS, OUTCOMES

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
