"""Own the read side: articles selected for feeds, lists, search and previews."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsbot.db.articles import COLUMNS, JOINED, to_article
from newsbot.db.documents import load_evidence
from newsbot.db.engine import Tx
from newsbot.db.schema import articles, matches, rules
from newsbot.db.search import PLACE, Place, shown_since
from newsbot.db.statements import chunks
from newsbot.domain.article import Article
from newsbot.domain.rule import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Choose articles; what is None does not restrict. Only processed articles are ever shown.

    With `every` above 1 only the articles of one story in so many are chosen: a fair sample.
    """

    source_id: int | None = None
    rule_id: int | None = None
    story_id: int | None = None
    tag: str | None = None
    language: str | None = None
    since: datetime | None = None
    every: int = 1


TAGS_LOOKED_AT = 3000
"""A tag is looked for in so many of the newest articles: anybody may ask, and a scan costs."""


def _where(selection: Selection) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [articles.c.processed_at.is_not(None)]
    if selection.source_id is not None:
        conditions.append(articles.c.source_id == selection.source_id)
    if selection.story_id is not None:
        conditions.append(articles.c.story_id == selection.story_id)
    if selection.language is not None:
        conditions.append(articles.c.language.startswith(selection.language))
    if selection.since is not None:
        conditions.append(articles.c.effective_at >= selection.since)
    if selection.every > 1:
        conditions.append(articles.c.story_id % selection.every == 0)
    if selection.rule_id is not None:
        matched = sa.select(matches.c.article_id).where(matches.c.rule_id == selection.rule_id)
        conditions.append(articles.c.id.in_(matched.scalar_subquery()))
    return conditions


async def select_articles(
    tx: Tx,
    selection: Selection,
    *,
    limit: int,
    before: tuple[datetime, int] | None = None,
    oldest_first: bool = False,
) -> list[Article]:
    """Return articles, the newest effective time first; page by (effective_at, id)."""
    statement = sa.select(*COLUMNS).select_from(JOINED).where(*_where(selection))
    order: Sequence[Any] = (articles.c.effective_at.desc(), articles.c.id.desc())
    if oldest_first:
        order = (articles.c.effective_at, articles.c.id)
    if before is not None:
        at, article_id = before
        statement = statement.where(
            (articles.c.effective_at < at)
            | ((articles.c.effective_at == at) & (articles.c.id < article_id))
        )
    if selection.tag is not None:
        # JSON lists differ between databases; tags are few, so the text form is enough to narrow
        quoted = selection.tag.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        text = sa.cast(articles.c.tags, sa.Text)
        newest = (
            sa.select(articles.c.id)
            .order_by(articles.c.effective_at.desc(), articles.c.id.desc())
            .limit(TAGS_LOOKED_AT)
        )
        statement = statement.where(articles.c.id.in_(newest.scalar_subquery()))
        statement = statement.where(text.ilike(f'%"{quoted}"%', escape="\\"))
    rows = await tx.execute(statement.order_by(*order).limit(limit))
    return [to_article(row) for row in rows]


async def find_article(tx: Tx, article_id: int) -> Article | None:
    """Return one article, processed or not."""
    statement = sa.select(*COLUMNS).select_from(JOINED).where(articles.c.id == article_id)
    row = (await tx.execute(statement)).one_or_none()
    return None if row is None else to_article(row)


async def find_articles(tx: Tx, article_ids: Sequence[int]) -> dict[int, Article]:
    """Return articles by id, processed or not."""
    found: dict[int, Article] = {}
    for part in chunks(article_ids):
        statement = sa.select(*COLUMNS).select_from(JOINED).where(articles.c.id.in_(part))
        found |= {row.id: to_article(row) for row in await tx.execute(statement)}
    return found


async def latest_matched(tx: Tx, rule_ids: Sequence[int], *, limit: int) -> list[Article]:
    """Return the newest processed articles that met any of these rules, one of each story."""
    matched = sa.select(matches.c.article_id).where(matches.c.rule_id.in_(rule_ids))
    chosen = (
        sa.select(sa.func.max(articles.c.id).label("id"))
        .where(articles.c.id.in_(matched.scalar_subquery()), articles.c.processed_at.is_not(None))
        .group_by(articles.c.story_id)
        .subquery()
    )
    statement = (
        sa.select(*COLUMNS)
        .select_from(JOINED.join(chosen, chosen.c.id == articles.c.id))
        .order_by(articles.c.effective_at.desc(), articles.c.id.desc())
        .limit(limit)
    )
    return [to_article(row) for row in await tx.execute(statement)]


async def matched_rules(
    tx: Tx, article_ids: Sequence[int], *, public: bool = False
) -> dict[int, list[tuple[int, str, tuple[Evidence, ...]]]]:
    """Return per article the rules that matched its present revision, with their evidence."""
    found: dict[int, list[tuple[int, str, tuple[Evidence, ...]]]] = {}
    for part in chunks(article_ids):
        statement = (
            sa.select(matches.c.article_id, rules.c.id, rules.c.name, matches.c.evidence)
            .join(rules, rules.c.id == matches.c.rule_id)
            .join(articles, articles.c.id == matches.c.article_id)
            .where(
                matches.c.article_id.in_(part),
                matches.c.article_revision == articles.c.revision,
                rules.c.state == "active",
            )
            .order_by(matches.c.article_id, rules.c.id)
        )
        if public:
            statement = statement.where(rules.c.public.is_(True))
        for article_id, rule_id, name, evidence in await tx.execute(statement):
            found.setdefault(article_id, []).append((rule_id, name, load_evidence(evidence)))
    return found


async def count_since(tx: Tx, since: datetime) -> int:
    """Count the articles that are effective since then."""
    statement = sa.select(sa.func.count()).where(articles.c.effective_at >= since)
    return int((await tx.execute(statement.select_from(articles))).scalar_one())


async def places_before(
    tx: Tx, before: Place | None, *, since: datetime, limit: int
) -> list[Place]:
    """Return where processed articles stand in time, the newest first, those behind a place."""
    statement = (
        sa.select(*PLACE)
        .where(shown_since(since))
        .order_by(articles.c.effective_at.desc(), articles.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(
            (articles.c.effective_at < before.at)
            | ((articles.c.effective_at == before.at) & (articles.c.id < before.article_id))
        )
    return [Place._make(row) for row in await tx.execute(statement)]


async def oldest_since(tx: Tx, since: datetime) -> datetime | None:
    """Return the effective time of the oldest processed article since then."""
    statement = (
        sa.select(articles.c.effective_at)
        .where(shown_since(since))
        .order_by(articles.c.effective_at)
        .limit(1)
    )
    return (await tx.execute(statement)).scalar_one_or_none()


async def count_articles(tx: Tx) -> dict[str, int]:
    """Count articles by state."""
    statement = sa.select(articles.c.state, sa.func.count()).group_by(articles.c.state)
    return {row[0]: row[1] for row in await tx.execute(statement)}


async def count_languages(tx: Tx, since: datetime) -> dict[str, int]:
    """Count the articles since then by primary language, the commonest first."""
    statement = (
        sa.select(articles.c.language, sa.func.count())
        .where(articles.c.effective_at >= since, articles.c.language != "")
        .group_by(articles.c.language)
    )
    counts: Counter[str] = Counter()
    for language, count in await tx.execute(statement):
        counts[language.replace("_", "-").partition("-")[0].lower()] += count
    return dict(counts.most_common())
