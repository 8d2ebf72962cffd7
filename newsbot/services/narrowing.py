"""Own what the search index is asked for a query: a condition that every hit surely meets.

It may hit too much, never too little; the reference evaluator judges what comes. A part of a
query of which the index knows nothing (a pattern, say) is left out of the condition. Where words
alone decide, as in `NATO -sport`, the condition is exact, and a hit need not be read to be counted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from newsbot.domain.search import (
    AllOf,
    AnyOf,
    Asked,
    Without,
    Word,
    WordKind,
    index_word,
    is_whole,
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Hold the condition, None when there is none; an exact one holds for hits and no other."""

    asked: Asked | None
    is_exact: bool = False


_OPEN = Narrowed(asked=None)


def narrow(query: Query, source_ids: SourceIds) -> Narrowed:
    """Return a condition that each article the query hits meets."""
    match query:
        case Term(field=field):
            kind = _FIELD_KINDS[field]
            found = _any_of(_sequence(kind, sequence) for sequence in sequences(query))
            return _inexact(found) if field == "body" else found
        case Alias(forms=children) | Or(children=children):
            return _any_of(narrow(child, source_ids) for child in children)
        case Value():
            return _value(query, source_ids)
        case And(children=children):
            return _conjunction(children, source_ids)
        case Near(left=left, right=right):
            return _inexact(_all_of([narrow(left, source_ids), narrow(right, source_ids)]))
        case Count(child=child):
            return _inexact(narrow(child, source_ids))
        case Not() | Regex():
            return _OPEN


def _conjunction(children: Sequence[Query], source_ids: SourceIds) -> Narrowed:
    """Ask for what must occur; what must not is asked for where that is exact."""
    wanted = [narrow(one, source_ids) for one in children if not isinstance(one, Not)]
    unwanted = [narrow(one.child, source_ids) for one in children if isinstance(one, Not)]
    found = _all_of(wanted)
    known = tuple(one.asked for one in unwanted if one.is_exact and one.asked is not None)
    if found.asked is None or not unwanted:
        return found
    is_exact = found.is_exact and len(known) == len(unwanted)
    if not known:
        return Narrowed(asked=found.asked)
    gone = known[0] if len(known) == 1 else AnyOf(parts=known)
    return Narrowed(asked=Without(kept=found.asked, gone=gone), is_exact=is_exact)


def _sequence(kind: WordKind, sequence: Sequence[Element]) -> Narrowed:
    found = _all_of(_element(kind, element) for element in sequence)
    return found if len(sequence) == 1 else _inexact(found)


def _element(kind: WordKind, element: Element) -> Narrowed:
    whole = is_whole(kind, element.key)
    match element.kind:
        case "key":
            return Narrowed(asked=Word(text=index_word(kind, element.key)), is_exact=whole)
        case "exact":
            return Narrowed(asked=Word(text=index_word(kind, element.key)))
        case "prefix":
            word = Word(text=index_word(kind, element.key), prefix=True)
            return Narrowed(asked=word, is_exact=whole)
        case "stem":
            return Narrowed(asked=_stem(kind, element.key))


def _value(value: Value, source_ids: SourceIds) -> Narrowed:
    if value.field == "source":
        ids = source_ids(value.text.casefold())
        words = tuple(Word(text=index_word("source", str(number))) for number in ids)
        return Narrowed(asked=AnyOf(parts=words) if words else _NOTHING, is_exact=True)
    word = Word(text=index_word(value.field, value.text))
    return Narrowed(asked=word, is_exact=is_whole(value.field, value.text))


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


def _inexact(found: Narrowed) -> Narrowed:
    return Narrowed(asked=found.asked)


def _any_of(parts: Iterable[Narrowed]) -> Narrowed:
    found = list(parts)
    asked = tuple(dict.fromkeys(part.asked for part in found if part.asked is not None))
    if any(part.asked is None for part in found):
        return _OPEN
    is_exact = all(part.is_exact for part in found)
    if not asked:
        return Narrowed(asked=_NOTHING, is_exact=True)
    return Narrowed(asked=asked[0] if len(asked) == 1 else AnyOf(parts=asked), is_exact=is_exact)


def _all_of(parts: Iterable[Narrowed]) -> Narrowed:
    found = list(parts)
    asked = tuple(dict.fromkeys(part.asked for part in found if part.asked is not None))
    is_exact = all(part.is_exact for part in found)
    if len(asked) <= 1:
        return Narrowed(asked=asked[0] if asked else None, is_exact=is_exact and bool(asked))
    return Narrowed(asked=AllOf(parts=asked), is_exact=is_exact)
