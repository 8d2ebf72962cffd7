"""Own what the search index is asked for a query: a condition that every hit surely meets.

It hits too much, never too little; the reference evaluator judges what comes. A part of a query
of which the index knows nothing (a pattern, a NOT) is left out of the condition.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import product

from newsbot.domain.search import AllOf, AnyOf, Asked, Word, WordKind, index_word
from newsbot.matching.normalise import plain_key
from newsbot.matching.pattern import Element, sequences
from newsbot.matching.query import Alias, And, Count, Near, Not, Or, Query, Regex, Term, Value
from newsbot.matching.stems import ALGORITHMS, stem, stem_language

SourceIds = Callable[[str], Sequence[int]]
"""Gives the ids of the sources that answer to a folded id or short name."""

SUFFIXING = frozenset(
    "cs da de en es et fr hi hu hy it nb ne nn no pl pt ro ru sv".split()  # noqa: SIM905
)
"""Languages whose stemmer changes only the end of a word, its marks, and German umlauts.

Held by a test over each algorithm's own endings. Of the others, some of which cut beginnings off
(Arabic, Indonesian, Tamil), every article is a candidate.
"""

REPLACED = 2
"""Letters at the end of a stem that its forms may not have: `happi` is of happy (Snowball)."""

MAX_UMLAUTS = 3
"""Vowels of a German stem that are tried as ae, oe, ue as well; it is cut behind them."""

_FIELD_KINDS: dict[str, WordKind] = {
    "": "word", "body": "word", "title": "title", "author": "author", "tag": "tag",
}  # fmt: skip
_NOTHING = Word(text="!")
"""No article holds it."""


def narrow(query: Query, source_ids: SourceIds) -> Asked | None:
    """Return a condition that each article the query hits meets, None when there is none."""
    match query:
        case Term(field=field):
            kind = _FIELD_KINDS[field]
            return _any_of(_sequence(kind, sequence) for sequence in sequences(query))
        case Alias(forms=children) | Or(children=children):
            return _any_of(narrow(child, source_ids) for child in children)
        case Value():
            return _value(query, source_ids)
        case And(children=children):
            return _all_of(narrow(child, source_ids) for child in children)
        case Near(left=left, right=right):
            return _all_of(narrow(child, source_ids) for child in (left, right))
        case Count(child=child):
            return narrow(child, source_ids)
        case Not() | Regex():
            return None


def _sequence(kind: WordKind, sequence: Iterable[Element]) -> Asked | None:
    return _all_of(_element(kind, element) for element in sequence)


def _element(kind: WordKind, element: Element) -> Asked:
    match element.kind:
        case "key" | "exact":
            return Word(text=index_word(kind, element.key))
        case "prefix":
            return Word(text=index_word(kind, element.key), prefix=True)
        case "stem":
            return _stem(kind, element.key)


def _value(value: Value, source_ids: SourceIds) -> Asked:
    if value.field == "source":
        ids = source_ids(value.text.casefold())
        words = tuple(Word(text=index_word("source", str(number))) for number in ids)
        return AnyOf(parts=words) if words else _NOTHING
    return Word(text=index_word(value.field, value.text))


def _stem(kind: WordKind, key: str) -> Asked:
    """Ask for the beginning that all forms of a word share, in whatever language."""
    beginnings = {text for lang in sorted(SUFFIXING) for text in beginnings_of(lang, key)}
    words = [Word(text=index_word(kind, text), prefix=True) for text in sorted(beginnings)]
    words.append(Word(text=index_word(kind, key)))
    others = sorted(ALGORITHMS.keys() - SUFFIXING)
    if (guessed := stem_language("", key)) and guessed not in SUFFIXING:
        others.append("")
    words.extend(Word(text=index_word("lang", lang)) for lang in others)
    return AnyOf(parts=tuple(words))


@lru_cache(maxsize=1_000)
def beginnings_of(lang: str, key: str) -> tuple[str, ...]:
    """Return beginnings one of which each word with the stem of `key` has, without its marks.

    The index holds every word of Latin letters without marks as well.
    """
    root = plain_key(stem(lang, key))
    kept = root[: max(len(root) - REPLACED, 1)]
    if lang != "de":
        return (kept,)
    spelled: list[tuple[str, ...]] = []
    for letter in kept:
        vowel = letter in "aou"
        spelled.append((letter, f"{letter}e") if vowel else (letter,))
        if sum(len(each) > 1 for each in spelled) == MAX_UMLAUTS:
            break
    return tuple("".join(letters) for letters in product(*spelled))


def _any_of(parts: Iterable[Asked | None]) -> Asked | None:
    found: dict[Asked, None] = {}
    for part in parts:
        if part is None:
            return None
        found[part] = None
    if not found:
        return _NOTHING
    return next(iter(found)) if len(found) == 1 else AnyOf(parts=tuple(found))


def _all_of(parts: Iterable[Asked | None]) -> Asked | None:
    found = tuple(dict.fromkeys(part for part in parts if part is not None))
    if len(found) <= 1:
        return found[0] if found else None
    return AllOf(parts=found)
