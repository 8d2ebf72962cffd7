"""Own the queries about sources; what a poll leaves on them is `source_polls`'s."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from newsbot.db.documents import load_manners, load_notices, load_rhythm
from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import sources
from newsbot.db.statements import chunks, insert
from newsbot.domain.lease import LEASE, Holder
from newsbot.domain.ports import Validators
from newsbot.domain.push import Push
from newsbot.domain.source import Source


def to_source(row: AnyRow) -> Source:
    """Return the source of a row."""
    return Source(
        id=row.id,
        name=row.name,
        title=row.title,
        url=row.url,
        homepage=row.homepage,
        kind=row.kind,
        language=row.language,
        tags=tuple(row.tags),
        interval=timedelta(seconds=row.interval_s),
        state=row.state,
        reason=row.reason,
        licensed=row.licensed,
        identity=row.identity,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        next_fetch_at=row.next_fetch_at,
        last_fetch_at=row.last_fetch_at,
        last_success_at=row.last_success_at,
        baseline_at=row.baseline_at,
        error=row.error,
        failures=row.failures,
        warnings=load_notices(row.warnings),
        created_at=row.created_at,
        select=row.options.get("select", {}),
        moved_to=row.moved_to,
        moved_times=row.moved_times,
        moved_since=row.moved_since,
        failing_since=row.failing_since,
        rhythm=load_rhythm(row.rhythm),
        silent_since=row.silent_since,
        gap_at=row.gap_at,
        manners=load_manners(row.manners),
        push=Push(
            hub=row.hub,
            topic=row.topic,
            until=row.push_until,
            pushed_at=row.pushed_at,
            missed_at=row.push_missed_at,
        ),
    )


def _options(select: Mapping[str, str]) -> dict[str, Any]:
    return {"select": dict(select)} if select else {}


async def add(
    tx: Tx,
    *,
    name: str,
    url: str,
    title: str,
    homepage: str,
    kind: str,
    language: str,
    tags: Sequence[str],
    interval: timedelta,
    now: datetime,
    select: Mapping[str, str] | None = None,
) -> Source | None:
    """Insert a source that is due at once; None when its URL or name is taken."""
    statement = insert(tx, sources).values(
        name=name,
        url=url,
        title=title,
        homepage=homepage,
        kind=kind,
        language=language,
        tags=list(tags),
        interval_s=max(1, int(interval.total_seconds())),
        options=_options(select or {}),
        next_fetch_at=now,
        created_at=now,
    )
    row = (await tx.execute(statement.on_conflict_do_nothing().returning(sources))).one_or_none()
    return None if row is None else to_source(row)


async def find(tx: Tx, name: str) -> Source | None:
    """Return the source with this id, short name or URL."""
    where: sa.ColumnElement[bool] = (sources.c.name == name) | (sources.c.url == name)
    if name.isascii() and name.isdigit():
        where = sources.c.id == int(name)
    row = (await tx.execute(sa.select(sources).where(where).limit(1))).one_or_none()
    return None if row is None else to_source(row)


async def lock(tx: Tx, source_id: int) -> Source | None:
    """Return an active source, kept from other writers until the transaction ends."""
    statement = sa.select(sources).where(sources.c.id == source_id, sources.c.state == "active")
    row = (await tx.execute(statement.with_for_update())).one_or_none()
    return None if row is None else to_source(row)


async def names(tx: Tx) -> set[str]:
    """Return all short names."""
    return set((await tx.execute(sa.select(sources.c.name))).scalars())


async def list_all(tx: Tx) -> list[Source]:
    """Return every source by id."""
    return [to_source(row) for row in await tx.execute(sa.select(sources).order_by(sources.c.id))]


async def edit(tx: Tx, source_id: int, changes: dict[str, Any]) -> Source | None:
    """Set columns of one source and return it; None when it does not exist."""
    values = dict(changes)
    if "interval" in values:
        values["interval_s"] = max(1, int(values.pop("interval").total_seconds()))
    if "select" in values:
        values["options"] = _options(values.pop("select"))
    statement = sa.update(sources).where(sources.c.id == source_id).values(**values)
    row = (await tx.execute(statement.returning(sources))).one_or_none()
    return None if row is None else to_source(row)


async def remove(tx: Tx, source_id: int) -> None:
    """Delete a source with its articles."""
    await tx.execute(sa.delete(sources).where(sources.c.id == source_id))


async def claim(
    tx: Tx,
    *,
    holder: Holder,
    now: datetime,
    limit: int,
    only: Sequence[int] | None = None,
    busy: Sequence[int] = (),
) -> list[Source]:
    """Lease up to `limit` due sources, longest due first; with `only`, those, due or not.

    `busy` ones are in this process's hands, whatever became of their leases.
    """
    free = sources.c.leased_until.is_(None) | (sources.c.leased_until <= now)
    picked = sa.select(sources.c.id).where(
        sources.c.state == "active", free, sources.c.id.not_in(busy)
    )
    if only is None:
        picked = picked.where(sources.c.next_fetch_at <= now)
    else:
        picked = picked.where(sources.c.id.in_(only))
    picked = picked.order_by(sources.c.next_fetch_at).limit(limit)
    statement = (
        sa.update(sources)
        .where(sources.c.id.in_(picked.with_for_update(skip_locked=True).scalar_subquery()))
        .values(leased_by=str(holder), leased_until=now + LEASE)
        .returning(sources)
    )
    claimed = [to_source(row) for row in await tx.execute(statement)]
    return sorted(claimed, key=lambda source: (source.next_fetch_at, source.id))


async def taken_urls(tx: Tx, urls: Sequence[str]) -> dict[str, str]:
    """Return the names of the sources at these addresses."""
    statement = sa.select(sources.c.url, sources.c.name).where(sources.c.url.in_(urls))
    return {row.url: row.name for row in await tx.execute(statement)}


async def homes(tx: Tx, source_ids: Iterable[int]) -> dict[int, str]:
    """Return the home page of each source, its own address where it names none."""
    found: dict[int, str] = {}
    for part in chunks(sorted(set(source_ids))):
        rows = await tx.execute(
            sa.select(sources.c.id, sources.c.homepage, sources.c.url).where(sources.c.id.in_(part))
        )
        found |= {row.id: row.homepage or row.url for row in rows}
    return found
