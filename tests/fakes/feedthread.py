"""Own a `FeedServer` in a thread, for tests that run a loop of their own or none at all."""

from typing import Any

from tests.fakes.feedserver import FeedServer, SeenRequest
from tests.fakes.loopthread import LoopThread


class FeedThread(LoopThread):
    """Serve pages from a thread. Use as a context manager."""

    def __init__(self) -> None:
        self._server = FeedServer()
        super().__init__(self._server)

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
