"""Own the comparison of headlines as wordings: series and templates; it knows no weights.

Two headlines in the same words with other names or numbers are mostly two events (a forecast for
each day, a quake in each country): the more alike the rest, the surer.
"""

from collections.abc import Collection
from dataclasses import dataclass

from newsbot.stories.features import Features

_SERIES_FROM = 0.6
"""Share of words in common from which headlines with other numbers are parts of a series."""
_SWAPPED_FROM = 0.5
_SWAPPED_WORDS = 2
"""Words in common (and their share of the shorter one) from which headlines are alike.

All three chosen on labelled data; see docs/quality-stories.md.
"""


@dataclass(frozen=True, slots=True)
class Headline:
    """Hold a headline's terms: `numbers` (and days and months), and the other words.

    `names` are those words that name somebody or something, with the first one, which may.
    """

    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]

    def has_other_numbers_than(self, other: "Headline") -> bool:
        """Say whether both have numbers and none in common."""
        return (
            bool(self.numbers)
            and bool(other.numbers)
            and not set(self.numbers) & set(other.numbers)
        )

    def is_other_issue_than(self, other: "Headline") -> bool:
        """Say whether both are alike but for their numbers."""
        if not self.has_other_numbers_than(other):
            return False
        own, its = set(self.words), set(other.words)
        return len(own & its) >= _SERIES_FROM * len(own | its) > 0

    def is_swapped_with(
        self, other: "Headline", *, known: Collection[str], known_there: Collection[str]
    ) -> bool:
        """Say whether both are alike, and each has names or numbers new to the other's article.

        `known` and `known_there` are all terms of this article and of the other.
        """
        like = len(set(self.words) & set(other.words))
        shorter = min(len(self.words), len(other.words))
        if like < _SWAPPED_WORDS or like < _SWAPPED_FROM * shorter:
            return False
        return any(
            any(term not in known_there for term in own) and any(term not in known for term in its)
            for own, its in ((self.names, other.names), (self.numbers, other.numbers))
        )


def headline_of(features: Features) -> Headline:
    """Return the headline of an article as the terms it is compared by."""
    terms = [(term, held) for term, held in features.terms.items() if held.in_title]
    words = tuple(term for term, held in terms if not held.is_number)
    return Headline(
        words=words,
        names=tuple(
            term
            for place, (term, held) in enumerate(terms)
            if (place == 0 or held.is_name) and not held.is_number
        ),
        numbers=tuple(term for term, held in terms if held.is_number),
    )
