"""Articles and distinct mixed rules of any number, as people write them over a news vocabulary.

Terms are drawn from the articles' own words, mostly rare ones (names), some common. Everything
but `full` can be said to PostgreSQL and to `re` as well.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

from newsbot.matching import Document

TEXT_KEYS = ("text", "article", "first_text")
MIN_WORDS, MAX_WORDS = 150, 1_500


def read_articles(folder: Path) -> list[Document]:
    """Return the English articles of JSON lines files, in the order of their names."""
    found: list[Document] = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = next((str(row[key]) for key in TEXT_KEYS if key in row), "")
            latin = sum(character.isascii() for character in text) > 0.95 * len(text)
            if latin and MIN_WORDS <= len(text.split()) <= MAX_WORDS:
                title, _, body = text.partition("\n") if "\n" in text else ("", "", text)
                found.append(Document(title=row.get("title", title), body=body, lang="en"))
    return found


def made_articles(random: Random, number: int) -> list[Document]:
    """Return articles of made-up words, distributed as in news (Zipf)."""
    words = [_made_word(random) for _ in range(60_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    articles: list[Document] = []
    for _ in range(number):
        text = random.choices(words, weights, k=random.randrange(300, 800))
        sentences = [" ".join(text[place : place + 18]) for place in range(0, len(text), 18)]
        articles.append(Document(title=sentences[0], body=". ".join(sentences[1:]), lang="en"))
    return articles


class RuleMaker:
    """Make distinct rules over the words of some articles."""

    def __init__(self, articles: list[Document], random: Random) -> None:
        self._random = random
        counts: Counter[str] = Counter()
        pairs: set[tuple[str, str]] = set()
        for article in articles:
            words = [word for word in article.body.lower().split() if word.isascii()]
            plain = [word for word in words if word.isalpha() and len(word) > 2]
            counts.update(set(plain))
            pairs.update(pair for pair in pairwise(words) if all(word.isalpha() for word in pair))
        limit = max(3, len(articles) // 20)
        self._rare = [word for word, count in sorted(counts.items()) if count <= limit]
        self._common = [word for word, count in sorted(counts.items()) if count > limit]
        self._pairs = sorted(pairs)
        random.shuffle(self._rare)
        random.shuffle(self._common)
        random.shuffle(self._pairs)

    def rules(self, number: int, *, full: bool = False) -> Iterator[str]:
        """Yield distinct queries."""
        seen: set[int] = set()
        while len(seen) < number:
            query = self._full() if full and self._random.random() < 0.25 else self._rule()
            key = hash(query)
            if key not in seen:
                seen.add(key)
                yield query

    def _rule(self) -> str:
        kind = self._random.random()
        if kind < 0.05:
            return self._rare_word()
        if kind < 0.40:
            return f"{self._rare_word()} {self._word()}"
        if kind < 0.55:
            return f"{self._phrase()} {self._word()}"
        if kind < 0.75:
            return f"{self._rare_word()} ({self._word()} OR {self._word()})"
        if kind < 0.85:
            return f"{self._rare_word()} {self._word()} -{self._word()}"
        if kind < 0.92:
            return f"({self._rare_word()} OR {self._phrase()}) {self._word()}"
        return f"{self._prefix()} {self._rare_word()}"

    def _full(self) -> str:
        kind = self._random.random()
        if kind < 0.4:
            return f"{self._rare_word()} NEAR/5 {self._word()}"
        if kind < 0.6:
            return f"title:{self._rare_word()} {self._word()}"
        if kind < 0.75:
            return f"{self._rare_word()} >= 2 {self._word()}"
        if kind < 0.9:
            return f"stem:{self._rare_word()} {self._word()}"
        return f"={self._rare_word().capitalize()} {self._word()}"

    def _word(self) -> str:
        common = self._random.random() < 0.3
        return self._quoted(self._random.choice(self._common if common else self._rare))

    def _rare_word(self) -> str:
        return self._quoted(self._random.choice(self._rare))

    def _phrase(self) -> str:
        return f'"{" ".join(self._random.choice(self._pairs))}"'

    def _prefix(self) -> str:
        word = self._random.choice(self._rare)
        return f"{word[: max(4, len(word) - 2)]}*"

    @staticmethod
    def _quoted(word: str) -> str:
        return f'"{word}"' if word in {"and", "or", "not", "near"} else word


def _made_word(random: Random) -> str:
    syllables = random.randrange(1, 4)
    return "".join(
        random.choice("bcdfghklmnprstvz") + random.choice("aeiou") for _ in range(syllables)
    ) + random.choice(("", "n", "s", "r"))
