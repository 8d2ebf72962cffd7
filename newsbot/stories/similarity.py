"""Own how alike two articles are as reports of one event; it decides nothing.

The cosine of TF-IDF vectors alone joins short texts that share one frequent name. So it counts in
full only with enough evidence: the rarity of all that is shared, where the words of one name,
which never come alone, count once and a little. Headlines that differ in their numbers only (two
forecasts, two draws) tell two events.
"""

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from newsbot.stories.features import Features
from newsbot.stories.frequencies import DocumentFrequencies

NO_EVIDENCE = 1.0
ENOUGH_EVIDENCE = 3.0
_REST_OF_A_NAME = 0.25
_OTHER_NUMBERS = 0.06
_SAME_QUANTITY = 0.05
_OTHER_QUANTITY = 0.5
_OTHER_NAMES = 0.35
_NAMES_COVERED = 0.67
_SWAPPED = 0.4
_SWAPPED_WITHIN = 0.5
_SWAPPED_WORDS = 2
_LEAST = 0.08
_SERIES_FROM = 0.6
"""Share of words in common from which headlines with other numbers are parts of a series."""
"""Tuned on half of the labelled data; see docs/quality-stories.md."""

_IN_TITLE = 1
_IS_NAME = 2
_ENTITY_SHIFT = 2
_ENTITIES_AT_MOST = 63


@dataclass(frozen=True, slots=True)
class Vector:
    """Hold an article ready to be compared: terms, weights of length 1 together, and flags."""

    terms: tuple[str, ...]
    weights: "array[float]"
    flags: bytes
    numbers: frozenset[str]
    quantities: frozenset[tuple[str, str]]
    language: str


class Probe:
    """Compare one article with many."""

    def __init__(self, vector: Vector, frequencies: DocumentFrequencies) -> None:
        self.vector = vector
        self._weight = dict(zip(vector.terms, vector.weights, strict=True))
        self._terms = frozenset(vector.terms)
        self._entity = {
            term: flag >> _ENTITY_SHIFT
            for term, flag in zip(vector.terms, vector.flags, strict=True)
        }
        self._names = {
            term for term, flag in zip(vector.terms, vector.flags, strict=True) if flag & _IS_NAME
        }
        self._wording = _wording(vector)
        self._particulars = _particulars(vector)
        highest = frequencies.highest_idf(vector.language)
        idf = frequencies.idf(vector.terms, vector.language)
        self._rarity = {term: each / highest for term, each in zip(vector.terms, idf, strict=True)}

    def heaviest(self, count: int) -> list[tuple[str, float]]:
        """Return the terms that tell the most with their weights squared, the heaviest first."""
        ordered = sorted(self._weight.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(term, weight * weight) for term, weight in ordered[:count]]

    def likeness(self, other: Vector) -> float:
        """Return 0 to 1: how surely both articles tell the same event."""
        if other.language != self.vector.language and other.language and self.vector.language:
            return 0.0
        own = self._weight
        shared = self._terms.intersection(other.terms)
        if not shared:
            return 0.0
        theirs = dict(zip(other.terms, other.weights, strict=True))
        cosine = sum([own[term] * theirs[term] for term in shared])
        if cosine < _LEAST:
            return 0.0
        flags = dict(zip(other.terms, other.flags, strict=True))
        evidence = min(
            self._evidence((term, self._entity[term]) for term in shared),
            self._evidence((term, flags[term] >> _ENTITY_SHIFT) for term in shared),
        )
        enough = (evidence - NO_EVIDENCE) / (ENOUGH_EVIDENCE - NO_EVIDENCE)
        alike = cosine * min(1.0, enough)
        if self._swaps_names_with(other):
            alike *= _SWAPPED
        if _differ(self.vector.numbers, other.numbers):
            if self._is_series_with(other):
                return 0.0
            alike -= _OTHER_NUMBERS
        alike *= 1.0 - _OTHER_NAMES * self._strangeness(other)
        return max(0.0, _with_counts(alike, self.vector.quantities, other.quantities))

    def _strangeness(self, other: Vector) -> float:
        """Return 0 to 1: how far each speaks of names that the other does not know."""
        names = {
            term for term, flag in zip(other.terms, other.flags, strict=True) if flag & _IS_NAME
        }
        if not names or not self._names:
            return 0.0
        known = set(other.terms)
        covered = max(
            len(self._names & known) / len(self._names),
            sum(name in self._weight for name in names) / len(names),
        )
        return max(0.0, 1.0 - covered / _NAMES_COVERED)

    def _swaps_names_with(self, other: Vector) -> bool:
        """Say whether like headlines each have a name or number that the other does not know."""
        known = set(other.terms)
        theirs = _wording(other)
        like = len(self._wording & theirs)
        shorter = min(len(self._wording), len(theirs))
        if like < _SWAPPED_WORDS or like < _SWAPPED_WITHIN * shorter:
            return False
        return any(
            any(term not in known for term in own) and any(term not in self._weight for term in its)
            for own, its in zip(self._particulars, _particulars(other), strict=True)
        )

    def is_other_issue_than(self, other: Vector) -> bool:
        """Say whether the headlines are alike but for their numbers: two parts of a series."""
        return _differ(self.vector.numbers, other.numbers) and self._is_series_with(other)

    def _is_series_with(self, other: Vector) -> bool:
        theirs = _wording(other)
        alike = len(self._wording & theirs)
        return alike >= _SERIES_FROM * len(self._wording | theirs) > 0

    def _evidence(self, shared: Iterable[tuple[str, int]]) -> float:
        """Return how many words never seen before the shared ones are worth."""
        total = 0.0
        strongest: dict[int, float] = {}
        for term, entity in shared:
            rarity = self._rarity[term]
            if not entity:
                total += rarity
                continue
            total += _REST_OF_A_NAME * rarity
            strongest[entity] = max(strongest.get(entity, 0.0), rarity)
        return total + (1.0 - _REST_OF_A_NAME) * sum(strongest.values())


def vector_of(features: Features, frequencies: DocumentFrequencies) -> Vector:
    """Weigh the terms of an article by what they are worth now."""
    idf = frequencies.idf(features.terms, features.language)
    weights = [held.weight * each for held, each in zip(features.terms.values(), idf, strict=True)]
    length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
    flags = bytes(
        _IN_TITLE * held.in_title
        + _IS_NAME * held.is_name
        + (min(held.entity, _ENTITIES_AT_MOST) << _ENTITY_SHIFT)
        for held in features.terms.values()
    )
    return Vector(
        terms=tuple(features.terms),
        weights=array("f", [weight / length for weight in weights]),
        flags=flags,
        numbers=features.numbers,
        quantities=features.quantities,
        language=features.language,
    )


def _wording(vector: Vector) -> set[str]:
    """Return the words of the headline, its numbers left out."""
    return {
        term
        for term, flag in zip(vector.terms, vector.flags, strict=True)
        if flag & _IN_TITLE and not term[0].isdigit()
    }


def _particulars(vector: Vector) -> tuple[list[str], list[str]]:
    """Return the names of the headline with its first word, which may be one, and its numbers."""
    headline = [
        (term, flag)
        for term, flag in zip(vector.terms, vector.flags, strict=True)
        if flag & _IN_TITLE
    ]
    numbers = [term for term, _ in headline if term[0].isdigit()]
    names = [
        term
        for place, (term, flag) in enumerate(headline)
        if (place == 0 or flag & _IS_NAME) and not term[0].isdigit()
    ]
    return names, numbers


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether both headlines have numbers and none in common."""
    return bool(one) and bool(other) and one.isdisjoint(other)


def _with_counts(
    alike: float, one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]
) -> float:
    """Return more when both count a thing alike (23 pirates), less when they count it otherwise."""
    if not one or not other:
        return alike
    if not one.isdisjoint(other):
        return alike + _SAME_QUANTITY
    counted = {what for what, _ in one}
    return alike * _OTHER_QUANTITY if any(what in counted for what, _ in other) else alike
