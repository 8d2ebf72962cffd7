"""Own how alike two articles are as reports of one event; it decides nothing.

The cosine of TF-IDF vectors alone joins short texts that share one frequent name. So it counts in
full only with enough evidence: the rarity of all that is shared, where the words of one name,
which never come alone, count once and a little. And reports that read alike but speak of other
names, other counts or other days tell other events.
"""

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from newsbot.stories.features import Features
from newsbot.stories.frequencies import DocumentFrequencies
from newsbot.stories.headlines import Headline, headline_of

NO_EVIDENCE = 1.0
ENOUGH_EVIDENCE = 3.25
_REST_OF_A_NAME = 0.25
_SWAPPED = 0.4
_OTHER_NUMBERS = 0.06
_SAME_QUANTITY = 0.05
_OTHER_QUANTITY = 0.5
_COUNT_BY_CHANCE = "2"
_OTHER_NAMES = 0.35
_NAMES_COVERED = 0.67
_LEAST = 0.08
"""Chosen on labelled data; see docs/quality-stories.md."""

_IS_NAME = 1
_ENTITY_SHIFT = 1
_ENTITIES_AT_MOST = 127

Quantities = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Vector:
    """Hold an article ready to be compared: terms, weights of length 1 together, and flags."""

    terms: tuple[str, ...]
    weights: "array[float]"
    flags: bytes
    headline: Headline
    quantities: Quantities
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
        self._names = _names(vector)
        highest = frequencies.highest_idf(vector.language)
        idf = frequencies.idf(vector.terms, vector.language)
        self._rarity = {term: each / highest for term, each in zip(vector.terms, idf, strict=True)}

    def heaviest(self, count: int) -> list[tuple[str, float]]:
        """Return the terms that tell the most with their weights squared, the heaviest first."""
        ordered = sorted(self._weight.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(term, weight * weight) for term, weight in ordered[:count]]

    def likeness(self, other: Vector) -> float:
        """Return 0 to about 1: how surely both articles tell the same event."""
        if other.language != self.vector.language and other.language and self.vector.language:
            return 0.0
        shared = self._terms.intersection(other.terms)
        if not shared:
            return 0.0
        theirs = dict(zip(other.terms, other.weights, strict=True))
        own = self._weight
        cosine = sum([own[term] * theirs[term] for term in shared])
        if cosine < _LEAST or self.is_other_issue_than(other):
            return 0.0
        return self._doubted(cosine * self._evidence(shared, other), other)

    def is_other_issue_than(self, other: Vector) -> bool:
        """Say whether the headlines are alike but for their numbers: two parts of a series."""
        return self.vector.headline.is_other_issue_than(other.headline)

    def is_swapped_with(self, other: Vector) -> bool:
        """Say whether like headlines each have a name or number that the other does not know."""
        return self.vector.headline.is_swapped_with(
            other.headline, known=self._terms, known_there=other.terms
        )

    def _evidence(self, shared: Iterable[str], other: Vector) -> float:
        """Return 0 to 1: whether enough rare words are shared."""
        flags = dict(zip(other.terms, other.flags, strict=True))
        found = min(
            self._rarity_of((term, self._entity[term]) for term in shared),
            self._rarity_of((term, flags[term] >> _ENTITY_SHIFT) for term in shared),
        )
        share = (found - NO_EVIDENCE) / (ENOUGH_EVIDENCE - NO_EVIDENCE)
        return min(1.0, max(0.0, share))

    def _rarity_of(self, shared: Iterable[tuple[str, int]]) -> float:
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

    def _doubted(self, alike: float, other: Vector) -> float:
        """Return the likeness with what speaks against one event, or for it, taken in."""
        if self.is_swapped_with(other):
            alike *= _SWAPPED
        if self.vector.headline.has_other_numbers_than(other.headline):
            alike -= _OTHER_NUMBERS
        alike *= 1.0 - _OTHER_NAMES * self._strangeness(other)
        return max(0.0, _with_counts(alike, self.vector.quantities, other.quantities))

    def _strangeness(self, other: Vector) -> float:
        """Return 0 to 1: how far each speaks of names that the other does not know."""
        names = _names(other)
        if not names or not self._names:
            return 0.0
        covered = max(
            len(self._names.intersection(other.terms)) / len(self._names),
            len(names & self._terms) / len(names),
        )
        return max(0.0, 1.0 - covered / _NAMES_COVERED)


def vector_of(features: Features, frequencies: DocumentFrequencies) -> Vector:
    """Weigh the terms of an article by what they are worth now."""
    idf = frequencies.idf(features.terms, features.language)
    weights = [held.weight * each for held, each in zip(features.terms.values(), idf, strict=True)]
    length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
    flags = bytes(
        _IS_NAME * held.is_name + (min(held.entity, _ENTITIES_AT_MOST) << _ENTITY_SHIFT)
        for held in features.terms.values()
    )
    return Vector(
        terms=tuple(features.terms),
        weights=array("f", [weight / length for weight in weights]),
        flags=flags,
        headline=headline_of(features),
        quantities=features.quantities,
        language=features.language,
    )


def _names(vector: Vector) -> set[str]:
    return {term for term, flag in zip(vector.terms, vector.flags, strict=True) if flag & _IS_NAME}


def _with_counts(alike: float, one: Quantities, other: Quantities) -> float:
    """Return more when both count a thing alike (23 pirates), less when they count it otherwise.

    Two of a thing are two by chance. Where one thing is counted alike and another otherwise,
    nothing is known.
    """
    if not one or not other:
        return alike
    same = one & other
    agreed = {what for what, _ in same}
    differ = {what for what, _ in one}.intersection(what for what, _ in other) - agreed
    if any(count != _COUNT_BY_CHANCE for _, count in same):
        return alike if differ else alike + _SAME_QUANTITY
    return alike * _OTHER_QUANTITY if differ else alike
