"""Own the fetch loop: due sources in, articles stored. Text and rules are the process loop's.

claim due sources -> conditional GET -> read -> [tx: upsert articles + what the poll leaves]
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol

import structlog

from newsbot.db import Database, Tx, sources
from newsbot.domain.entry import SourceDocument
from newsbot.domain.lease import Holder, InHand, Leased
from newsbot.domain.ports import Clock, Fetched, Fetcher, SourceReader
from newsbot.domain.source import Source
from newsbot.errors import Invalid, Malformed, SourceError, StoreError, Unreachable
from newsbot.pipeline import outcome
from newsbot.pipeline.commit import GroupCommit
from newsbot.pipeline.store import Polled, Reading, store, store_page
from newsbot.sources import PageSelectors

log = structlog.get_logger(__name__)

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)

PAGE_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"

GROUP = 25
"""Polls that one transaction stores: writers of other loops wait some milliseconds for it."""


class Reader(SourceReader, Protocol):
    """Read web pages too, by their selectors."""

    async def read_page(
        self, fetched: Fetched, selectors: PageSelectors | None = None
    ) -> SourceDocument:
        """Return the page's list of news. Raises `Malformed`, `Invalid` for a bad selector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Say how many sources are polled at once and how polls are spread."""

    concurrency: int = 50
    claim_limit: int = 100
    deadline: timedelta = timedelta(seconds=90)
    jitter: Callable[[], float] = field(default=lambda: 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchTools:
    """Hold what the loop works with.

    `pages` fetches web pages that serve as sources: there publishers may say no (G20).
    """

    db: Database
    fetcher: Fetcher
    reader: Reader
    clock: Clock
    holder: Holder
    pages: Fetcher | None = None
    settings: FetchSettings = field(default_factory=FetchSettings)
    in_hand: InHand = field(default_factory=InHand)


async def run_once(
    tools: FetchTools,
    *,
    only: Sequence[int] | None = None,
    on_polled: Callable[[Polled], None] | None = None,
) -> list[Polled]:
    """Poll the due sources once (with `only` those sources, due or not) and store what is new."""
    settings = tools.settings
    now = tools.clock.now()
    limit = settings.claim_limit if only is None else len(only)
    async with tools.db.transaction() as tx:
        claimed = await sources.claim(
            tx,
            holder=tools.holder,
            now=now,
            limit=limit,
            only=only,
            busy=tools.in_hand.rows(Leased.SOURCES),
        )
    tools.in_hand.take(Leased.SOURCES, [one.id for one in claimed])

    async def write(tx: Tx, readings: Sequence[Reading]) -> list[Polled]:
        return await store(tx, readings, tools.holder)

    commits: GroupCommit[Reading, Polled] = GroupCommit(tools.db, write, limit=GROUP)
    gate = asyncio.Semaphore(settings.concurrency)

    async def poll(source: Source) -> Polled:
        async with gate:
            reading = await _read(source, tools, settings.jitter())
        polled = await commits.submit(reading)
        if polled.next_page:
            async with gate:
                polled = await _read_page_before(polled, tools)
        _log(polled)
        if on_polled is not None:
            on_polled(polled)
        return polled

    async with asyncio.TaskGroup() as tasks:
        polls = [tasks.create_task(_guarded(source, poll, tools.in_hand)) for source in claimed]
    return [task.result() for task in polls]


async def _read_page_before(polled: Polled, tools: FetchTools) -> Polled:
    """Read one page further back (RFC 5005) for what was missed; that it fails changes nothing."""
    source = polled.source
    reading = await _read(source, tools, 0.0, polled.next_page)
    if reading.document is None:
        return polled
    async with tools.db.transaction() as tx:
        page = await store_page(tx, source, reading)
    return replace(
        polled,
        entries=polled.entries + page.entries,
        new=polled.new + page.new,
        revised=polled.revised + page.revised,
    )


async def _guarded(
    source: Source, poll: Callable[[Source], Awaitable[Polled]], in_hand: InHand
) -> Polled:
    """Keep a fault of one source from the others: this is the loop-item boundary.

    After a fault the lease ends by itself and the source is polled again.
    """
    try:
        return await poll(source)
    except StoreError as exc:
        log.warning("poll not stored", action="fetch", source=source.name, error=str(exc))
        return Polled(source=source, error=str(exc))
    except Exception as exc:
        log.exception("poll failed", action="fetch", source=source.name)
        return Polled(source=source, error=f"unexpected: {type(exc).__name__}")
    finally:
        in_hand.drop(Leased.SOURCES, source.id)


async def _read(source: Source, tools: FetchTools, jitter: float, url: str = "") -> Reading:
    """Ask the world and decide what the poll leaves on the source; `url` names another page."""
    first = source.baseline_at is None or url
    limit = tools.settings.deadline.total_seconds()
    try:
        async with asyncio.timeout(limit):
            is_page = source.kind == "webpage"
            fetcher = tools.pages if is_page and tools.pages is not None else tools.fetcher
            answer = await fetcher.get(
                url or source.url,
                validators=None if first else source.validators,
                accept=PAGE_ACCEPT if is_page else ACCEPT,
            )
            document = None
            if isinstance(answer, Fetched):
                document = await _parse(source, answer, tools.reader)
    except SourceError as exc:
        return Reading(
            source=source,
            state=outcome.failed(source, exc, tools.clock.now(), jitter=jitter),
            document=None,
        )
    except TimeoutError:
        late = Unreachable(f"no complete answer within {limit:.0f} s")
        return Reading(
            source=source,
            state=outcome.failed(source, late, tools.clock.now(), jitter=jitter),
            document=None,
        )
    return Reading(
        source=source,
        state=outcome.answered(source, answer, document, tools.clock.now()),
        document=document,
        fresh_for=answer.fresh_for,
        jitter=jitter,
    )


async def _parse(source: Source, fetched: Fetched, reader: Reader) -> SourceDocument:
    """Read a feed by what its content says it is, a web page by the source's selectors."""
    if source.kind != "webpage":
        return await reader.read(fetched)
    selectors = PageSelectors(**source.select) if source.select else None
    try:
        return await reader.read_page(fetched, selectors)
    except Invalid as exc:
        raise Malformed(str(exc)) from exc


def _log(polled: Polled) -> None:
    log.info(
        "source polled",
        action="fetch",
        source=polled.source.name,
        new=polled.new,
        revised=polled.revised,
        gap=polled.gap or None,
        error=polled.error or None,
    )
