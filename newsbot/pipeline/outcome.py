"""Own what a poll leaves on its source: its state, when to come again, what happened. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from newsbot.domain.entry import SourceDocument
from newsbot.domain.polling import next_fetch, pause_between
from newsbot.domain.ports import Fetched, NotModified
from newsbot.domain.rhythm import Rhythm
from newsbot.domain.source import (
    EventKind,
    Move,
    Source,
    SourceEvent,
    SourceState,
    fails_for_long,
    follow_move,
)
from newsbot.errors import Gone, SourceError, Unreachable
from newsbot.net.urls import without_credentials

GAP_SHOWN_FOR = timedelta(days=7)
"""A gap stays on show this long; what was missed a week ago nobody looks for any more."""

HURRIED_FOR = timedelta(days=1)
"""After a gap the source is polled faster for a day: whoever outran us once may do it again."""

LONGEST_ADDRESS = 2048
"""Addresses of hubs and topics are short; with a longer one nothing is subscribed to."""

TOLD_EVERY = timedelta(hours=1)
"""A source that always shows only its newest entry writes no event at every poll."""


def answered(
    source: Source,
    answer: Fetched | NotModified,
    document: SourceDocument | None,
    now: datetime,
) -> SourceState:
    """Return what a poll leaves that was answered; the document is None when nothing is new.

    The time of the next poll is `schedule`'s.
    """
    move = follow_move(source, answer.moved_to, now)
    state = SourceState(
        source_id=source.id,
        polled_url=source.url,
        fetched_at=now,
        succeeded=True,
        next_fetch_at=now,
        validators=source.validators,
        identity=source.identity,
        warnings=source.warnings,
        moved_to=move.to,
        moved_times=move.times,
        moved_since=move.since,
        move_to=move.to if move.is_settled(now) else "",
        manners=source.manners,
        hub=source.push.hub,
        topic=source.push.topic,
        push_missed_at=source.push.missed_at,
    )
    if isinstance(answer, Fetched) and document is not None:
        hub, topic = _offer(source, answer, document)
        state = replace(
            state,
            validators=answer.validators,
            baseline=True,
            title=document.title,
            homepage=document.url,
            language=document.language,
            kind="" if document.kind == "webpage" else document.kind,  # that, a person says
            warnings=document.warnings,
            manners=document.manners,
            hub=hub,
            topic=topic,
        )
    if source.gap_at is not None and now - source.gap_at <= GAP_SHOWN_FOR:
        state = replace(state, gap_at=source.gap_at)
    return _heard(state, source, source.rhythm, now)


def _offer(source: Source, answer: Fetched, document: SourceDocument) -> tuple[str, str]:
    """Return hub and topic that a source offers (WebSub, section 4), both "" where it offers none.

    The Link header comes before the document. A topic has to be named; those who forget it mean
    the address at which they were read.
    """
    hub = answer.hub or document.hub
    topic = answer.self_url or document.self_url or source.url
    if not hub.startswith(("http:", "https:")) or max(len(hub), len(topic)) > LONGEST_ADDRESS:
        return "", ""
    return hub, topic


def schedule(
    state: SourceState, source: Source, *, fresh_for: timedelta | None, jitter: float
) -> SourceState:
    """Return the state with the time of the next poll; `fresh_for` is the answer's max-age.

    What a document asks for holds on while it answers 304. Where hours or days are to be skipped,
    the poll waits for their end.
    """
    now = state.fetched_at
    wishes = (one for one in (fresh_for, state.manners.ttl) if one is not None)
    push = replace(source.push, missed_at=state.push_missed_at)
    since = source.baseline_at or now
    pause = pause_between(
        source.interval,
        mean_gap=state.rhythm.mean_gap(now),
        watched=now - since,
        wish=max(wishes, default=None),
        hurried=state.gap_at is not None and now - state.gap_at <= HURRIED_FOR,
        pushed=push.is_trusted(now),
    )
    due = next_fetch(now, pause, jitter=jitter)
    return replace(state, next_fetch_at=state.manners.after_rest(due))


def pushed(source: Source, now: datetime) -> SourceState:
    """Return the state after a push, which changes nothing of when the source is polled."""
    state = SourceState(
        source_id=source.id,
        polled_url=source.url,
        fetched_at=now,
        succeeded=True,
        next_fetch_at=source.next_fetch_at,
        validators=source.validators,
    )
    if source.push.pushed_at is not None:
        return state
    message = f"its hub {urlsplit(source.push.hub).netloc} pushes what is new: polled less often"
    event = SourceEvent(kind=EventKind.PUSHED, message=message, at=now)
    return replace(state, events=(event,))


def push_refused(hub: str, reason: str, now: datetime) -> SourceEvent:
    """Return what is told of a source whose hub will not push; `reason` is the hub's own."""
    message = f"its hub {urlsplit(hub).netloc} refuses to push: {reason or 'it says not why'}"
    return SourceEvent(kind=EventKind.PUSH_REFUSED, message=message, at=now)


def published(state: SourceState, source: Source, moments: Iterable[datetime]) -> SourceState:
    """Return the state after new articles that count from these times."""
    rhythm = source.rhythm.observe(moments, state.fetched_at)
    return _heard(state, source, rhythm, state.fetched_at)


def _heard(state: SourceState, source: Source, rhythm: Rhythm, now: datetime) -> SourceState:
    """Return the state with a rhythm, and whether the source is silent by it."""
    silent = rhythm.is_silent(now)
    events = [one for one in state.events if one.kind not in _ABOUT_SILENCE]
    if silent and source.silent_since is None and rhythm.last is not None:
        last = f"{rhythm.last:%Y-%m-%d %H:%M} UTC"
        message = f"nothing new since {last}; it usually publishes more often"
        events.append(SourceEvent(kind=EventKind.SILENT, message=message, at=now))
    elif not silent and source.silent_since is not None:
        message = "it publishes again"
        events.append(SourceEvent(kind=EventKind.SPEAKS_AGAIN, message=message, at=now))
    return replace(
        state,
        rhythm=rhythm,
        silent_since=(source.silent_since or now) if silent else None,
        events=tuple(events),
    )


_ABOUT_SILENCE = frozenset({EventKind.SILENT, EventKind.SPEAKS_AGAIN})


def with_gap(state: SourceState, source: Source) -> SourceState:
    """Return the state after a window of which nothing was known."""
    now = state.fetched_at
    if source.gap_at is not None and now - source.gap_at < TOLD_EVERY:
        return replace(state, gap_at=now)
    message = "nothing of this window was known: entries may have been missed before it"
    event = SourceEvent(kind=EventKind.GAP, message=message, at=now)
    return replace(state, gap_at=now, events=(*state.events, event))


def with_missed(state: SourceState, source: Source) -> SourceState:
    """Return the state after a poll found what the source's hub had not pushed."""
    now = state.fetched_at
    if not source.push.is_trusted(now):  # told already, or never relied on
        return replace(state, push_missed_at=now)
    message = "its hub missed an article: polled as often as any other source for a day at least"
    event = SourceEvent(kind=EventKind.PUSH_MISSED, message=message, at=now)
    return replace(state, push_missed_at=now, events=(*state.events, event))


def with_policy(state: SourceState, policy: str) -> SourceState:
    """Return the state after the guids of most known entries had changed."""
    by = {"url": "address", "digest": "title and date"}.get(policy, policy)
    message = f"its guids change: its entries are told apart by {by} from now on"
    event = SourceEvent(kind=EventKind.UNSTEADY, message=message, at=state.fetched_at)
    return replace(state, events=(*state.events, event))


def with_flood(state: SourceState, new: int, of: int) -> SourceState:
    """Return the state after a window that was mostly new at once (G3)."""
    message = f"{new} of {of} entries were new at once: stored, and told as a list"
    event = SourceEvent(kind=EventKind.FLOOD, message=message, at=state.fetched_at)
    return replace(state, events=(*state.events, event))


def failed(source: Source, exc: SourceError, now: datetime, *, jitter: float) -> SourceState:
    """Return what a poll leaves that failed: a pause, or for good the end of polling."""
    failures = source.failures + 1
    since = source.failing_since or now
    state = SourceState(
        source_id=source.id,
        polled_url=source.url,
        fetched_at=now,
        succeeded=False,
        next_fetch_at=next_fetch(
            now,
            source.interval,
            failures=failures,
            retry_after=exc.retry_after if isinstance(exc, Unreachable) else None,
            jitter=jitter,
        ),
        validators=source.validators,
        identity=source.identity,
        warnings=source.warnings,
        error=str(exc),
        failures=failures,
        failing_since=since,
        moved_to=source.moved_to,
        moved_times=source.moved_times,
        moved_since=source.moved_since,
        rhythm=source.rhythm,
        silent_since=source.silent_since,
        gap_at=source.gap_at,
        manners=source.manners,
        hub=source.push.hub,
        topic=source.push.topic,
        push_missed_at=source.push.missed_at,
    )
    state = replace(state, next_fetch_at=state.manners.after_rest(state.next_fetch_at))
    if isinstance(exc, Gone):
        return _ended(state, "gone", EventKind.GONE, str(exc))
    if fails_for_long(since, failures, now):
        reason = f"failing since {since:%Y-%m-%d}, {failures} times in a row: {exc}"
        return _ended(state, "paused", EventKind.PAUSED, reason)
    return state


def _ended(state: SourceState, name: str, kind: EventKind, reason: str) -> SourceState:
    event = SourceEvent(kind=kind, message=reason, at=state.fetched_at)
    return replace(state, state=name, reason=reason, events=(event,))


def moved(source: Source, state: SourceState, *, taken_by: str) -> SourceEvent | None:
    """Return what to tell of a move: done, or refused since another source is there, told once."""
    old, new = without_credentials(source.url), without_credentials(state.move_to)
    if taken_by:
        before = Move(to=source.moved_to, times=source.moved_times, since=source.moved_since)
        if before.to == state.move_to and before.is_settled(
            source.last_fetch_at or state.fetched_at
        ):
            return None
        message = f"{old} moved to {new}, which is the source {taken_by!r}: remove one of them"
        return SourceEvent(kind=EventKind.MOVE_REFUSED, message=message, at=state.fetched_at)
    message = f"moved from {old} to {new} after {state.moved_times} permanent redirects"
    return SourceEvent(kind=EventKind.MOVED, message=message, at=state.fetched_at)
