"""Own the queries that feed the matching engine: trees by id, edits by revision, and no names.

A rule's tree is stored beside its text, so that no start parses; what the tree means is known to
`matching` alone.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import counters, facts, rule_aliases, rules, subscriptions
from newsbot.db.statements import advance, chunks, insert

SNAPSHOT = "rules snapshot "
"""Facts of this name tell which snapshots were made from this database."""

SNAPSHOT_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTree:
    """Hold what an engine takes in; `tree` is "" for a rule of an earlier version."""

    id: int
    query: str
    tree: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Hold what is recorded of a rule that matched.

    `shown` tells that somebody will see the match: a subscription is active, or it is public.
    """

    id: int
    name: str
    version: int
    revision: int
    tree: str
    shown: bool


_TREE = (rules.c.id, rules.c.query, rules.c.tree)


def _active() -> sa.ColumnElement[bool]:
    return rules.c.state == "active"


async def page(tx: Tx, *, after: int, limit: int) -> list[StoredTree]:
    """Return rules in force by id, those behind `after`."""
    statement = sa.select(*_TREE).where(_active(), rules.c.id > after).order_by(rules.c.id)
    rows = await tx.execute(statement.limit(limit))
    return [StoredTree(id=row.id, query=row.query, tree=row.tree) for row in rows]


async def every(tx: Tx, *, step: int) -> AsyncIterator[Sequence[StoredTree]]:
    """Yield all rules in force, page by page, of one view of the database."""
    after = 0
    while True:
        found = await page(tx, after=after, limit=step)
        if found:
            yield found
            after = found[-1].id
        if len(found) < step:
            return


async def edited_since(tx: Tx, known: int) -> tuple[list[StoredTree], list[int]]:
    """Return the rules added or edited after revision `known`, and the ids of those removed."""
    statement = (
        sa.select(*_TREE, rules.c.state)
        .where(rules.c.revision > known)
        .order_by(rules.c.revision, rules.c.id)
    )
    changed: list[StoredTree] = []
    removed: list[int] = []
    for row in await tx.execute(statement):
        if row.state == "active":
            changed.append(StoredTree(id=row.id, query=row.query, tree=row.tree))
        else:
            removed.append(row.id)
    return changed, removed


async def count(tx: Tx) -> int:
    """Count the rules in force."""
    return int((await tx.execute(sa.select(sa.func.count()).where(_active()))).scalar_one())


async def judging(tx: Tx, rule_ids: Sequence[int]) -> list[Judging]:
    """Return the rules in force of these ids, by id."""
    subscribed = (
        sa.select(subscriptions.c.id)
        .where(subscriptions.c.rule_id == rules.c.id, subscriptions.c.state == "active")
        .exists()
    )
    columns = (rules.c.id, rules.c.name, rules.c.version, rules.c.revision, rules.c.tree)
    found: list[Judging] = []
    for part in chunks(rule_ids):
        statement = sa.select(*columns, (rules.c.public | subscribed).label("shown")).where(
            rules.c.id.in_(part), _active()
        )
        found.extend(
            Judging(
                id=row.id,
                name=row.name,
                version=row.version,
                revision=row.revision,
                tree=row.tree,
                shown=bool(row.shown),
            )
            for row in await tx.execute(statement.order_by(rules.c.id))
        )
    return found


async def lock(tx: Tx) -> None:
    """Keep edits of rules and alias sets apart until this transaction ends."""
    await advance(tx, counters, "rules", by=0)


async def keep(tx: Tx, trees: Mapping[int, str]) -> None:
    """Store the trees of rules that had none; it is no edit."""
    for rule_id, tree in trees.items():
        where = (rules.c.id == rule_id) & (rules.c.tree == "")
        await tx.execute(sa.update(rules).where(where).values(tree=tree))


async def name_aliases(tx: Tx, rule_id: int, names: Sequence[str]) -> None:
    """Note which alias sets a rule uses."""
    await tx.execute(sa.delete(rule_aliases).where(rule_aliases.c.rule_id == rule_id))
    if names:
        rows = [{"rule_id": rule_id, "name": name} for name in names]
        await tx.execute(sa.insert(rule_aliases).values(rows))


async def users_of(tx: Tx, name: str) -> list[StoredTree]:
    """Return the rules in force that use an alias set."""
    statement = (
        sa.select(*_TREE)
        .join(rule_aliases, rule_aliases.c.rule_id == rules.c.id)
        .where(rule_aliases.c.name == name, _active())
        .order_by(rules.c.id)
    )
    rows = await tx.execute(statement)
    return [StoredTree(id=row.id, query=row.query, tree=row.tree) for row in rows]


async def replant(tx: Tx, trees: Mapping[int, str]) -> None:
    """Give rules the trees that follow from an edit of an alias set: one revision for all."""
    if not trees:
        return
    revision = await advance(tx, counters, "rules")
    statement = (
        sa.update(rules)
        .where(rules.c.id == sa.bindparam("rule_id"))
        .values(tree=sa.bindparam("new_tree"), revision=revision)
    )
    rows = [{"rule_id": rule_id, "new_tree": tree} for rule_id, tree in trees.items()]
    await tx.execute(statement, rows)


async def note_snapshot(tx: Tx, token: str, *, instead_of: str, now: datetime) -> None:
    """Remember that a snapshot was made of the rules as this database has them."""
    await tx.execute(
        insert(tx, facts)
        .values(name=SNAPSHOT + token, value=now.isoformat())
        .on_conflict_do_nothing()
    )
    old = facts.c.name.startswith(SNAPSHOT) & (facts.c.value < (now - SNAPSHOT_KEPT).isoformat())
    gone = facts.c.name == SNAPSHOT + instead_of
    await tx.execute(sa.delete(facts).where(gone | old))


async def knows_snapshot(tx: Tx, token: str) -> bool:
    """Say whether a snapshot was made of this database, or of one that it is restored from."""
    statement = sa.select(facts.c.value).where(facts.c.name == SNAPSHOT + token)
    return (await tx.execute(statement)).scalar_one_or_none() is not None
