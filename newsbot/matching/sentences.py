"""Own where a sentence or paragraph ends between two words; phrases never cross that place.

A phrase crosses comma, dash, quote, colon, semicolon, parentheses and a line break. A dot ends a
sentence only before white space, and not after a title, a month, an initial or before a small
letter.
"""

import regex

from newsbot.matching.vocabulary import ABBREVIATIONS, ORDINAL_LANGUAGES

_PARAGRAPH = r"\n\s*\n|\u2029|\r\s*\r"
_HARD = regex.compile(rf"{_PARAGRAPH}|[!?‽！？。｡।॥؟۔።։។]")
_SOFT = regex.compile(r"""[.…](?:['"”’»›)\]}]*\s|["“”«])""")
_ELLIPSIS = regex.compile(r"…|\.\s?\.")

NONE, HARD, SOFT, ELLIPSIS = range(4)

_ORDINAL_DIGITS = 2
_CACHED_LENGTH = 8

_kinds: dict[str, int] = {}


def gap_kind(gap: str) -> int:
    """Return what the characters between two words can be: NONE, HARD, SOFT or ELLIPSIS."""
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
    if following.islower():
        return False
    if kind == ELLIPSIS:
        return True
    if len(before) == 1 and before.isupper():
        return False
    if before.isdigit() and len(before) <= _ORDINAL_DIGITS and lang in ORDINAL_LANGUAGES:
        return False
    return before.casefold() not in ABBREVIATIONS
