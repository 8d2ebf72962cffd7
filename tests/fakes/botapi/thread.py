"""Own a `FakeBotApi` in a thread, for tests that run a loop of their own."""

import time

from tests.fakes.botapi.server import FakeBotApi
from tests.fakes.loopthread import LoopThread


class BotApiThread(LoopThread):
    """Serve the Bot API from a thread. Use as a context manager."""

    def __init__(self) -> None:
        self.api = FakeBotApi()
        super().__init__(self.api)

    def say(self, chat: int, text: str) -> None:
        """Let a person write to the bot."""
        self.loop.call_soon_threadsafe(
            lambda: self.api.world.say(chat, text, date=int(time.time()))
        )
