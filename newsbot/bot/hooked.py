"""Own the life of a bot that Telegram calls: the webhook is set, each update is taken once.

Where the calls come in is the matter of `web`; a bot that asks for its updates is in `polling`.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog

from newsbot.bot.connection import Connection, RawUpdate
from newsbot.bot.polling import LONGEST_PAUSE, Take, rest
from newsbot.errors import ChannelError, RateLimited, StoreError, Unauthorized

log = structlog.get_logger(__name__)

FIRST_PAUSE = timedelta(seconds=1)


class Hooked:
    """Let Telegram call. `trouble` says what is wrong now, "" for nothing."""

    def __init__(
        self,
        connection: Connection,
        *,
        begin: Callable[[], Coroutine[Any, Any, None]],
        take: Take,
    ) -> None:
        self.trouble = ""
        self._connection = connection
        self._begin = begin
        self._take = take
        self._in_hand: dict[int, asyncio.Event] = {}

    async def run(self, stop: asyncio.Event, url: str, secret: str) -> None:
        """Ask Telegram to call `url` until that works, then wait for the stop.

        The webhook stays: what people write while nobody listens waits at Telegram.
        """
        pause = FIRST_PAUSE
        while not stop.is_set():
            try:
                await self._begin()
                await self._connection.set_webhook(url, secret)
            except Unauthorized as exc:
                self.trouble = f"Unauthorized: {exc}"
                return
            except (ChannelError, StoreError) as exc:
                self.trouble = str(exc)
                log.warning("webhook not set yet", action="webhook", error=self.trouble)
                await rest(stop, exc.retry_after if isinstance(exc, RateLimited) else pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                self.trouble = ""
                log.info("Telegram calls the webhook", action="webhook")
                await stop.wait()

    async def take(self, update: RawUpdate) -> None:
        """Take one update; one that comes again while the first is in hand waits for its end.

        Raises `StoreError`.
        """
        number = int(update["update_id"])
        while (earlier := self._in_hand.get(number)) is not None:
            await earlier.wait()
        done = self._in_hand[number] = asyncio.Event()
        try:
            await self._take([update])
        finally:
            del self._in_hand[number]
            done.set()
