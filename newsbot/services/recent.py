"""Own what last week's articles say about words: in how many a word stands, by language.

It reads the search index of a sample, never the texts; what is odd or missing is decided in
`matching`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from newsbot.db import search
from newsbot.domain.search import AllOf, AnyOf, Asked, Without, Word, index_word
from newsbot.matching.query import Leaf, Value
from newsbot.services.desk import Desk
from newsbot.services.narrowing import narrow

WINDOW = timedelta(days=7)

SAMPLE = 2_000
"""Articles looked at: a share of a fifth is then known to 2 in 100, in 0.2 s."""

ENOUGH = 20
"""Articles from which on a share says something."""

_LANGUAGE = index_word("lang", "")
_MARK = ":"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """Hold the words of a sample of articles, each with the language of its article."""

    articles: tuple[tuple[str, frozenset[str]], ...]

    def vocabulary(self, lang: str) -> dict[str, int]:
        """Return the words of the articles of a language with the number of articles of each."""
        counts: Counter[str] = Counter()
        for language, words in self.articles:
            if language == lang:
                counts.update(words)
        return {word: count for word, count in counts.items() if _MARK not in word}

    def languages(self) -> list[str]:
        """Return the languages stated, the commonest first."""
        counts = Counter(language for language, _ in self.articles if language)
        return [language for language, _ in counts.most_common()]

    def share(self, leaf: Leaf) -> float | None:
        """Return in which share of the articles a leaf holds; None where words do not tell."""
        names_source = isinstance(leaf, Value) and leaf.field == "source"
        if len(self.articles) < ENOUGH or names_source:
            return None
        found = narrow(leaf, lambda _: ())
        if found.asked is None or not found.is_exact:
            return None
        asked = found.asked
        return sum(_holds(asked, words) for _, words in self.articles) / len(self.articles)


async def recent(desk: Desk) -> Recent:
    """Read the words of a sample of the last week."""
    async with desk.db.reading() as tx:
        ids = await search.sample(tx, since=desk.clock.now() - WINDOW, limit=SAMPLE)
        found = await search.words_of(tx, ids)
    return Recent(articles=tuple((_language(words), frozenset(words)) for words in found))


def _language(words: Sequence[str]) -> str:
    stated = (word for word in words if word.startswith(_LANGUAGE))
    return next(stated, "").removeprefix(_LANGUAGE)


def _holds(asked: Asked, words: frozenset[str]) -> bool:
    match asked:
        case Word(text=text, prefix=False):
            return text in words
        case Word(text=text):
            return any(word.startswith(text) for word in words)
        case AllOf(parts=parts):
            return all(_holds(part, words) for part in parts)
        case AnyOf(parts=parts):
            return any(_holds(part, words) for part in parts)
        case Without(kept=kept, gone=gone):
            return _holds(kept, words) and not _holds(gone, words)
