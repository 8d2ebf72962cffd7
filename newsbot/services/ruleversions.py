"""Own the former versions of rules: told, and made the present one again."""

from newsbot.db import ruleversions
from newsbot.db.ruleversions import RuleVersion
from newsbot.errors import NotFound
from newsbot.services import rules
from newsbot.services.desk import Desk
from newsbot.services.rules import Kept


async def versions(desk: Desk, rule_id: int) -> list[RuleVersion]:
    """Return the versions of a rule in force, the latest first. Raises `NotFound`."""
    await rules.get(desk, rule_id)
    async with desk.db.reading() as tx:
        return await ruleversions.list_all(tx, rule_id)


async def restore(desk: Desk, rule_id: int, version: int) -> Kept:
    """Make a former version the present one, as a version of its own.

    Raises `NotFound`, `RefusedQuery` where today's language does not read it any more.
    """
    for one in await versions(desk, rule_id):
        if one.version == version:
            return await rules.edit(desk, rule_id, query=one.query, name=one.name)
    raise NotFound(
        f"rule {rule_id} has no version {version}; see: newsbot rules versions {rule_id}"
    )
