"""Own the pieces of texts that were read, kept by spelling, each with a number.

News repeats itself: nine in ten pieces of an article were seen before, punctuation included.
Each spelling is read once, so that a text is a list of numbers. What a piece means is not
decided here.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from threading import Lock
from typing import Self

import numpy as np
import numpy.typing as npt

from newsbot.matching.chunk import Chunk
from newsbot.matching.chunk_reader import read_chunk, traits_of
from newsbot.matching.sentences import PARAGRAPH, PARAGRAPH_OF_LINES
from newsbot.matching.words import HASHTAG, WORD

_MAX_PARTS = 50_000
"""Words kept in all pieces (long ones count more); then reading starts anew, with the old pieces
at hand until the new ones are as many.

Some 45 MB when both are full. 340 English articles filled nine tenths of one (measured).
"""

LONG = 40
"""Pieces longer than this are cut at characters of scripts without spaces."""

MARK = "\uffff"
"""Piece that stands for the end of a paragraph: no character, so no text has it (Unicode 23.7)."""

_GROUPING = re.compile(r"[\u00A0\u2009\u202F]")
_PIECE = re.compile(r"\S+(?:(?<=\d)[\u00A0\u2009\u202F](?=\d\d\d)\S+)*")


class Chunks:
    """Hold the pieces read so far by number, with what is particular about each.

    Number 0 is the end of a paragraph.
    """

    def __init__(self, older: dict[str, Chunk] | None = None) -> None:
        self.numbers: dict[str, int] = {}
        self.chunks: list[Chunk] = []
        self.traits: npt.NDArray[np.uint8] = np.zeros(4_096, dtype=np.uint8)
        self._older = older or {}
        self._parts = 0
        self._lock = Lock()
        self.read(MARK)

    @property
    def full(self) -> bool:
        """Say whether reading should go on with new ones."""
        return self._parts > _MAX_PARTS

    def successor(self) -> Self:
        """Return new ones, which need not read again what these have read."""
        with self._lock:
            return type(self)({chunk.piece: chunk for chunk in self.chunks})

    def read(self, piece: str) -> int:
        """Return the number of a piece, which is cut already."""
        number = self.numbers.get(piece)
        if number is not None:
            return number
        with self._lock:
            number = len(self.chunks)
            older = self._older.get(piece)
            chunk = older._replace(number=number) if older else read_chunk(number, piece)
            self.chunks.append(chunk)
            self._parts += 1 + len(chunk.parts) + len(piece) // LONG
            if number >= len(self.traits):
                self.traits = np.concatenate([self.traits, np.zeros_like(self.traits)])
            self.traits[number] = traits_of(chunk)
            self.numbers[piece] = number
        return number

    def read_all(self, pieces: Sequence[str]) -> list[int]:
        """Return the numbers of pieces in order; long ones may be cut into several."""
        try:
            return [*map(self.numbers.__getitem__, pieces)]
        except KeyError:
            pass  # one at least is new
        found: list[int] = []
        known = self.numbers.get
        for piece in pieces:
            number = known(piece)
            if number is not None:
                found.append(number)
            else:
                found += map(self.read, cut(piece))
        return found


def pieces_of(text: str) -> list[str]:
    """Return what stands between white space, and `MARK` for each end of a paragraph inside.

    A narrow space between digits groups them (1 000).
    """
    grouped = not text.isascii() and _GROUPING.search(text)
    if "\r" in text or "\u2029" in text:
        text = PARAGRAPH.sub(f" {MARK} ", text)
    elif "\n" in text:
        text = PARAGRAPH_OF_LINES.sub(f" {MARK} ", text)
    return _PIECE.findall(text) if grouped else text.split()


def cut(piece: str) -> list[str]:
    """Return a piece, or where it is long its parts between characters of unspaced scripts.

    A hashtag stays in one part.
    """
    if len(piece) <= LONG:
        return [piece]
    tags = [match.span() for match in HASHTAG.finditer(piece)]
    starts = [start for start, _ in tags]
    cuts = {0, *starts}
    was_unspaced = False
    for match in WORD.finditer(piece):
        unspaced = match.lastgroup == "unspaced"
        tag = bisect_left(starts, match.start()) - 1
        inside = tag >= 0 and match.start() < tags[tag][1]
        if (unspaced or was_unspaced) and not inside:
            cuts.add(match.start())
        was_unspaced = unspaced
    return [piece[start:end] for start, end in pairwise([*sorted(cuts), len(piece)])]
