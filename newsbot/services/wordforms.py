"""Own the offer of word forms for a query: which are missed, and how many articles that is.

Forms come from a sample of last week's articles; what they would add is counted by judging the
stored articles with the changed query. Nothing is ever added silently.
"""

from dataclasses import dataclass
from datetime import timedelta

from newsbot import matching
from newsbot.matching.query import And, Value
from newsbot.services.backtests import Limits, compare
from newsbot.services.desk import Desk
from newsbot.services.judging import Asking
from newsbot.services.queries import read_query
from newsbot.services.recent import WINDOW, Recent, recent

OFFERS = 5
"""Words of one query whose forms are offered, those that add most."""

LANGUAGES = 3
"""Languages that are looked at when the query names none: the commonest of the last week."""

PATIENCE = timedelta(seconds=1)
"""Time for counting what the forms of one word would add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Offer the forms of one word: `adds` articles of last week (or more, when `is_cut`).

    `with_stem` and `with_or` are whole queries; `with_stem` is "" where there is no stemmer.
    """

    term: str
    forms: tuple[str, ...]
    adds: int
    is_cut: bool
    message: str
    with_stem: str
    with_or: str


async def offers(desk: Desk, query: str, *, known: Recent | None = None) -> list[Forms]:
    """Return what word forms would add to a query, the most first. Raises `RefusedQuery`."""
    parsed = await read_query(desk, query)
    assert parsed.query is not None
    sample = known or await recent(desk)
    found: dict[str, matching.FormOffer] = {}
    for lang in _languages(parsed.query, sample):
        for offer in matching.offered_forms(parsed.query, sample.vocabulary(lang), lang=lang):
            if offer.missed:
                found.setdefault(offer.term, offer)
    likely = sorted(found.values(), key=lambda offer: -offer.articles)[:OFFERS]
    counted = [await _counted(desk, parsed.query, offer) for offer in likely]
    return sorted((one for one in counted if one.adds), key=lambda one: -one.adds)


def _languages(query: matching.Query, sample: Recent) -> list[str]:
    """Return the language that a query asks for, else the commonest."""
    clauses = query.children if isinstance(query, And) else (query,)
    stated = [one.text for one in clauses if isinstance(one, Value) and one.field == "lang"]
    return stated or sample.languages()[:LANGUAGES]


async def _counted(desk: Desk, query: matching.Query, offer: matching.FormOffer) -> Forms:
    wider = (await read_query(desk, offer.with_or)).query
    assert wider is not None
    limits = Limits(patience=PATIENCE, shown=0)
    found = await compare(desk, Asking(asked=wider, saved=query), since=WINDOW, limits=limits)
    adds = found.added
    forms = tuple(form for form, _ in offer.missed)
    least = "at least " if found.is_cut else ""
    plural = "" if adds == 1 else "s"
    return Forms(
        term=offer.term,
        forms=forms,
        adds=adds,
        is_cut=found.is_cut,
        message=f"{offer.term} misses {least}{adds} article{plural} of last week with "
        f"{', '.join(forms)}",
        with_stem=offer.with_stem,
        with_or=offer.with_or,
    )
