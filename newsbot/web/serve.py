"""Own the HTTP server inside our event loop: the socket first, so that a taken port is said."""

import asyncio
import errno
import socket
from collections.abc import Sequence

import uvicorn
from starlette.types import ASGIApp

from newsbot.errors import ConfigError, StoreError
from newsbot.web.feed_lane import lane_protocol

BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises `StoreError` for a taken port, `ConfigError` for a host."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            raise StoreError(
                f"port {port} on {host} is in use; stop what uses it or choose another with "
                "NEWSBOT_WEB_PORT"
            ) from exc
        if exc.errno == errno.EACCES:
            raise ConfigError(
                f"port {port} on {host} is not allowed for this user; choose one above 1023 "
                "with NEWSBOT_WEB_PORT"
            ) from exc
        raise ConfigError(f"cannot listen on {host}: {exc.strerror or exc}") from exc


async def serve(
    app: ASGIApp,
    listener: socket.socket,
    stop: asyncio.Event,
    *,
    trusted_proxies: Sequence[str] = (),
) -> None:
    """Serve until `stop` is set, then let answers in hand end.

    Forwarding headers count only when they come from a trusted proxy.
    """
    config = uvicorn.Config(
        app,
        http=lane_protocol(),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # ours are set
    serving = asyncio.create_task(server._serve(sockets=[listener]))  # noqa: SLF001 - without its signal handlers
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving
