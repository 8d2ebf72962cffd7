"""Own the answer to "why did I get this, or why not?" for one subscriber and one address.

It tells a subscriber of its own rules only (G11); the whole ledger is the matter of `ledger`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsbot import matching
from newsbot.db import ledger, reading, subscribers
from newsbot.db.ledger import Path
from newsbot.domain.article import Article
from newsbot.domain.subscriber import Subscription
from newsbot.matching.articles import document_of
from newsbot.net.urls import url_key
from newsbot.services.desk import Desk
from newsbot.services.queries import RefusedQuery, check_query, known_sets

ARTICLES_SHOWN = 3
"""One address is seldom in more sources; a longer answer is not read."""


RULES_SHOWN = 200
"""A list of more rules that an article missed is not read; each takes 0.1 ms to explain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Hold how one of the subscriber's rules stands to an article.

    `state` is the alert's, "" when there is none. `missed` is the clause that failed, "" when
    the rule holds; `nearest` is what came closest to it.
    """

    rule_id: int
    rule_name: str
    holds: bool
    state: str = ""
    reason: str = ""
    sent_at: datetime | None = None
    missed: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Hold how far one article came, and what the subscriber's rules say of it."""

    title: str
    url: str
    source: str
    first_seen_at: datetime
    is_processed: bool
    is_failed: bool
    language: str
    verdicts: tuple[Verdict, ...]


async def explain(desk: Desk, url: str, subscriber_id: int | None) -> list[Explanation]:
    """Explain the articles at an address, the first seen first; none when it was never seen."""
    async with desk.db.reading() as tx:
        # id 0 belongs to nobody: a stranger learns that an article is known, and no rule
        rows = await ledger.paths(
            tx, url=url, url_key=url_key(url), subscriber_id=subscriber_id or 0
        )
        told: dict[int, list[Path]] = defaultdict(list)
        for row in rows:
            told[row.article_id].append(row)
        shown = list(told)[:ARTICLES_SHOWN]
        articles = await reading.find_articles(tx, shown)
        mine = (
            []
            if subscriber_id is None
            else await subscribers.list_subscriptions(tx, subscriber_id=subscriber_id)
        )
        sets = await known_sets(tx) if mine else {}
    return [_explained(articles[key], told[key], mine, sets) for key in shown if key in articles]


async def missed(
    desk: Desk, article_ids: Sequence[int], subscriber_id: int | None = None
) -> dict[int, tuple[Verdict, ...]]:
    """Return by article the subscribed rules that do not hold for it, with what failed first.

    Of one subscriber, or of all: this is for the operator.
    """
    async with desk.db.reading() as tx:
        articles = await reading.find_articles(tx, article_ids[:ARTICLES_SHOWN])
        wanted = await subscribers.list_subscriptions(tx, subscriber_id=subscriber_id)
        sets = await known_sets(tx) if wanted else {}
    rules = {one.rule_id: one for one in reversed(wanted)}
    chosen = [rules[key] for key in sorted(rules)[:RULES_SHOWN]]
    found: dict[int, tuple[Verdict, ...]] = {}
    for article_id, article in articles.items():
        prepared = matching.prepare(document_of(article))
        verdicts = (_judged(one, prepared, None, sets) for one in chosen)
        found[article_id] = tuple(one for one in verdicts if not one.holds)
    return found


def _explained(
    article: Article, rows: list[Path], mine: list[Subscription], sets: Mapping[str, Sequence[str]]
) -> Explanation:
    first = rows[0]
    alerts = {row.rule_id: row for row in rows if row.rule_id is not None and row.alert_state}
    prepared = matching.prepare(document_of(article))
    verdicts: dict[int, Verdict] = {}
    for one in mine:
        verdicts.setdefault(one.rule_id, _judged(one, prepared, alerts.get(one.rule_id), sets))
    return Explanation(
        title=first.title,
        url=first.url,
        source=first.source,
        first_seen_at=first.first_seen_at,
        is_processed=first.processed_at is not None,
        is_failed=first.article_state == "failed",
        language=article.language,
        verdicts=tuple(verdicts.values()),
    )


def _judged(
    one: Subscription,
    prepared: matching.PreparedDocument,
    told: Path | None,
    sets: Mapping[str, Sequence[str]],
) -> Verdict:
    try:
        query = check_query(one.query, sets).query
    except RefusedQuery:  # today's language does not know it any more
        query = None
    if query is None:
        return Verdict(rule_id=one.rule_id, rule_name=one.rule_name, holds=False, missed=one.query)
    why = matching.why(query, prepared)
    return Verdict(
        rule_id=one.rule_id,
        rule_name=one.rule_name,
        holds=why.matched,
        state=told.alert_state if told else "",
        reason=told.alert_reason if told else "",
        sent_at=told.sent_at if told else None,
        missed=why.clause,
        nearest=why.nearest,
    )
