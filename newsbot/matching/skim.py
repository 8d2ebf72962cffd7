"""Own the quick look at a text: its pieces by number, its joined keys, where sentences open.

That is all an index needs; where each word lies is worked out later, by `tokens`, and only for
texts about which something closer is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt
import regex

from newsbot.matching.chunk import (
    ENDS,
    HEAD_TO_TAIL,
    LEADS,
    PERCENT,
    TAIL,
    TRAILS,
    WORDLESS,
    Chunk,
    joins,
)
from newsbot.matching.chunks import MARK, Chunks, pieces_of
from newsbot.matching.sentences import HARD, NONE, ends_sentence, gap_kind

Numbers = npt.NDArray[np.int64]

_NONE: frozenset[int] = frozenset()

_ONE_NUMBER = regex.compile(r"\d(?:.*\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Skimmed:
    """Hold a text as pieces.

    `pieces` are the numbers of all, ends of paragraphs among them; `places` the indexes into it
    of those with words, `numbers` their numbers. Everywhere else an index is one into `numbers`.
    `joined` holds the keys that piece i - 1 and piece i make together; `percent` the numbers that
    a percent sign follows at a distance.
    """

    text: str
    chunks: Chunks
    lang: str
    pieces: Numbers
    places: npt.NDArray[np.intp]
    numbers: Numbers
    joined: dict[int, list[str]]
    percent: frozenset[int]
    opened: list[frozenset[int]] = field(default_factory=list)

    @property
    def opens(self) -> frozenset[int]:
        """Return the indexes of pieces that open a sentence (not the first), worked out once."""
        if not self.opened:
            gaps = np.arange(len(self.numbers) - 1)
            opened = gaps[self.opening_behind(gaps)] + 1
            self.opened.append(frozenset(opened.tolist()))
        return self.opened[0]

    def chunk(self, index: int) -> Chunk:
        """Return the piece with words of an index."""
        return self.chunks.chunks[int(self.numbers[index])]

    def opens_at(self, index: int) -> bool:
        """Say whether a piece opens a sentence (not the first of all)."""
        head, tail = self.chunk(index - 1), self.chunk(index)
        between = self.between(index)
        if MARK in between:
            return True
        kind = gap_kind(" ".join([head.trail, *between, tail.lead]))
        if kind in {NONE, HARD}:
            return kind == HARD
        last = head.parts[-1]
        following = tail.piece[tail.parts[0].start]
        return ends_sentence(kind, head.piece[last.start : last.end], following, self.lang)

    def opening_behind(self, gaps: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        """Say of pieces whether the next one opens a sentence; their traits decide most."""
        traits, behind = self.chunks.traits, gaps + 1
        heads, tails = traits[self.numbers[gaps]], traits[self.numbers[behind]]
        opening: npt.NDArray[np.bool_] = (heads & ENDS) > 0
        apart = self.places[behind] - self.places[gaps] > 1
        unclear = ((heads & TRAILS) | (tails & LEADS) | apart).nonzero()[0]
        for row in unclear.tolist():
            opening[row] = self.opens_at(int(behind[row]))
        return opening

    def between(self, index: int) -> list[str]:
        """Return the pieces without words before the piece of an index."""
        before = int(self.places[index - 1]) + 1 if index else 0
        after = int(self.places[index]) if index < len(self.places) else len(self.pieces)
        chunks = self.chunks.chunks
        return [chunks[number].piece for number in self.pieces[before:after].tolist()]

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
    pieces = np.array(chunks.read_all(pieces_of(text)), dtype=np.int64)
    traits = chunks.traits[pieces]
    places = ((traits & WORDLESS) == 0).nonzero()[0]
    heads = ((traits[:-1] << HEAD_TO_TAIL) & traits[1:] & TAIL).nonzero()[0]
    signs = (traits >= PERCENT).nonzero()[0]
    return Skimmed(
        text=text,
        chunks=chunks,
        lang=lang,
        pieces=pieces,
        places=places,
        numbers=pieces[places],
        joined=_joined(chunks, pieces, places, heads) if len(heads) else {},
        percent=frozenset(_percent(chunks, pieces, places, signs)) if len(signs) else _NONE,
    )


def _joined(
    chunks: Chunks, pieces: Numbers, places: npt.NDArray[np.intp], heads: npt.NDArray[np.intp]
) -> dict[int, list[str]]:
    """Return the keys that neighbours make together: F 16."""
    indexes = places.searchsorted(heads) + 1
    return {
        index: joins(chunks.chunks[head], chunks.chunks[tail])
        for index, head, tail in zip(
            indexes.tolist(), pieces[heads].tolist(), pieces[heads + 1].tolist(), strict=True
        )
    }


def _percent(
    chunks: Chunks, pieces: Numbers, places: npt.NDArray[np.intp], signs: npt.NDArray[np.intp]
) -> Iterator[int]:
    """Yield the indexes of numbers whose percent sign stands behind a space."""
    for sign in signs.tolist():
        index = int(places.searchsorted(sign)) - 1
        if index >= 0 and places[index] == sign - 1 and _is_number(chunks.chunks[pieces[sign - 1]]):
            yield index


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
