"""Own where a sentence or paragraph ends between two words; phrases never cross that place.

A phrase crosses comma, dash, quote, colon, semicolon, parentheses and a line break. A dot ends a
sentence only before white space, and not after a title, a month or an initial.
"""

import re

import regex

from newsbot.matching.vocabulary import ABBREVIATIONS, CLOSING_ABBREVIATIONS, ORDINAL_LANGUAGES

PARAGRAPH = re.compile(r"\n\s*\n|\u2029|\r\s*\r")
"""What lies between two paragraphs."""

PARAGRAPH_OF_LINES = re.compile(r"\n\s*\n")
"""The same where lines end with a line feed alone, as almost always: found much faster."""

_HARD = regex.compile(r"[!?‽！？。｡।॥؟۔።։។]")
_SOFT = regex.compile(r"""[.…](?:['"”’»›)\]}]*\s|["“”«])""")
_ELLIPSIS = regex.compile(r"…|\.\s?\.")

NONE, SOFT, ELLIPSIS, HARD = range(4)
"""What a gap can be; of two pieces of a gap the greater counts."""

_ORDINAL_DIGITS = 2
_CACHED_LENGTH = 8

_kinds: dict[str, int] = {}


def gap_kind(gap: str) -> int:
    """Return what the characters between two words can be: NONE, SOFT, ELLIPSIS or HARD."""
    kind = _kinds.get(gap)
    if kind is None:
        kind = _kind(gap)
        if len(gap) <= _CACHED_LENGTH and len(_kinds) < 10_000:  # noqa: PLR2004 - any bound does
            _kinds[gap] = kind
    return kind


def _kind(gap: str) -> int:
    if _HARD.search(gap):
        return HARD
    if not _SOFT.search(gap):
        return NONE
    return ELLIPSIS if _ELLIPSIS.search(gap) else SOFT


def ends_sentence(kind: int, before: str, following: str, lang: str) -> bool:
    """Decide about a gap: `before` is the word as written, `following` the next character."""
    if kind == NONE:
        return False
    if kind == HARD:
        return True
    if kind == ELLIPSIS:
        return not following.islower()
    if len(before) == 1 and before.isupper():
        return False
    if before.isdigit() and len(before) <= _ORDINAL_DIGITS and lang in ORDINAL_LANGUAGES:
        return False
    word = before.casefold()
    if word in ABBREVIATIONS:
        return False
    return not (word in CLOSING_ABBREVIATIONS and following.islower())
