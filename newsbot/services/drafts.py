"""Own what is told of a query while it is written: what is odd about it, and the forms it misses.

It saves nothing. What the query would hit is told by `backtests`.
"""

import asyncio
from dataclasses import dataclass

from newsbot import matching
from newsbot.db import rule_lists
from newsbot.services.desk import Desk
from newsbot.services.queries import RefusedQuery, check_query, known_sets, read_query
from newsbot.services.recent import recent
from newsbot.services.wordforms import Forms, offers

COMPARED = 200
"""Rules of the house that a draft is compared with, the newest: 40 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Hold what may be better about a query."""

    findings: tuple[matching.Finding, ...]
    forms: tuple[Forms, ...]
    names: dict[int, str]


async def advise(desk: Desk, query: str, *, rule_id: int | None = None) -> Advice:
    """Return findings and word forms for a query; `rule_id` is the rule that it will replace.

    Raises `RefusedQuery`.
    """
    parsed = await read_query(desk, query)
    assert parsed.query is not None
    async with desk.db.reading() as tx:
        house = await rule_lists.page(tx, kind="house", limit=COMPARED)
        sets = await known_sets(tx)
    others: dict[int, matching.Query] = {}
    for rule in house:
        if rule.id == rule_id:
            continue
        try:
            tree = check_query(rule.query, sets).query
        except RefusedQuery:
            continue
        if tree is not None:
            others[rule.id] = tree
    sample = await recent(desk)
    findings = await asyncio.to_thread(
        matching.lint, parsed.query, share=sample.share, others=others
    )
    forms = await offers(desk, query, known=sample)
    return Advice(
        findings=findings,
        forms=tuple(forms),
        names={rule.id: rule.name for rule in house},
    )
