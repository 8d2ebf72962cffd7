"""Own an event loop in a thread, for fakes that serve tests with a loop of their own or none."""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Protocol, Self

WITHIN_S = 10


class Served(Protocol):
    """Be a fake that is started and stopped inside a loop."""

    def start(self) -> Coroutine[Any, Any, Any]:
        """Begin to serve."""

    def stop(self) -> Coroutine[Any, Any, Any]:
        """Stop serving."""


class LoopThread:
    """Serve a fake from a thread. Use as a context manager."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._served.start(), self.loop).result(WITHIN_S)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._served.stop(), self.loop).result(WITHIN_S)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(WITHIN_S)
        self.loop.close()
