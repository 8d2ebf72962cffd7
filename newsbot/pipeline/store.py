"""Own the writing of polls: what one brought goes into the store with what it leaves, at once.

One transaction takes a group of polls. What was decided of each stands in `outcome` and `accept`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsbot.db import Tx, arrivals, journal, prune, source_polls, sources, versions
from newsbot.domain.article import NewArticle
from newsbot.domain.entry import SourceDocument
from newsbot.domain.lease import Holder
from newsbot.domain.source import EventKind, Source, SourceEvent, SourceState
from newsbot.net.urls import without_credentials
from newsbot.pipeline import outcome
from newsbot.pipeline.accept import Accepted, accept, read_entries, steady_policy, strangers
from newsbot.sources import IdPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Hold what one poll brought, on its way into the store.

    `fresh_for` is how long the answer stays fresh, `jitter` the poll's share of chance; with them
    the pause is set once it is known what was new.
    """

    source: Source
    state: SourceState
    document: SourceDocument | None
    fresh_for: timedelta | None = None
    jitter: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """Hold the outcome of one poll, for people: `error` is "" when the source answered.

    `next_page` is where entries may be that the window no longer shows, "" when none are missed.
    """

    source: Source
    entries: int = 0
    new: int = 0
    revised: int = 0
    unchanged: bool = False
    error: str = ""
    gap: bool = False
    next_page: str = ""


async def store(tx: Tx, readings: Sequence[Reading], holder: Holder) -> list[Polled]:
    """Write a group of polls; of a source whose lease was lost nothing is written."""
    held = await source_polls.hold(tx, [one.state for one in readings], holder)
    polls: list[Polled] = []
    states: list[SourceState] = []
    for reading in readings:
        if reading.source.id not in held:
            lost = "another worker took this source over"
            polls.append(Polled(source=reading.source, error=lost))
            continue
        state, polled = await _store_one(tx, reading)
        states.append(state)
        polls.append(polled)
    await source_polls.record(tx, states)
    by_id = {one.source.id: one.source for one in readings}
    happened = [(one.source_id, event) for one in states for event in one.events]
    moving = [(by_id[one.source_id], one) for one in states if one.move_to]
    if moving:
        happened += await _move(tx, moving)
    await source_polls.add_events(tx, happened)
    return polls


async def _store_one(tx: Tx, reading: Reading) -> tuple[SourceState, Polled]:
    """Write the articles of one reading; return what it leaves on its source."""
    source, state, document = reading.source, reading.state, reading.document
    if document is None:
        if state.succeeded:
            state = outcome.schedule(
                state, source, fresh_for=reading.fresh_for, jitter=reading.jitter
            )
        return state, Polled(source=source, unchanged=state.succeeded, error=state.error)
    policy, entries = read_entries(document, source, state.fetched_at)
    was_read = source.baseline_at is not None and bool(source.rhythm.times)
    accepted = await _take_in(tx, source, entries, was_read=was_read)
    added = await _write(tx, accepted, state.fetched_at)
    if accepted.is_unsteady and policy == IdPolicy.GUID:
        policy = steady_policy(document)
        state = outcome.with_policy(state, policy)
    state = replace(state, identity=policy)
    state = outcome.published(state, source, [one.effective_at for one in _fresh(accepted)])
    if accepted.is_flood:
        state = outcome.with_flood(state, len(accepted.new), len(entries))
    if accepted.is_gap:
        state = outcome.with_gap(state, source)
    told = [one.claimed_at for one in _fresh(accepted) if not one.backlog]
    if any(source.push.has_missed(moment, state.fetched_at) for moment in told):
        state = outcome.with_missed(state, source)
    state = outcome.schedule(state, source, fresh_for=reading.fresh_for, jitter=reading.jitter)
    return state, Polled(
        source=source,
        entries=len(entries),
        new=added,
        revised=len(accepted.revisions),
        gap=accepted.is_gap,
        next_page=document.next_url if accepted.is_gap else "",
    )


async def store_page(tx: Tx, source: Source, reading: Reading) -> Polled:
    """Write an earlier page of a source after a gap; its state was written with the first page."""
    assert reading.document is not None
    _, entries = read_entries(reading.document, source, reading.state.fetched_at)
    accepted = await _take_in(tx, source, entries, was_read=True)
    added = await _write(tx, accepted, reading.state.fetched_at)
    message = f"the page before had {added} entries that had been missed"
    if accepted.is_gap:
        message += ", and none that was known: more may be missed"
    event = SourceEvent(kind=EventKind.GAP_FILLED, message=message, at=reading.state.fetched_at)
    await source_polls.add_events(tx, [(source.id, event)])
    if not accepted.is_gap:
        await sources.edit(tx, source.id, {"gap_at": None})
    return Polled(source=source, entries=len(entries), new=added, revised=len(accepted.revisions))


async def store_pushed(tx: Tx, source: Source, document: SourceDocument, now: datetime) -> Polled:
    """Write what a hub pushed for a source; it shows what is new alone, and so tells of no gap."""
    _, entries = read_entries(document, source, now)
    accepted = await _take_in(tx, source, entries, was_read=True)
    added = await _write(tx, accepted, now)
    state = outcome.pushed(source, now)
    state = outcome.published(state, source, [one.effective_at for one in _fresh(accepted)])
    if accepted.is_flood:
        state = outcome.with_flood(state, len(accepted.new), len(entries))
    await source_polls.record_push(tx, state)
    await source_polls.add_events(tx, [(source.id, event) for event in state.events])
    return Polled(source=source, entries=len(entries), new=added, revised=len(accepted.revisions))


async def _take_in(
    tx: Tx, source: Source, entries: Sequence[NewArticle], *, was_read: bool
) -> Accepted:
    """Ask what is known and decide. A first reading knows nothing, and need not ask."""
    if source.baseline_at is None:
        return accept(entries, [], was_read=was_read)
    ids = [one.entry_id for one in entries]
    known = await arrivals.known(tx, source.id, ids, [one.url_key for one in entries])
    unknown = strangers(entries, known)
    if unknown:
        moments = [one.claimed_at for one in unknown if one.claimed_at is not None]
        texts = [one.text_key for one in unknown]
        alike = await arrivals.alike(tx, source.id, moments, texts)
        known = list({one.entry_id: one for one in (*alike, *known)}.values())
    pruned = [one.entry_id for one in known if one.id is None]
    if pruned:
        await prune.touch_seen(tx, source.id, pruned, entries[0].first_seen_at)
    return accept(entries, known, was_read=was_read)


async def _write(tx: Tx, accepted: Accepted, now: datetime) -> int:
    """Write what was accepted; return how many articles are new."""
    oldest_first = accepted.new[::-1]  # so that those without a date are told in their order
    added = await arrivals.add(tx, oldest_first)
    if accepted.revisions:
        await versions.keep(tx, [of for of, _ in accepted.revisions], now)
    await arrivals.revise(tx, accepted.revisions, now)
    await arrivals.rename(tx, accepted.renamed)
    await arrivals.restate(tx, accepted.redated)
    return added


def _fresh(accepted: Accepted) -> list[NewArticle]:
    """Return the new articles that are publications; old ones under a new date are none."""
    codes = {"resurfaced", "late"}
    return [
        one
        for one in accepted.new
        if not codes.intersection(notice.code for notice in one.warnings)
    ]


async def _move(
    tx: Tx, moving: Sequence[tuple[Source, SourceState]]
) -> list[tuple[int, SourceEvent]]:
    """Move sources to where they redirect for good, never onto another; moves are rare."""
    taken = await sources.taken_urls(tx, [state.move_to for _, state in moving])
    told: list[tuple[int, SourceEvent]] = []
    for source, state in moving:
        name = taken.get(state.move_to, "")
        if not name and not await source_polls.move(tx, source.id, state.move_to):
            name = "another"
        event = outcome.moved(source, state, taken_by=name)
        if event is not None:
            told.append((source.id, event))
        if not name:
            taken[state.move_to] = source.name
            await journal.note(
                tx,
                actor="newsbot",
                door="poll",
                action="source.move",
                object_=source.name,
                before={"url": without_credentials(source.url)},
                after={"url": without_credentials(state.move_to)},
                now=state.fetched_at,
            )
    return told
