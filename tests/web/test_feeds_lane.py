"""Prove that the fast lane repeats fresh public answers, and never anything else."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.web.feed_lane import LANE, Answers, LaneProtocol, RawHeaders, is_whole
from newsbot.web.feeds import (
    Credentials,
    Document,
    FeedAnswer,
    FeedApp,
    FeedPath,
    Missing,
)

REQUEST = b"GET /feeds/all.rss HTTP/1.1\r\nHost: news.example\r\n\r\n"
OTHER = b"GET /feeds/all.rss HTTP/1.1\r\nHost: other.example\r\n\r\n"
PUBLIC = Document(
    body=b"<rss>public</rss>",
    content_type="application/rss+xml",
    last_modified=datetime(2026, 3, 1, tzinfo=UTC),
    fresh_for_s=1.0,
)


@dataclass
class Lease:
    fresh_until: float


@dataclass
class Timer:
    at: float
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class Loop:
    """Stand for the event loop: its time stands still until the test moves it."""

    now: float = 100.0
    timers: list[Timer] = field(default_factory=list)

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, _callback: Any) -> Timer:
        self.timers.append(Timer(self.now + delay))
        return self.timers[-1]


class Cycle:
    def __init__(self) -> None:
        self.scope: dict[str, Any] = {}
        self.response_complete = False


@dataclass
class ServerState:
    default_headers: RawHeaders
    total_requests: int = 0


@dataclass
class Flow:
    write_paused: bool = False


@dataclass
class Behind:
    """Stand for uvicorn's protocol: it remembers what came through to it."""

    received: list[bytes] = field(default_factory=list)
    cycle: Cycle | None = None
    flow: Flow = field(default_factory=Flow)
    server_state: ServerState = field(
        default_factory=lambda: ServerState([(b"date", b"Sun, 01 Mar 2026 08:00:00 GMT")])
    )
    timeout_keep_alive: float = 5.0
    timeout_keep_alive_task: Timer | None = None
    calls: list[str] = field(default_factory=list)

    def timeout_keep_alive_handler(self) -> None:
        self.calls.append("timeout")

    def connection_made(self, _transport: object) -> None:
        self.calls.append("made")

    def connection_lost(self, _exc: Exception | None) -> None:
        self.calls.append("lost")

    def eof_received(self) -> None:
        self.calls.append("eof")

    def pause_writing(self) -> None:
        self.calls.append("pause")

    def resume_writing(self) -> None:
        self.calls.append("resume")

    def data_received(self, data: bytes) -> None:
        self.received.append(data)
        if data.endswith(b"\r\n\r\n") and (self.cycle is None or self.cycle.response_complete):
            self.cycle = Cycle()


@dataclass
class Transport:
    written: list[bytes] = field(default_factory=list)
    closing: bool = False

    def writelines(self, parts: tuple[bytes, ...]) -> None:
        self.written.append(b"".join(parts))

    def is_closing(self) -> bool:
        return self.closing


@dataclass
class Connection:
    """Hold one connection with everything around it replaced."""

    answers: Answers = field(default_factory=Answers)
    loop: Loop = field(default_factory=Loop)
    behind: Behind = field(default_factory=Behind)
    transport: Transport = field(default_factory=Transport)

    def __post_init__(self) -> None:
        self.lane = LaneProtocol(self.behind, self.answers, self.loop)  # type: ignore[arg-type]  # stands for a loop
        self.lane.connection_made(self.transport)  # type: ignore[arg-type]  # stands for one

    def answered(self, body: bytes = b"hello", *, fresh_for: float = 1.0) -> Lease:
        """Let the application answer the request that is open, and offer the answer."""
        cycle = self.behind.cycle
        assert cycle is not None
        lease = Lease(self.loop.now + fresh_for)
        cycle.scope["extensions"][LANE](200, [(b"etag", b'"x"')], body, lease)
        cycle.response_complete = True
        return lease


@pytest.fixture
def connection() -> Connection:
    return Connection()


def test_the_same_request_gets_the_same_answer_without_being_parsed(
    connection: Connection,
) -> None:
    connection.lane.data_received(REQUEST)
    connection.answered()

    connection.lane.data_received(REQUEST)

    assert connection.behind.received == [REQUEST]
    assert connection.transport.written == [
        b'HTTP/1.1 200 OK\r\ndate: Sun, 01 Mar 2026 08:00:00 GMT\r\netag: "x"\r\n\r\nhello'
    ]
    assert connection.behind.server_state.total_requests == 1
    assert connection.answers.hits == 1


def test_another_connection_gets_it_as_well(connection: Connection) -> None:
    connection.lane.data_received(REQUEST)
    connection.answered()
    second = Connection(answers=connection.answers)

    second.lane.data_received(REQUEST)

    assert second.behind.received == []
    assert len(second.transport.written) == 1


def test_a_request_that_differs_by_one_byte_goes_the_long_way(connection: Connection) -> None:
    connection.lane.data_received(REQUEST)
    connection.answered()

    connection.lane.data_received(OTHER)

    assert connection.behind.received == [REQUEST, OTHER]
    assert connection.transport.written == []


def test_an_answer_that_is_not_fresh_any_more_is_not_repeated(connection: Connection) -> None:
    connection.lane.data_received(REQUEST)
    connection.answered(fresh_for=1.0)
    connection.loop.now += 1.0

    connection.lane.data_received(REQUEST)

    assert connection.behind.received == [REQUEST, REQUEST]


def test_freshness_that_is_given_again_counts_for_all_that_was_made_from_it(
    connection: Connection,
) -> None:
    connection.lane.data_received(REQUEST)
    lease = connection.answered()
    connection.loop.now += 0.5
    lease.fresh_until = connection.loop.now + 5.0
    connection.loop.now += 4.0

    connection.lane.data_received(REQUEST)

    assert len(connection.transport.written) == 1


def test_the_date_is_that_of_the_server_now(connection: Connection) -> None:
    connection.lane.data_received(REQUEST)
    connection.answered()
    connection.lane.data_received(REQUEST)
    connection.behind.server_state.default_headers = [(b"date", b"later")]

    connection.lane.data_received(REQUEST)

    assert b"\r\ndate: later\r\n" in connection.transport.written[1]


def test_while_an_answer_is_being_made_nothing_overtakes_it(connection: Connection) -> None:
    other = Connection(answers=connection.answers)
    other.lane.data_received(REQUEST)
    other.answered()
    connection.lane.data_received(OTHER)

    connection.lane.data_received(REQUEST)

    assert connection.behind.received == [OTHER, REQUEST]
    assert connection.transport.written == []


@pytest.mark.parametrize(
    "part",
    [
        REQUEST[:20],
        REQUEST + REQUEST,
        b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_after_anything_but_a_whole_request_the_lane_is_shut(
    connection: Connection, part: bytes
) -> None:
    other = Connection(answers=connection.answers)
    other.lane.data_received(REQUEST)
    other.answered()
    connection.lane.data_received(part)
    if connection.behind.cycle is not None:
        connection.behind.cycle.response_complete = True

    # As the rest of a split message, or the body of a POST, it must not be taken for a request.
    connection.lane.data_received(REQUEST)

    assert connection.behind.received == [part, REQUEST]
    assert connection.transport.written == []


def test_an_answer_to_less_than_a_whole_request_is_not_offered(connection: Connection) -> None:
    connection.lane.data_received(REQUEST + b"")
    assert connection.behind.cycle is not None
    assert LANE in connection.behind.cycle.scope["extensions"]
    half = Connection()

    half.lane.data_received(REQUEST[:30])
    half.lane.data_received(REQUEST[30:])

    assert half.behind.cycle is not None
    assert "extensions" not in half.behind.cycle.scope


def test_a_client_that_does_not_read_is_not_written_to(connection: Connection) -> None:
    connection.lane.data_received(REQUEST)
    connection.answered()
    connection.behind.flow.write_paused = True

    connection.lane.data_received(REQUEST)

    assert connection.transport.written == []
    assert connection.behind.received == [REQUEST, REQUEST]


def test_a_connection_that_is_closing_is_not_written_to(connection: Connection) -> None:
    connection.lane.data_received(REQUEST)
    connection.answered()
    connection.transport.closing = True

    connection.lane.data_received(REQUEST)

    assert connection.transport.written == []


def test_the_time_out_of_the_connection_is_put_off_once_a_second(connection: Connection) -> None:
    connection.lane.data_received(REQUEST)
    connection.answered(fresh_for=60)

    for _ in range(5):
        connection.lane.data_received(REQUEST)
    assert [timer.at for timer in connection.loop.timers] == [105.0]
    connection.loop.now += 1.5
    connection.lane.data_received(REQUEST)

    first, second = connection.loop.timers
    assert first.cancelled
    assert second.at == 106.5
    assert connection.behind.timeout_keep_alive_task is second


def test_the_least_used_answers_make_room() -> None:
    answers = Answers(most=2)
    lease = Lease(10.0)
    for name in (b"a", b"b"):
        answers.keep(name, 200, [], name, lease)
    answers.find(b"a", 0.0)

    answers.keep(b"c", 200, [], b"c", lease)

    assert [name for name in (b"a", b"b", b"c") if answers.find(name, 0.0)] == [b"a", b"c"]


def test_stale_answers_are_swept_out() -> None:
    answers = Answers()
    answers.find(b"", 0.0)
    answers.keep(b"stale", 200, [], b"", Lease(5.0))
    answers.keep(b"fresh", 200, [], b"", Lease(50.0))

    answers.find(b"other", 20.0)

    assert len(answers) == 1


def test_what_else_happens_on_a_connection_is_handed_through(connection: Connection) -> None:
    connection.lane.pause_writing()
    connection.lane.resume_writing()
    connection.lane.eof_received()
    connection.lane.connection_lost(None)

    assert connection.behind.calls == ["made", "pause", "resume", "eof", "lost"]


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        (REQUEST, True),
        (b"HEAD / HTTP/1.1\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nConnection: Keep-Alive\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nconnection: keep-alive, close\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\n\r\n", False),
        (b"GET /\r\n\r\n", False),
        (b"POST / HTTP/1.1\r\n\r\n", False),
        (b"GET http://x/ HTTP/1.1\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nContent-Length: 4\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nContent-Length : 4\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nA: b\n\r\nGET / HTTP/1.1\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nA: b\n\nGET / HTTP/1.1\r\n\r\n", False),
        (REQUEST + b"x", False),
        (REQUEST[:-1], False),
        (b"", False),
        (b"GET / HTTP/1.1\r\nA: " + b"b" * 3_000 + b"\r\n\r\n", False),
    ],
)
def test_a_whole_request_is_one_and_has_no_body(data: bytes, whole: bool) -> None:
    assert is_whole(data) is whole


@given(st.lists(st.sampled_from([b"\r\n", b"\n", b"\r", b"GET / HTTP/1.1", b"A: b", b" "])))
def test_no_whole_request_hides_a_second_one(parts: list[bytes]) -> None:
    data = b"GET / HTTP/1.1\r\n" + b"".join(parts)

    if is_whole(data):
        lines = data.split(b"\r\n")
        assert lines[-2:] == [b"", b""]
        assert b"" not in lines[:-2]
        assert b"\n" not in b"".join(lines)


class Port:
    def __init__(self, answer: FeedAnswer = PUBLIC) -> None:
        self.answer = answer

    async def feed(
        self, _path: FeedPath, _query: Mapping[str, str], _credentials: Credentials | None
    ) -> FeedAnswer:
        return self.answer


async def nothing_behind(*_: object) -> None:
    raise AssertionError("the framework is not asked")


async def offered(
    app: FeedApp, path: str = "/feeds/all.rss", method: str = "GET", *headers: tuple[bytes, bytes]
) -> list[Any]:
    """Return what the handler offers to the lane when it answers a request."""
    kept: list[Any] = []

    async def send(_: object) -> None:
        return None

    await app(
        {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": headers,
            "extensions": {LANE: lambda *answer: kept.append(answer)},
        },
        None,  # type: ignore[arg-type]  # nothing is received
        send,
    )
    return kept


async def test_the_handler_offers_what_it_sends() -> None:
    ((status, headers, body, freshness),) = await offered(FeedApp(Port(), nothing_behind))

    assert (status, body) == (200, PUBLIC.body)
    assert dict(headers)[b"content-length"] == str(len(PUBLIC.body)).encode()
    assert dict(headers)[b"x-content-type-options"] == b"nosniff"
    now = asyncio.get_running_loop().time()
    assert now < freshness.fresh_until <= now + 1.0


async def test_head_and_304_are_offered_without_a_body() -> None:
    app = FeedApp(Port(replace(PUBLIC, etag="v1")), nothing_behind)

    ((_, _, head, _),) = await offered(app, "/feeds/all.rss", "HEAD")
    ((status, _, body, _),) = await offered(
        app, "/feeds/all.rss", "GET", (b"if-none-match", b'"v1"')
    )

    assert head == b""
    assert (status, body) == (304, b"")


@pytest.mark.parametrize(
    "answer",
    [replace(PUBLIC, private=True), replace(PUBLIC, fresh_for_s=0.0), Missing()],
    ids=["private", "never fresh", "missing"],
)
async def test_g11_nothing_private_or_unsure_is_offered(answer: FeedAnswer) -> None:
    assert await offered(FeedApp(Port(answer), nothing_behind)) == []


async def test_g12_no_request_with_credentials_is_kept() -> None:
    app = FeedApp(Port(), nothing_behind)

    assert await offered(app, "/feeds/all.rss", "GET", (b"authorization", b"Bearer x")) == []


@pytest.mark.parametrize("later", [replace(PUBLIC, body=b"new"), replace(PUBLIC, private=True)])
async def test_what_changed_is_not_repeated_any_more(later: Document) -> None:
    port = Port()
    app = FeedApp(port, nothing_behind)
    ((_, _, _, freshness),) = await offered(app)
    port.answer = later

    await offered(app)

    assert freshness.fresh_until == 0.0


async def test_an_equal_answer_renews_the_freshness_of_the_earlier_one() -> None:
    port = Port()
    app = FeedApp(port, nothing_behind)
    ((_, _, _, first),) = await offered(app)
    port.answer = replace(PUBLIC, body=bytes(bytearray(PUBLIC.body)))

    ((_, _, _, second),) = await offered(app)

    assert second is first
