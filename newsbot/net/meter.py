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

    def set_response_params(self, **params: Any) -> None:
        """Begin a new response on this connection."""
        self.wire_bytes = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Count what came, and cut the connection at the limit."""
        self.wire_bytes += len(data)
        if self.wire_bytes <= self._max_wire_bytes:
            super().data_received(data)
            return
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
