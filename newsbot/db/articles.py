"""Own the queries that hand articles to the process loop; `arrivals` brings them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db import search
from newsbot.db.documents import dump_notices, load_enclosures, load_notices
from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import articles, sources
from newsbot.db.statements import chunks
from newsbot.domain.article import Article
from newsbot.domain.lease import LEASE, Holder

COLUMNS = (*articles.c, sources.c.name.label("source_name"), sources.c.title.label("source_title"))
JOINED = articles.join(sources, sources.c.id == articles.c.source_id)


def to_article(row: AnyRow) -> Article:
    """Return the domain value of a row of `COLUMNS`."""
    return Article(
        id=row.id,
        source_id=row.source_id,
        source_name=row.source_name,
        source_title=row.source_title or row.source_name,
        entry_id=row.entry_id,
        url=row.url,
        url_key=row.url_key,
        title=row.title,
        author=row.author,
        language=row.language,
        text=row.text,
        teaser=row.teaser,
        summary=row.summary,
        tags=tuple(row.tags),
        enclosures=load_enclosures(row.enclosures),
        image=row.image,
        claimed_at=row.claimed_at,
        first_seen_at=row.first_seen_at,
        effective_at=row.effective_at,
        updated_at=row.updated_at,
        content_hash=row.content_hash,
        revision=row.revision,
        backlog=row.backlog,
        whole_text=row.whole_text,
        story_id=row.story_id,
        processed_at=row.processed_at,
        warnings=load_notices(row.warnings),
    )


async def claim(
    tx: Tx, *, holder: Holder, now: datetime, limit: int, busy: Sequence[int] = ()
) -> list[Article]:
    """Lease up to `limit` unprocessed articles: live ones first, newest first.

    `busy` ones are in this process's hands, whatever became of their leases.
    """
    free = articles.c.leased_until.is_(None) | (articles.c.leased_until <= now)
    picked = (
        sa.select(articles.c.id)
        .where(
            articles.c.state == "new",
            articles.c.due_at <= now,
            free,
            articles.c.id.not_in(busy),
        )
        .order_by(articles.c.backlog, articles.c.effective_at.desc())
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        sa.update(articles)
        .where(articles.c.id.in_(picked.scalar_subquery()))
        .values(leased_by=str(holder), leased_until=now + LEASE)
        .returning(articles.c.id)
    )
    ids = list((await tx.execute(taken)).scalars())
    if not ids:
        return []
    rows = await tx.execute(
        sa.select(*COLUMNS)
        .select_from(JOINED)
        .where(articles.c.id.in_(ids))
        .order_by(articles.c.effective_at, articles.c.id)
    )
    return [to_article(row) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """Hold what processing adds to an article.

    `words` go into the search index; with a `words_format` of 0 it is not indexed yet.
    """

    article: Article
    summary: str
    story_id: int
    story_seq: int
    rules_revision: int
    words: tuple[str, ...] = ()
    words_format: int = 0


async def still_held(tx: Tx, revisions: dict[int, int], holder: Holder) -> set[int]:
    """Lock and return those of these article revisions that this holder still has to process."""
    held: set[int] = set()
    for part in chunks(sorted(revisions)):
        rows = await tx.execute(
            sa.select(articles.c.id, articles.c.revision)
            .where(
                articles.c.id.in_(part),
                articles.c.state == "new",
                articles.c.leased_by == str(holder),
            )
            .order_by(articles.c.id)
            .with_for_update()
        )
        held.update(row.id for row in rows if revisions[row.id] == row.revision)
    return held


async def finish(tx: Tx, done: Processed, now: datetime) -> None:
    """Set the done mark on an article that `still_held` returned in this transaction; index it."""
    article = done.article
    await tx.execute(
        sa.update(articles)
        .where(articles.c.id == article.id)
        .values(
            state="done",
            title=article.title,
            author=article.author,
            language=article.language,
            text=article.text,
            summary=done.summary,
            image=article.image,
            claimed_at=article.claimed_at,
            effective_at=article.effective_at,
            url_key=article.url_key,
            warnings=dump_notices(article.warnings),
            story_id=done.story_id,
            story_seq=done.story_seq,
            rules_revision=done.rules_revision,
            words_format=done.words_format,
            processed_at=now,
            leased_by=None,
            leased_until=None,
        )
    )
    if done.words_format:
        await search.put(tx, article.id, done.words)


async def lagging(tx: Tx, words_format: int, *, limit: int) -> list[Article]:
    """Return processed articles that are not indexed in this format."""
    statement = (
        sa.select(*COLUMNS)
        .select_from(JOINED)
        .where(search.lags(words_format), articles.c.state == "done")
        .limit(limit)
    )
    return [to_article(row) for row in await tx.execute(statement)]


async def postpone(
    tx: Tx, article_id: int, holder: Holder, *, due_at: datetime, limit: int
) -> None:
    """Give an article back after an unforeseen failure; after `limit` failures it is set aside."""
    attempts = articles.c.attempts + 1
    await tx.execute(
        sa.update(articles)
        .where(articles.c.id == article_id, articles.c.leased_by == str(holder))
        .values(
            attempts=attempts,
            due_at=due_at,
            state=sa.case((attempts >= limit, "failed"), else_="new"),
            leased_by=None,
            leased_until=None,
        )
    )


async def waiting(tx: Tx, *, backlog: bool | None = None) -> int:
    """Count articles that are stored and not processed."""
    statement = sa.select(sa.func.count()).where(articles.c.state == "new")
    if backlog is not None:
        statement = statement.where(articles.c.backlog == backlog)
    return int((await tx.execute(statement)).scalar_one())
