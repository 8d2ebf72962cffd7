"""Own the process loop: articles become stories, matches, alerts and deliveries in one transaction.

claim new articles -> page text -> rules -> [tx: story, matches, alerts, deliveries, done mark]

After that commit nothing about an alert is only in memory (G1).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from newsbot.db import Database, Tx, alerts, articles, rules, stories, subscribers
from newsbot.domain.alert import AlertState
from newsbot.domain.article import Article
from newsbot.domain.lease import Holder
from newsbot.domain.ports import Clock
from newsbot.domain.rule import Match
from newsbot.errors import StoreError
from newsbot.pipeline.enrich import PageText
from newsbot.pipeline.grouping import StoryIndex
from newsbot.pipeline.rulebook import Rulebook
from newsbot.pipeline.tell import first_fetch_state, summary_for

log = structlog.get_logger(__name__)

ATTEMPTS = 5
"""An article that fails unforeseen this often is set aside, shown, and delays no other (G7)."""

RETRY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessSettings:
    """Say how many articles one batch takes and what a first fetch may tell."""

    batch: int = 50
    concurrency: int = 16
    first_fetch: str = "digest"
    summary_chars: int = 400


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """Hold an article with everything that was decided about it before the transaction."""

    article: Article
    found: tuple[tuple[Match, str], ...]
    summary: str


async def run_once(tools: ProcessTools) -> int:
    """Process one batch of stored articles; return how many were done."""
    db, clock, settings = tools.db, tools.clock, tools.settings
    async with db.transaction() as tx:
        claimed = await articles.claim(
            tx, holder=tools.holder, now=clock.now(), limit=settings.batch
        )
    if not claimed:
        return 0
    await tools.rulebook.refresh(db)
    gate = asyncio.Semaphore(settings.concurrency)

    async def judge(article: Article) -> _Judged | None:
        async with gate:
            try:
                return _judge(await tools.pages.enrich(article, clock.now()), tools)
            except Exception:  # loop-item boundary: a poisoned article delays no other
                log.exception("article not processed", action="process", article=article.id)
                return None

    async with asyncio.TaskGroup() as tasks:
        judging = [tasks.create_task(judge(article)) for article in claimed]
    judged = [task.result() for task in judging]
    failed = [one.id for one, result in zip(claimed, judged, strict=True) if result is None]
    done = [result for result in judged if result is not None]
    processed = await _commit(tools, done)
    await _postpone(tools, failed)
    log.info("articles processed", action="process", done=processed, failed=len(failed))
    return processed


def _judge(article: Article, tools: ProcessTools) -> _Judged:
    chars = tools.settings.summary_chars
    found = tools.rulebook.match(article)
    return _Judged(
        article=article,
        found=tuple((one, summary_for(article, one, chars)) for one in found),
        summary=summary_for(article, None, chars),
    )


async def _commit(tools: ProcessTools, done: Sequence[_Judged]) -> int:
    """Write the batch in one transaction; if that fails, each article by itself."""
    try:
        async with tools.db.transaction() as tx:
            return await _write(tx, tools, done)
    except StoreError:
        tools.index.reset()
        raise
    except Exception:
        tools.index.reset()
        if len(done) == 1:
            log.exception("article not stored", action="process", article=done[0].article.id)
            await _postpone(tools, [done[0].article.id])
            return 0
    processed = 0
    for one in done:
        processed += await _commit(tools, [one])
    return processed


async def _postpone(tools: ProcessTools, article_ids: Sequence[int]) -> None:
    if not article_ids:
        return
    async with tools.db.transaction() as tx:
        for one in article_ids:
            due_at = tools.clock.now() + RETRY
            await articles.postpone(tx, one, tools.holder, due_at=due_at, limit=ATTEMPTS)


async def _write(tx: Tx, tools: ProcessTools, done: Sequence[_Judged]) -> int:
    """Write what was decided; what was leased away or revised meanwhile is left alone."""
    now = tools.clock.now()
    revisions = {one.article.id: one.article.revision for one in done}
    held = await articles.still_held(tx, revisions, tools.holder)
    ours = [one for one in done if one.article.id in held]
    if not ours:
        return 0
    await stories.lock(tx)
    await tools.index.sync(tx, now)
    first_seq = await stories.next_sequence(tx, len(ours))
    touched: set[int] = set()
    for seq, one in enumerate(ours, first_seq):
        article = one.article
        story_id = article.story_id or await tools.index.find(tx, article)
        if story_id is None:
            story_id = await stories.add(tx, article, one.summary, now)
        finished = articles.Processed(
            article=article,
            story_id=story_id,
            story_seq=seq,
            rules_revision=tools.rulebook.revision,
        )
        await articles.finish(tx, finished, now)
        tools.index.add(article, story_id, seq)
        touched.add(story_id)
        if one.found:
            await _alert(tx, one, story_id, now, tools.settings.first_fetch)
    await stories.refresh(tx, sorted(touched), now)
    return len(ours)


async def _alert(tx: Tx, one: _Judged, story_id: int, now: datetime, first_fetch: str) -> None:
    """Record the matches and, for every subscription of their rules, exactly one alert (G1)."""
    article = one.article
    match_ids = await rules.record_matches(tx, article.id, article.revision, one.found, now)
    wanted = await subscribers.subscribed_to(tx, sorted(match_ids))
    held_back = first_fetch_state(article, now, first_fetch)
    new: list[alerts.NewAlert] = []
    for subscription, hindrance in wanted:
        state, reason = held_back
        if hindrance:
            state, reason = AlertState.SUPPRESSED, hindrance
        new.append(
            alerts.NewAlert(
                subscription_id=subscription.id,
                destination_id=subscription.destination_id,
                story_id=story_id,
                match_id=match_ids[subscription.rule_id],
                rule_id=subscription.rule_id,
                state=state,
                reason=reason,
                silent=subscription.cadence == "silent",
            )
        )
    added = await alerts.add(tx, new, now)
    pending = {key: one for key, one in added.items() if one.state == AlertState.PENDING}
    if not pending:
        return
    if article.backlog and first_fetch == "digest":
        await alerts.list_first(tx, pending, now)
    else:
        await alerts.deliver(tx, story_id, pending, now)
