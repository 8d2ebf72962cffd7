"""Own the fetch loop: due sources in, articles stored. Text and rules are the process loop's.

claim due sources -> conditional GET -> read -> [tx: upsert articles + what the poll leaves]
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog

from newsbot.db import Database, Tx, articles, prune, sources
from newsbot.domain.article import NewArticle
from newsbot.domain.entry import SourceDocument
from newsbot.domain.lease import Holder, InHand, Leased
from newsbot.domain.ports import Clock, Fetched, Fetcher, NotModified, SourceReader
from newsbot.domain.source import Source, SourceState, next_fetch
from newsbot.errors import Gone, SourceError, StoreError, Unreachable
from newsbot.pipeline.accept import accept, read_entries
from newsbot.pipeline.commit import GroupCommit

log = structlog.get_logger(__name__)

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """Hold the outcome of one poll, for people: `error` is "" when the source answered."""

    source: Source
    entries: int = 0
    new: int = 0
    revised: int = 0
    unchanged: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Say how many sources are polled at once and how polls are spread."""

    concurrency: int = 50
    claim_limit: int = 100
    deadline: timedelta = timedelta(seconds=90)
    jitter: Callable[[], float] = field(default=lambda: 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Hold what one poll brought, on its way into the store."""

    source: Source
    state: SourceState
    document: SourceDocument | None


async def run_once(
    db: Database,
    *,
    fetcher: Fetcher,
    reader: SourceReader,
    clock: Clock,
    holder: Holder,
    settings: FetchSettings,
    in_hand: InHand | None = None,
    only: Sequence[int] | None = None,
    on_polled: Callable[[Polled], None] | None = None,
) -> list[Polled]:
    """Poll the due sources once (with `only` those sources, due or not) and store what is new."""
    in_hand = in_hand or InHand()
    now = clock.now()
    limit = settings.claim_limit if only is None else len(only)
    async with db.transaction() as tx:
        claimed = await sources.claim(
            tx,
            holder=holder,
            now=now,
            limit=limit,
            only=only,
            busy=in_hand.rows(Leased.SOURCES),
        )
    in_hand.take(Leased.SOURCES, [one.id for one in claimed])

    async def store(tx: Tx, readings: Sequence[_Reading]) -> list[Polled]:
        return [await _store(tx, reading, holder) for reading in readings]

    commits: GroupCommit[_Reading, Polled] = GroupCommit(db, store, limit=25)
    gate = asyncio.Semaphore(settings.concurrency)

    async def poll(source: Source) -> Polled:
        async with gate:
            reading = await _read(source, fetcher, reader, clock, settings)
        polled = await commits.submit(reading)
        if on_polled is not None:
            on_polled(polled)
        return polled

    async with asyncio.TaskGroup() as tasks:
        polls = [tasks.create_task(_guarded(source, poll, in_hand)) for source in claimed]
    return [task.result() for task in polls]


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


async def _read(
    source: Source,
    fetcher: Fetcher,
    reader: SourceReader,
    clock: Clock,
    settings: FetchSettings,
) -> _Reading:
    """Ask the world and decide what the poll leaves on the source."""
    validators = source.validators if source.baseline_at is not None else None
    try:
        async with asyncio.timeout(settings.deadline.total_seconds()):
            answer = await fetcher.get(source.url, validators=validators, accept=ACCEPT)
            document = None if isinstance(answer, NotModified) else await reader.read(answer)
    except SourceError as exc:
        return _failed(source, exc, clock, settings)
    except TimeoutError:
        late = Unreachable(f"no complete answer within {settings.deadline.total_seconds():.0f} s")
        return _failed(source, late, clock, settings)
    now = clock.now()
    state = SourceState(
        source_id=source.id,
        fetched_at=now,
        succeeded=True,
        next_fetch_at=next_fetch(
            now,
            _pause(source, document),
            fresh_for=answer.fresh_for,
            jitter=settings.jitter(),
        ),
        validators=answer.validators if isinstance(answer, Fetched) else source.validators,
        baseline=document is not None,
        title=document.title if document else "",
        homepage=document.url if document else "",
        language=document.language if document else "",
        warnings=document.warnings if document else source.warnings,
    )
    return _Reading(source=source, state=state, document=document)


def _pause(source: Source, document: SourceDocument | None) -> timedelta:
    """Return the pause before the next poll: the admin's interval, longer if the source asks."""
    if document is None or document.ttl is None:
        return source.interval
    return max(source.interval, min(document.ttl, timedelta(hours=1)))


def _failed(source: Source, exc: SourceError, clock: Clock, settings: FetchSettings) -> _Reading:
    now = clock.now()
    failures = source.failures + 1
    gone = isinstance(exc, Gone)
    state = SourceState(
        source_id=source.id,
        fetched_at=now,
        succeeded=False,
        next_fetch_at=next_fetch(
            now,
            source.interval,
            failures=failures,
            retry_after=exc.retry_after if isinstance(exc, Unreachable) else None,
            jitter=settings.jitter(),
        ),
        error=str(exc),
        failures=failures,
        state="gone" if gone else "active",
        reason=str(exc) if gone else "",
    )
    return _Reading(source=source, state=state, document=None)


async def _store(tx: Tx, reading: _Reading, holder: Holder) -> Polled:
    """Write one reading while the lease holds; without it nothing: another worker has it."""
    source, state, document = reading.source, reading.state, reading.document
    policy: str = source.identity
    entries: list[NewArticle] = []
    if document is not None:
        policy, entries = read_entries(document, source, state.fetched_at)
    if not await sources.record(tx, replace(state, identity=policy), holder):
        return Polled(source=source, error="another worker took this source over")
    if document is None:
        _log(source, state, 0, 0)
        return Polled(source=source, unchanged=state.succeeded, error=state.error)
    ids = [one.entry_id for one in entries]
    known = await articles.known(tx, source.id, ids, [one.url_key for one in entries])
    accepted = accept(entries, known, policy)
    oldest_first = accepted.new[::-1]  # so that those without a date are told in their order
    added = await articles.add(tx, oldest_first)
    await articles.revise(tx, accepted.revisions, state.fetched_at)
    pruned = [one.entry_id for one in known if one.id is None]
    if pruned:
        await prune.touch_seen(tx, source.id, pruned, state.fetched_at)
    _log(source, state, added, len(accepted.revisions))
    return Polled(source=source, entries=len(entries), new=added, revised=len(accepted.revisions))


def _log(source: Source, state: SourceState, new: int, revised: int) -> None:
    log.info(
        "source polled",
        action="fetch",
        source=source.name,
        new=new,
        revised=revised,
        error=state.error or None,
    )
