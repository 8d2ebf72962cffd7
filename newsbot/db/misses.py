"""Own the query for articles that a rule did not meet although their story's others did."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import articles, matches


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedArticle:
    """Hold what a missed article says at its beginning."""

    story_id: int
    title: str
    lead: str
    language: str


async def missed_by(
    tx: Tx, rule_id: int, *, since: datetime, lead_chars: int, limit: int
) -> list[MissedArticle]:
    """Return the newest articles that a rule missed in stories that it met elsewhere."""
    met = sa.select(matches.c.article_id).where(matches.c.rule_id == rule_id)
    told = sa.select(articles.c.story_id).where(
        articles.c.id.in_(met.scalar_subquery()),
        articles.c.effective_at >= since,
        articles.c.story_id.is_not(None),
    )
    statement = (
        sa.select(
            articles.c.story_id,
            articles.c.title,
            sa.func.substr(articles.c.text, 1, lead_chars).label("lead"),
            articles.c.language,
        )
        .where(
            articles.c.story_id.in_(told.scalar_subquery()),
            articles.c.effective_at >= since,
            articles.c.id.not_in(met.scalar_subquery()),
            articles.c.processed_at.is_not(None),
        )
        .order_by(articles.c.effective_at.desc(), articles.c.id.desc())
        .limit(limit)
    )
    return [
        MissedArticle(story_id=row.story_id, title=row.title, lead=row.lead, language=row.language)
        for row in await tx.execute(statement)
    ]
