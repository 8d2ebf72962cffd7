"""Own a web server on the loopback that behaves badly, byte by byte.

A path is given a script: an async function that gets the request head and the writer and sends
whatever it likes. Nothing here sleeps: a server that hangs waits for `release`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

Script = Callable[["HostileServer", asyncio.StreamWriter], Awaitable[None]]

STATUS_LINE = b"HTTP/1.1 200 OK\r\n"


class HostileServer:
    """Answer each path by its script, on raw sockets."""

    def __init__(self) -> None:
        self.port = 0
        self.connections = 0
        self.sent = 0
        self.release = asyncio.Event()
        self._scripts: dict[str, Script] = {}
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def play(self, path: str, script: Script) -> str:
        """Answer `path` with `script`; return its URL."""
        self._scripts[path] = script
        return f"http://127.0.0.1:{self.port}{path}"

    async def send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        """Write and count; raises ConnectionError once the client is gone."""
        writer.write(data)
        await writer.drain()
        self.sent += len(data)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode("latin-1")
                if path in self._scripts:  # else it closes without a word
                    await self._scripts[path](self, writer)
        finally:
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()
            self._tasks.discard(task)


def raw(data: bytes) -> Script:
    """Send these bytes and close."""

    async def script(server: HostileServer, writer: asyncio.StreamWriter) -> None:
        await server.send(writer, data)

    return script


def with_headers(*lines: bytes, body: bytes = b"") -> Script:
    """Send 200 with these header lines and a body, and close."""
    return raw(STATUS_LINE + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body)


def then_hang(data: bytes) -> Script:
    """Send these bytes and then nothing more, the connection open."""

    async def script(server: HostileServer, writer: asyncio.StreamWriter) -> None:
        await server.send(writer, data)
        await server.release.wait()

    return script


def endless(head: bytes, unit: bytes) -> Script:
    """Send `head` and then `unit` again and again, as long as the client listens."""

    async def script(server: HostileServer, writer: asyncio.StreamWriter) -> None:
        await server.send(writer, head)
        block = unit * max(1, 65536 // len(unit))
        while not server.release.is_set():
            await server.send(writer, block)

    return script
