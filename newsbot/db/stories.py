"""Own the queries about stories; which articles belong together is decided in `stories`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.articles import COLUMNS, JOINED, to_article
from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import articles, counters, stories
from newsbot.db.statements import advance
from newsbot.domain.article import Article
from newsbot.domain.story import Story

GROUPING_LOCK = 7_460_102
"""Key of the PostgreSQL advisory lock: grouping has one writer at a time."""


def _story(row: AnyRow) -> Story:
    return Story(
        id=row.id,
        headline=row.headline,
        url=row.url,
        summary=row.summary,
        language=row.language,
        first_at=row.first_at,
        last_at=row.last_at,
        article_count=row.article_count,
    )


async def lock(tx: Tx) -> None:
    """Become the one writer of story membership until the transaction ends."""
    if tx.dialect.name == "postgresql":  # SQLite has one writer by nature
        await tx.execute(sa.select(sa.func.pg_advisory_xact_lock(GROUPING_LOCK)))


async def next_sequence(tx: Tx, count: int) -> int:
    """Reserve `count` places in the order in which articles were grouped; return the first."""
    return await advance(tx, counters, "story_seq", count) - count + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Hold a grouped article as an index of stories wants to remember it."""

    seq: int
    article: Article
    story_id: int


async def grouped_since(tx: Tx, seq: int, since: datetime, limit: int = 5000) -> list[Grouped]:
    """Return articles grouped after `seq` and effective since then, in that order."""
    rows = await tx.execute(
        sa.select(*COLUMNS)
        .select_from(JOINED)
        .where(articles.c.story_seq > seq, articles.c.effective_at >= since)
        .order_by(articles.c.story_seq)
        .limit(limit)
    )
    return [
        Grouped(seq=row.story_seq, article=to_article(row), story_id=row.story_id)
        for row in rows
        if row.story_id is not None
    ]


async def window_start(tx: Tx, since: datetime) -> int:
    """Return the place before the first article of a window: reading begins behind it."""
    statement = sa.select(sa.func.min(articles.c.story_seq)).where(articles.c.effective_at >= since)
    first = (await tx.execute(statement)).scalar_one_or_none()
    return 0 if first is None else int(first) - 1


async def last_sequence(tx: Tx) -> int:
    """Return the newest place in the order of grouping."""
    statement = sa.select(counters.c.value).where(counters.c.name == "story_seq")
    return int((await tx.execute(statement)).scalar_one_or_none() or 0)


async def by_url_key(tx: Tx, url_key: str, article_id: int) -> int | None:
    """Return the story that another article at the same canonical address belongs to."""
    statement = (
        sa.select(articles.c.story_id)
        .where(
            articles.c.url_key == url_key,
            articles.c.story_id.is_not(None),
            articles.c.id != article_id,
        )
        .order_by(articles.c.id)
        .limit(1)
    )
    found: int | None = (await tx.execute(statement)).scalar_one_or_none()
    return found


async def add(tx: Tx, story: Article, summary: str, now: datetime) -> int:
    """Open a story with its first article; return its permanent id."""
    statement = sa.insert(stories).values(
        headline=story.title,
        url=story.url,
        summary=summary,
        language=story.language,
        first_at=story.effective_at,
        last_at=story.effective_at,
        article_count=0,
        created_at=now,
        updated_at=now,
    )
    return int((await tx.execute(statement.returning(stories.c.id))).scalar_one())


async def refresh(tx: Tx, story_ids: Sequence[int], now: datetime) -> None:
    """Recount the articles of these stories and the time that they span."""
    members = articles.c.story_id == stories.c.id
    await tx.execute(
        sa.update(stories)
        .where(stories.c.id.in_(story_ids))
        .values(
            article_count=sa.select(sa.func.count()).where(members).scalar_subquery(),
            first_at=sa.func.coalesce(
                sa.select(sa.func.min(articles.c.effective_at)).where(members).scalar_subquery(),
                stories.c.first_at,
            ),
            last_at=sa.func.coalesce(
                sa.select(sa.func.max(articles.c.effective_at)).where(members).scalar_subquery(),
                stories.c.last_at,
            ),
            updated_at=now,
        )
    )


async def find(tx: Tx, story_id: int) -> Story | None:
    """Return a story by its id, following the alias that a merge left."""
    for _ in range(10):
        row = (await tx.execute(sa.select(stories).where(stories.c.id == story_id))).one_or_none()
        if row is None or row.merged_into is None:
            return None if row is None else _story(row)
        story_id = row.merged_into
    return None


async def latest(tx: Tx, *, limit: int, before_id: int | None = None) -> list[Story]:
    """Return stories, the newest first; page by id."""
    statement = sa.select(stories).where(stories.c.merged_into.is_(None))
    if before_id is not None:
        statement = statement.where(stories.c.id < before_id)
    rows = await tx.execute(statement.order_by(stories.c.id.desc()).limit(limit))
    return [_story(row) for row in rows]
