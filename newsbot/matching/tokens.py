"""Own the words of a field: positions, keys, offsets, sentence ends; it knows no query.

Positions count words. A key can span two positions: `F-16`, `F 16` and `F16` share the joined
key `f16`. Offsets are characters of the original text.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple, cast

import regex

from newsbot.matching.chunks import Chunk, known_chunks, pieces_of, read_chunk
from newsbot.matching.normalise import normal_key
from newsbot.matching.sentences import ends_sentence, gap_kind
from newsbot.matching.vocabulary import ONE_LETTER_WORDS
from newsbot.matching.words import HASHTAG, parts_of


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
    `further` holds the occurrences of keys beside `keys`: unaccented, joined, hashtags. `memo`
    keeps what later questions worked out about this text.
    """

    text: str
    keys: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    unspaced: set[int] = field(default_factory=set)
    further: dict[str, list[Hit]] = field(default_factory=dict)
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


_PERCENT = frozenset("%％٪")
_HYPHENS = frozenset("-‐‑–−﹣－")
_SPACES = frozenset(" \u00a0\u2009\u202f\u3000")
_JOINED_TAIL = regex.compile(r"\d[\p{L}\p{N}.]*")
_JOINED_HEAD = regex.compile(r"\p{L}[\p{L}\p{M}&+]*")


def read_words(text: str, *, lang: str = "") -> Words:
    """Find the words of a text. `lang` is a primary language subtag, for ordinal dots."""
    words = Words(text=text)
    keys, starts, ends = words.keys, words.starts, words.ends
    offset = trail = 0
    space = -1
    known, find = known_chunks.get, text.find
    for piece in pieces_of(text):
        chunk = known(piece) or read_chunk(piece)
        offset = find(piece, offset)
        if not chunk.parts:
            _percent(words, piece, offset)
            offset += len(piece)
            continue
        first = offset + chunk.start
        if offset == space and text[offset - 1] == " ":
            gap = max(chunk.lead, trail)
        else:
            gap = gap_kind(text[ends[-1] if ends else 0 : first])
        if gap and ends and _opens_sentence(words, gap, text[first], lang):
            words.breaks.add(len(keys))
        if chunk.simple:
            keys.append(chunk.key)
            starts.append(first)
            ends.append(offset + chunk.stop)
        else:
            _append(words, chunk, offset)
        offset += len(piece)
        space, trail = offset + 1, chunk.trail
    if "#" in text or "＃" in text:
        _add_hashtags(words)
    return words


def joinable(words: Words, position: int) -> str:
    """Return how a word joins its successor: "-" by a hyphen, " " by a space, "" not at all."""
    if position + 1 >= len(words.keys) or position + 1 in words.breaks:
        return ""
    tail, head = words.keys[position + 1], words.keys[position]
    if not tail[0].isdecimal() or position in words.unspaced:
        return ""
    gap = words.text[words.ends[position] : words.starts[position + 1]]
    if len(gap) != 1 or not (_JOINED_TAIL.fullmatch(tail) and _JOINED_HEAD.fullmatch(head)):
        return ""
    if gap in _HYPHENS:
        return "-"
    return " " if gap in _SPACES and head not in ONE_LETTER_WORDS else ""


def _opens_sentence(words: Words, gap: int, following: str, lang: str) -> bool:
    return ends_sentence(gap, words.text[words.starts[-1] : words.ends[-1]], following, lang)


def _append(words: Words, chunk: Chunk, offset: int) -> None:
    for index, part in enumerate(chunk.parts):
        position, start, end = len(words.keys), offset + part.start, offset + part.end
        words.keys.append(part.key)
        words.starts.append(start)
        words.ends.append(end)
        if index in chunk.breaks:
            words.breaks.add(position)
        if index in chunk.unspaced:
            words.unspaced.add(position)
        for key, key_end in part.others:
            _further(words, key, Hit(position, position + 1, start, offset + key_end))
        if part.key[0].isdecimal() and position and joinable(words, position - 1):
            _add_joined(words, position)


def _percent(words: Words, piece: str, offset: int) -> None:
    """Take the sign of `5 %` to its number, which is a key without the sign as well."""
    if not words.keys or piece[0] not in _PERCENT or words.ends[-1] != offset - 1:
        return
    key, position = words.keys[-1], len(words.keys) - 1
    if key[0].isdecimal() and key[-1].isdecimal():
        _further(words, key, Hit(position, position + 1, words.starts[-1], words.ends[-1]))
        words.keys[-1] = f"{key}%"
        words.ends[-1] = offset + 1


def _add_joined(words: Words, position: int) -> None:
    """Add `f16` over the two positions of F-16, for each key of its first word."""
    tail = words.keys[position]
    hit = Hit(position - 1, position + 1, words.starts[position - 1], words.ends[position])
    first = parts_of("word", words.text[words.starts[position - 1] : words.ends[position - 1]])
    heads = {words.keys[position - 1], *(key for part in first for key, _ in part.others)}
    for head in sorted(heads):
        _further(words, head + tail, hit)


def _add_hashtags(words: Words) -> None:
    places = {start: position for position, start in enumerate(words.starts)}
    for match in HASHTAG.finditer(words.text):
        first = places.get(match.start() + 1)
        if first is None:
            continue
        after = first + 1
        while after < len(words.keys) and words.starts[after] < match.end():
            after += 1
        key = "#" + normal_key(match[0][1:])
        _further(words, key, Hit(first, after, match.start(), match.end()))


def _further(words: Words, key: str, hit: Hit) -> None:
    words.further.setdefault(key, []).append(hit)
