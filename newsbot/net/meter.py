"""Own the count of bytes at the socket, headers and framing included (G8).

A cap on the body alone still lets a server send 125 MiB of chunk extensions or 48 MiB of interim
answers. aiohttp offers no public place to count, so this module, and no other, leans on two of
its private names; `tests/unit/test_net_meter.py` fails when they move.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.helpers import set_exception

from newsbot.net.guard import AddressGuard, AddrInfo, Resolver

POOL_SIZE = 256
"""Connections in all; the loops' own limits are lower, this one keeps file descriptors bounded."""

KEEP_ALIVE_S = 15.0

SLICE_BYTES = 16 * 1024
FRAMED_FROM_BYTES = 48 * 1024
LEAST_DOCUMENT = 0.25
"""From so many bytes on a quarter of them must be document. Sent as chunks of one byte, the 256 KiB
that a loop reads at once take the parser 50 ms, and several such servers block everybody (G8,
measured); headers have 32 KiB at the most, and the smallest chunks of honest servers 10 bytes."""

PRIVATE_FACTORY = "_factory"
"""Where aiohttp 3.14's connector keeps what makes the protocol of a new connection."""


class WireLimitExceeded(aiohttp.ClientPayloadError):
    """Stop a response whose bytes on the wire pass the limit."""


class MeteredHandler(ResponseHandler):
    """Be aiohttp's protocol of one connection, with a limit on the bytes of each response."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, max_wire_bytes: int) -> None:
        super().__init__(loop)
        self._max_wire_bytes = max_wire_bytes
        self.wire_bytes = 0
        self._document_bytes = 0

    def set_response_params(self, **params: Any) -> None:
        """Begin a new response on this connection."""
        self.wire_bytes = self._document_bytes = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Count what came; cut the connection at the limit, or when it is hardly a document."""
        for start in range(0, len(data) or 1, SLICE_BYTES):  # aiohttp sends itself nothing, too
            part = data[start : start + SLICE_BYTES]
            self.wire_bytes += len(part)
            if self.wire_bytes > self._max_wire_bytes or self._is_mostly_framing():
                self._cut()
                return
            super().data_received(part)

    def _is_mostly_framing(self) -> bool:
        """Say whether what was parsed so far is headers, interim answers and chunk sizes."""
        if self._payload is not None:  # it is gone again once the document is complete
            self._document_bytes = self._payload.total_bytes
        least = self.wire_bytes * LEAST_DOCUMENT
        return self.wire_bytes > FRAMED_FROM_BYTES and self._document_bytes < least

    def _cut(self) -> None:
        failure = WireLimitExceeded("wire limit exceeded")
        self.set_exception(failure)
        if self._payload is not None:
            set_exception(self._payload, failure)
        if self.transport is not None:
            self.transport.abort()


def make_connector(
    guard: AddressGuard, resolver: Resolver, *, max_wire_bytes: int
) -> aiohttp.TCPConnector:
    """Build the connector whose sockets are guarded and whose bytes are counted."""

    def make_socket(info: AddrInfo) -> Any:
        return guard.make_socket(info)

    connector = aiohttp.TCPConnector(
        limit=POOL_SIZE,
        keepalive_timeout=KEEP_ALIVE_S,
        resolver=resolver,
        use_dns_cache=False,
        socket_factory=make_socket,
    )
    factory: Callable[..., ResponseHandler] = partial(
        MeteredHandler, asyncio.get_running_loop(), max_wire_bytes=max_wire_bytes
    )
    setattr(connector, PRIVATE_FACTORY, factory)
    return connector
