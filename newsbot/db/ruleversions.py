"""Own the reading of a rule's former versions; `rules` writes one with every edit."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import rule_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """Hold what a rule was, by whom and since when."""

    version: int
    name: str
    query: str
    canonical: str
    changed_by: str
    changed_at: datetime


async def list_all(tx: Tx, rule_id: int) -> list[RuleVersion]:
    """Return every version of a rule, the latest first."""
    statement = (
        sa.select(rule_versions)
        .where(rule_versions.c.rule_id == rule_id)
        .order_by(rule_versions.c.version.desc())
    )
    return [
        RuleVersion(
            version=row.version,
            name=row.name,
            query=row.query,
            canonical=row.canonical,
            changed_by=row.changed_by,
            changed_at=row.changed_at,
        )
        for row in await tx.execute(statement)
    ]
