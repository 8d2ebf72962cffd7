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
    language: str
    host: str


class Probe:
    """Compare one article with many."""

    def __init__(self, vector: Vector, frequencies: DocumentFrequencies) -> None:
        self.vector = vector
        self._weight = dict(zip(vector.terms, vector.weights, strict=True))
        self._entity = {
            term: flag >> _ENTITY_SHIFT
            for term, flag in zip(vector.terms, vector.flags, strict=True)
        }
        highest = frequencies.highest_idf(vector.language)
        self._rarity = {
            term: frequencies.idf(term, vector.language) / highest for term in vector.terms
        }

    def heaviest(self, count: int) -> list[tuple[str, float]]:
        """Return the terms that tell the most with their weights squared, the heaviest first."""
        ordered = sorted(self._weight.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(term, weight * weight) for term, weight in ordered[:count]]

    def likeness(self, other: Vector) -> float:
        """Return 0 to 1: how surely both articles tell the same event."""
        if other.language != self.vector.language and other.language and self.vector.language:
            return 0.0
        cosine = 0.0
        shared: list[tuple[str, int]] = []
        for term, weight, flag in zip(other.terms, other.weights, other.flags, strict=True):
            own = self._weight.get(term)
            if own is not None:
                cosine += own * weight
                shared.append((term, flag >> _ENTITY_SHIFT))
        if cosine < _LEAST:
            return 0.0
        evidence = min(
            self._evidence((term, self._entity[term]) for term, _ in shared),
            self._evidence(shared),
        )
        enough = (evidence - NO_EVIDENCE) / (ENOUGH_EVIDENCE - NO_EVIDENCE)
        alike = cosine * min(1.0, enough)
        if _differ(self.vector.numbers, other.numbers):
            if self._is_series_with(other):
                return 0.0
            alike -= _OTHER_NUMBERS
        return max(0.0, alike)

    def is_other_issue_than(self, other: Vector) -> bool:
        """Say whether the headlines are alike but for their numbers: two parts of a series."""
        return _differ(self.vector.numbers, other.numbers) and self._is_series_with(other)

    def _is_series_with(self, other: Vector) -> bool:
        one, two = _wording(self.vector), _wording(other)
        return len(one & two) >= _SERIES_FROM * len(one | two) > 0

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
    weights = {
        term: held.weight * frequencies.idf(term, features.language)
        for term, held in features.terms.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    flags = bytes(
        _IN_TITLE * held.in_title
        + _IS_NAME * held.is_name
        + (min(held.entity, _ENTITIES_AT_MOST) << _ENTITY_SHIFT)
        for held in features.terms.values()
    )
    return Vector(
        terms=tuple(features.terms),
        weights=array("f", (weight / length for weight in weights.values())),
        flags=flags,
        numbers=features.numbers,
        language=features.language,
        host=features.host,
    )


def _wording(vector: Vector) -> set[str]:
    """Return the words of the headline, its numbers left out."""
    return {
        term
        for term, flag in zip(vector.terms, vector.flags, strict=True)
        if flag & _IN_TITLE and not term[0].isdigit()
    }


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether both headlines have numbers and none in common."""
    return bool(one) and bool(other) and one.isdisjoint(other)
