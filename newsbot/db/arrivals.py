"""Own the queries by which articles come in: what is known, what is new, what was edited.

What of a reading is which, `pipeline.accept` decides; handing on is `articles`'.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsbot.db.documents import dump_enclosures, dump_notices, load_notices
from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import articles, seen_entries
from newsbot.db.statements import chunks, count_inserted, insert
from newsbot.domain.article import NewArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """Hold what the store remembers of an entry; `id` is None once the article was pruned.

    A pruned one is known by id and URL alone: its other fields are empty.
    """

    entry_id: str
    url_key: str
    id: int | None
    content_hash: str = ""
    text_key: str = ""
    title: str = ""
    claimed_at: datetime | None = None
    effective_at: datetime | None = None


_KNOWN = (
    articles.c.entry_id,
    articles.c.url_key,
    articles.c.id,
    articles.c.content_hash,
    articles.c.text_key,
    articles.c.title,
    articles.c.claimed_at,
    articles.c.effective_at,
)


def _known(row: AnyRow) -> KnownEntry:
    return KnownEntry(
        entry_id=row.entry_id,
        url_key=row.url_key,
        id=row.id,
        content_hash=row.content_hash,
        text_key=row.text_key,
        title=row.title,
        claimed_at=row.claimed_at,
        effective_at=row.effective_at,
    )


async def known(
    tx: Tx, source_id: int, entry_ids: Sequence[str], url_keys: Sequence[str]
) -> list[KnownEntry]:
    """Return what is remembered under these ids or URL keys of one source, tombstones included."""
    found: dict[str, KnownEntry] = {}
    for part in chunks(list(dict.fromkeys(entry_ids))):
        gone = sa.select(seen_entries.c.entry_id, seen_entries.c.url_key).where(
            seen_entries.c.source_id == source_id, seen_entries.c.entry_id.in_(part)
        )
        for entry_id, url_key in await tx.execute(gone):
            found[entry_id] = KnownEntry(entry_id=entry_id, url_key=url_key, id=None)
    for column, wanted in ((articles.c.entry_id, entry_ids), (articles.c.url_key, url_keys)):
        for part in chunks([one for one in dict.fromkeys(wanted) if one]):
            statement = sa.select(*_KNOWN).where(
                articles.c.source_id == source_id, column.in_(part)
            )
            for row in await tx.execute(statement):
                found[row.entry_id] = _known(row)
    return list(found.values())


async def alike(
    tx: Tx, source_id: int, moments: Sequence[datetime], text_keys: Sequence[str]
) -> list[KnownEntry]:
    """Return the articles of one source that count from these times or say these texts."""
    found: dict[int, KnownEntry] = {}
    questions: list[tuple[sa.ColumnElement[bool], ...]] = [
        (articles.c.effective_at.in_(part),) for part in chunks(list(dict.fromkeys(moments)))
    ]
    questions += [
        (articles.c.text_key != "", articles.c.text_key.in_(part))
        for part in chunks([one for one in dict.fromkeys(text_keys) if one])
    ]
    for conditions in questions:
        statement = sa.select(*_KNOWN).where(articles.c.source_id == source_id, *conditions)
        found |= {row.id: _known(row) for row in await tx.execute(statement)}
    return list(found.values())


def _stated(article: NewArticle) -> dict[str, Any]:
    """Return the columns that the source states and a revision replaces."""
    return {
        "url": article.url,
        "url_key": article.url_key,
        "title": article.title,
        "author": article.author,
        "language": article.language,
        "text": article.text,
        "feed_text": article.text,
        "teaser": article.teaser,
        "tags": list(article.tags),
        "enclosures": dump_enclosures(article.enclosures) if article.enclosures else [],
        "image": article.image,
        "warnings": dump_notices(article.warnings) if article.warnings else [],
        "content_hash": article.content_hash,
        "text_key": article.text_key,
        "whole_text": article.whole_text,
    }


async def add(tx: Tx, new: Sequence[NewArticle]) -> int:
    """Insert articles that are not there yet; return how many were.

    Row by row with one statement: to compile a statement of many rows costs more than they do.
    """
    if not new:
        return 0
    rows = [_row(article) for article in new]
    return await count_inserted(tx, insert(tx, articles).on_conflict_do_nothing(), rows)


def _row(article: NewArticle) -> dict[str, Any]:
    row = _stated(article)
    row["source_id"] = article.source_id
    row["entry_id"] = article.entry_id
    row["claimed_at"] = article.claimed_at
    row["effective_at"] = article.effective_at
    row["backlog"] = article.backlog
    row["first_seen_at"] = row["updated_at"] = row["due_at"] = article.first_seen_at
    return row


_REVISE = (
    sa.update(articles)
    .where(articles.c.id == sa.bindparam("of_id"))
    .values(
        {
            **{
                name: sa.bindparam(f"new_{name}", type_=articles.c[name].type)
                for name in (
                    *("url", "url_key", "title", "author", "language", "text", "feed_text"),
                    *("teaser", "tags", "enclosures", "image", "warnings", "content_hash"),
                    *("text_key", "whole_text", "entry_id", "updated_at", "due_at"),
                )
            },
            "claimed_at": sa.func.coalesce(
                sa.bindparam("new_claimed_at", type_=articles.c.claimed_at.type),
                articles.c.claimed_at,
            ),
            "backlog": articles.c.backlog | sa.bindparam("new_backlog", type_=sa.Boolean()),
            "revision": articles.c.revision + 1,
            "words_format": 0,  # what the index holds is the former text
            "state": "new",
            "attempts": 0,
            "leased_by": None,
            "leased_until": None,
        }
    )
)


async def revise(tx: Tx, revisions: Sequence[tuple[int, NewArticle]], now: datetime) -> None:
    """Make edited entries the next revisions of their articles and have them processed again.

    The time from which an article counts stays: an edit makes no old news new.
    """
    if not revisions:
        return
    rows = []
    for article_id, stated in revisions:
        values = _stated(stated) | {
            "entry_id": stated.entry_id,
            "backlog": stated.backlog,
            "claimed_at": stated.claimed_at,
            "updated_at": now,
            "due_at": now,
        }
        rows.append({"of_id": article_id} | {f"new_{name}": one for name, one in values.items()})
    await tx.execute(_REVISE, rows)


_RENAME = (
    sa.update(articles)
    .where(articles.c.id == sa.bindparam("of_id"))
    .values(entry_id=sa.bindparam("new_entry_id"))
)


async def rename(tx: Tx, renamed: Sequence[tuple[int, NewArticle]]) -> None:
    """Keep the new ids of articles that are otherwise as they were: nothing is processed again."""
    if renamed:
        rows = [{"of_id": key, "new_entry_id": stated.entry_id} for key, stated in renamed]
        await tx.execute(_RENAME, rows)


_RESTATE = (
    sa.update(articles)
    .where(articles.c.id == sa.bindparam("of_id"))
    .values(
        claimed_at=sa.bindparam("new_claimed_at"),
        warnings=sa.bindparam("new_warnings"),
    )
)


async def restate(tx: Tx, redated: Sequence[tuple[int, NewArticle]]) -> None:
    """Keep the new date of articles that are otherwise as they were, and what is said of it."""
    stated = dict(redated)
    for part in chunks(sorted(stated)):
        asked = sa.select(articles.c.id, articles.c.warnings).where(articles.c.id.in_(part))
        before = {row.id: load_notices(row.warnings) for row in await tx.execute(asked)}
        rows = [
            {
                "of_id": article_id,
                "new_claimed_at": stated[article_id].claimed_at,
                "new_warnings": dump_notices(
                    {one.code: one for one in (*notices, *stated[article_id].warnings)}.values()
                ),
            }
            for article_id, notices in before.items()
        ]
        await tx.execute(_RESTATE, rows)
