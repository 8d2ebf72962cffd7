"""Own what a channel must be told at its start, as frozen values; it reads no environment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ssl import SSLContext
from typing import Literal, Protocol, TextIO

from newsbot.domain.ports import Clock

TELEGRAM_API_URL = "https://api.telegram.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramPacing:
    """Hold Telegram's published limits; `enabled` of False sends without any.

    https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: one message a
    second in a chat, 20 a minute in a group (channels are held alike), about 30 a second in all.
    """

    enabled: bool = True
    bot_per_second: float = 30.0
    bot_burst: int = 3
    chat_interval: timedelta = timedelta(seconds=1)
    chat_burst: int = 1
    group_per_minute: int = 20
    group_burst: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramOptions:
    """Hold what the Telegram channel needs; the token never shows in `repr`.

    `read_timeout` is long on purpose: an answer that comes late is better than one whose fate is
    unknown.
    """

    token: str = field(repr=False)
    api_url: str = TELEGRAM_API_URL
    connect_timeout: timedelta = timedelta(seconds=10)
    read_timeout: timedelta = timedelta(seconds=30)
    write_timeout: timedelta = timedelta(seconds=10)
    pool_timeout: timedelta = timedelta(seconds=10)
    connections: int = 64
    link_previews: bool = True
    pacing: TelegramPacing = TelegramPacing()

    @property
    def deadline(self) -> timedelta:
        """Return the longest time for a whole call, an answer that drips included."""
        return self.pool_timeout + self.connect_timeout + self.write_timeout + self.read_timeout


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleOptions:
    """Hold the stream to write to; `no_color` as https://no-color.org has it."""

    stream: TextIO
    no_color: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailOptions:
    """Hold what the e-mail channel needs; the password never shows in `repr`.

    `sender` is what stands in the From line. `unsubscribe` returns the https address that takes
    a one-click POST (RFC 8058) for a mailbox, `confirm` that of the page on which its owner agrees
    to get mail. `tls` replaces the system's trust, for a server
    with a certificate of its own. `timeout` bounds each step of the dialogue, `patience` the wait
    for a free connection.
    """

    host: str
    clock: Clock
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    sender: str = "newsbot <newsbot@localhost>"
    timeout: timedelta = timedelta(seconds=30)
    patience: timedelta = timedelta(seconds=10)
    connections: int = 4
    per_second: float = 10.0
    unsubscribe: Callable[[str], str] | None = None
    confirm: Callable[[str], str] | None = None
    tls: SSLContext | None = None


class PostAnswer(Protocol):
    """Be what came back for a post; header names are in lower case."""

    @property
    def status(self) -> int:
        """Return the HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers."""


class Poster(Protocol):
    """Be the guarded way out for addresses that people name, as `net.WebClient` is."""

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None
    ) -> PostAnswer:
        """Post once, follow no redirect. Raises `SourceError` subclasses, nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookOptions:
    """Hold what the webhook channel needs; the secrets never show in `repr`.

    The secret of each address is derived from `secret`; while that changes, `previous_secret`
    signs as well. A host gets one post each `interval` on average, `burst` at once.
    """

    secret: str = field(repr=False)
    poster: Poster
    clock: Clock
    previous_secret: str = field(default="", repr=False)
    interval: timedelta = timedelta(milliseconds=200)
    burst: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseOptions:
    """Hold the operator's targets by name; their addresses hold secrets and never show."""

    targets: Mapping[str, str] = field(repr=False)
    interval: timedelta = timedelta(seconds=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOptions:
    """Hold the options of every channel that is set up; None leaves a channel out."""

    console: ConsoleOptions | None = None
    telegram: TelegramOptions | None = None
    email: EmailOptions | None = None
    webhook: WebhookOptions | None = None
    apprise: AppriseOptions | None = None
