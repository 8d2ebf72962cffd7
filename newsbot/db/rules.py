"""Own the queries about rules and their versions; what a query means is decided in `matching`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsbot.db import ruletrees
from newsbot.db.documents import dump_evidence
from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import counters, matches, rule_versions, rules, subscriptions
from newsbot.db.statements import advance, chunks, insert
from newsbot.domain.rule import Match, Rule


def to_rule(row: AnyRow) -> Rule:
    """Return the rule of a row."""
    return Rule(
        id=row.id,
        name=row.name,
        query=row.query,
        canonical=row.canonical,
        owner_id=row.owner_id,
        public=row.public,
        discreet=row.discreet,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


async def revision(tx: Tx) -> int:
    """Return the number of the newest rule edit; workers compare it before each batch."""
    statement = sa.select(counters.c.value).where(counters.c.name == "rules")
    return int((await tx.execute(statement)).scalar_one_or_none() or 0)


async def _keep_version(tx: Tx, rule: Rule, by: str) -> None:
    await tx.execute(
        sa.insert(rule_versions).values(
            rule_id=rule.id,
            version=rule.version,
            name=rule.name,
            query=rule.query,
            canonical=rule.canonical,
            changed_by=by,
            changed_at=rule.updated_at,
        )
    )


async def add(
    tx: Tx,
    *,
    name: str,
    query: str,
    canonical: str,
    tree: str,
    alias_names: Sequence[str],
    owner_id: int | None,
    public: bool,
    by: str,
    now: datetime,
) -> Rule:
    """Insert a rule; it is in force for the next batch of every worker."""
    statement = sa.insert(rules).values(
        name=name,
        query=query,
        canonical=canonical,
        tree=tree,
        owner_id=owner_id,
        public=public,
        revision=await advance(tx, counters, "rules"),
        created_at=now,
        updated_at=now,
    )
    rule = to_rule((await tx.execute(statement.returning(rules))).one())
    await _keep_version(tx, rule, by)
    if alias_names:
        await ruletrees.name_aliases(tx, rule.id, alias_names)
    return rule


async def edit(
    tx: Tx,
    rule_id: int,
    changes: dict[str, Any],
    *,
    alias_names: Sequence[str] | None = None,
    by: str,
    now: datetime,
    only_version: int | None = None,
) -> Rule | None:
    """Change a rule, keep the version; None when there is no such active rule (of that version).

    With a new query come its tree, in `changes`, and the alias sets that it uses.
    """
    chosen = sa.and_(rules.c.id == rule_id, rules.c.state == "active")
    if only_version is not None:
        chosen &= rules.c.version == only_version
    statement = (
        sa.update(rules)
        .where(chosen)
        .values(
            **changes,
            version=rules.c.version + 1,
            revision=await advance(tx, counters, "rules"),
            updated_at=now,
        )
    )
    row = (await tx.execute(statement.returning(rules))).one_or_none()
    if row is None:
        return None
    rule = to_rule(row)
    await _keep_version(tx, rule, by)
    if alias_names is not None:
        await ruletrees.name_aliases(tx, rule.id, alias_names)
    return rule


async def remove(tx: Tx, rule_id: int, now: datetime) -> bool:
    """Take a rule out of force with its subscriptions; what it matched stays recorded."""
    statement = (
        sa.update(rules)
        .where(rules.c.id == rule_id, rules.c.state == "active")
        .values(state="removed", revision=await advance(tx, counters, "rules"), updated_at=now)
    )
    if (await tx.execute(statement)).rowcount == 0:
        return False
    await tx.execute(
        sa.update(subscriptions).where(subscriptions.c.rule_id == rule_id).values(state="removed")
    )
    return True


async def revive(tx: Tx, rule_id: int, *, owner_id: int, now: datetime) -> bool:
    """Put a removed rule of this owner in force again; subscriptions to it are not touched."""
    statement = (
        sa.update(rules)
        .where(
            rules.c.id == rule_id,
            rules.c.owner_id == owner_id,
            rules.c.state == "removed",
            rules.c.query != "",  # an erased one has nothing left to look for
        )
        .values(state="active", revision=await advance(tx, counters, "rules"), updated_at=now)
    )
    return (await tx.execute(statement)).rowcount > 0


async def set_discreet(tx: Tx, rule_id: int, *, discreet: bool) -> None:
    """Hide the words of a rule from all but its owner, or show them; what it means stays."""
    await tx.execute(sa.update(rules).where(rules.c.id == rule_id).values(discreet=discreet))


async def find(tx: Tx, rule_id: int) -> Rule | None:
    """Return an active rule."""
    statement = sa.select(rules).where(rules.c.id == rule_id, rules.c.state == "active")
    row = (await tx.execute(statement)).one_or_none()
    return None if row is None else to_rule(row)


async def list_all(
    tx: Tx, *, owner_id: int | None = None, public: bool | None = None
) -> list[Rule]:
    """Return active rules by id; of one owner, or the published ones, when asked."""
    statement = sa.select(rules).where(rules.c.state == "active").order_by(rules.c.id)
    if owner_id is not None:
        statement = statement.where(rules.c.owner_id == owner_id)
    if public is not None:
        statement = statement.where(rules.c.public == public)
    return [to_rule(row) for row in await tx.execute(statement)]


async def record_matches(
    tx: Tx,
    article_id: int,
    article_revision: int,
    found: Sequence[tuple[Match, str]],
    now: datetime,
) -> dict[int, int]:
    """Store what matched, each with the summary to show; return match ids by rule id."""
    for part in chunks(found):
        rows = [
            {
                "article_id": article_id,
                "article_revision": article_revision,
                "rule_id": match.rule_id,
                "rule_version": match.rule_version,
                "rule_name": match.rule_name,
                "evidence": dump_evidence(match.evidence),
                "summary": summary,
                "created_at": now,
            }
            for match, summary in part
        ]
        await tx.execute(insert(tx, matches).values(rows).on_conflict_do_nothing())
    stored = await tx.execute(
        sa.select(matches.c.rule_id, matches.c.id).where(
            matches.c.article_id == article_id, matches.c.article_revision == article_revision
        )
    )
    return {row.rule_id: row.id for row in stored}
