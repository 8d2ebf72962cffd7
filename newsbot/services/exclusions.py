"""Own the proposal of words to leave out: what would have kept one story, and few others, away.

Words come from the headline of a story that a reader could do without; what each would have
taken away is counted by judging last week's articles. Nothing is ever left out silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import regex

from newsbot.domain.rule import Evidence
from newsbot.matching.query import Or
from newsbot.services.backtests import Limits, compare
from newsbot.services.desk import Desk
from newsbot.services.judging import Asking
from newsbot.services.ownrules import WINDOW
from newsbot.services.queries import RefusedQuery, read_query
from newsbot.services.recent import Recent, recent
from newsbot.services.rules import Hit

OFFERS = 3
"""More buttons than this make a choice hard."""

TRIED = 8
"""Words of a headline that are judged, the rarest first."""

SHORTEST = 4
"""Letters of a word that says what a story is about; shorter ones are mostly grammar."""

COMMON = 0.08
"""A word that stands in a larger share of all articles says little of one story."""

TOO_MUCH = 0.8
"""What would take away more of a rule than this is another rule."""

PATIENCE = timedelta(seconds=1)
EXAMPLES = 2

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}’'-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Offer a word to leave out: the whole new `query`, and what it would have taken away.

    `dropped` and `kept` count last week's stories; `examples` are some of the dropped ones.
    """

    word: str
    query: str
    dropped: int
    kept: int
    examples: tuple[Hit, ...]


async def offers(
    desk: Desk, query: str, headline: str, evidence: Iterable[Evidence]
) -> list[Exclusion]:
    """Return words of a headline that a query may leave out, the most telling first.

    Raises `RefusedQuery`.
    """
    parsed = await read_query(desk, query)
    assert parsed.query is not None
    base = f"({query})" if isinstance(parsed.query, Or) else query
    matched = {one.text.casefold() for one in evidence}
    found: list[Exclusion] = []
    for word in _candidates(headline, matched, await recent(desk)):
        wanted = f"{base} -{word}"
        try:
            narrower = (await read_query(desk, wanted)).query
        except RefusedQuery:  # the word is read as something else, or the query grew too long
            continue
        assert narrower is not None
        offered = await _judged(desk, word, wanted, Asking(asked=narrower, saved=parsed.query))
        if offered is not None:
            found.append(offered)
    return sorted(found, key=lambda one: -one.dropped)[:OFFERS]


def _candidates(headline: str, matched: set[str], sample: Recent) -> list[str]:
    """Return the words of a headline that tell it from others, the rarest first."""
    held: dict[str, float] = {}
    total = max(len(sample.articles), 1)
    for word in _WORD.findall(headline):
        key = word.casefold()
        if len(key) < SHORTEST or any(key in one or one in key for one in matched):
            continue
        share = sum(key in words for _, words in sample.articles) / total
        if share <= COMMON or total < 1 / COMMON:
            held.setdefault(key, share)
    return sorted(held, key=lambda key: (held[key], -len(key)))[:TRIED]


async def _judged(desk: Desk, word: str, wanted: str, asking: Asking) -> Exclusion | None:
    limits = Limits(patience=PATIENCE)
    found = await compare(desk, asking, since=WINDOW, limits=limits)
    stories = {verdict.place.story_id or -verdict.place.article_id for verdict in found.verdicts}
    kept = {one.place.story_id or -one.place.article_id for one in found.verdicts if one.hit}
    dropped = stories - kept
    if not dropped or len(dropped) > TOO_MUCH * len(stories):
        return None
    examples = [
        Hit(article=one.article, evidence=one.evidence)
        for one in found.shown
        if one.change == "dropped"
    ]
    return Exclusion(
        word=word,
        query=wanted,
        dropped=len(dropped),
        kept=len(kept),
        examples=tuple(examples[:EXAMPLES]),
    )
