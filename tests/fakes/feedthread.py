"""Own a `FeedServer` in a thread, for tests that run a loop of their own or none at all."""

import asyncio
import threading
from types import TracebackType
from typing import Any, Self

from tests.fakes.feedserver import FeedServer, SeenRequest

START_S = 10


class FeedThread:
    """Serve pages from a thread. Use as a context manager."""

    def __init__(self) -> None:
        self._server = FeedServer()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def address(self) -> str:
        """Return host and port, as NEWSBOT_NET_ALLOW takes them."""
        return f"{self._server.host}:{self._server.port}"

    def put(self, path: str, body: bytes | str = b"", **given: Any) -> str:
        """Answer `path` with this from now on; return its URL."""
        return self._server.put(path, body, **given)

    def url(self, path: str = "/") -> str:
        """Return the absolute URL of a path."""
        return self._server.url(path)

    def seen(self, path: str) -> list[SeenRequest]:
        """Return the requests for one path, in their order."""
        return self._server.seen(path)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._server.start(), self._loop).result(START_S)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(START_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_S)
        self._loop.close()
