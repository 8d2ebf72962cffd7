"""Own the words of a piece without white space, kept by spelling; the text around is unknown here.

News repeats itself: nine in ten pieces of an article were seen before, punctuation included.
Each spelling is read once and gets a number, so that a text is a list of numbers.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from threading import Lock
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import regex

from newsbot.matching.normalise import normal_key, without_ignorables
from newsbot.matching.sentences import ends_sentence, gap_kind
from newsbot.matching.vocabulary import ONE_LETTER_WORDS, ORDINAL_EXAMPLE
from newsbot.matching.words import HASHTAG, WORD, Part, parts_of

_MAX_PARTS = 100_000
"""Words kept in all pieces (long ones count more); then reading starts anew.

Some 45 MB when full. 660 articles in English and Russian filled three quarters (measured).
"""

LONG = 40
"""Pieces longer than this are cut at characters of scripts without spaces."""

_GROUPING = re.compile(r"[\u00A0\u2009\u202F]")
_PIECE = re.compile(r"\S+(?:(?<=\d)[\u00A0\u2009\u202F](?=\d\d\d)\S+)*")
_HYPHENS = frozenset("-‐‑–−﹣－")
_JOINED_TAIL = regex.compile(r"\d[\p{L}\p{N}.]*")
_JOINED_HEAD = regex.compile(r"\p{L}[\p{L}\p{M}&+]*")

WORDLESS, LEADS, TRAILS, ENDS, HEAD, TAIL, MANY = 1, 2, 4, 8, 16, 32, 64
"""What is particular about a piece: it holds no word; what stands before its first or behind its
last word can end a sentence, depending on the neighbour, or surely does; its last word can be the
head of a joined key, its first the tail; several keys begin or end with it."""

PERCENTS = frozenset("%％٪")


class Further(NamedTuple):
    """Name a key beside the plain ones: parts [first, after), offsets [start, end)."""

    key: str
    first: int
    after: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Hold what one piece is made of, offsets and parts counted from its start.

    `keys` are those of parts and `further`, `lead` and `trail` the characters before the first
    and behind the last word, `breaks` the parts that open a sentence, `unspaced` those of a
    script without spaces.
    """

    number: int
    piece: str
    parts: tuple[Part, ...]
    further: tuple[Further, ...]
    keys: tuple[str, ...]
    lead: str
    trail: str
    breaks: frozenset[int]
    unspaced: frozenset[int]

    def starting(self, part: int) -> list[str]:
        """Return the keys that begin at a part."""
        if part >= len(self.parts):
            return []
        further = (item.key for item in self.further if item.first == part)
        return [self.parts[part].key, *further]

    def ending(self, part: int) -> list[str]:
        """Return the keys that end right before a part."""
        if part <= 0:
            return []
        further = (item.key for item in self.further if item.after == part)
        return [self.parts[part - 1].key, *further]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the keys that stand side by side within the piece, in one sentence."""
        beginning = {part: [item.key] for part, item in enumerate(self.parts)}
        ending = {part + 1: [item.key] for part, item in enumerate(self.parts)}
        for item in self.further:
            beginning[item.first].append(item.key)
            ending[item.after].append(item.key)
        for part in range(1, len(self.parts)):
            if part not in self.breaks:
                yield from product(ending[part], beginning[part])


class Chunks:
    """Hold the pieces read so far by number, with what is particular about each."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.chunks: list[Chunk] = []
        self.traits: npt.NDArray[np.uint8] = np.zeros(64, dtype=np.uint8)
        self._parts = 0
        self._lock = Lock()

    @property
    def full(self) -> bool:
        """Say whether reading should go on with new ones."""
        return self._parts > _MAX_PARTS

    def read(self, piece: str) -> int:
        """Return the number of a piece, which is cut already."""
        number = self.numbers.get(piece)
        if number is not None:
            return number
        with self._lock:
            number = len(self.chunks)
            chunk = _read(number, piece)
            self.chunks.append(chunk)
            self._parts += 1 + len(chunk.parts) + len(piece) // LONG
            if number >= len(self.traits):
                self.traits = np.concatenate([self.traits, np.zeros_like(self.traits)])
            self.traits[number] = _traits(chunk)
            self.numbers[piece] = number
        return number


def pieces_of(text: str) -> list[str]:
    """Return what stands between white space; a narrow space between digits groups them (1 000)."""
    if text.isascii() or not _GROUPING.search(text):
        return text.split()
    return _PIECE.findall(text)


def joins(head: Chunk, tail: Chunk) -> list[str]:
    """Return the joined keys of the last word of one piece and the first of the next: F 16."""
    last = len(head.parts)
    found = [head.parts[-1].key, *(key for key, _ in head.parts[last - 1].others)]
    return [key + tail.parts[0].key for key in found]


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


def _read(number: int, piece: str) -> Chunk:
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
    further = tuple(_further(piece, parts, breaks, unspaced))
    return Chunk(
        number=number,
        piece=piece,
        parts=tuple(parts),
        further=further,
        keys=tuple(dict.fromkeys([*(part.key for part in parts), *(item.key for item in further)])),
        lead=piece[: parts[0].start] if parts else piece,
        trail=piece[end:] if parts else "",
        breaks=frozenset(breaks),
        unspaced=frozenset(unspaced),
    )


def _further(
    piece: str, parts: list[Part], breaks: set[int], unspaced: set[int]
) -> Iterator[Further]:
    for index, part in enumerate(parts):
        for key, end in part.others:
            yield Further(key, index, index + 1, part.start, end)
        if index == 0 or index in breaks or index - 1 in unspaced:
            continue
        head = parts[index - 1]
        gap = without_ignorables(piece[head.end : part.start])
        if gap in _HYPHENS and _is_tail(part) and _JOINED_HEAD.fullmatch(head.key):
            for key in (head.key, *(other for other, _ in head.others)):
                yield Further(key + part.key, index - 1, index + 1, head.start, part.end)
    starts = [part.start for part in parts]
    for match in HASHTAG.finditer(piece) if "#" in piece or "＃" in piece else ():
        first, after = bisect_left(starts, match.start()), bisect_left(starts, match.end())
        if first < after:
            key = "#" + normal_key(match[0][1:])
            yield Further(key, first, after, match.start(), match.end())


def _is_tail(part: Part) -> bool:
    return part.key[0].isdecimal() and bool(_JOINED_TAIL.fullmatch(part.key))


def _traits(chunk: Chunk) -> int:
    if not chunk.parts:
        return WORDLESS
    last = len(chunk.parts) - 1
    many = len(chunk.starting(0)) > 1 or len(chunk.ending(last + 1)) > 1
    head = (
        not without_ignorables(chunk.trail)
        and last not in chunk.unspaced
        and chunk.parts[last].key not in ONE_LETTER_WORDS
        and _JOINED_HEAD.fullmatch(chunk.parts[last].key)
    )
    return (
        (LEADS if gap_kind(chunk.lead) else 0)
        | _ending(chunk)
        | (HEAD if head else 0)
        | (TAIL if not without_ignorables(chunk.lead) and _is_tail(chunk.parts[0]) else 0)
        | (MANY if many else 0)
    )


def _ending(chunk: Chunk) -> int:
    """Return whether a sentence ends behind a piece: surely, depending, or not at all."""
    if not chunk.trail:
        return 0
    kind = gap_kind(f"{chunk.trail} ")
    last = chunk.parts[-1]
    before = chunk.piece[last.start : last.end]
    answers = {
        ends_sentence(kind, before, following, lang)
        for following in ("a", "A")
        for lang in ("en", ORDINAL_EXAMPLE)
    }
    return TRAILS if len(answers) > 1 else ENDS if True in answers else 0
