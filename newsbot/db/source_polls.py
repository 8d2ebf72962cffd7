"""Own what a poll leaves on its source: state, events, a move; whole groups at a time.

When to poll again and what an error means is decided elsewhere.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.documents import dump_manners, dump_notices, dump_rhythm
from newsbot.db.engine import Tx
from newsbot.db.schema import source_events, sources
from newsbot.db.statements import chunks
from newsbot.db.types import UtcTime
from newsbot.domain.lease import Holder
from newsbot.domain.source import EventKind, SourceEvent, SourceState

SHOWN_EVENTS = 20


def _filled(column: sa.Column[str]) -> sa.Case[str]:
    """Fill a gap only: what the admin wrote stays."""
    return sa.case((column == "", sa.bindparam(f"new_{column.name}")), else_=column)


def _while_active(column: sa.Column[str]) -> sa.Case[str]:
    """Change the state of an active source only: one that was paused meanwhile stays paused."""
    return sa.case((sources.c.state == "active", sa.bindparam(f"new_{column.name}")), else_=column)


_RECORD = (
    sa.update(sources)
    .where(sources.c.id == sa.bindparam("of_id"))
    .values(
        next_fetch_at=sa.bindparam("new_next_fetch_at"),
        last_fetch_at=sa.bindparam("new_last_fetch_at"),
        last_success_at=sa.func.coalesce(
            sa.bindparam("new_last_success_at", type_=UtcTime()), sources.c.last_success_at
        ),
        baseline_at=sa.func.coalesce(
            sources.c.baseline_at, sa.bindparam("new_baseline_at", type_=UtcTime())
        ),
        error=sa.bindparam("new_error"),
        failures=sa.bindparam("new_failures"),
        failing_since=sa.bindparam("new_failing_since"),
        etag=sa.bindparam("new_etag"),
        last_modified=sa.bindparam("new_last_modified"),
        identity=sa.bindparam("new_identity"),
        warnings=sa.bindparam("new_warnings"),
        moved_to=sa.bindparam("new_moved_to"),
        moved_times=sa.bindparam("new_moved_times"),
        moved_since=sa.bindparam("new_moved_since"),
        rhythm=sa.bindparam("new_rhythm"),
        silent_since=sa.bindparam("new_silent_since"),
        gap_at=sa.bindparam("new_gap_at"),
        manners=sa.bindparam("new_manners"),
        hub=sa.bindparam("new_hub"),
        topic=sa.bindparam("new_topic"),
        push_missed_at=sa.bindparam("new_push_missed_at"),
        title=_filled(sources.c.title),
        homepage=_filled(sources.c.homepage),
        language=_filled(sources.c.language),
        kind=sa.case((sources.c.kind == "auto", sa.bindparam("new_kind")), else_=sources.c.kind),
        state=_while_active(sources.c.state),
        reason=_while_active(sources.c.reason),
        leased_by=None,
        leased_until=None,
    )
)
"""One statement for every poll, compiled once; each poll only brings its values."""


async def hold(tx: Tx, states: Sequence[SourceState], holder: Holder) -> set[int]:
    """Lock and return those of the polled sources that this holder still has, unmoved."""
    polled = {state.source_id: state.polled_url for state in states}
    held: set[int] = set()
    for part in chunks(sorted(polled)):
        statement = (
            sa.select(sources.c.id, sources.c.url)
            .where(sources.c.id.in_(part), sources.c.leased_by == str(holder))
            .order_by(sources.c.id)
            .with_for_update()
        )
        rows = await tx.execute(statement)
        held.update(row.id for row in rows if polled[row.id] == row.url)
    return held


async def record(tx: Tx, states: Sequence[SourceState]) -> None:
    """Write what polls leave on sources that `hold` returned in this transaction; end leases."""
    if not states:
        return
    await tx.execute(
        _RECORD,
        [
            {
                "of_id": state.source_id,
                "new_next_fetch_at": state.next_fetch_at,
                "new_last_fetch_at": state.fetched_at,
                "new_last_success_at": state.fetched_at if state.succeeded else None,
                "new_baseline_at": state.fetched_at if state.baseline else None,
                "new_error": state.error,
                "new_failures": state.failures,
                "new_failing_since": state.failing_since,
                "new_etag": state.validators.etag,
                "new_last_modified": state.validators.last_modified,
                "new_identity": state.identity,
                "new_warnings": dump_notices(state.warnings),
                "new_moved_to": state.moved_to,
                "new_moved_times": state.moved_times,
                "new_moved_since": state.moved_since,
                "new_rhythm": dump_rhythm(state.rhythm),
                "new_silent_since": state.silent_since,
                "new_gap_at": state.gap_at,
                "new_manners": dump_manners(state.manners),
                "new_hub": state.hub,
                "new_topic": state.topic,
                "new_push_missed_at": state.push_missed_at,
                "new_title": state.title,
                "new_homepage": state.homepage,
                "new_language": state.language,
                "new_kind": state.kind or "auto",
                "new_state": state.state,
                "new_reason": state.reason,
            }
            for state in states
        ],
    )


async def record_push(tx: Tx, state: SourceState) -> None:
    """Write what a push leaves on its source; when it is polled again stays as it was."""
    await tx.execute(
        sa.update(sources)
        .where(sources.c.id == state.source_id)
        .values(
            rhythm=dump_rhythm(state.rhythm),
            silent_since=state.silent_since,
            pushed_at=state.fetched_at,
        )
    )


async def add_events(tx: Tx, events: Iterable[tuple[int, SourceEvent]]) -> None:
    """Write what happened to sources, each with its source's id."""
    rows = [
        {"source_id": source_id, "at": one.at, "kind": str(one.kind), "message": one.message}
        for source_id, one in events
    ]
    if rows:
        await tx.execute(sa.insert(source_events), rows)


async def move(tx: Tx, source_id: int, url: str) -> bool:
    """Give a source its new address; False when another source is there."""
    taken = sa.select(sources.c.id).where(sources.c.url == url).exists()
    statement = (
        sa.update(sources)
        .where(sources.c.id == source_id, ~taken)
        .values(url=url, moved_to="", moved_times=0, moved_since=None)
    )
    try:
        async with tx.begin_nested():
            return (await tx.execute(statement)).rowcount > 0
    except sa.exc.IntegrityError:  # added by another process in this very moment
        return False


async def events_of(tx: Tx, source_id: int, *, limit: int = SHOWN_EVENTS) -> list[SourceEvent]:
    """Return what happened to a source, the latest first."""
    statement = (
        sa.select(source_events)
        .where(source_events.c.source_id == source_id)
        .order_by(source_events.c.id.desc())
        .limit(limit)
    )
    return [
        SourceEvent(kind=EventKind(row.kind), message=row.message, at=row.at)
        for row in await tx.execute(statement)
    ]


async def prune_events(tx: Tx, *, before: datetime) -> int:
    """Forget what happened to sources before then."""
    statement = sa.delete(source_events).where(source_events.c.at < before)
    return (await tx.execute(statement)).rowcount
