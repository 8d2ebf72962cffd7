"""The console shows colour to a person, plain text to a pipe, and never obeys a headline."""

import io

import pytest

from newsbot import errors
from newsbot.channels.console import ConsoleChannel
from newsbot.domain.message import Item, MarkedText, Message

STORY = Message(
    items=(
        Item(
            headline=MarkedText(text="NATO\x1b[2J meets", marks=((0, 4),)),
            url="https://news.example/1",
            rules=("nato",),
        ),
    )
)
PLAIN = "─" * 60 + "\nNATO[2J meets\nhttps://news.example/1\n\nMatched: nato\n"
COLOURED = (
    "─" * 60 + "\n\x1b[1;33mNATO\x1b[0m\x1b[1m[2J meets\x1b[0m\nhttps://news.example/1\n\n"
    "Matched: \x1b[36mnato\x1b[0m\n"
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "no_color", "shown"),
    [
        (io.StringIO(), False, PLAIN),
        (Terminal(), True, PLAIN),
        (Terminal(), False, COLOURED),
    ],
    ids=["pipe", "NO_COLOR", "terminal"],
)
async def test_colour_is_for_terminals_that_want_it(
    stream: io.StringIO, no_color: bool, shown: str
) -> None:
    await ConsoleChannel(stream, no_color=no_color).send("", STORY)
    assert stream.getvalue() == shown


async def test_a_stream_that_lacks_a_letter_gets_a_question_mark() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    await ConsoleChannel(stream).send("", Message(heading="Überschrift"))
    assert raw.getvalue().splitlines()[1] == b"?berschrift"


async def test_an_edit_is_written_as_a_later_word() -> None:
    stream = io.StringIO()
    channel = ConsoleChannel(stream)
    receipt = await channel.send("", STORY)
    await channel.edit("", receipt.id, STORY)
    assert "(update of message 1)\nNATO" in stream.getvalue()


async def test_a_reader_that_went_away_is_unavailable() -> None:
    class Broken(io.StringIO):
        def write(self, _text: str, /) -> int:
            raise BrokenPipeError("nobody reads")

    with pytest.raises(errors.Unavailable):
        await ConsoleChannel(Broken()).send("", STORY)
