"""Own the quick look at a text: its pieces by number, its sentence ends, its joined keys.

That is all an index needs; where each word lies is worked out later, by `tokens`, and only for
texts about which something closer is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt
import regex

from newsbot.matching.chunks import (
    ENDS,
    HEAD,
    LEADS,
    PERCENTS,
    TAIL,
    TRAILS,
    WORDLESS,
    Chunk,
    Chunks,
    cut,
    joins,
    pieces_of,
)
from newsbot.matching.sentences import HARD, NONE, PARAGRAPH, ends_sentence, gap_kind

Numbers = npt.NDArray[np.int64]
Traits = npt.NDArray[np.uint8]

_NOTHING: Numbers = np.zeros(0, dtype=np.int64)

_ONE_NUMBER = regex.compile(r"\d(?:.*\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Skimmed:
    """Hold a text as pieces.

    `numbers` are those of its pieces with words, in order; `opens` the indexes into it of pieces
    that open a sentence; `joined` the keys that piece i - 1 and piece i make together; `percent`
    the indexes of numbers that a percent sign follows at a distance.
    """

    text: str
    chunks: Chunks
    numbers: Numbers
    opens: frozenset[int]
    joined: dict[int, list[str]] = field(default_factory=dict)
    percent: frozenset[int] = frozenset()

    def part(self, first: int, after: int, text: str) -> "Skimmed":
        """Return the pieces [first, after) as those of a text of their own."""
        inside = range(first, after)
        return Skimmed(
            text=text,
            chunks=self.chunks,
            numbers=self.numbers[first:after],
            opens=frozenset(index - first for index in self.opens if first < index < after),
            joined={index - first: keys for index, keys in self.joined.items() if index in inside},
            percent=frozenset(index - first for index in self.percent if index in inside),
        )

    def chunk(self, index: int) -> Chunk:
        """Return the piece with words of an index."""
        return self.chunks.chunks[int(self.numbers[index])]

    def percent_keys(self) -> list[str]:
        """Return the numbers with their percent sign, where it stands behind a space."""
        return [f"{self.chunk(index).parts[-1].key}%" for index in self.percent]

    def keys(self) -> set[str]:
        """Return every key of the text."""
        chunks = self.chunks.chunks
        numbers = set(self.numbers.tolist())
        found = set(chain.from_iterable([chunks[number].keys for number in numbers]))
        for keys in self.joined.values():
            found.update(keys)
        found.update(self.percent_keys())
        return found


def skim(text: str, chunks: Chunks, *, lang: str = "") -> Skimmed:
    """Look through a text. `lang` is a primary language subtag, for ordinal dots."""
    if not text:
        return Skimmed(text="", chunks=chunks, numbers=_NOTHING, opens=frozenset())
    return skim_together((text,), chunks, lang=lang)[0]


def skim_together(texts: Sequence[str], chunks: Chunks, *, lang: str) -> tuple[Skimmed, list[int]]:
    """Look through texts at once, each a paragraph or more of the whole.

    Returns the whole, and for each text how many pieces with words there are up to its end.
    """
    found: list[int] = []
    first_pieces: list[int] = []
    ends: list[int] = []
    for text in texts:
        _read_pieces(text, chunks, found, first_pieces)
        ends.append(len(found))
    numbers = np.array(found, dtype=np.int64)
    traits = chunks.traits[numbers]
    worded = np.flatnonzero((traits & WORDLESS) == 0)
    opens = set(worded.searchsorted(first_pieces).tolist()) - {0, len(worded)}
    between: dict[int, list[Chunk]] = {}
    if len(worded) != len(numbers):
        between = _between(chunks, found, worded.tolist(), set(first_pieces))
        numbers, traits = numbers[worded], traits[worded]
    gaps = _Gaps(chunks, numbers, traits, between)
    opens.update(gaps.opening(opens, lang))
    skimmed = Skimmed(
        text=texts[0] if len(texts) == 1 else "",
        chunks=chunks,
        numbers=numbers,
        opens=frozenset(opens),
        joined=gaps.joined(opens),
        percent=frozenset(gaps.percent()),
    )
    return skimmed, worded.searchsorted(ends).tolist()


def _read_pieces(text: str, chunks: Chunks, found: list[int], first_pieces: list[int]) -> None:
    """Add the numbers of a text's pieces, and where its paragraphs begin."""
    several = "\n" in text or "\r" in text or "\u2029" in text
    known = chunks.numbers.__getitem__
    for paragraph in PARAGRAPH.split(text) if several else (text,):
        first_pieces.append(len(found))
        pieces = pieces_of(paragraph)
        try:
            found += [*map(known, pieces)]
        except KeyError:
            found += [chunks.read(part) for piece in pieces for part in cut(piece)]


def _between(
    chunks: Chunks, numbers: list[int], worded: list[int], first_pieces: set[int]
) -> dict[int, list[Chunk]]:
    """Return the pieces without words, by the index of the piece with words before them.

    Where a paragraph begins between, nothing needs to be known of them.
    """
    found: dict[int, list[Chunk]] = {}
    known = set(worded)
    index, apart = -1, False
    for place, number in enumerate(numbers):
        if place in known:
            index += 1
            apart = False
            continue
        apart = apart or place in first_pieces
        if not apart:
            found.setdefault(index, []).append(chunks.chunks[number])
    return found


class _Gaps:
    """Judge what lies between neighbouring pieces with words: gap i follows piece i."""

    def __init__(
        self, chunks: Chunks, numbers: Numbers, traits: Traits, between: dict[int, list[Chunk]]
    ) -> None:
        self.numbers = numbers
        self._chunks, self._traits, self._between = chunks.chunks, traits, between

    def opening(self, known: set[int], lang: str) -> Iterator[int]:
        """Yield the indexes of pieces that open a sentence and are not known to open one."""
        heads, tails = self._traits[:-1], self._traits[1:]
        unclear = set(np.flatnonzero(((heads & TRAILS) | (tails & LEADS)) > 0).tolist())
        if self._between:
            unclear |= self._between.keys() - {-1, len(self.numbers) - 1}
        for gap in np.flatnonzero((heads & ENDS) > 0).tolist():
            if gap not in unclear:
                yield gap + 1
        for gap in unclear:
            if gap + 1 not in known and self._opens(gap, lang):
                yield gap + 1

    def joined(self, opens: set[int]) -> dict[int, list[str]]:
        """Return the keys that pieces make together with the one before: F 16."""
        near = ((self._traits[:-1] & HEAD) > 0) & ((self._traits[1:] & TAIL) > 0)
        return {
            gap + 1: joins(self._at(gap), self._at(gap + 1))
            for gap in np.flatnonzero(near).tolist()
            if gap + 1 not in opens and gap not in self._between
        }

    def percent(self) -> Iterator[int]:
        """Yield the indexes of numbers whose percent sign stands behind a space."""
        for gap, between in self._between.items():
            if gap >= 0 and between[0].piece[0] in PERCENTS and _is_number(self._at(gap)):
                yield gap

    def _at(self, index: int) -> Chunk:
        return self._chunks[int(self.numbers[index])]

    def _opens(self, gap: int, lang: str) -> bool:
        head, tail = self._at(gap), self._at(gap + 1)
        between = (chunk.piece for chunk in self._between.get(gap, ()))
        kind = gap_kind(" ".join([head.trail, *between, tail.lead]))
        if kind in {NONE, HARD}:
            return kind == HARD
        last = head.parts[-1]
        following = tail.piece[tail.parts[0].start]
        return ends_sentence(kind, head.piece[last.start : last.end], following, lang)


def _is_number(chunk: Chunk) -> bool:
    return not chunk.trail and bool(_ONE_NUMBER.fullmatch(chunk.parts[-1].key))


def side_by_side(skimmed: Skimmed, index: int) -> Iterator[tuple[str, str]]:
    """Yield the keys of which one ends with piece `index - 1` and one begins with `index`.

    Also those of the joined key and the percent sign of piece `index` with its neighbours
    inside the pieces.
    """
    head, tail = skimmed.chunk(index - 1), skimmed.chunk(index)
    endings, beginnings = head.ending(len(head.parts)), tail.starting(0)
    if len(head.parts) == 1:
        endings += skimmed.joined.get(index - 1, [])
    if len(tail.parts) == 1:
        beginnings += skimmed.joined.get(index + 1, [])
    if index - 1 in skimmed.percent:
        endings.append(f"{head.parts[-1].key}%")
    if index in skimmed.percent and len(tail.parts) == 1:
        beginnings.append(f"{tail.parts[0].key}%")
    yield from ((ending, beginning) for ending in endings for beginning in beginnings)


def inside(skimmed: Skimmed) -> Iterator[tuple[str, str]]:
    """Yield the keys side by side within a piece of which one is known from the text only."""
    for index, keys in skimmed.joined.items():
        head, tail = skimmed.chunk(index - 1), skimmed.chunk(index)
        last = len(head.parts) - 1
        if last not in head.breaks:
            yield from ((before, key) for before in head.ending(last) for key in keys)
        if len(tail.parts) > 1 and 1 not in tail.breaks:
            yield from ((key, behind) for key in keys for behind in tail.starting(1))
    for index in skimmed.percent:
        chunk = skimmed.chunk(index)
        last = len(chunk.parts) - 1
        if last not in chunk.breaks:
            sign = f"{chunk.parts[-1].key}%"
            yield from ((before, sign) for before in chunk.ending(last))
