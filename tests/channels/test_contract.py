"""Every channel keeps the same promises, whatever lies behind it."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from newsbot import errors
from newsbot.channels import Editing
from newsbot.domain.delivery import Receipt
from newsbot.domain.message import Button, Item, MarkedText, Message, Outlet
from tests.channels.rigs import FAILURES, RIGS, WAITING, Rig

PUBLISHED = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
STORY = Message(
    items=(
        Item(
            headline=MarkedText(text="Allies meet in Vilnius", marks=((0, 6),)),
            url="https://news.example/story-1",
            summary=MarkedText(text="Ministers of the alliance met on Tuesday."),
            outlets=(Outlet(name="Harbour Times"), Outlet(name="Nordpost")),
            published=PUBLISHED,
            rules=("allies OR @alliance",),
        ),
    ),
    time_zone="Europe/Vilnius",
)
HOSTILE = (
    "<b>bold</b><script>alert(1)</script>",
    "</a></b></code>",
    "&lt;i&gt; &amp;amp; &#60;",
    "\x1b[2J\x1b]0;title\x07 bell \x9b31m",
    "left \u202eright\u2066 turned",
    "half \ud800 of a pair \udfff",
    "nul \x00 and \x7f delete",
    "line\r\nSubject: other\r\n\r\nbody",
    "😀" * 3000,
    "e\u0301" * 3000,
    "",
    " \n\t ",
)


@pytest.fixture(params=sorted(RIGS))
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    if request.param == "apprise":
        pytest.importorskip("apprise", reason="the extra newsbot[apprise] is not installed")
    async with RIGS[request.param]() as opened:
        yield opened


def hostile_story(text: str) -> Item:
    marked = MarkedText(text=text, marks=((0, len(text) // 2),) if len(text) > 1 else ())
    return Item(
        headline=marked,
        url="https://news.example/\"'<>&?a=b",
        summary=marked,
        outlets=(Outlet(name=text, url=text),),
        rules=(text,),
    )


def test_every_channel_has_its_name_in_the_address(rig: Rig) -> None:
    assert rig.channel.name
    assert ":" not in rig.channel.name


def test_an_address_has_one_spelling(rig: Rig) -> None:
    for written, spelling in rig.spellings.items():
        assert rig.channel.normalise(written) == spelling
        assert rig.channel.normalise(spelling) == spelling


def test_a_refused_address_is_explained_in_one_line(rig: Rig) -> None:
    for written in rig.refused:
        with pytest.raises(errors.Invalid) as caught:
            rig.channel.normalise(written)
        assert len(str(caught.value)) > 20
        assert "\n" not in str(caught.value)


def test_limits_name_no_secret_and_are_the_same_each_time(rig: Rig) -> None:
    paces = rig.channel.paces(rig.address)
    assert paces == rig.channel.paces(rig.address)
    assert len({pace.key for pace in paces}) == len(paces)
    for pace in paces:
        assert pace.interval >= timedelta(0)
        assert pace.burst >= 1
        assert not any(secret in pace.key for secret in rig.secrets)


async def test_a_story_says_headline_address_outlets_local_time_summary_and_rule(
    rig: Rig,
) -> None:
    receipt = await rig.channel.send(rig.address, STORY)
    assert isinstance(receipt, Receipt)
    (text,) = rig.arrived()
    assert text.startswith("Allies meet in Vilnius")
    for part in ("Harbour Times", "Nordpost", "09:30", "Ministers of the alliance", "@alliance"):
        assert part in text
    assert "https://news.example/story-1" in text or rig.channel.name == "telegram"


async def test_a_list_says_its_heading_each_headline_and_how_many_more(rig: Rig) -> None:
    second = Item(headline=MarkedText(text="Storm over the lake"))
    message = Message(items=(*STORY.items, second), heading="12 stories", more=10)
    await rig.channel.send(rig.address, message)
    (text,) = rig.arrived()
    positions = [
        text.index(part) for part in ("12 stories", "Allies meet", "Storm over the lake", "10 more")
    ]
    assert positions == sorted(positions)


async def test_a_notice_keeps_its_lines(rig: Rig) -> None:
    await rig.channel.send(rig.address, Message(heading="Paused.\nSend /start to go on."))
    (text,) = rig.arrived()
    assert text.splitlines()[:2] == ["Paused.", "Send /start to go on."]


async def test_a_message_that_says_nothing_is_rejected(rig: Rig) -> None:
    with pytest.raises(errors.Rejected):
        await rig.channel.send(rig.address, Message())
    assert rig.arrived() == []


@pytest.mark.parametrize(
    ("rig", "error"),
    [(name, error) for name, possible in FAILURES.items() for error in possible],
    indirect=["rig"],
)
async def test_g2_each_failure_of_the_far_end_has_its_error(
    rig: Rig, error: type[errors.ChannelError]
) -> None:
    rig.failures[error]()
    with pytest.raises(errors.ChannelError) as caught:
        await rig.channel.send(rig.address, STORY)
    assert type(caught.value) is error
    assert str(caught.value)
    assert not any(secret in str(caught.value) for secret in rig.secrets)


async def test_an_address_that_is_none_raises_a_channel_error(rig: Rig) -> None:
    for address in rig.refused:
        try:
            await rig.channel.send(address, STORY)
        except errors.ChannelError as error:
            assert isinstance(error, errors.DestinationGone)  # noqa: PT017 - sending is right too
        else:
            assert rig.channel.name == "console"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_g10_hostile_text_arrives_harmless(rig: Rig, text: str) -> None:
    story = hostile_story(text)
    await rig.channel.send(rig.address, Message(items=(story,)))
    await rig.channel.send(rig.address, Message(items=(story, story), heading="two"))
    assert len(rig.arrived()) == 2
    for arrived in [*rig.arrived(), *rig.raw()]:
        for character in arrived.replace("\r\n", "\n"):
            assert character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
            assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    for raw in rig.raw():
        assert not (rig.is_markup and "<script" in raw)


async def test_a_hundred_long_stories_are_taken(rig: Rig) -> None:
    long = hostile_story("word 😀 " * 2000)
    await rig.channel.send(rig.address, Message(items=(long,) * 100, heading="100 stories"))
    assert len(rig.arrived()) == 1


async def test_buttons_and_silence_never_cost_a_message(rig: Rig) -> None:
    buttons = (
        (Button(text="Open", url="https://x.example/"), Button(text="Mute", data="mute:1")),
        (Button(text="", data="x" * 100), Button(text="Bad", url="javascript:alert(1)")),
    )
    message = Message(items=STORY.items, buttons=buttons, silent=True, reply_to="no-such-id")
    await rig.channel.send(rig.address, message)
    assert len(rig.arrived()) == 1
    assert not any("javascript:" in raw for raw in rig.raw())


async def test_sends_at_the_same_time_all_arrive(rig: Rig) -> None:
    messages = [Message(heading=f"notice {number}") for number in range(8)]
    receipts = await asyncio.gather(*(rig.channel.send(rig.address, each) for each in messages))
    ids = {receipt.id for receipt in receipts}
    assert len(ids) == 8 or ids == {""}  # a channel without ids says so by an empty one
    assert sorted(text.splitlines()[0] for text in rig.arrived()) == [
        f"notice {number}" for number in range(8)
    ]


@pytest.mark.parametrize("rig", WAITING, indirect=True)
async def test_a_cancelled_send_ends_and_the_channel_goes_on(rig: Rig) -> None:
    assert rig.hang is not None
    rig.hang()
    sending = asyncio.ensure_future(rig.channel.send(rig.address, STORY))
    while not rig.reached():  # noqa: ASYNC110 - the far end may be a thread
        await asyncio.sleep(0)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    rig.release()
    receipt = await rig.channel.send(rig.address, Message(heading="after"))
    assert isinstance(receipt, Receipt)


@pytest.mark.parametrize("rig", ["console", "telegram"], indirect=True)
async def test_an_edit_keeps_the_receipt(rig: Rig) -> None:
    assert isinstance(rig.channel, Editing)
    receipt = await rig.channel.send(rig.address, STORY)
    later = Message(items=STORY.items, footer="confirmed by others")
    assert await rig.channel.edit(rig.address, receipt.id, later) == receipt
    assert await rig.channel.edit(rig.address, receipt.id, later) == receipt


@pytest.mark.parametrize("rig", ["console", "telegram"], indirect=True)
async def test_an_edit_to_nothing_is_rejected(rig: Rig) -> None:
    assert isinstance(rig.channel, Editing)
    receipt = await rig.channel.send(rig.address, STORY)
    with pytest.raises(errors.Rejected):
        await rig.channel.edit(rig.address, receipt.id, Message())


async def test_a_closed_channel_closes_again_and_sends_nothing(rig: Rig) -> None:
    await rig.channel.send(rig.address, STORY)
    await rig.channel.close()
    await rig.channel.close()
    with pytest.raises(errors.Unavailable):
        await rig.channel.send(rig.address, STORY)
    assert len(rig.arrived()) == 1
