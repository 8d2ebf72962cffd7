"""Own what a rule missed: articles of stories that it met, and the words by which to meet them.

Grouping says which articles belong together; no model is asked. It changes no rule.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from newsbot.db import misses
from newsbot.db.misses import MissedArticle
from newsbot.services import rules
from newsbot.services.desk import Desk
from newsbot.services.recent import recent
from newsbot.stories.words import content_words

WINDOW = timedelta(days=7)
LOOKED_AT = 500
"""Missed articles read: a rule that misses more in a week is told by these."""
LEAD_CHARS = 400
WORDS_SHOWN = 8
COMMON_FROM = 0.05
"""A word of one article in twenty would add all of the day's news."""
ENOUGH = 20
"""Articles of a language from which on a share says something."""
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingWord:
    """Hold a word of missed articles: in how many stories and articles, and the wider query."""

    word: str
    stories: int
    articles: int
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Hold what one rule missed: stories, articles, and the words that would add most of them."""

    rule_id: int
    name: str
    stories: int
    articles: int
    words: tuple[MissingWord, ...]


async def recall(desk: Desk, rule_id: int, *, since: timedelta = WINDOW) -> Recall:
    """Return what a rule missed since then. Raises `NotFound`."""
    rule = await rules.get(desk, rule_id)
    async with desk.db.reading() as tx:
        missed = await misses.missed_by(
            tx, rule_id, since=desk.clock.now() - since, lead_chars=LEAD_CHARS, limit=LOOKED_AT
        )
    words = _words(missed, await _common(desk, missed)) if missed else []
    return Recall(
        rule_id=rule.id,
        name=rule.name,
        stories=len({one.story_id for one in missed}),
        articles=len(missed),
        words=tuple(
            MissingWord(
                word=word,
                stories=len({one.story_id for one in having}),
                articles=len(having),
                query=f'({rule.query}) OR "{word}"',
            )
            for word, having in words
        ),
    )


async def _common(desk: Desk, missed: list[MissedArticle]) -> set[str]:
    """Return the words that stand in too many recent articles of the languages missed."""
    sample = await recent(desk)
    common: set[str] = set()
    for language in {_code(one.language) for one in missed}:
        total = sum(_code(lang) == language for lang, _ in sample.articles)
        if total >= ENOUGH:
            counts = sample.vocabulary(language)
            common |= {word for word, count in counts.items() if count > COMMON_FROM * total}
    return common


def _words(missed: list[MissedArticle], common: set[str]) -> list[tuple[str, list[MissedArticle]]]:
    """Return the words of most stories first, then of most articles, then those of headlines."""
    having: dict[str, list[MissedArticle]] = defaultdict(list)
    in_title: dict[str, int] = defaultdict(int)
    for one in missed:
        language = _code(one.language)
        for word in set(content_words(f"{one.title}\n{one.lead}", language)):
            if len(word) >= SHORTEST_WORD and not word[0].isdigit() and word not in common:
                having[word].append(one)
        for word in set(content_words(one.title, language)):
            in_title[word] += 1
    ranked = sorted(
        having.items(),
        key=lambda pair: (
            -len({one.story_id for one in pair[1]}),
            -len(pair[1]),
            -in_title[pair[0]],
            pair[0],
        ),
    )
    return ranked[:WORDS_SHOWN]


def _code(language: str) -> str:
    return language.replace("_", "-").split("-", maxsplit=1)[0].lower()
