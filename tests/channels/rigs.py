"""A rig is a channel with the far end of it in hand: what arrived, and what goes wrong there."""

import io
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from newsbot import errors
from newsbot.channels.apprise import AppriseChannel
from newsbot.channels.console import ConsoleChannel
from newsbot.channels.mail import EmailChannel
from newsbot.channels.options import AppriseOptions, EmailOptions, TelegramOptions, WebhookOptions
from newsbot.channels.telegram import TelegramChannel
from newsbot.channels.webhook import WebhookChannel
from newsbot.domain.ports import Channel
from newsbot.net import WebClient, parse_allow
from tests.fakes.botapi import TOKEN, Action, FakeBotApi, Fault, FloodLimits
from tests.fakes.hookserver import FakeHookServer
from tests.fakes.mailserver import HANG_UP, SILENCE, FakeMailServer


@dataclass(frozen=True, kw_only=True)
class Rig:
    """Hold one channel under test.

    `spellings` are addresses and their one spelling, `refused` are none; `failures` say how to
    make the far end answer so that the given error follows; `arrived` is the text that a reader
    sees, `raw` what was transmitted (`is_markup` when tags in it are obeyed). `hang` keeps the
    far end from answering, where it can, `reached` says whether a call has come that far,
    `release` ends the hanging.
    """

    channel: Channel
    address: str
    spellings: Mapping[str, str]
    refused: tuple[str, ...]
    arrived: Callable[[], list[str]]
    raw: Callable[[], list[str]]
    failures: Mapping[type[errors.ChannelError], Callable[[], None]] = field(default_factory=dict)
    hang: Callable[[], None] | None = None
    is_markup: bool = True
    reached: Callable[[], bool] = bool
    release: Callable[[], None] = lambda: None
    secrets: tuple[str, ...] = ()


@asynccontextmanager
async def telegram() -> AsyncIterator[Rig]:
    server = FakeBotApi(limits=FloodLimits.off())
    async with server:
        channel = TelegramChannel(TelegramOptions(token=TOKEN, api_url=server.url))

        def arm(**fault: object) -> Callable[[], None]:
            return lambda: server.faults.add(Fault(**fault))  # type: ignore[arg-type]

        yield Rig(
            channel=channel,
            address="77",
            spellings={
                "77": "77",
                " -1001234567890 ": "-1001234567890",
                "-1001234567890/42": "-1001234567890/42",
                "-1001234567890/1": "-1001234567890",
                "-0012": "-12",
                "@News_Channel": "@news_channel",
                "https://t.me/News_Channel": "@news_channel",
                "t.me/news_channel/": "@news_channel",
                "@news_channel/7": "@news_channel/7",
            },
            refused=("", "0", "news", "@abc", "77/5", "1/2/3", "12.5", "9" * 17, "@", "-", "@a b"),
            arrived=lambda: [call.text for call in server.journal.accepted],
            raw=lambda: [call.params["text"] for call in server.journal.accepted],
            failures={
                errors.RateLimited: arm(retry_after=7),
                errors.Ambiguous: arm(action=Action.CLOSE_AFTER),
                errors.Unauthorized: arm(status=401, description="Unauthorized"),
                errors.Rejected: arm(status=400, description="Bad Request: something else"),
                errors.DestinationGone: arm(status=403, description="Forbidden: blocked"),
                errors.DestinationMoved: arm(migrate_to=-1001),
            },
            hang=arm(action=Action.HANG_BEFORE, times=1),
            reached=lambda: bool(server.journal.calls),
            secrets=(TOKEN,),
        )
        await channel.close()
    assert server.journal.problems == []


@asynccontextmanager
async def console() -> AsyncIterator[Rig]:
    stream = io.StringIO()
    channel = ConsoleChannel(stream)

    def blocks() -> list[str]:
        return [block.strip() for block in re.split("─{20,}", stream.getvalue()) if block.strip()]

    yield Rig(
        channel=channel,
        address="",
        spellings={"": "", "  ": ""},
        refused=("x", "77"),
        arrived=blocks,
        raw=blocks,
        is_markup=False,
        failures={errors.Unavailable: stream.close},
    )
    await channel.close()


class FixedClock:
    """Tell one time."""

    def now(self) -> datetime:
        return datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@asynccontextmanager
async def email() -> AsyncIterator[Rig]:
    async with FakeMailServer() as server:
        channel = EmailChannel(
            EmailOptions(
                host="127.0.0.1",
                clock=FixedClock(),
                port=server.port,
                security="none",
                sender="News <news@desk.example>",
            )
        )

        def answer(command: str, reply: str) -> Callable[[], None]:
            return lambda: server.replies.update({command: reply})

        yield Rig(
            channel=channel,
            address="reader@mail.example",
            spellings={
                "reader@mail.example": "reader@mail.example",
                " Reader+news@MAIL.Example ": "Reader+news@mail.example",
                "o'hara@bücher.example": "o'hara@xn--bcher-kva.example",
                "root@localhost": "root@localhost",
            },
            refused=(
                *("", "reader", "@mail.example", "reader@", "a b@mail.example", "a@b@c.example"),
                *("Name <reader@mail.example>", "a@-b.example", "a@b..example", "a\n@b.example"),
                *("x" * 65 + "@b.example", "a@" + "b" * 64 + ".example", "a,b@mail.example"),
            ),
            arrived=lambda: [mail.part("plain") for mail in server.mails],
            raw=lambda: [mail.part("html") for mail in server.mails],
            failures={
                errors.Unavailable: answer("RCPT", "450 4.2.0 greylisted"),
                errors.Ambiguous: answer("content", HANG_UP),
                errors.Unauthorized: answer("MAIL", "530 5.7.0 authentication required"),
                errors.Rejected: answer("content", "554 5.7.1 looks like spam"),
                errors.DestinationGone: answer("RCPT", "550 5.1.1 no such user"),
            },
            hang=answer("content", SILENCE),
            reached=lambda: "DATA" in server.commands,
            release=server.replies.clear,
        )
        await channel.close()


@asynccontextmanager
async def webhook() -> AsyncIterator[Rig]:
    async with FakeHookServer() as server:
        client = WebClient(user_agent="newsbot-test", allow=parse_allow("127.0.0.1"))
        secret = "secret-of-the-service"
        channel = WebhookChannel(WebhookOptions(secret=secret, poster=client, clock=FixedClock()))

        def answer(status: int, **headers: str) -> Callable[[], None]:
            return lambda: server.answer_with(status, headers)

        yield Rig(
            channel=channel,
            address=server.url,
            spellings={
                "https://Example.org": "https://example.org/",
                "HTTP://example.org:80/Path?q=A#here": "http://example.org/Path?q=A",
                " https://example.org:8443/x ": "https://example.org:8443/x",
                "https://bücher.example/": "https://xn--bcher-kva.example/",
                "https://[2001:DB8::1]/x": "https://[2001:db8::1]/x",
            },
            refused=(
                *("", "example.org", "ftp://example.org/", "https://", "https://u:p@example.org/"),
                *("https://user@example.org/", "https://[x/", "https://example.org:port/"),
                *("https://example.org/a b", "https://example.org/\x1b", "javascript:alert(1)"),
            ),
            arrived=lambda: [post.json["text"] for post in server.posts],
            raw=lambda: [post.body.decode() for post in server.posts],
            is_markup=False,
            failures={
                errors.RateLimited: answer(429, **{"Retry-After": "7"}),
                errors.Unavailable: answer(503),
                errors.Ambiguous: server.hang_up,
                errors.DestinationGone: answer(410),
            },
            hang=server.hang,
            reached=lambda: server.calls > 0,
            release=server.release,
            secrets=(secret,),
        )
        await channel.close()
        await client.close()


@asynccontextmanager
async def apprise() -> AsyncIterator[Rig]:
    async with FakeHookServer() as server:
        server.answer_with(200)
        address = server.url.replace("http://", "json://hook-user:hook-secret@")
        channel = AppriseChannel(AppriseOptions(targets={"phone": address, "desk-2": address}))

        def arrived() -> list[str]:
            return [f"{post.json['title']}\n{post.json['message']}" for post in server.posts]

        yield Rig(
            channel=channel,
            address="phone",
            spellings={"phone": "phone", " Desk-2 ": "desk-2"},
            refused=("", "tablet", "json://127.0.0.1/", "a b", "-x", "x" * 41),
            arrived=arrived,
            raw=arrived,
            is_markup=False,
            failures={errors.Ambiguous: lambda: server.answer_with(500)},
            hang=server.hang,
            reached=lambda: server.calls > 0,
            release=server.release,
            secrets=("hook-secret",),
        )
        await channel.close()


FAILURES: dict[str, tuple[type[errors.ChannelError], ...]] = {
    "apprise": (errors.Ambiguous,),
    "console": (errors.Unavailable,),
    "email": (
        *(errors.Unavailable, errors.Ambiguous, errors.Unauthorized),
        *(errors.Rejected, errors.DestinationGone),
    ),
    "telegram": (
        *(errors.RateLimited, errors.Ambiguous, errors.Unauthorized, errors.Rejected),
        *(errors.DestinationGone, errors.DestinationMoved),
    ),
    "webhook": (
        *(errors.RateLimited, errors.Unavailable, errors.Ambiguous, errors.DestinationGone),
    ),
}
"""The errors that the far end of each channel can bring about."""

WAITING = ("apprise", "email", "telegram", "webhook")
"""The channels that wait for an answer."""

RIGS: dict[str, Callable[[], AbstractAsyncContextManager[Rig]]] = {
    "telegram": telegram,
    "apprise": apprise,
    "console": console,
    "email": email,
    "webhook": webhook,
}
