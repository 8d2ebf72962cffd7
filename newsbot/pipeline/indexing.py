"""Own the words under which an article can be found, and the indexing of what is not indexed.

Articles are indexed in the transaction that processes them. What an earlier version of the
program left is indexed by this loop, in small steps; until then it is searched by reading it.
"""

import asyncio
from collections.abc import Sequence

import structlog

from newsbot import matching
from newsbot.db import Database, articles, search
from newsbot.domain.article import Article
from newsbot.domain.search import EVERYTHING, MAX_INDEX_CHARS, WordKind, index_word, words_format
from newsbot.matching.articles import document_of
from newsbot.matching.snapshot import FORMAT

log = structlog.get_logger(__name__)

STEP = 200
"""Articles a transaction: a quarter of a second of work, and writers wait for a part of it."""

WORDS_FORMAT = words_format(FORMAT)

_FIELDS: tuple[WordKind, ...] = ("title", "author", "tag")


def words_of(article: Article, prepared: matching.PreparedDocument) -> tuple[str, ...]:
    """Return every word under which an article can be found."""
    found = {index_word("word", key) for key in prepared.keys}
    for kind in _FIELDS:
        keys = prepared.skimmed[kind].keys()
        found.update(index_word(kind, key) for key in keys)
    found.add(index_word("source", str(article.source_id)))
    found.add(index_word("lang", prepared.lang))
    found.update(index_word("site", host) for host in prepared.values["site"])
    if sum(map(len, found)) > MAX_INDEX_CHARS:
        return (EVERYTHING,)
    return tuple(sorted(found))


async def run_once(db: Database) -> int:
    """Index some articles that are not indexed yet; return how many were."""
    async with db.reading() as tx:
        found = await articles.lagging(tx, WORDS_FORMAT, limit=STEP)
    if not found:
        return 0
    words = await asyncio.to_thread(_all_words, found)
    async with db.transaction() as tx:
        for article, its_words in zip(found, words, strict=True):
            await search.catch_up(tx, article.id, article.revision, its_words, WORDS_FORMAT)
    log.info("articles indexed", action="index", done=len(found))
    return len(found)


def _all_words(found: Sequence[Article]) -> list[tuple[str, ...]]:
    return [words_of(article, matching.prepare(document_of(article))) for article in found]
