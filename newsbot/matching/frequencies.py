"""Own how common words are: a prior from the word itself, corrected by the articles seen.

A rule is asked for by its rarest clause. Rarity among *rules* is no guide: a word that few rules
name can stand in every article.
"""

from collections import Counter
from collections.abc import Iterable

from newsbot.matching.gates import Gate
from newsbot.matching.vocabulary import COMMON_WORDS

SAMPLED = 4
"""One article in so many is counted: a share needs no more, and counting costs time."""

_MAX_WORDS = 200_000
_MAX_DOCUMENTS = 50_000
"""Counts are halved beyond these, so that memory is bounded and old news fades."""

_PRIOR_DOCUMENTS = 20
"""Weight of the prior, in articles."""

_PRIORS = {
    "prefix": 0.05, "pair": 0.002, "stem": 0.03, "title": 0.005, "author": 0.005, "tag": 0.01,
    "source": 0.05, "lang": 0.7, "site": 0.05,
}  # fmt: skip
_PRIOR_WORD = 0.01
_PRIOR_SHORT_WORD = 0.1
_SHORT = 3
_PRIOR_COMMON = 0.6
_PAIR_SHARE = 0.1
"""Of the articles with the rarer of two words, those where they stand side by side: a guess."""


class Frequencies:
    """Count in which share of the articles a word stands."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._seen = 0
        self._counted = 0

    @property
    def counted(self) -> int:
        """Return how many articles were counted."""
        return self._counted

    def due(self) -> bool:
        """Say whether this article should be counted; ask once for each."""
        self._seen += 1
        return self._seen % SAMPLED == 0

    def see(self, keys: Iterable[str]) -> None:
        """Count the words of one article."""
        self._counted += 1
        self._counts.update(keys)
        if self._counted >= _MAX_DOCUMENTS or len(self._counts) > _MAX_WORDS:
            self._counted //= 2
            halved = {key: count // 2 for key, count in self._counts.items() if count > 1}
            self._counts = Counter(halved)

    def share(self, gate: Gate) -> float:
        """Return the share of articles, 0 to 1, in which a gate is expected."""
        if gate.kind == "word":
            return self._word_share(gate.key)
        if gate.kind == "pair":
            rarer = min(self._word_share(gate.key), self._word_share(gate.second))
            return max(rarer * _PAIR_SHARE, _PRIORS["pair"] / 10)
        if gate.kind in {"prefix", "stem"}:
            return max(_PRIORS[gate.kind], self._word_share(gate.key))
        return _PRIORS[gate.kind]

    def state(self) -> tuple[dict[str, int], int]:
        """Return the counts and how many articles they are of, to be stored."""
        return dict(self._counts), self._counted

    @classmethod
    def restored(cls, counts: dict[str, int], counted: int) -> "Frequencies":
        """Return frequencies as they were stored."""
        found = cls()
        found._counts, found._counted = Counter(counts), counted
        return found

    def _word_share(self, key: str) -> float:
        if key in COMMON_WORDS:
            prior = _PRIOR_COMMON
        else:
            prior = _PRIOR_SHORT_WORD if len(key) <= _SHORT and key.isascii() else _PRIOR_WORD
        count = self._counts[key] + prior * _PRIOR_DOCUMENTS
        return count / (self._counted + _PRIOR_DOCUMENTS)
