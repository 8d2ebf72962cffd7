"""Own reading a piece of text without white space: its words, and what is particular about it.

The text around is unknown here; most pieces are a word with a sign or two, and are read quickly.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

import regex

from newsbot.matching.chunk import (
    ENDS,
    HEAD,
    LEADS,
    PERCENT,
    PERCENTS,
    TAIL,
    TRAILS,
    WORDLESS,
    Chunk,
    Further,
)
from newsbot.matching.normalise import normal_key, without_ignorables
from newsbot.matching.sentences import NONE, ends_sentence, gap_kind
from newsbot.matching.vocabulary import ONE_LETTER_WORDS, ORDINAL_EXAMPLE
from newsbot.matching.words import HASHTAG, WORD, Part, parts_of

_HYPHENS = frozenset("-‐‑–−﹣－")
_JOINED_TAIL = regex.compile(r"\d[\p{L}\p{N}.]*")
_JOINED_HEAD = regex.compile(r"\p{L}[\p{L}\p{M}&+]*")

_SIMPLE = re.compile(r"""(["'(\[]*)([A-Za-z]{2,})('s)?([]"').,:;!?]*)""")
"""A plain word with usual signs around: `WORD` finds in it that word and nothing else."""


def read_chunk(number: int, piece: str) -> Chunk:
    """Return what a piece is made of; it gets the number given."""
    simple = _SIMPLE.fullmatch(piece)
    if simple is None:
        return _read(number, piece)
    start, end = simple.span(2)
    key = simple[2].lower()
    part = Part(start, end, key)
    return Chunk(number, piece, (part,), (key,), piece[:start], piece[end:])


def traits_of(chunk: Chunk) -> int:
    """Return what is particular about a piece, as bits."""
    if not chunk.parts:
        return WORDLESS | (PERCENT if chunk.piece[:1] in PERCENTS else 0)
    last = len(chunk.parts) - 1
    head = (
        not without_ignorables(chunk.trail)
        and last not in chunk.unspaced
        and chunk.parts[last].key not in ONE_LETTER_WORDS
        and _JOINED_HEAD.fullmatch(chunk.parts[last].key)
    )
    return (
        (LEADS if chunk.lead and gap_kind(chunk.lead) else 0)
        | (_ending(chunk) if chunk.trail else 0)
        | (HEAD if head else 0)
        | (TAIL if _is_tail(chunk.parts[0]) and not without_ignorables(chunk.lead) else 0)
    )


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
        keys=tuple(dict.fromkeys([*(part.key for part in parts), *(item.key for item in further)])),
        lead=piece[: parts[0].start] if parts else piece,
        trail=piece[end:] if parts else "",
        further=further,
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


def _ending(chunk: Chunk) -> int:
    """Return whether a sentence ends behind a piece: surely, depending, or not at all."""
    kind = gap_kind(f"{chunk.trail} ")
    if kind == NONE:
        return 0
    last = chunk.parts[-1]
    before = chunk.piece[last.start : last.end]
    answers = {
        ends_sentence(kind, before, following, lang)
        for following in ("a", "A")
        for lang in ("en", ORDINAL_EXAMPLE)
    }
    return TRAILS if len(answers) > 1 else ENDS if True in answers else 0
