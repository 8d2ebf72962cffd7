"""Own what a chat does not want to hear of: a story, a source for a rule, a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import (
    alerts,
    articles,
    deliveries,
    delivery_alerts,
    matches,
    mutes,
    rules,
    sources,
    stories,
    story_events,
    subscriptions,
)
from newsbot.db.statements import chunks, insert
from newsbot.domain.story import StoryEventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Hold one mute. `key` is the id of the story, source or rule; `rule_id` 0 means any rule."""

    id: int
    destination_id: int
    kind: str
    key: int
    rule_id: int
    until: datetime | None
    created_at: datetime


def _mute(row: AnyRow) -> Mute:
    return Mute(
        id=row.id,
        destination_id=row.destination_id,
        kind=row.kind,
        key=row.key,
        rule_id=row.rule_id,
        until=row.until,
        created_at=row.created_at,
    )


async def add(
    tx: Tx,
    destination_id: int,
    kind: str,
    key: int,
    *,
    rule_id: int = 0,
    until: datetime | None,
    by: str,
    now: datetime,
) -> Mute:
    """Mute something for a destination, or move the end of the same mute."""
    statement = insert(tx, mutes).values(
        destination_id=destination_id,
        kind=kind,
        key=key,
        rule_id=rule_id,
        until=until,
        created_at=now,
        created_by=by,
    )
    statement = statement.on_conflict_do_update(
        index_elements=["destination_id", "kind", "key", "rule_id"],
        set_={"until": until, "created_at": now, "created_by": by},
    )
    return _mute((await tx.execute(statement.returning(mutes))).one())


async def remove(tx: Tx, mute_id: int, destination_id: int | None = None) -> bool:
    """End a mute, of one destination only when that is given."""
    where = mutes.c.id == mute_id
    if destination_id is not None:
        where &= mutes.c.destination_id == destination_id
    return (await tx.execute(sa.delete(mutes).where(where))).rowcount > 0


async def in_force(tx: Tx, destination_ids: Sequence[int], now: datetime) -> list[Mute]:
    """Return the mutes of these destinations that have not ended."""
    found: list[Mute] = []
    for part in chunks(sorted(set(destination_ids))):
        statement = (
            sa.select(mutes)
            .where(
                mutes.c.destination_id.in_(part),
                mutes.c.until.is_(None) | (mutes.c.until > now),
                ~_was_split(),
            )
            .order_by(mutes.c.id)
        )
        found += [_mute(row) for row in await tx.execute(statement)]
    return found


def _was_split() -> sa.ColumnElement[bool]:
    """Say that a muted story was split since: what was muted is not what goes on."""
    split = sa.select(story_events.c.id).where(
        story_events.c.story_id == mutes.c.key,
        story_events.c.kind == StoryEventKind.SPLIT,
        story_events.c.at >= mutes.c.created_at,
    )
    return (mutes.c.kind == "story") & split.exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMute:
    """Hold a mute with what people call its key and its rule, "" for what is gone or any rule."""

    mute: Mute
    name: str
    rule_name: str


async def with_names(tx: Tx, found: Sequence[Mute]) -> list[NamedMute]:
    """Return the mutes with their names, in their order."""
    titles = sa.func.coalesce(sa.func.nullif(sources.c.title, ""), sources.c.name)
    names = {
        "story": await _names(tx, found, "story", stories.c.id, stories.c.headline),
        "source": await _names(tx, found, "source", sources.c.id, titles),
        "rule": await _names(tx, found, "rule", rules.c.id, rules.c.name),
    }
    return [
        NamedMute(
            mute=one,
            name=names[one.kind].get(one.key, ""),
            rule_name=names["rule"].get(one.rule_id, ""),
        )
        for one in found
    ]


async def _names(
    tx: Tx,
    found: Sequence[Mute],
    kind: str,
    column: sa.ColumnElement[int],
    name: sa.ColumnElement[str],
) -> dict[int, str]:
    """Return the names of what is muted of one kind; of rules also those that mutes are for."""
    keys = {one.key for one in found if one.kind == kind}
    if kind == "rule":
        keys |= {one.rule_id for one in found if one.rule_id}
    names: dict[int, str] = {}
    for part in chunks(sorted(keys)):
        rows = await tx.execute(sa.select(column, name).where(column.in_(part)))
        names |= {row[0]: row[1] for row in rows}
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Hold what one delivery told a destination: a story, whence, and by which rules."""

    destination_id: int
    story_id: int
    source_id: int | None
    source_name: str
    rule_ids: tuple[int, ...]


async def subject_of(tx: Tx, delivery_id: int) -> Subject | None:
    """Return what a delivery told of its first story; None when nothing is known of it."""
    joined = (
        deliveries.join(delivery_alerts, delivery_alerts.c.delivery_id == deliveries.c.id)
        .join(alerts, alerts.c.id == delivery_alerts.c.alert_id)
        .join(subscriptions, subscriptions.c.id == alerts.c.subscription_id)
        .outerjoin(matches, matches.c.id == alerts.c.match_id)
        .outerjoin(articles, articles.c.id == matches.c.article_id)
        .outerjoin(sources, sources.c.id == articles.c.source_id)
    )
    statement = (
        sa.select(
            deliveries.c.destination_id,
            alerts.c.story_id,
            subscriptions.c.rule_id,
            sources.c.id.label("source_id"),
            sources.c.title,
            sources.c.name,
        )
        .select_from(joined)
        .where(deliveries.c.id == delivery_id)
        .order_by(alerts.c.id)
    )
    rows = (await tx.execute(statement)).all()
    if not rows:
        return None
    first = rows[0]
    return Subject(
        destination_id=first.destination_id,
        story_id=first.story_id,
        source_id=first.source_id,
        source_name=first.title or first.name or "",
        rule_ids=tuple(dict.fromkeys(row.rule_id for row in rows)),
    )
