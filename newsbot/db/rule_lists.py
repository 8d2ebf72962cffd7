"""Own the lists of rules that people browse, and what is done to many of them."""

from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.rules import to_rule
from newsbot.db.schema import rules, subscriptions
from newsbot.domain.rule import Rule

Kind = Literal["", "house", "public", "private"]
"""Rules of the operator, published ones, those that a subscriber keeps for itself; or all."""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def page(
    tx: Tx, *, text: str = "", kind: Kind = "", before_id: int | None = None, limit: int
) -> list[Rule]:
    """Return rules in force, the newest first; page by id.

    A text is looked for in the name and the query of rules that are not private.
    """
    statement = sa.select(rules).where(rules.c.state == "active")
    if kind == "house":
        statement = statement.where(rules.c.owner_id.is_(None))
    elif kind == "public":
        statement = statement.where(rules.c.public.is_(True))
    elif kind == "private":
        statement = statement.where(rules.c.owner_id.is_not(None), rules.c.public.is_(False))
    if text:
        like = f"%{_escaped(text)}%"
        named = rules.c.name.ilike(like, escape="\\") | rules.c.query.ilike(like, escape="\\")
        shown = rules.c.owner_id.is_(None) | rules.c.public.is_(True)
        statement = statement.where(named, shown)
    if before_id is not None:
        statement = statement.where(rules.c.id < before_id)
    rows = await tx.execute(statement.order_by(rules.c.id.desc()).limit(limit))
    return [to_rule(row) for row in rows]


async def find_many(tx: Tx, rule_ids: Sequence[int]) -> list[Rule]:
    """Return those of the rules that are in force."""
    statement = sa.select(rules).where(rules.c.id.in_(rule_ids), rules.c.state == "active")
    return [to_rule(row) for row in await tx.execute(statement)]


async def pause(tx: Tx, rule_ids: Sequence[int], *, resume: bool) -> int:
    """Pause the subscriptions of rules, or take them up again; return how many."""
    before, after = ("paused", "active") if resume else ("active", "paused")
    statement = (
        sa.update(subscriptions)
        .where(subscriptions.c.rule_id.in_(rule_ids), subscriptions.c.state == before)
        .values(state=after)
    )
    return (await tx.execute(statement)).rowcount
