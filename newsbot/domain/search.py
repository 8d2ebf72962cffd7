"""Own what the search index of stored articles holds and what it is asked; no SQL, no language.

The index narrows down, and the reference evaluator judges: what is asked here may hit too much
and must never lose a hit. Both sides spell a word by `index_word`.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

WordKind = Literal["word", "title", "author", "tag", "source", "lang", "site"]
"""Where a word stands: `word` is title or body, the next three are fields, the rest values."""

_MARKS: dict[WordKind, str] = {
    "word": "",
    "title": "t:",
    "author": "a:",
    "tag": "g:",
    "source": "s:",
    "lang": "l:",
    "site": "h:",
}

MAX_WORD_CHARS = 64
"""Longer words are cut on both sides; a lexeme of PostgreSQL has 2,046 bytes at the most."""

MAX_INDEX_CHARS = 400_000
"""Characters of all words of one article: a tsvector has 1 MB at the most (PostgreSQL, 8.11)."""

EVERYTHING = "*:"
"""Stands in the index for an article that has too many words: it is a candidate for any query."""

_SIGNS = str.maketrans(
    {
        "'": "’",
        '"': "”",
        "\x7f": "·",
        **{chr(code): "·" for code in range(33)},
    }
)
"""Quotation marks would end a text, and white space a word, in the languages of the indexes."""

_REPLACEMENTS = frozenset(str(sign) for sign in _SIGNS.values())

OWN_FORMAT = 1
"""Raise it whenever words are spelled otherwise: older rows are then indexed anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Ask for a word of the index, or for any that begins so."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Ask for every part; there is at least one."""

    parts: tuple["Asked", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Ask for one of the parts; there is at least one."""

    parts: tuple["Asked", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """Ask for the one part and the absence of the other."""

    kept: "Asked"
    gone: "Asked"


Asked: TypeAlias = Word | AllOf | AnyOf | Without


def index_word(kind: WordKind, key: str) -> str:
    """Return a word as the index spells it."""
    return (_MARKS[kind] + key)[:MAX_WORD_CHARS].translate(_SIGNS)


def is_whole(kind: WordKind, key: str) -> bool:
    """Say whether the index spells a word as it is, so that it stands for no other one."""
    spelled = _MARKS[kind] + key
    replaced = any(ord(sign) in _SIGNS or sign in _REPLACEMENTS for sign in spelled)
    return len(spelled) < MAX_WORD_CHARS and not replaced


def words_format(tokens_format: int) -> int:
    """Return the number under which rows are indexed, from that of the text rules."""
    return OWN_FORMAT * 1_000 + tokens_format
