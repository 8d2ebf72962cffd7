"""Own the words of a piece without white space, kept by spelling; the text around is unknown here.

News repeats itself: nine in ten pieces of an article were seen before, punctuation included.
Reading by pieces makes a text cost a look-up a word.
"""

import re
from typing import NamedTuple

from newsbot.matching.sentences import ends_sentence, gap_kind
from newsbot.matching.words import WORD, Part, parts_of

_GROUPING = re.compile(r"[\u00A0\u2009\u202F]")
_CHUNK = re.compile(r"\S+(?:(?<=\d)[\u00A0\u2009\u202F](?=\d\d\d)\S+)*")
"""A piece between white space; a narrow space between digits groups them (1 000)."""

_CACHE_SIZE = 200_000
"""Distinct pieces kept; a day of news in ten languages has fewer."""

_CACHED_LENGTH = 40
"""Longer pieces are not kept: addresses, noise and whole paragraphs without spaces."""


class Chunk(NamedTuple):
    """Hold the words of one piece, offsets from its start.

    `end` is where the last word ends, dots of an acronym included. `lead` and `trail` say what
    the characters before the first and behind the last word can be in a gap, `breaks` which
    parts open a sentence, `unspaced` which are characters of a script without spaces. `simple`
    is true when the piece is one plain word without further keys; `key`, `start` and `stop` are
    those of the first part.
    """

    parts: tuple[Part, ...]
    end: int
    lead: int
    trail: int
    breaks: frozenset[int]
    unspaced: frozenset[int]
    simple: bool
    key: str
    start: int
    stop: int


def pieces_of(text: str) -> list[str]:
    """Return the pieces of a text in order."""
    return text.split() if not _GROUPING.search(text) else _CHUNK.findall(text)


known_chunks: dict[str, Chunk] = {}
"""What was read before, by spelling; ask `read_chunk` for what is missing."""


def read_chunk(piece: str) -> Chunk:
    """Return the words of a piece."""
    chunk = known_chunks.get(piece)
    if chunk is None:
        chunk = _read(piece)
        if len(piece) <= _CACHED_LENGTH:
            if len(known_chunks) >= _CACHE_SIZE:
                known_chunks.clear()
            known_chunks[piece] = chunk
    return chunk


def _read(piece: str) -> Chunk:
    parts: list[Part] = []
    breaks: set[int] = set()
    unspaced: set[int] = set()
    end = 0
    for match in WORD.finditer(piece):
        kind, offset = match.lastgroup or "", match.start()
        for part in parts_of(kind, match[0]):
            placed = part.moved(offset)
            gap = gap_kind(piece[end : placed.start])
            before = piece[parts[-1].start : parts[-1].end] if parts else ""
            if parts and gap and ends_sentence(gap, before, piece[placed.start], ""):
                breaks.add(len(parts))
            if kind == "unspaced":
                unspaced.add(len(parts))
            parts.append(placed)
            end = placed.end
        if kind == "dotted":
            end = match.end()
    simple = len(parts) == 1 and not (parts[0].others or unspaced or parts[0].key[0].isdecimal())
    return Chunk(
        parts=tuple(parts),
        end=end,
        lead=gap_kind(piece[: parts[0].start]) if parts else 0,
        trail=gap_kind(f"{piece[end:]} ") if parts else 0,
        breaks=frozenset(breaks),
        unspaced=frozenset(unspaced),
        simple=simple,
        key=parts[0].key if parts else "",
        start=parts[0].start if parts else 0,
        stop=parts[0].end if parts else 0,
    )
