"""Own the queries about alias sets and their versions; how a form is read belongs to `matching`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import AnyRow, Tx
from newsbot.db.schema import alias_sets, alias_versions, rule_aliases, rules
from newsbot.db.statements import insert
from newsbot.domain.aliasset import AliasSet


def _alias_set(row: AnyRow) -> AliasSet:
    return AliasSet(
        id=row.id,
        name=row.name,
        forms=tuple(row.forms),
        version=row.version,
        edited_at=row.edited_at,
        note=row.note,
    )


async def list_all(tx: Tx) -> list[AliasSet]:
    """Return every set by name."""
    found = await tx.execute(sa.select(alias_sets).order_by(alias_sets.c.name))
    return [_alias_set(row) for row in found]


async def find(tx: Tx, name: str) -> AliasSet | None:
    """Return the set of this name."""
    found = await tx.execute(sa.select(alias_sets).where(alias_sets.c.name == name))
    row = found.one_or_none()
    return None if row is None else _alias_set(row)


async def put(
    tx: Tx, name: str, forms: Sequence[str], *, note: str = "", by: str, now: datetime
) -> tuple[AliasSet, bool]:
    """Set the forms of a set, new or known, and keep the version; say whether it is new."""
    statement = insert(tx, alias_sets).values(
        name=name, forms=list(forms), note=note, edited_at=now
    )
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={
            "forms": statement.excluded.forms,
            "note": statement.excluded.note,
            "version": alias_sets.c.version + 1,
            "edited_at": statement.excluded.edited_at,
        },
    )
    stored = _alias_set((await tx.execute(statement.returning(alias_sets))).one())
    await tx.execute(
        sa.insert(alias_versions).values(
            set_id=stored.id,
            version=stored.version,
            forms=list(forms),
            changed_by=by,
            changed_at=now,
        )
    )
    return stored, stored.version == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasVersion:
    """Hold the forms of a set from one edit to the next, and who made it so."""

    version: int
    forms: tuple[str, ...]
    by: str
    at: datetime


async def versions(tx: Tx, set_id: int, *, limit: int) -> list[AliasVersion]:
    """Return the versions of a set, the latest first."""
    statement = (
        sa.select(alias_versions)
        .where(alias_versions.c.set_id == set_id)
        .order_by(alias_versions.c.version.desc())
        .limit(limit)
    )
    return [
        AliasVersion(
            version=row.version, forms=tuple(row.forms), by=row.changed_by, at=row.changed_at
        )
        for row in await tx.execute(statement)
    ]


async def remove(tx: Tx, name: str) -> bool:
    """Delete a set with its versions."""
    statement = sa.delete(alias_sets).where(alias_sets.c.name == name)
    return (await tx.execute(statement)).rowcount > 0


async def count_users(tx: Tx) -> dict[str, int]:
    """Return by name how many rules in force use each set."""
    statement = (
        sa.select(rule_aliases.c.name, sa.func.count())
        .join(rules, rules.c.id == rule_aliases.c.rule_id)
        .where(rules.c.state == "active")
        .group_by(rule_aliases.c.name)
    )
    return {row[0]: row[1] for row in await tx.execute(statement)}
