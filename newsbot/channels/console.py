"""Own the console channel: alerts as blocks of text on a stream, matched words highlighted.

Outside text is cleaned of control characters before it comes here (`cleaning`), so that no
headline can move the cursor, recolour the screen or ring the bell.
"""

import asyncio
from typing import TextIO

from newsbot import errors
from newsbot.channels.document import Document, Look, Run
from newsbot.channels.layout import Form, lay_out
from newsbot.domain.delivery import Receipt
from newsbot.domain.message import Message
from newsbot.domain.ports import Pace

FORM = Form(show_urls=True)
RULE = "─" * 60

CODES = {
    Look.BOLD: ("1",),
    Look.ITALIC: ("3",),
    Look.CODE: ("36",),
    Look.MARK: ("1", "33"),
    Look.LINK: ("4",),
}
"""ANSI attributes (ECMA-48, 8.3.117): matched words are bold yellow, rule names cyan."""

RESET = "\x1b[0m"


class ConsoleChannel:
    """Write messages to a text stream, in colour when it is a terminal that wants it."""

    name = "console"

    def __init__(self, stream: TextIO, *, no_color: bool = False) -> None:
        self._stream = stream
        self._is_coloured = not no_color and stream.isatty()
        self._turn = asyncio.Lock()
        self._count = 0
        self._is_closed = False

    def normalise(self, address: str) -> str:
        """Return "": there is one console. Raises `Invalid` for anything else."""
        return parse_console(address)

    def paces(self, address: str) -> tuple[Pace, ...]:  # noqa: ARG002 - the port's signature
        """Return no limit: a screen takes everything."""
        return ()

    async def send(self, address: str, message: Message) -> Receipt:  # noqa: ARG002
        """Write one block. Raises `Unavailable` when the stream is closed."""
        return await self._write(message, note="")

    async def edit(self, address: str, receipt_id: str, message: Message) -> Receipt:  # noqa: ARG002
        """Write the block again, as a later word on an earlier one: paper cannot be changed."""
        await self._write(message, note=f"(update of message {receipt_id})\n")
        return Receipt(id=receipt_id)

    async def close(self) -> None:
        """Write no more; the stream stays open, it belongs to whoever passed it in."""
        self._is_closed = True

    async def _write(self, message: Message, note: str) -> Receipt:
        document = lay_out(message, FORM)
        if not document:
            raise errors.Rejected("the message says nothing")
        block = f"{RULE}\n{note}{write_ansi(document, coloured=self._is_coloured)}\n"
        if self._is_closed:
            raise errors.Unavailable("the console channel is closed")
        async with self._turn:
            try:
                await asyncio.to_thread(self._put, block)
            except (OSError, ValueError) as error:
                raise errors.Unavailable(f"the console cannot be written: {error}") from error
            self._count += 1
            return Receipt(id=str(self._count))

    def _put(self, block: str) -> None:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        self._stream.write(block.encode(encoding, "replace").decode(encoding))
        self._stream.flush()


def parse_console(text: str) -> str:
    """Return "", the only address. Raises `Invalid` for anything else."""
    if text.strip():
        raise errors.Invalid(f"the console has no address: write console: and not {text!r}")
    return ""


def write_ansi(document: Document, *, coloured: bool) -> str:
    """Return the document as lines for a terminal, without any escape code if not coloured."""
    return "".join(_coloured(run) if coloured else run.text for run in document)


def _coloured(run: Run) -> str:
    codes = dict.fromkeys(code for layer in run.layers for code in CODES[layer.look])
    return f"\x1b[{';'.join(codes)}m{run.text}{RESET}" if codes else run.text
