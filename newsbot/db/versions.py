"""Own the former wordings of articles: kept when one is revised, gone with their article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import article_versions, articles
from newsbot.db.statements import chunks, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """Hold how an article read until `replaced_at`."""

    article_id: int
    revision: int
    title: str
    text: str
    replaced_at: datetime


async def keep(tx: Tx, article_ids: Sequence[int], now: datetime) -> None:
    """Keep what these articles say now, before it is replaced.

    Only of those that were processed: what nobody was shown is nobody's former wording.
    """
    columns = ["article_id", "revision", "title", "text", "replaced_at"]
    for part in chunks(sorted(article_ids)):
        shown = sa.select(
            articles.c.id,
            articles.c.revision,
            articles.c.title,
            articles.c.text,
            sa.literal(now, type_=article_versions.c.replaced_at.type),
        ).where(articles.c.id.in_(part), articles.c.state == "done")
        statement = insert(tx, article_versions).from_select(columns, shown)
        await tx.execute(statement.on_conflict_do_nothing())


async def latest(tx: Tx, article_ids: Sequence[int]) -> dict[int, ArticleVersion]:
    """Return the last former wording of each of these articles that has one."""
    found: dict[int, ArticleVersion] = {}
    for one in await of_articles(tx, article_ids):
        found[one.article_id] = one
    return found


async def of_articles(tx: Tx, article_ids: Sequence[int]) -> list[ArticleVersion]:
    """Return the former wordings of these articles, by article and revision."""
    found: list[ArticleVersion] = []
    for part in chunks(sorted(set(article_ids))):
        statement = (
            sa.select(article_versions)
            .where(article_versions.c.article_id.in_(part))
            .order_by(article_versions.c.article_id, article_versions.c.revision)
        )
        found += [_version(row) for row in await tx.execute(statement)]
    return found


def _version(row: AnyRow) -> ArticleVersion:
    return ArticleVersion(
        article_id=row.article_id,
        revision=row.revision,
        title=row.title,
        text=row.text,
        replaced_at=row.replaced_at,
    )
