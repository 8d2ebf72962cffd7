"""Own how many articles of the window hold a term, and what that makes a term worth.

It starts from a small built-in background, so that the first articles are judged sensibly too, and
forgets what left the window: restored from the same articles it is the same.
"""

import math
from collections import Counter
from collections.abc import Iterable

BACKGROUND_ARTICLES = 200
"""How many articles the built-in background counts for."""


class DocumentFrequencies:
    """Count articles by term and language."""

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._holding: Counter[str] = Counter()

    def add(self, terms: Iterable[str], language: str) -> None:
        """Count an article in."""
        self._articles[language] += 1
        self._holding.update(iter(terms))

    def remove(self, terms: Iterable[str], language: str) -> None:
        """Count an article out."""
        self._articles[language] -= 1
        for term in terms:
            left = self._holding[term] - 1
            if left > 0:
                self._holding[term] = left
            else:
                del self._holding[term]

    def idf(self, terms: Iterable[str], language: str) -> list[float]:
        """Return the inverse document frequencies as with one more article that holds them."""
        highest = self.highest_idf(language)
        holding = self._holding
        return [highest - math.log(1 + holding.get(term, 0)) for term in terms]

    def highest_idf(self, language: str) -> float:
        """Return the inverse document frequency of a term never seen before."""
        return math.log(BACKGROUND_ARTICLES + self._articles[language] + 1)
