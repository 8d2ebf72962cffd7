"""Own the way from a term to the latest articles that hold it; it weighs nothing.

Only so many of the latest are kept for a term: a common term finds nothing that rarer ones do not,
and so the work for an article does not grow with the number of articles.
"""

from array import array
from collections.abc import Iterable
from heapq import nsmallest

LATEST_KEPT = 96
READ_AT_MOST = 1200
_SLACK = 2


class Postings:
    """Map terms to the slots of the latest articles."""

    def __init__(self) -> None:
        self._slots: dict[str, array[int]] = {}

    def add(self, slot: int, terms: Iterable[str]) -> None:
        """Enter an article."""
        for term in terms:
            slots = self._slots.get(term)
            if slots is None:
                self._slots[term] = array("I", (slot,))
                continue
            slots.append(slot)
            if len(slots) > _SLACK * LATEST_KEPT:
                del slots[:-LATEST_KEPT]

    def remove(self, slot: int, terms: Iterable[str]) -> None:
        """Take an article out."""
        for term in terms:
            slots = self._slots.get(term)
            if slots is None or slot not in slots:
                continue
            slots.remove(slot)
            if not slots:
                del self._slots[term]

    def best(self, weights: Iterable[tuple[str, float]], count: int) -> list[int]:
        """Return up to `count` slots that share the most weight, the best first.

        `weights` come heaviest first; the reading stops when enough articles were seen.
        """
        shared: dict[int, float] = {}
        seen = 0
        for term, weight in weights:
            slots = self._slots.get(term)
            if slots is None:
                continue
            for slot in slots[-LATEST_KEPT:]:
                shared[slot] = shared.get(slot, 0.0) + weight
            seen += min(len(slots), LATEST_KEPT)
            if seen >= READ_AT_MOST:
                break
        ranked = nsmallest(count, [(-weight, slot) for slot, weight in shared.items()])
        return [slot for _, slot in ranked]
