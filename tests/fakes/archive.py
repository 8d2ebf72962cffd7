"""Own an archive for tests: documents stored and processed as the loops leave them, no loop run."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from newsbot import matching
from newsbot.db import Database, arrivals, articles, sources, stories
from newsbot.domain.article import Article
from newsbot.matching import Document
from newsbot.matching.articles import document_of
from newsbot.pipeline.indexing import WORDS_FORMAT, words_of
from tests.factories import HOLDER, NOON, new_article


async def add_source(db: Database, name: str, now: datetime = NOON) -> int:
    """Add a source and return its id."""
    async with db.transaction() as tx:
        added = await sources.add(
            tx,
            name=name,
            url=f"https://{name}.example/feed",
            title=name,
            homepage="",
            kind="rss",
            language="",
            tags=(),
            interval=timedelta(minutes=5),
            now=now,
        )
    assert added is not None
    return added.id


async def store(
    db: Database,
    source_id: int,
    documents: Sequence[Document],
    *,
    now: datetime = NOON,
    apart: timedelta = timedelta(hours=1),
    indexed: bool = True,
) -> list[Article]:
    """Store documents, the first one the newest, each a story of its own; return the articles."""
    new = [
        new_article(
            number,
            source_id=source_id,
            entry_id=f"{source_id}-{number}-{document.url}",
            url=document.url,
            title=document.title,
            text=document.body,
            author=document.author,
            tags=document.tags,
            language=document.lang,
            effective_at=now - apart * number,
            first_seen_at=now,
        )
        for number, document in enumerate(documents)
    ]
    done: list[Article] = []
    async with db.transaction() as tx:
        await arrivals.add(tx, new)
        for article in await articles.claim(tx, holder=HOLDER, now=now, limit=len(new)):
            prepared = matching.prepare(document_of(article))
            finished = articles.Processed(
                article=article,
                summary="",
                story_id=await stories.add(tx, article, "", now),
                story_seq=await stories.next_sequence(tx, 1),
                rules_revision=0,
                words=words_of(article, prepared) if indexed else (),
                words_format=WORDS_FORMAT if indexed else 0,
            )
            await articles.finish(tx, finished, now)
            done.append(article)
    return done
