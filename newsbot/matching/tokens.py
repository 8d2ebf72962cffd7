"""Own the words of a field: positions, keys, offsets, sentence ends; it knows no query.

Positions count words. A key can span two positions: `F-16`, `F 16` and `F16` share the joined
key `f16`. Offsets are characters of the original text.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, cast

from newsbot.matching.chunk import Chunk
from newsbot.matching.chunks import Chunks
from newsbot.matching.skim import Skimmed, skim


class Hit(NamedTuple):
    """Name one occurrence of a key: positions [first, after), offsets [start, end)."""

    first: int
    after: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Hold the words of one text.

    `keys`, `starts` and `ends` go by position, `breaks` holds the positions that open a sentence
    or paragraph (the first excepted), `unspaced` those of characters in scripts without spaces.
    `further` holds the occurrences of keys beside `keys`: unaccented, joined, hashtags; `joints`
    by what a position is joined to the next: a hyphen or a space. `memo` keeps what later
    questions worked out about this text.
    """

    text: str
    keys: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    unspaced: set[int] = field(default_factory=set)
    further: dict[str, list[Hit]] = field(default_factory=dict)
    joints: dict[int, str] = field(default_factory=dict)
    memo: dict[Hashable, object] = field(default_factory=dict, compare=False)

    @property
    def places(self) -> dict[str, list[int]]:
        """Return the positions of each of `keys` in order, worked out once."""
        found = self.memo.get("places")
        if found is None:
            places: dict[str, list[int]] = {key: [] for key in self.keys}
            for position, key in enumerate(self.keys):
                places[key].append(position)
            found = self.memo["places"] = places
        return cast("dict[str, list[int]]", found)

    def all_keys(self) -> set[str]:
        """Return every key that occurs."""
        return {*self.keys, *self.further}

    def hits_of(self, key: str) -> list[Hit]:
        """Return the occurrences of a key in order of place, worked out once."""
        found = self.memo.get(("hits", key))
        if found is None:
            starts, ends = self.starts, self.ends
            hits = [Hit(at, at + 1, starts[at], ends[at]) for at in self.places.get(key, ())]
            found = sorted(hits + self.further[key]) if key in self.further else hits
            self.memo["hits", key] = found
        return cast("list[Hit]", found)


class _Terms:
    """Hold the pieces that terms are read into now."""

    chunks = Chunks()


@lru_cache(maxsize=4_096)
def read_words(text: str) -> Words:
    """Find the words of a text that stands alone, such as a term."""
    if _Terms.chunks.full:
        _Terms.chunks = Chunks()
    return place_words(skim(text, _Terms.chunks))


def place_words(skimmed: Skimmed) -> Words:
    """Find out where each word of a text lies."""
    words = Words(text=skimmed.text)
    find, chunks = skimmed.text.find, skimmed.chunks.chunks
    offset = 0
    for index, number in enumerate(skimmed.numbers.tolist()):
        chunk = chunks[number]
        offset = find(chunk.piece, offset)
        position = len(words.keys)
        if index in skimmed.opens:
            words.breaks.add(position)
        for part in chunk.parts:
            words.keys.append(part.key)
            words.starts.append(offset + part.start)
            words.ends.append(offset + part.end)
        if chunk.further or chunk.breaks or chunk.unspaced:
            _place_particulars(words, chunk, position, offset)
        if index in skimmed.joined:
            hit = Hit(position - 1, position + 1, words.starts[position - 1], words.ends[position])
            words.joints[position - 1] = " "
            for key in skimmed.joined[index]:
                _further(words, key, hit)
        offset += len(chunk.piece)
        if index in skimmed.percent:
            _place_percent(words, offset)
    return words


def _place_particulars(words: Words, chunk: Chunk, position: int, offset: int) -> None:
    words.breaks.update(position + part for part in chunk.breaks)
    words.unspaced.update(position + part for part in chunk.unspaced)
    for key, first, after, start, end in chunk.further:
        _further(words, key, Hit(position + first, position + after, offset + start, offset + end))
        if after == first + 2 and not key.startswith("#"):
            words.joints[position + first] = "-"


def _place_percent(words: Words, offset: int) -> None:
    """Take the sign of `5 %` to its number, which is a key without the sign as well."""
    while words.text[offset].isspace():
        offset += 1
    key, position = words.keys[-1], len(words.keys) - 1
    _further(words, key, Hit(position, position + 1, words.starts[-1], words.ends[-1]))
    words.keys[-1] = f"{key}%"
    words.ends[-1] = offset + 1


def _further(words: Words, key: str, hit: Hit) -> None:
    words.further.setdefault(key, []).append(hit)
