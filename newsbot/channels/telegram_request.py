"""Own the HTTP side of every call to the Bot API: time-outs, quiet logs, and what a 429 says.

It is the library's own request class but for one answer: "too many requests" is read here, as
the library warns of a coming change whenever it makes its `RetryAfter`, and drops a 429 that
names no seconds among the network errors.
"""

import json
import logging
from datetime import timedelta
from typing import Any

from telegram.error import TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from newsbot.channels.options import TelegramOptions

TOO_MANY_REQUESTS = 429

PAUSE_WITHOUT_NUMBER = timedelta(seconds=30)
"""How long to wait when Telegram says "too many requests" and not for how long."""

LOUD_LOGGERS = ("httpx", "httpcore", "telegram")


class FloodWait(TelegramError):
    """Report that Telegram wants no call of this kind before `pause` has passed."""

    def __init__(self, message: str, pause: timedelta) -> None:
        super().__init__(message)
        self.pause = pause


class TelegramRequest(HTTPXRequest):
    """Make requests with the time-outs of our options."""

    def __init__(self, options: TelegramOptions) -> None:
        silence_transport()
        super().__init__(
            connection_pool_size=options.connections,
            connect_timeout=options.connect_timeout.total_seconds(),
            read_timeout=options.read_timeout.total_seconds(),
            write_timeout=options.write_timeout.total_seconds(),
            pool_timeout=options.pool_timeout.total_seconds(),
        )

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status and body. Raises `FloodWait` and what the library raises."""
        status, body = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        if status == TOO_MANY_REQUESTS:
            raise read_flood_wait(body)
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Return what the body says; one that is no JSON is told to the caller, not the log."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except ValueError as error:
            raise TelegramError("the answer is no JSON") from error


def read_flood_wait(body: bytes) -> FloodWait:
    """Return what the body of a 429 asks for; one that cannot be read asks for 30 seconds."""
    try:
        answer = json.loads(body)
        description = str(answer.get("description", "Too Many Requests"))
        seconds = int(answer["parameters"]["retry_after"])
    except (ValueError, TypeError, LookupError, AttributeError):
        return FloodWait("Too Many Requests", PAUSE_WITHOUT_NUMBER)
    return FloodWait(description, timedelta(seconds=max(1, seconds)))


def silence_transport() -> None:
    """Keep the HTTP libraries from logging each address: it holds the bot token."""
    for name in LOUD_LOGGERS:
        transport = logging.getLogger(name)
        if transport.level < logging.WARNING:
            transport.setLevel(logging.WARNING)
