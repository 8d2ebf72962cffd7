"""Own the words of a field: positions, keys, offsets, sentence ends; it knows no query.

Positions count words. A key can span two positions: `F-16`, `F 16` and `F16` share the joined
key `f16`. Offsets are characters of the original text.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from newsbot.matching.normalise import normal_key
from newsbot.matching.sentences import NONE, ends_sentence, gap_kind
from newsbot.matching.vocabulary import ONE_LETTER_WORDS
from newsbot.matching.words import HASHTAG, WORD, Part, parts_of


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
    or paragraph (the first excepted), `hits` every key with its occurrences in order. `unspaced`
    holds positions of characters in scripts without spaces. `memo` keeps what later questions
    worked out about this text.
    """

    text: str
    keys: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    unspaced: set[int] = field(default_factory=set)
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    memo: dict[Hashable, object] = field(default_factory=dict, compare=False)


_HYPHENS = frozenset("-‐‑–−﹣－")
_SPACES = frozenset(" \u00a0\u2009\u202f\u3000")
_JOINED_TAIL = regex.compile(r"\d[\p{L}\p{N}.]*")
_JOINED_HEAD = regex.compile(r"\p{L}[\p{L}\p{M}&+]*")


def read_words(text: str, *, lang: str = "") -> Words:
    """Find the words of a text. `lang` is a primary language subtag, for ordinal dots."""
    words = Words(text=text)
    previous_end = 0
    for match in WORD.finditer(text):
        kind = match.lastgroup or ""
        offset = match.start()
        for part in parts_of(kind, match[0]):
            gap = gap_kind(text[previous_end : offset + part.start])
            if gap != NONE and _opens_sentence(words, gap, text[offset + part.start], lang):
                words.breaks.add(len(words.keys))
            _append(words, part, offset, kind)
            previous_end = offset + part.end
        if kind == "dotted":
            previous_end = match.end()
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
    if not words.keys:
        return False
    return ends_sentence(gap, words.text[words.starts[-1] : words.ends[-1]], following, lang)


def _append(words: Words, part: Part, offset: int, kind: str) -> None:
    position, start, end = len(words.keys), offset + part.start, offset + part.end
    words.keys.append(part.key)
    words.starts.append(start)
    words.ends.append(end)
    if kind == "unspaced":
        words.unspaced.add(position)
    _hit(words, part.key, Hit(position, position + 1, start, end))
    for key, key_end in part.others:
        _hit(words, key, Hit(position, position + 1, start, offset + key_end))
    if part.key[0].isdecimal() and position and joinable(words, position - 1):
        _add_joined(words, position)


def _add_joined(words: Words, position: int) -> None:
    """Add `f16` over the two positions of F-16, for each key of its first word."""
    tail = words.keys[position]
    hit = Hit(position - 1, position + 1, words.starts[position - 1], words.ends[position])
    first = parts_of("word", words.text[words.starts[position - 1] : words.ends[position - 1]])
    heads = {words.keys[position - 1], *(key for part in first for key, _ in part.others)}
    for head in sorted(heads):
        _hit(words, head + tail, hit)


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
        _hit(words, key, Hit(first, after, match.start(), match.end()))


def _hit(words: Words, key: str, hit: Hit) -> None:
    hits = words.hits.get(key)
    if hits is None:
        words.hits[key] = [hit]
    else:
        hits.append(hit)
