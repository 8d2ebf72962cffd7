"""Own the HTTP side of every call to the Bot API: time-outs, quiet logs, and what a 429 says.

It fits the library's `BaseRequest` and goes through aiohttp: the library's own way, httpx, looks at
all its connections for each request, which at 400 chats at once costs more than all else together
(benchmarks/deliver.py: 190 messages per CPU second with it, 1,600 without).

Two answers are read here and not by the library: a 429, as it warns of a coming change whenever it
makes its `RetryAfter` and drops one that names no seconds among the network errors; and a failure,
as it matters whether the request ever left.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from newsbot.channels.options import TelegramOptions

TOO_MANY_REQUESTS = 429

PAUSE_WITHOUT_NUMBER = timedelta(seconds=30)
"""How long to wait when Telegram says "too many requests" and not for how long."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

LOUD_LOGGERS = ("httpx", "httpcore", "telegram")

NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


class FloodWait(TelegramError):
    """Report that Telegram wants no call of this kind before `pause` has passed."""

    def __init__(self, message: str, pause: timedelta) -> None:
        super().__init__(message)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Fields:
    """Hold the parameters of a call, each as text; stands in for the library's `RequestData`."""

    json_parameters: Mapping[str, str]
    contains_files: bool = False


class NeverSent(NetworkError):
    """Report that the request did not leave this machine."""


class TelegramRequest(BaseRequest):
    """Make requests with the time-outs of our options; connections are made when first needed."""

    __slots__ = ("_free", "_options", "_proxy", "_session")

    def __init__(self, options: TelegramOptions) -> None:
        silence_transport()
        self._options = options
        self._free = asyncio.Semaphore(options.connections)
        self._proxy = proxy_for(options.api_url)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return how long an answer is waited for, in seconds."""
        return self._options.read_timeout.total_seconds()

    async def initialize(self) -> None:
        """Do nothing: the first request opens what it needs."""

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(self, method: str, fields: Mapping[str, str]) -> Any:
        """Make one call and return what came, as JSON has it.

        The library would make a `Message` of it, a quarter of the cost of sending one.
        """
        url = f"{self._options.api_url.rstrip('/')}/bot{self._options.token}/{method}"
        return await self.post(url, request_data=cast("RequestData", Fields(fields)))

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
        """Return status and body. Raises `FloodWait`, `NeverSent`, `TimedOut`, `NetworkError`.

        Of the time-outs only the one for reading can be given; the others are our options'. How
        long it may take to write is bounded by the deadline for the whole call.
        """
        del write_timeout, connect_timeout, pool_timeout
        wait = self.read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        body_of_request, headers = written(request_data)
        await self._wait_for_a_free_one()
        try:
            async with self._open().request(
                method,
                url,
                data=body_of_request,
                headers=headers,
                timeout=self._timeout(wait),
                allow_redirects=False,
                proxy=self._proxy,
            ) as response:
                status, body = response.status, await response.read()
        except NEVER_SENT as error:
            raise NeverSent(_named(error)) from error
        except TimeoutError as error:
            raise TimedOut(_named(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(_named(error)) from error
        finally:
            self._free.release()
        if status == TOO_MANY_REQUESTS:
            raise read_flood_wait(body)
        return status, body

    async def _wait_for_a_free_one(self) -> None:
        """Wait for a connection's turn. Raises `NeverSent` when none becomes free in time."""
        try:
            async with asyncio.timeout(self._options.pool_timeout.total_seconds()):
                await self._free.acquire()
        except TimeoutError as error:
            raise NeverSent("every connection is in use") from error

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),  # `_free` counts
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    def _timeout(self, read_s: float) -> aiohttp.ClientTimeout:
        connect_s = self._options.connect_timeout.total_seconds()
        return aiohttp.ClientTimeout(total=None, connect=connect_s, sock_read=read_s)

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Return what the body says; one that is no JSON is told to the caller, not the log."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except ValueError as error:
            raise TelegramError("the answer is no JSON") from error


def written(
    request_data: RequestData | None,
) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str] | None]:
    """Return the body and the headers of a request; one with a file goes out in parts."""
    if request_data is None:
        return None, None
    if not request_data.contains_files:
        return as_form(request_data.json_parameters), FORM
    parts = aiohttp.FormData(request_data.json_parameters)
    for field, (name, content, kind) in request_data.multipart_data.items():
        parts.add_field(field, content, filename=name, content_type=kind)
    return parts, None


def as_form(parameters: Mapping[str, str]) -> bytes:
    """Return parameters in the form encoding; the standard library's takes five times as long."""
    return URL.build(query=parameters).raw_query_string.encode("ascii")


def proxy_for(url: str) -> str | None:
    """Return the proxy that the environment names for this address (HTTPS_PROXY, NO_PROXY).

    Where Telegram is blocked a proxy is the way; asking for it at each request costs two threads.
    """
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _named(error: Exception) -> str:
    """Return the kind of an error with its words: some have none."""
    return f"{type(error).__name__}: {error}".rstrip(": ")


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
