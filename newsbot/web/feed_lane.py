"""Own the fast lane: a request that came before, byte for byte, gets the answer that it got then.

Parsing, a task and ASGI cost a Python server four fifths of its time on a cached feed. The lane
stands in front of uvicorn's own protocol and answers from the bytes of the request alone, while
the handler says that the answer is fresh. It parses no HTTP, makes no answer, and decides
nothing: whatever it has not seen word for word goes the long way.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, Final, Protocol

LANE: Final = "newsbot.lane"
"""The ASGI extension under which a scope carries a `Keep`."""

_MOST_ANSWERS: Final = 2_048
_LONGEST_REQUEST: Final = 2_048
"""Feed readers send 200 to 600 bytes; the two limits bound what strangers can make us keep."""

_REARM_S: Final = 1.0
"""The keep-alive timer is set anew at most this often: a connection closes that much early."""

_SWEEP_S: Final = 10.0
"""A sweep over all answers takes about 0.1 ms."""

_WHOLE_STARTS: Final = (b"GET /", b"HEAD /")
_HTTP_11: Final = b" HTTP/1.1\r\n"
_END: Final = b"\r\n\r\n"
_NOT_ALONE: Final = (b"\ncontent-length", b"\ntransfer-encoding", b"\nexpect", b"\nupgrade")
"""Headers of requests that bring a body or want another protocol."""

RawHeaders = list[tuple[bytes, bytes]]


class Freshness(Protocol):
    """Say until when answers made from one thing may be repeated, in the loop's time."""

    fresh_until: float


class Keep(Protocol):
    """Offer an answer to the lane: it is repeated for the same request while it is fresh."""

    def __call__(
        self, status: int, headers: RawHeaders, body: bytes, freshness: Freshness, /
    ) -> None:
        """Keep the answer; `headers` without those that the server adds itself."""


@dataclass(slots=True)
class _Answer:
    status_line: bytes
    headers: bytes
    body: bytes
    freshness: Freshness
    server_headers: RawHeaders = field(default_factory=list)
    head: bytes = b""

    def parts(self, server_headers: RawHeaders) -> tuple[bytes, bytes]:
        """Return head and body. The server renews its headers, Date among them, each second."""
        if self.server_headers is not server_headers:
            self.server_headers = server_headers
            self.head = b"".join((self.status_line, _raw(server_headers), self.headers, b"\r\n"))
        return self.head, self.body


class Answers:
    """Keep answers by the bytes of their requests, the least used go first."""

    def __init__(self, *, most: int = _MOST_ANSWERS) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, _Answer] = OrderedDict()
        self._sweep_at = 0.0
        self.hits = 0

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, request: bytes, now: float) -> _Answer | None:
        """Return the answer to a request if it is fresh at `now`."""
        if now >= self._sweep_at:
            self._sweep(now)
        answer = self._kept.get(request)
        if answer is None or answer.freshness.fresh_until <= now:
            return None
        self._kept.move_to_end(request)
        self.hits += 1
        return answer

    def _sweep(self, now: float) -> None:
        """Let go of what is stale, and of the bodies that only it still holds."""
        self._sweep_at = now + _SWEEP_S
        stale = [
            request for request, each in self._kept.items() if each.freshness.fresh_until <= now
        ]
        for request in stale:
            del self._kept[request]

    def keep(
        self, request: bytes, status: int, headers: RawHeaders, body: bytes, freshness: Freshness
    ) -> None:
        """Keep what a request was answered."""
        known = HTTPStatus(status)
        self._kept[request] = _Answer(
            status_line=f"HTTP/1.1 {known.value} {known.phrase}\r\n".encode(),
            headers=_raw(headers),
            body=body,
            freshness=freshness,
        )
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _raw(headers: RawHeaders) -> bytes:
    return b"".join(b"%b: %b\r\n" % header for header in headers)


def is_whole(data: bytes) -> bool:
    """Tell whether these bytes are exactly one request without a body, as persistent as HTTP/1.1.

    In doubt they are not: then nothing is lost but time.
    """
    if len(data) > _LONGEST_REQUEST or not data.startswith(_WHOLE_STARTS):
        return False
    if data.find(_END) != len(data) - len(_END) or data.count(b"\n") != data.count(b"\r\n"):
        return False
    line, _, headers = data.partition(b"\r\n")
    if not (line + b"\r\n").endswith(_HTTP_11):
        return False
    lowered = b"\n" + headers.lower()
    if any(name in lowered for name in _NOT_ALONE):
        return False
    return b"\nconnection:" not in lowered or b"\nconnection: keep-alive\r\n" in lowered


class LaneProtocol(asyncio.Protocol):
    """Stand before one connection of uvicorn; what the lane cannot answer is handed through.

    The lane is open while everything that came on this connection was whole requests and the
    last one is answered. After anything else it stays shut until the connection ends, so that
    the parser behind never misses a part of a message.
    """

    def __init__(self, inner: Any, answers: Answers, loop: asyncio.AbstractEventLoop) -> None:
        # `inner` is one of uvicorn's two protocols; what is used of them is alike in both.
        self._inner = inner
        self._answers = answers
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._open = True
        self._armed_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        self._transport = transport  # type: ignore[assignment]  # uvicorn serves streams only
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Answer at once, or hand the bytes through."""
        inner, transport = self._inner, self._transport
        idle = inner.cycle is None or inner.cycle.response_complete
        if not (self._open and idle) or transport is None:
            self._open = self._open and is_whole(data)
            inner.data_received(data)
            return
        now = self._loop.time()
        answer = self._answers.find(data, now)
        if answer is not None and not inner.flow.write_paused and not transport.is_closing():
            transport.writelines(answer.parts(inner.server_state.default_headers))
            inner.server_state.total_requests += 1
            self._keep_alive(now)
            return
        self._open = is_whole(data)
        before = inner.cycle
        inner.data_received(data)
        if self._open and inner.cycle is not before:
            extensions = inner.cycle.scope.setdefault("extensions", {})
            extensions[LANE] = partial(self._answers.keep, data)

    def _keep_alive(self, now: float) -> None:
        """Put off the time-out of the connection, which uvicorn sets after its own answers."""
        inner = self._inner
        if inner.timeout_keep_alive_task is None or now - self._armed_at > _REARM_S:
            if inner.timeout_keep_alive_task is not None:
                inner.timeout_keep_alive_task.cancel()
            self._armed_at = now
            inner.timeout_keep_alive_task = self._loop.call_later(
                inner.timeout_keep_alive, inner.timeout_keep_alive_handler
            )

    def eof_received(self) -> bool | None:
        """Hand through the end of what the client sends."""
        closing: bool | None = self._inner.eof_received()
        return closing

    def connection_lost(self, exc: Exception | None) -> None:
        """Hand through the end of the connection."""
        self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        """Hand through that the client reads slowly."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Hand through that the client reads again."""
        self._inner.resume_writing()


def lane_protocol(answers: Answers | None = None) -> type[asyncio.Protocol]:
    """Return the protocol to give to `uvicorn.Config(http=...)`.

    Behind the lane works httptools where it is installed (three times the speed), else h11.
    The feed handler has to be the outermost application: headers that others add are not kept.
    """
    behind = _behind()
    kept = answers or Answers()

    class Lane(LaneProtocol):
        """Make uvicorn's protocol for one connection, with the lane before it."""

        def __init__(self, *, _loop: asyncio.AbstractEventLoop | None = None, **given: Any) -> None:
            loop = _loop or asyncio.get_running_loop()
            super().__init__(behind(_loop=loop, **given), kept, loop)

    return Lane


def _behind() -> Callable[..., Any]:
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        from uvicorn.protocols.http.h11_impl import H11Protocol

        return H11Protocol
    return HttpToolsProtocol
