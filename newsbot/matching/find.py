"""Own where the elements of a term occur among the words of one text; no AND, OR or NOT here.

Sets of positions are big integers with one bit a position: a phrase of n words is n shifts and
ANDs however often its words occur, so that no query is slow on a text made of one word.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from newsbot.matching.normalise import written
from newsbot.matching.pattern import Element, Sequence, sequences
from newsbot.matching.query import Term
from newsbot.matching.stems import stem
from newsbot.matching.tokens import Hit, Words

_T = TypeVar("_T")

_UNASKED = object()

_HEADLINE_WORDS = 2
"""A line of so many words, all in capitals, says nothing of a word's own case."""


def term_starts(term: Term, words: Words, lang: str) -> int:
    """Return the positions where a term begins, as bits; worked out once for a text."""

    def compute() -> int:
        found = 0
        for sequence in sequences(term):
            reaches = _reaches(sequence, words, lang)
            found |= reaches[0] if reaches else 0
        return found

    return _once(words, ("starts", term), compute)


def term_hits(term: Term, words: Words, lang: str) -> list[Hit]:
    """Return the occurrences of a term in order of place, one for each first position."""

    def compute() -> list[Hit]:
        found: dict[int, Hit] = {}
        for sequence in sequences(term):
            for hit in _walk(sequence, words, lang):
                found.setdefault(hit.first, hit)
        return [found[first] for first in sorted(found)]

    return _once(words, ("hits of", term), compute)


def element_hits(element: Element, words: Words, lang: str) -> list[Hit]:
    """Return the occurrences of one element in order of place."""
    match element.kind:
        case "key":
            return words.hits_of(element.key)
        case "prefix":
            return _once(words, element, lambda: _prefix_hits(element.key, words))
        case "exact":
            return _once(words, element, lambda: _exact_hits(element, words))
        case "stem":
            return _once(words, (element, lang), lambda: _stem_hits(element.key, words, lang))


def bits(positions: int) -> Iterator[int]:
    """Yield the positions in a set, ascending."""
    while positions:
        lowest = positions & -positions
        yield lowest.bit_length() - 1
        positions ^= lowest


def _reaches(sequence: Sequence, words: Words, lang: str) -> list[int]:
    """Return for each element the positions from which the rest follows; empty when none do."""
    masks = [_masks(element, words, lang) for element in sequence]
    if not all(masks):
        return []
    no_break = ~_once(words, "breaks", lambda: sum(1 << place for place in words.breaks))
    reaches = [0] * len(sequence)
    reaches[-1] = _union(masks[-1])
    for place in range(len(sequence) - 2, -1, -1):
        following = reaches[place + 1] & no_break
        for length, mask in masks[place].items():
            reaches[place] |= mask & (following >> length)
        if not reaches[place]:
            return []
    return reaches


def _walk(sequence: Sequence, words: Words, lang: str) -> Iterator[Hit]:
    if len(sequence) == 1:
        yield from element_hits(sequence[0], words, lang)
        return
    reaches = _reaches(sequence, words, lang)
    if not reaches:
        return
    lasts = _lasts(sequence, reaches, words, lang)
    for first in bits(reaches[0]):
        last = lasts(first)
        yield Hit(first, last.after, words.starts[first], last.end)


def _lasts(sequence: Sequence, reaches: list[int], words: Words, lang: str) -> Callable[[int], Hit]:
    """Return how to get from the first position of a phrase to the hit of its last element."""
    masks = [_masks(element, words, lang) for element in sequence]
    final = _by_first(sequence[-1], words, lang)
    if all(len(lengths) == 1 for lengths in masks):
        distance = sum(next(iter(lengths)) for lengths in masks[:-1])
        return lambda first: final[first + distance][0]
    found = {first: hits[0] for first, hits in final.items()}
    for element, reach in zip(reversed(sequence[:-1]), reversed(reaches[:-1]), strict=True):
        found = {
            hit.first: found[hit.after]
            for hit in element_hits(element, words, lang)
            if hit.after in found and hit.after not in words.breaks and reach >> hit.first & 1
        }
    return found.__getitem__


def _by_first(element: Element, words: Words, lang: str) -> dict[int, list[Hit]]:
    def compute() -> dict[int, list[Hit]]:
        found: dict[int, list[Hit]] = {}
        for hit in element_hits(element, words, lang):
            found.setdefault(hit.first, []).append(hit)
        return found

    return _once(words, ("by first", element, lang), compute)


def _masks(element: Element, words: Words, lang: str) -> dict[int, int]:
    """Return the positions of an element as bits, by the number of positions that it spans."""

    def compute() -> dict[int, int]:
        masks: dict[int, int] = {}
        hits: Iterable[Hit] = ()
        if element.kind == "key":
            hits = words.further.get(element.key, ())
            if plain := sum(1 << place for place in words.places.get(element.key, ())):
                masks[1] = plain
        else:
            hits = element_hits(element, words, lang)
        for hit in hits:
            length = hit.after - hit.first
            masks[length] = masks.get(length, 0) | 1 << hit.first
        return masks

    return _once(words, ("masks", element, lang), compute)


def _union(masks: dict[int, int]) -> int:
    found = 0
    for mask in masks.values():
        found |= mask
    return found


def _prefix_hits(prefix: str, words: Words) -> list[Hit]:
    """Return one hit for each first position: the joined key of `COVID-19` begins like `COVID`."""
    keys = _once(words, "sorted keys", lambda: sorted(words.all_keys()))
    found: dict[int, Hit] = {}
    for place in range(bisect_left(keys, prefix), len(keys)):
        if not keys[place].startswith(prefix):
            break
        for hit in words.hits_of(keys[place]):
            known = found.get(hit.first)
            if known is None or (hit.after, -hit.end) < (known.after, -known.end):
                found[hit.first] = hit
    return [found[first] for first in sorted(found)]


def _exact_hits(element: Element, words: Words) -> list[Hit]:
    return [
        hit
        for hit in words.hits_of(element.key)
        if _surface(hit, words) == element.surface and not _shouted(hit, words)
    ]


def _surface(hit: Hit, words: Words) -> str:
    if hit.after == hit.first + 1:
        return written(words.text[hit.start : hit.end])
    places = range(hit.first, hit.after)
    return "".join(written(words.text[words.starts[at] : words.ends[at]]) for at in places)


def _shouted(hit: Hit, words: Words) -> bool:
    """Say whether the line around a hit is a headline in capitals."""
    start = words.text.rfind("\n", 0, hit.start) + 1

    def compute() -> bool:
        end = words.text.find("\n", start)
        line = words.text[start : end if end >= 0 else None]
        cased = (word for word in line.split() if word.upper() != word.lower())
        return line.isupper() and sum(1 for _ in cased) >= _HEADLINE_WORDS

    return _once(words, ("shouted", start), compute)


def _stem_hits(key: str, words: Words, lang: str) -> list[Hit]:
    def by_stem() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for candidate in words.all_keys():
            if not candidate.startswith("#"):
                found.setdefault(stem(lang, candidate), []).append(candidate)
        return found

    stems = _once(words, ("stems", lang), by_stem)
    found: dict[int, Hit] = {}
    for candidate in sorted(stems.get(stem(lang, key), ())):
        for hit in words.hits_of(candidate):
            found.setdefault(hit.first, hit)
    return [found[first] for first in sorted(found)]


def _once(words: Words, question: object, compute: Callable[[], _T]) -> _T:
    """Return the answer kept with the text, computed at the first question."""
    answer = words.memo.get(question, _UNASKED)
    if answer is _UNASKED:
        answer = words.memo[question] = compute()
    return cast("_T", answer)
