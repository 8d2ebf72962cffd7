"""The Telegram channel says each outcome as the outbox needs it, and sends what Telegram takes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsbot import errors
from newsbot.channels.document import plain
from newsbot.channels.layout import lay_out
from newsbot.channels.options import TelegramOptions, TelegramPacing
from newsbot.channels.telegram import TelegramChannel
from newsbot.channels.telegram_html import write_html
from newsbot.channels.telegram_letter import FORM
from newsbot.domain.message import Button, Item, MarkedText, Message, Outlet
from tests.fakes.botapi import (
    TOKEN,
    Action,
    Chat,
    Condition,
    FakeBotApi,
    Fault,
    FloodControl,
    FloodLimits,
    parse_html,
)

CHAT = "77"
GROUP = "-1001234567890"
STORY = Message(
    items=(
        Item(
            headline=MarkedText(text="NATO & <allies> meet", marks=((0, 4),)),
            url="https://news.example/1?a=1&b=2",
            summary=MarkedText(text="Ministers of NATO met @home. Tap /start.", marks=((13, 17),)),
            outlets=(Outlet(name="Reuters"),),
            published=datetime(2026, 7, 1, 12, tzinfo=UTC),
            rules=("@ukraine OR /nato/",),
        ),
    ),
)


def options(url: str, **changes: Any) -> TelegramOptions:
    return replace(TelegramOptions(token=TOKEN, api_url=url), **changes)


@pytest.fixture
async def channel(api: FakeBotApi) -> AsyncIterator[TelegramChannel]:
    opened = TelegramChannel(options(api.url))
    yield opened
    await opened.close()


async def test_a_story_arrives_with_its_entities(api: FakeBotApi, channel: TelegramChannel) -> None:
    receipt = await channel.send(CHAT, STORY)
    (call,) = api.journal.accepted
    assert receipt.id == str(call.message_id)
    assert call.text.startswith("NATO & <allies> meet\nReuters · 1 Jul 2026, 12:00 UTC\n\n")
    entities = [(e["type"], e["offset"], e["length"]) for e in call.entities]
    assert entities[:3] == [("text_link", 0, 20), ("bold", 0, 20), ("underline", 0, 4)]
    assert {kind for kind, *_ in entities} == {"text_link", "bold", "underline", "code"}
    assert call.entities[0]["url"] == "https://news.example/1?a=1&b=2"


async def test_the_preview_is_of_the_article_and_of_nothing_else(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    await channel.send(CHAT, STORY)
    await channel.send(CHAT, Message(heading="see https://x.org"))
    shown, hidden = (m["link_preview_options"] for m in api.world.messages.values())
    assert shown["url"] == STORY.items[0].url
    assert hidden == {"is_disabled": True}


async def test_a_silent_message_to_a_topic_asks_for_no_sound(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    await channel.send(f"{GROUP}/42", replace(STORY, silent=True))
    (call,) = api.journal.accepted
    assert call.params["message_thread_id"] == "42"
    assert call.params["disable_notification"] == "true"


async def test_the_general_topic_is_no_topic(api: FakeBotApi, channel: TelegramChannel) -> None:
    assert channel.normalise(f"{GROUP}/1") == GROUP
    await channel.send(f"{GROUP}/1", STORY)
    assert "message_thread_id" not in api.journal.accepted[0].params


async def test_a_reply_to_a_deleted_message_is_sent_all_the_same(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    first = await channel.send(CHAT, STORY)
    await channel.send(CHAT, replace(STORY, reply_to=first.id))
    await channel.send(CHAT, replace(STORY, reply_to="999"))
    replied = ["reply_to_message" in m for m in api.world.messages.values()]
    assert replied == [False, True, False]


async def test_buttons_that_telegram_would_refuse_are_left_out(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    rows = (
        (Button(text="Mute", data="mute:1"), Button(text="Long", data="x" * 65)),
        (Button(text="Open", url="https://x.org/"), Button(text="Here", url="http://localhost/")),
        (Button(text=" ", data="x"), Button(text="Nothing")),
    )
    await channel.send(CHAT, replace(STORY, buttons=rows))
    (message,) = api.world.messages.values()
    keyboard = message["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in keyboard] == [["Mute"], ["Open"]]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(retry_after=43_200), errors.RateLimited),
        (Fault(status=429, description="Too Many Requests: slow down"), errors.RateLimited),
        (Fault(migrate_to=int(GROUP)), errors.DestinationMoved),
        (
            Fault(status=403, description="Forbidden: bot was blocked by the user"),
            errors.DestinationGone,
        ),
        (Fault(status=400, description="Bad Request: chat not found"), errors.DestinationGone),
        (Fault(status=400, description="Bad Request: TOPIC_CLOSED"), errors.DestinationGone),
        (
            Fault(status=400, description="Bad Request: message thread not found"),
            errors.DestinationGone,
        ),
        (Fault(status=400, description="Bad Request: message is too long"), errors.Rejected),
        (Fault(status=401, description="Unauthorized"), errors.Unauthorized),
        (Fault(status=404, description="Not Found"), errors.Unauthorized),
        (Fault(status=500), errors.Ambiguous),
        (Fault(status=502, description="Bad Gateway"), errors.Ambiguous),
        (Fault(action=Action.FAIL_AFTER), errors.Ambiguous),
        (Fault(action=Action.GARBLE), errors.Ambiguous),
        (Fault(action=Action.CLOSE_BEFORE), errors.Ambiguous),
        (Fault(action=Action.CLOSE_AFTER), errors.Ambiguous),
    ],
    ids=lambda value: f"{value.action}-{value.status}" if isinstance(value, Fault) else "",
)
async def test_g2_each_failure_becomes_its_error_after_one_call(
    api: FakeBotApi, channel: TelegramChannel, fault: Fault, error: type[errors.ChannelError]
) -> None:
    api.faults.add(fault)
    with pytest.raises(errors.ChannelError) as caught:
        await channel.send(CHAT, STORY)
    assert type(caught.value) is error
    assert len(api.journal.of("sendMessage")) == 1
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("action", [Action.HANG_BEFORE, Action.HANG_AFTER])
async def test_g2_no_answer_in_time_is_ambiguous_after_one_call(
    api: FakeBotApi, action: Action
) -> None:
    api.faults.add(Fault(action=action))
    channel = TelegramChannel(options(api.url, read_timeout=timedelta(milliseconds=50)))
    with pytest.raises(errors.Ambiguous):
        await channel.send(CHAT, STORY)
    assert len(api.journal.of("sendMessage")) == 1
    await channel.close()


async def test_g14_retry_after_is_passed_on_to_the_second(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    api.faults.add(Fault(retry_after=43_200))
    with pytest.raises(errors.RateLimited) as caught:
        await channel.send(CHAT, STORY)
    assert caught.value.retry_after == timedelta(hours=12)


async def test_a_group_that_became_a_supergroup_names_its_new_address(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    api.world.add(Chat(id=-5, kind="group", migrated_to=int(GROUP)))
    with pytest.raises(errors.DestinationMoved) as caught:
        await channel.send("-5", STORY)
    assert channel.normalise(caught.value.address) == GROUP


@pytest.mark.parametrize("condition", [c for c in Condition if c])
async def test_a_chat_that_takes_nothing_is_gone(
    api: FakeBotApi, channel: TelegramChannel, condition: Condition
) -> None:
    api.world.add(Chat(id=int(CHAT), kind="private", condition=condition))
    with pytest.raises(errors.DestinationGone):
        await channel.send(CHAT, STORY)


async def test_a_server_that_is_not_there_was_surely_not_reached() -> None:
    async with FakeBotApi() as server:
        url = server.url
    channel = TelegramChannel(options(url))
    with pytest.raises(errors.Unavailable):
        await channel.send(CHAT, STORY)
    await channel.close()


async def test_a_pool_without_a_free_connection_sends_nothing(api: FakeBotApi) -> None:
    api.faults.add(Fault(action=Action.HANG_BEFORE, chat="1", times=1))
    short = timedelta(milliseconds=20)
    late = timedelta(milliseconds=500)
    channel = TelegramChannel(
        options(api.url, connections=1, pool_timeout=short, read_timeout=late)
    )
    blocked = asyncio.ensure_future(channel.send("1", STORY))
    while not api.journal.calls:  # noqa: ASYNC110 - the fake tells by its journal
        await asyncio.sleep(0)
    with pytest.raises(errors.Unavailable):
        await channel.send(CHAT, STORY)
    with pytest.raises(errors.Ambiguous):
        await blocked
    await channel.close()


async def test_an_answer_that_drips_is_ambiguous_once_the_time_is_up(api: FakeBotApi) -> None:
    api.faults.add(Fault(action=Action.DRIP_AFTER, delay_s=0.01))
    short = timedelta(milliseconds=100)
    limits = {f"{part}_timeout": short for part in ("connect", "read", "write", "pool")}
    channel = TelegramChannel(options(api.url, **limits))
    with pytest.raises(errors.Ambiguous):
        await channel.send(CHAT, STORY)
    await channel.close()


async def test_refused_markup_is_sent_once_more_as_plain_text(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    sentence = "Bad Request: can't parse entities: Unsupported start tag"
    api.faults.add(Fault(status=400, description=sentence, times=1))
    await channel.send(CHAT, STORY)
    (call,) = api.journal.accepted
    assert "parse_mode" not in call.params
    assert call.text.startswith(f"NATO & <allies> meet\n{STORY.items[0].url}\n")
    assert "<b>" not in call.text
    assert [e["type"] for e in call.entities] == ["url"]


async def test_markup_refused_twice_is_rejected(api: FakeBotApi, channel: TelegramChannel) -> None:
    api.faults.add(Fault(status=400, description="Bad Request: can't parse entities: no"))
    with pytest.raises(errors.Rejected):
        await channel.send(CHAT, STORY)
    assert len(api.journal.of("sendMessage")) == 2


async def test_a_refused_preview_does_not_cost_the_message(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    api.faults.add(Fault(status=400, description="Bad Request: WEBPAGE_URL_INVALID", times=1))
    await channel.send(CHAT, STORY)
    (message,) = api.world.messages.values()
    assert message["link_preview_options"] == {"is_disabled": True}


async def test_refused_buttons_do_not_cost_the_message(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    api.faults.add(Fault(status=400, description="Bad Request: BUTTON_DATA_INVALID", times=1))
    await channel.send(CHAT, replace(STORY, buttons=((Button(text="x", data="y"),),)))
    assert "reply_markup" not in api.journal.accepted[0].params


async def test_an_edit_replaces_the_text_and_an_equal_one_is_done(
    api: FakeBotApi, channel: TelegramChannel
) -> None:
    receipt = await channel.send(CHAT, STORY)
    longer = replace(STORY, footer="also: BBC")
    for _ in range(2):
        assert await channel.edit(CHAT, receipt.id, longer) == receipt
    assert api.world.messages[77, 1]["text"].endswith("also: BBC")


@pytest.mark.parametrize("receipt", ["999", "", "nonsense"])
async def test_an_edit_of_a_message_that_is_gone_is_rejected(
    channel: TelegramChannel, receipt: str
) -> None:
    with pytest.raises(errors.Rejected):
        await channel.edit(CHAT, receipt, STORY)


async def test_g12_the_token_is_in_no_log_and_no_repr(
    api: FakeBotApi, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await channel.send(CHAT, STORY)
    api.faults.add(Fault(action=Action.GARBLE, times=1))
    api.faults.add(Fault(status=401, description="Unauthorized"))
    for _ in range(2):
        with pytest.raises(errors.ChannelError):
            await channel.send(CHAT, STORY)
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(options(api.url))
    assert all(TOKEN not in pace.key for pace in channel.paces(CHAT))


def channel_at_rest(pacing: TelegramPacing) -> TelegramChannel:
    return TelegramChannel(TelegramOptions(token=TOKEN, pacing=pacing))


@pytest.mark.parametrize(
    ("address", "limits"), [("77", 2), (GROUP, 3), (f"{GROUP}/4", 3), ("@news", 3), ("-5", 3)]
)
def test_g14_groups_and_channels_have_a_limit_more(address: str, limits: int) -> None:
    assert len(channel_at_rest(TelegramPacing()).paces(address)) == limits


def test_g14_topics_share_the_limits_of_their_chat() -> None:
    channel = channel_at_rest(TelegramPacing())
    assert channel.paces(f"{GROUP}/4") == channel.paces(GROUP)


def test_another_token_has_other_limits() -> None:
    keys = {
        pace.key
        for token in (TOKEN, TOKEN[:-1] + "1")
        for pace in TelegramChannel(TelegramOptions(token=token)).paces(CHAT)
    }
    assert len(keys) == 4


def test_pacing_can_be_switched_off() -> None:
    assert channel_at_rest(TelegramPacing(enabled=False)).paces(GROUP) == ()


@pytest.mark.parametrize("address", ["77", GROUP])
def test_g14_sends_at_the_full_pace_never_meet_flood_control(address: str) -> None:
    paces = channel_at_rest(TelegramPacing()).paces(address)
    flood, now, due = FloodControl(FloodLimits(chat_burst=1)), 1000.0, [1000.0] * 3
    for _ in range(200):
        now = max(
            now,
            *(
                at - (pace.burst - 1) * pace.interval.total_seconds()
                for at, pace in zip(due, paces, strict=False)
            ),
        )
        assert flood.ask(1, now, is_group=address == GROUP).retry_after == 0
        due = [
            max(at, now) + pace.interval.total_seconds()
            for at, pace in zip(due, paces, strict=False)
        ]


SIGNS = st.text(st.characters() | st.sampled_from("<>&\"'@/#\n😀\u202e\x00"), max_size=400)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    def marked() -> MarkedText:
        text = draw(SIGNS) * draw(st.sampled_from([1, 1, 20]))
        borders = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
        return MarkedText(text=text, marks=tuple(zip(borders[::2], borders[1::2], strict=False)))

    def story() -> Item:
        return Item(
            headline=marked(),
            url=draw(st.sampled_from(["", "https://x.org/?a=\"'<>&b", "javascript:x"])),
            summary=marked(),
            outlets=(Outlet(name=draw(SIGNS), url="https://y.org/"),) * draw(st.integers(0, 3)),
            rules=tuple(draw(st.lists(SIGNS, max_size=3))),
        )

    count = draw(st.sampled_from([1, 1, 2, 40]))
    return Message(items=tuple(story() for _ in range(min(count, 3))) * max(1, count // 3))


@given(messages())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_g10_every_message_passes_telegrams_parser_within_its_limits(message: Message) -> None:
    document = lay_out(message, FORM)
    text, entities = parse_html(write_html(document))
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    assert text == plain(document).strip()
    assert len(entities) <= 100
    kinds = {entity["type"] for entity in entities}
    assert kinds.isdisjoint({"mention", "bot_command"})
    assert {e["url"] for e in entities if e["type"] == "text_link"} <= {
        "https://x.org/?a=\"'<>&b",
        "https://y.org/",
    }


@pytest.mark.parametrize("size", [100, 4_000, 100_000])
async def test_any_length_is_accepted(api: FakeBotApi, channel: TelegramChannel, size: int) -> None:
    long = MarkedText(text="😀 word " * (size // 7))
    story = replace(STORY.items[0], headline=long, summary=long)
    await channel.send(CHAT, Message(items=(story,)))
    await channel.send(CHAT, Message(items=(story,) * 60, heading="60 stories"))
    await channel.send(CHAT, Message(heading=long.text))
    assert len(api.journal.accepted) == 3
