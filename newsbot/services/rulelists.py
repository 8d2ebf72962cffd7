"""Own what people see of many rules at once, and what they do to many: volumes, pause, publish.

Rules that their owners keep private show their volume only (G17); their words are left out here,
so that no page has to think of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from newsbot.db import figures, rule_lists
from newsbot.db.rule_lists import Kind
from newsbot.domain.rule import Rule
from newsbot.errors import Invalid, NotFound
from newsbot.services import rules
from newsbot.services.desk import Desk

DAYS = 14
"""Days of volume that a list shows: two of each weekday."""

PER_DAY = 7
"""The mean is taken over a week."""

BulkAct = Literal["pause", "resume", "remove", "publish", "unpublish"]
BULK_ACTS: tuple[BulkAct, ...] = ("pause", "resume", "remove", "publish", "unpublish")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Hold a rule with its volume; the name and query of a private one are empty.

    `days` are the articles it met on each of the last days, the latest last; `followers` are
    subscriptions that are told, `paused` those that are not.
    """

    rule: Rule
    is_private: bool
    days: tuple[int, ...]
    per_day: float
    last_hit_at: datetime | None
    followers: int
    paused: int


def is_private(rule: Rule, reader: int | None = None) -> bool:
    """Say whether a rule's words are its owner's alone; `reader` is the subscriber who looks."""
    return rule.owner_id is not None and not rule.public and rule.owner_id != reader


async def page(
    desk: Desk,
    *,
    text: str = "",
    kind: Kind = "",
    before_id: int | None = None,
    limit: int = 50,
    reader: int | None = None,
) -> list[Listed]:
    """Return rules with their volume, the newest first."""
    async with desk.db.reading() as tx:
        found = await rule_lists.page(tx, text=text, kind=kind, before_id=before_id, limit=limit)
    return await with_volumes(desk, found, reader=reader)


async def with_volumes(
    desk: Desk, found: Sequence[Rule], *, reader: int | None = None
) -> list[Listed]:
    """Return rules with their volume, in their order."""
    today = desk.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=DAYS - 1)
    names = [f"{first + timedelta(days=number):%Y-%m-%d}" for number in range(DAYS)]
    ids = [rule.id for rule in found]
    async with desk.db.reading() as tx:
        hits = await figures.hits_by_day(tx, ids, first)
        last = await figures.last_hits(tx, ids)
        told = await figures.followers(tx, ids)
    listed = []
    for rule in found:
        days = tuple(hits.get(rule.id, {}).get(name, 0) for name in names)
        hidden = is_private(rule, reader)
        shown = replace(rule, name="", query="", canonical="") if hidden else rule
        followers, paused = told.get(rule.id, (0, 0))
        listed.append(
            Listed(
                rule=shown,
                is_private=hidden,
                days=days,
                per_day=sum(days[-PER_DAY:]) / PER_DAY,
                last_hit_at=last.get(rule.id),
                followers=followers,
                paused=paused,
            )
        )
    return listed


async def open_rule(desk: Desk, rule_id: int, *, reader: int | None = None) -> Rule:
    """Return a rule that may be read. Raises `NotFound`, also for one that is kept private."""
    rule = await rules.get(desk, rule_id)
    if is_private(rule, reader):
        raise NotFound(f"rule {rule_id} is kept private by its owner; only its volume is shown")
    return rule


async def readable(
    desk: Desk, rule_ids: Sequence[int], *, reader: int | None = None
) -> frozenset[int]:
    """Return those of the rules whose words may be shown."""
    async with desk.db.reading() as tx:
        found = await rule_lists.find_many(tx, rule_ids)
    return frozenset(rule.id for rule in found if not is_private(rule, reader))


async def bulk(desk: Desk, rule_ids: Sequence[int], act: str, *, reader: int | None = None) -> int:
    """Do one thing to many rules; return to how many. Raises `Invalid`, `NotFound`.

    Pausing pauses the subscriptions of a rule: nobody is alerted, its feed goes on.
    """
    if act not in BULK_ACTS:
        raise Invalid(f"{act!r} is nothing to do; choose one of {', '.join(BULK_ACTS)}")
    if not rule_ids:
        raise Invalid("tick the rules first")
    for rule_id in rule_ids:
        await open_rule(desk, rule_id, reader=reader)
    if act in {"pause", "resume"}:
        async with desk.db.transaction() as tx:
            await rule_lists.pause(tx, rule_ids, resume=act == "resume")
            for rule_id in rule_ids:
                await desk.note(tx, f"rule.{act}", str(rule_id))
        return len(rule_ids)
    for rule_id in rule_ids:
        if act == "remove":
            await rules.remove(desk, rule_id)
        else:
            await rules.edit(desk, rule_id, public=act == "publish")
    return len(rule_ids)
