"""The webhook channel signs what it posts and goes only where it may."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsbot import errors
from newsbot.channels.options import WebhookOptions
from newsbot.channels.webhook import WebhookChannel
from newsbot.domain.message import Item, MarkedText, Message, Outlet
from newsbot.net import WebClient, parse_allow
from tests.channels.rigs import FixedClock
from tests.fakes.hookserver import FakeHookServer, Post

STORY = Message(
    items=(
        Item(
            headline=MarkedText(text=" NATO meets", marks=((1, 5),)),
            url="https://news.example/1",
            summary=MarkedText(text="One.\n\nTwo NATO.", marks=((10, 14),)),
            outlets=(Outlet(name="Nordpost", url="https://nordpost.example/9"),),
            published=datetime(2026, 11, 25, 7, tzinfo=UTC),
            rules=("nato",),
            language="en",
        ),
    ),
    key="42-1",
)
Opener = Callable[..., WebhookChannel]


@pytest.fixture
async def server() -> AsyncIterator[FakeHookServer]:
    async with FakeHookServer() as opened:
        yield opened


@pytest.fixture
async def open_channel() -> AsyncIterator[Opener]:
    clients: list[WebClient] = []

    def opener(
        secret: str = "present", previous: str = "", allow: str = "127.0.0.1"
    ) -> WebhookChannel:
        client = WebClient(user_agent="newsbot-test", allow=parse_allow(allow))
        clients.append(client)
        return WebhookChannel(
            WebhookOptions(
                secret=secret, previous_secret=previous, poster=client, clock=FixedClock()
            )
        )

    yield opener
    for client in clients:
        await client.close()


def is_signed_by(post: Post, secret: str) -> bool:
    """Check a post as the specification has a receiver check it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{post.headers['webhook-id']}.{post.headers['webhook-timestamp']}.".encode()
    digest = base64.b64encode(hmac.new(key, signed + post.body, hashlib.sha256).digest()).decode()
    return f"v1,{digest}" in post.headers["webhook-signature"].split(" ")


async def test_the_payload_has_the_story_with_its_marks(
    server: FakeHookServer, open_channel: Opener
) -> None:
    receipt = await open_channel().send(server.url, STORY)
    (post,) = server.posts
    assert post.headers["content-type"] == "application/json"
    assert post.headers["webhook-id"] == receipt.id
    assert post.json == {
        "timestamp": "2026-11-25T08:00:00Z",
        "type": "newsbot.story",
        "text": "NATO meets\nhttps://news.example/1\nNordpost · 25 Nov 2026, 07:00 UTC\n\n"
        "One.\nTwo NATO.\n\nMatched: nato",
        "data": {
            "heading": "",
            "items": [
                {
                    "headline": {"text": "NATO meets", "marks": [[0, 4]]},
                    "url": "https://news.example/1",
                    "summary": {"text": "One.\nTwo NATO.", "marks": [[9, 13]]},
                    "outlets": [{"name": "Nordpost", "url": "https://nordpost.example/9"}],
                    "published": "2026-11-25T07:00:00Z",
                    "rules": ["nato"],
                    "language": "en",
                    "label": None,
                }
            ],
            "more": 0,
            "footer": "",
            "language": "en",
            "time_zone": "UTC",
            "silent": False,
            "reply_to": None,
        },
    }


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (STORY, "newsbot.story"),
        (replace(STORY, more=2, heading="list"), "newsbot.list"),
        (replace(STORY, items=STORY.items * 2), "newsbot.list"),
        (Message(heading="Paused."), "newsbot.notice"),
    ],
)
async def test_the_type_says_what_came(
    server: FakeHookServer, open_channel: Opener, message: Message, kind: str
) -> None:
    await open_channel().send(server.url, message)
    assert server.posts[0].json["type"] == kind


async def test_each_address_checks_with_a_secret_of_its_own(
    server: FakeHookServer, open_channel: Opener
) -> None:
    channel = open_channel()
    await channel.send(server.url, STORY)
    assert is_signed_by(server.posts[0], channel.secret_for(server.url))
    assert not is_signed_by(server.posts[0], channel.secret_for(server.url + "/other"))


async def test_while_the_secret_changes_both_check(
    server: FakeHookServer, open_channel: Opener
) -> None:
    before, after = open_channel("old"), open_channel("new")
    await open_channel("new", "old").send(server.url, STORY)
    for channel in (before, after):
        assert is_signed_by(server.posts[0], channel.secret_for(server.url))


async def test_a_second_attempt_has_the_same_id(
    server: FakeHookServer, open_channel: Opener
) -> None:
    channel = open_channel()
    ids = [(await channel.send(server.url, STORY)).id for _ in range(2)]
    ids.append((await channel.send(server.url, replace(STORY, key="43-1"))).id)
    ids += [(await channel.send(server.url, replace(STORY, key=""))).id for _ in range(2)]
    assert [ids.index(each) for each in ids] == [0, 0, 2, 3, 3]


async def test_g9_an_address_inside_is_never_connected_to(
    server: FakeHookServer, open_channel: Opener
) -> None:
    with pytest.raises(errors.DestinationGone):
        await open_channel(allow="192.0.2.1").send(server.url, STORY)
    assert server.calls == 0


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (301, errors.Unavailable),
        (400, errors.Unavailable),
        (404, errors.Unavailable),
        (410, errors.DestinationGone),
        (429, errors.RateLimited),
        (500, errors.Unavailable),
        (503, errors.Unavailable),
    ],
)
async def test_any_answer_but_a_2xx_is_a_refusal(
    server: FakeHookServer, open_channel: Opener, status: int, error: type[errors.ChannelError]
) -> None:
    server.answer_with(status)
    with pytest.raises(errors.ChannelError) as caught:
        await open_channel().send(server.url, STORY)
    assert type(caught.value) is error
    assert server.calls == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("", 60), ("Wed, 25 Nov 2026 08:00:00 GMT", 60), ("9" * 12, 86_400), ("-1", 60)],
)
async def test_the_pause_that_a_receiver_asks_for_is_bounded(
    server: FakeHookServer, open_channel: Opener, header: str, seconds: int
) -> None:
    server.answer_with(429, {"Retry-After": header})
    with pytest.raises(errors.RateLimited) as caught:
        await open_channel().send(server.url, STORY)
    assert caught.value.retry_after == timedelta(seconds=seconds)


async def test_nobody_there_is_unavailable(server: FakeHookServer, open_channel: Opener) -> None:
    await server.__aexit__(None, None, None)
    with pytest.raises(errors.Unavailable):
        await open_channel().send(server.url, STORY)


def test_addresses_of_one_host_share_its_pace(open_channel: Opener) -> None:
    channel = open_channel()
    assert channel.paces("https://a.example/1") == channel.paces("https://a.example/2")
    assert channel.paces("https://a.example/1") != channel.paces("https://b.example/1")


def test_secrets_show_nowhere(open_channel: Opener) -> None:
    options = open_channel("s3cret", "s3cret-before")._options
    assert "s3cret" not in repr(options)


def test_a_channel_without_a_secret_is_a_fault_of_the_settings(open_channel: Opener) -> None:
    with pytest.raises(errors.ConfigError):
        open_channel("")
