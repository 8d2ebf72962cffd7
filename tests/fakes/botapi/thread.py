"""Own a `FakeBotApi` in a thread, for tests that run a loop of their own."""

import asyncio
import threading
import time
from types import TracebackType
from typing import Self

from tests.fakes.botapi.server import FakeBotApi

START_S = 10


class BotApiThread:
    """Serve the Bot API from a thread. Use as a context manager."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.api = FakeBotApi()

    def say(self, chat: int, text: str) -> None:
        """Let a person write to the bot."""
        self._loop.call_soon_threadsafe(
            lambda: self.api.world.say(chat, text, date=int(time.time()))
        )

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.api.start(), self._loop).result(START_S)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self.api.stop(), self._loop).result(START_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_S)
        self._loop.close()
