"""Own the search index: a row of words an article, asked for candidates; it judges nothing.

SQLite: an FTS5 table whose tokenizer only splits at spaces, so that our words stay whole. Its
rows are deleted by a trigger with their articles. PostgreSQL: a tsvector of our words as lexemes,
no dictionary, under a GIN index. A row that is not there, or of another format, makes its
article a candidate for every query: an index that lags behind loses no hit.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from newsbot.db.engine import Tx
from newsbot.db.schema import articles
from newsbot.db.statements import chunks
from newsbot.domain.search import EVERYTHING, AllOf, AnyOf, Asked, Without, Word

_sqlite = sa.table("article_words", sa.column("rowid"), sa.column("words"))
_postgres = sa.table(
    "article_words", sa.column("article_id"), sa.column("words", postgresql.TSVECTOR)
)


async def put(tx: Tx, article_id: int, words: Sequence[str]) -> None:
    """Index an article anew; the caller sets its `words_format`."""
    if tx.dialect.name == "sqlite":
        row = sa.insert(_sqlite).prefix_with("OR REPLACE")
        await tx.execute(row.values(rowid=article_id, words=" ".join(words)))
        return
    lexemes = sa.func.array_to_tsvector(sa.cast(list(words), postgresql.ARRAY(sa.Text)))
    statement = postgresql.insert(_postgres).values(article_id=article_id, words=lexemes)
    statement = statement.on_conflict_do_update(
        index_elements=["article_id"], set_={"words": statement.excluded.words}
    )
    await tx.execute(statement)


async def catch_up(
    tx: Tx, article_id: int, revision: int, words: Sequence[str], words_format: int
) -> bool:
    """Index an article that was not, unless it was revised or deleted meanwhile."""
    statement = (
        sa.update(articles)
        .where(
            articles.c.id == article_id,
            articles.c.revision == revision,
            articles.c.state == "done",
        )
        .values(words_format=words_format)
    )
    if (await tx.execute(statement)).rowcount == 0:
        return False
    await put(tx, article_id, words)
    return True


class Place(NamedTuple):
    """Hold where an article stands in time, and its story: enough to be counted."""

    at: datetime
    article_id: int
    story_id: int | None


PLACE = (articles.c.effective_at, articles.c.id, articles.c.story_id)


def shown_since(since: datetime) -> sa.ColumnElement[bool]:
    """Say whether an article is processed, so that it may be shown, and not older."""
    return (articles.c.effective_at >= since) & articles.c.processed_at.is_not(None)


async def holding(tx: Tx, asked: Asked, *, since: datetime) -> list[Place]:
    """Return where the articles stand whose row holds what is asked, in no order."""
    statement = sa.select(*PLACE).select_from(_joined(tx)).where(_held(tx, asked))
    return [Place._make(row) for row in await tx.execute(statement.where(shown_since(since)))]


async def unknown(tx: Tx, words_format: int, *, since: datetime) -> list[Place]:
    """Return the articles of which the index says nothing: it lags, or they have too many words."""
    # by time in Python: SQLite would take the index of times, and read every article of a month
    processed = articles.c.processed_at.is_not(None)
    lagging = sa.select(*PLACE).where(lags(words_format), processed)
    whole = sa.select(*PLACE).select_from(_joined(tx)).where(_held(tx, Word(text=EVERYTHING)))
    found = await tx.execute(lagging.union(whole.where(processed)))
    return [place for place in map(Place._make, found) if place.at >= since]


def _joined(tx: Tx) -> sa.Join:
    if tx.dialect.name == "sqlite":
        return _sqlite.join(articles, articles.c.id == _sqlite.c.rowid)
    return _postgres.join(articles, articles.c.id == _postgres.c.article_id)


def _held(tx: Tx, asked: Asked) -> sa.ColumnElement[bool]:
    if tx.dialect.name == "sqlite":
        return sa.literal_column("article_words", sa.Text).op("MATCH", is_comparison=True)(
            _fts5(asked)
        )
    query = sa.cast(_tsquery(asked), postgresql.TSQUERY)
    return _postgres.c.words.op("@@", is_comparison=True)(query)


async def sample(tx: Tx, *, since: datetime, limit: int) -> list[int]:
    """Return the ids of at most `limit` indexed articles of a time, spread evenly over it."""
    recent = shown_since(since)
    counted = sa.select(sa.func.count()).select_from(articles).where(recent)
    every = -(-int((await tx.execute(counted)).scalar_one()) // limit)
    statement = sa.select(articles.c.id).where(recent)
    if every > 1:
        statement = statement.where(articles.c.id % every == 0)
    newest = statement.order_by(articles.c.effective_at.desc()).limit(limit)
    return list((await tx.execute(newest)).scalars())


async def words_of(tx: Tx, article_ids: Sequence[int]) -> list[list[str]]:
    """Return the words of each of these articles that is indexed, in no order."""
    found: list[list[str]] = []
    for part in chunks(article_ids):
        if tx.dialect.name == "sqlite":
            texts = sa.select(_sqlite.c.words).where(_sqlite.c.rowid.in_(part))
            found.extend(text.split(" ") for text in (await tx.execute(texts)).scalars())
        else:
            arrays = sa.select(sa.func.tsvector_to_array(_postgres.c.words)).where(
                _postgres.c.article_id.in_(part)
            )
            found.extend(list(words) for words in (await tx.execute(arrays)).scalars())
    return found


def lags(words_format: int) -> sa.ColumnElement[bool]:
    """Say whether the index has no present row of an article, in terms of a small index range."""
    other = articles.c.words_format
    return (other < words_format) | (other > words_format)


def _fts5(asked: Asked) -> str:
    """Return what is asked in FTS5's language (SQLite, 3.: FTS5 query syntax)."""
    match asked:
        case Word(text=text, prefix=prefix):
            return f'"{text}"' + (" *" if prefix else "")
        case AllOf(parts=parts):
            return "(" + " AND ".join(map(_fts5, parts)) + ")"
        case AnyOf(parts=parts):
            return "(" + " OR ".join(map(_fts5, parts)) + ")"
        case Without(kept=kept, gone=gone):
            return f"({_fts5(kept)} NOT {_fts5(gone)})"


def _tsquery(asked: Asked) -> str:
    """Return what is asked in PostgreSQL's language (manual, 8.11.2)."""
    match asked:
        case Word(text=text, prefix=prefix):
            return "'" + text.replace("\\", "\\\\") + "'" + (":*" if prefix else "")
        case AllOf(parts=parts):
            return "(" + " & ".join(map(_tsquery, parts)) + ")"
        case AnyOf(parts=parts):
            return "(" + " | ".join(map(_tsquery, parts)) + ")"
        case Without(kept=kept, gone=gone):
            return f"({_tsquery(kept)} & !{_tsquery(gone)})"
