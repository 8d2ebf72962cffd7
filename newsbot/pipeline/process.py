"""Own the process loop: articles become stories, matches, alerts and deliveries in one transaction.

claim new articles -> page text -> rules -> [tx: story, matches, alerts, deliveries, done mark]

After that commit nothing about an alert is only in memory (G1).
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from newsbot import matching
from newsbot.db import Database, Tx, articles, edits, stories
from newsbot.domain.article import Article
from newsbot.domain.lease import Holder, InHand, Leased
from newsbot.domain.ports import Clock
from newsbot.domain.rule import Match
from newsbot.errors import StoreError
from newsbot.matching.articles import document_of
from newsbot.pipeline.alerting import alert
from newsbot.pipeline.commit import GroupCommit
from newsbot.pipeline.enrich import PageText
from newsbot.pipeline.grouping import StoryIndex
from newsbot.pipeline.happenings import Placed, record
from newsbot.pipeline.indexing import WORDS_FORMAT, words_of
from newsbot.pipeline.later import tell_later
from newsbot.pipeline.rulebook import Rulebook
from newsbot.pipeline.tell import summary_for

log = structlog.get_logger(__name__)

ATTEMPTS = 5
"""An article that fails unforeseen this often is set aside, shown, and delays no other (G7)."""

RETRY = timedelta(minutes=1)

ORDER_PATIENCE_S = 1.0
"""How long an article waits for the one printed before it, when both came at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessSettings:
    """Say how many articles one batch takes and what a first fetch may tell."""

    batch: int = 50
    concurrency: int = 16
    first_fetch: str = "digest"
    first_list_settle: timedelta = timedelta(seconds=20)
    summary_chars: int = 400
    editing_channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessTools:
    """Hold what the loop works with; the caches live as long as the worker."""

    db: Database
    pages: PageText
    rulebook: Rulebook
    index: StoryIndex
    clock: Clock
    holder: Holder
    settings: ProcessSettings
    in_hand: InHand = field(default_factory=InHand)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """Hold an article with everything that was decided about it before the transaction."""

    article: Article
    found: tuple[tuple[Match, str], ...]
    summary: str
    rules_revision: int
    words: tuple[str, ...]


async def run_once(tools: ProcessTools) -> int:
    """Process one batch of stored articles; return how many were done.

    Each article is written as soon as its page is there: a slow host delays no other article.
    """
    async with tools.db.transaction() as tx:
        claimed = await articles.claim(
            tx,
            holder=tools.holder,
            now=tools.clock.now(),
            limit=tools.settings.batch,
            busy=tools.in_hand.rows(Leased.ARTICLES),
        )
    if not claimed:
        return 0
    tools.in_hand.take(Leased.ARTICLES, [one.id for one in claimed])
    try:
        return await _process_all(claimed, tools)
    finally:
        for one in claimed:
            tools.in_hand.drop(Leased.ARTICLES, one.id)


async def _process_all(claimed: Sequence[Article], tools: ProcessTools) -> int:
    await tools.rulebook.refresh(tools.db)
    await tools.index.warm(tools.db, tools.clock.now())
    gate = asyncio.Semaphore(tools.settings.concurrency)

    async def write(tx: Tx, group: Sequence[_Judged]) -> list[bool]:
        return await _write(tx, tools, group)

    commits: GroupCommit[_Judged, bool] = GroupCommit(tools.db, write, limit=tools.settings.batch)
    first = asyncio.Event()
    first.set()
    turns = [first, *(asyncio.Event() for _ in claimed)]
    async with asyncio.TaskGroup() as tasks:
        processing = [
            tasks.create_task(_process(article, commits, gate, (turn, following), tools))
            for article, turn, following in zip(claimed, turns, turns[1:], strict=False)
        ]
    done = sum(task.result() for task in processing)
    log.info("articles processed", action="process", done=done, failed=len(claimed) - done)
    return len(claimed)


async def _process(
    article: Article,
    commits: GroupCommit[_Judged, bool],
    gate: asyncio.Semaphore,
    turns: tuple[asyncio.Event, asyncio.Event],
    tools: ProcessTools,
) -> bool:
    """Take one article from its page to its alerts; a poisoned one is set back and delays none.

    What comes at once is written in the order of its printing: an article waits a moment for the
    one before it, but not for that one's slow page.
    """
    turn, following = turns
    try:
        async with gate:
            judged = await _judge(await tools.pages.enrich(article, tools.clock.now()), tools)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(turn.wait(), ORDER_PATIENCE_S)
        queued = commits.enqueue(judged)
        following.set()
        return await _commit(judged, queued, tools)
    except StoreError as exc:
        log.warning("article waits", action="process", article=article.id, error=str(exc))
    except Exception:  # loop-item boundary
        log.exception("article not processed", action="process", article=article.id)
        async with tools.db.transaction() as tx:
            due_at = tools.clock.now() + RETRY
            await articles.postpone(tx, article.id, tools.holder, due_at=due_at, limit=ATTEMPTS)
    finally:
        following.set()
    return False


async def _commit(judged: _Judged, queued: asyncio.Future[bool], tools: ProcessTools) -> bool:
    """Write with the others, or alone after a fault that may be a neighbour's.

    What was not committed may stand in the index: only then it is read anew, a window takes long.
    """
    try:
        return await asyncio.shield(queued)
    except StoreError:
        tools.index.reset()
        raise
    except Exception:  # noqa: BLE001 - a neighbour may be the faulty one: once more, alone
        tools.index.reset()
    try:
        async with tools.db.transaction() as tx:
            return (await _write(tx, tools, [judged]))[0]
    except Exception:
        tools.index.reset()
        raise


async def _judge(article: Article, tools: ProcessTools) -> _Judged:
    chars = tools.settings.summary_chars
    prepared = matching.prepare(document_of(article))
    judged = await tools.rulebook.match(tools.db, article, prepared)
    summary = summary_for(article, None, chars)
    return _Judged(
        article=article,
        found=tuple(
            (one, summary_for(article, one, chars) if one.evidence else summary)
            for one in judged.matches
        ),
        summary=summary,
        rules_revision=judged.revision,
        words=words_of(article, prepared),
    )


async def _write(tx: Tx, tools: ProcessTools, done: Sequence[_Judged]) -> list[bool]:
    """Write what was decided; what was leased away or revised meanwhile is left alone."""
    now = tools.clock.now()
    revisions = {one.article.id: one.article.revision for one in done}
    held = await articles.still_held(tx, revisions, tools.holder)
    ours = sorted(
        (one for one in done if one.article.id in held),
        key=lambda one: (one.article.effective_at, one.article.id),
    )  # within a group the first outlet to tell a story is the one that opens it
    if not ours:
        return [False] * len(done)
    await stories.lock(tx)
    await tools.index.sync(tx, now)
    first_seq = await stories.next_sequence(tx, len(ours))
    placed: list[Placed] = []
    for seq, one in enumerate(ours, first_seq):
        article = one.article
        story_id = article.story_id or await tools.index.find(tx, article)
        opened = story_id is None
        if story_id is None:
            story_id = await stories.add(tx, article, one.summary, now)
        finished = articles.Processed(
            article=article,
            summary=one.summary,
            story_id=story_id,
            story_seq=seq,
            rules_revision=one.rules_revision,
            words=one.words,
            words_format=WORDS_FORMAT,
        )
        await articles.finish(tx, finished, now)
        tools.index.add(article, story_id, seq)
        is_further = article.story_id is None and not opened
        placed.append(Placed(article=article, story_id=story_id, joined=is_further))
        if one.found:
            await alert(
                tx,
                article,
                one.found,
                story_id,
                first_fetch=tools.settings.first_fetch,
                settle=tools.settings.first_list_settle,
                now=now,
            )
    await stories.refresh(tx, sorted({one.story_id for one in placed}), now)
    happened = await record(tx, placed, now)
    await tell_later(tx, placed, happened, now)
    gone_on = {one.story_id for one in placed if one.joined} | {one.story_id for one in happened}
    if gone_on:
        channels = tools.settings.editing_channels
        await edits.refresh_told(tx, sorted(gone_on), channels, now)
    return [one.article.id in held for one in done]
