"""Own the lint of rules with what the store knows: common words, other rules, missed forms."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsbot import matching
from newsbot.db import rules
from newsbot.domain.rule import Rule
from newsbot.matching.query import Alias, Term
from newsbot.services.desk import Desk
from newsbot.services.queries import RefusedQuery, check_query, known_sets
from newsbot.services.recent import recent
from newsbot.services.wordforms import Forms, offers

COMPARED = 100
"""Rules of the same owner that one rule is compared with, those that share most beginnings."""


OFFERED_FOR = 50
"""Rules up to which all are told of missed word forms: each is judged on a week of articles."""


class Severity(StrEnum):
    """Say how much a finding weighs: errors make `rules lint` fail."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


SEVERITIES = {
    "unreadable": Severity.ERROR,
    "never_matches": Severity.ERROR,
    "always_matches": Severity.ERROR,
    "superset": Severity.HINT,
    "subset": Severity.HINT,
    "word_forms": Severity.HINT,
}
"""All other findings are warnings: the rule works, and not as its author thinks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Hold one finding about one rule; `other` is the rule it is compared with."""

    rule: Rule
    severity: Severity
    code: str
    message: str
    clause: str = ""
    fix: str = ""
    other: int | None = None
    forms: Forms | None = None


async def lint(desk: Desk, rule: Rule | None = None) -> list[Report]:
    """Return what is odd about one rule, or about all, rule by rule."""
    async with desk.db.reading() as tx:
        every = await rules.list_all(tx)
        sets = await known_sets(tx)
    sample = await recent(desk)
    queries: dict[int, matching.Query] = {}
    unreadable: dict[int, str] = {}
    for one in every:
        try:
            query = check_query(one.query, sets).query
            assert query is not None
            queries[one.id] = query
        except RefusedQuery as refusal:
            unreadable[one.id] = str(refusal)
    related = _Related(every, queries)
    found: list[Report] = []
    for one in every if rule is None else [rule]:
        if one.id not in queries:
            found.append(_report(one, "unreadable", unreadable.get(one.id, "")))
            continue
        others = {other: queries[other] for other in related.to(one)}
        findings = await asyncio.to_thread(
            matching.lint, queries[one.id], share=sample.share, others=others
        )
        found.extend(_of(one, finding) for finding in findings)
        if rule is not None or len(every) <= OFFERED_FOR:
            missed = await offers(desk, one.query, known=sample)
            found.extend(_report(one, "word_forms", each.message, forms=each) for each in missed)
    return found


def has_errors(found: Sequence[Report]) -> bool:
    """Say whether a rule among them cannot do what it is for."""
    return any(one.severity is Severity.ERROR for one in found)


def _of(rule: Rule, finding: matching.Finding) -> Report:
    return Report(
        rule=rule,
        severity=SEVERITIES.get(finding.code, Severity.WARNING),
        code=finding.code,
        message=finding.message,
        clause=finding.clause,
        fix=finding.fix,
        other=finding.rule_id,
    )


def _report(rule: Rule, code: str, message: str, *, forms: Forms | None = None) -> Report:
    return Report(
        rule=rule,
        severity=SEVERITIES[code],
        code=code,
        message=message,
        fix="" if forms is None else forms.with_stem or forms.with_or,
        forms=forms,
    )


class _Related:
    """Know which rules of one owner can have to do with each other: they share a beginning."""

    def __init__(self, every: Sequence[Rule], queries: dict[int, matching.Query]) -> None:
        self._owners = {rule.id: rule.owner_id for rule in every}
        self._beginnings = {key: _beginnings(query) for key, query in queries.items()}
        self._by_beginning: defaultdict[str, list[int]] = defaultdict(list)
        for key, beginnings in self._beginnings.items():
            for beginning in beginnings:
                self._by_beginning[beginning].append(key)

    def to(self, rule: Rule) -> Iterable[int]:
        """Return the ids of the rules to compare with, those with most in common first."""
        shared: defaultdict[int, int] = defaultdict(int)
        for beginning in self._beginnings[rule.id]:
            for key in self._by_beginning[beginning]:
                shared[key] += 1
        shared.pop(rule.id, None)
        nearest = sorted(shared, key=lambda key: (-shared[key], key))
        return [key for key in nearest if self._owners[key] == rule.owner_id][:COMPARED]


def _beginnings(query: matching.Query) -> set[str]:
    found: set[str] = set()
    for leaf in matching.leaves(query):
        for term in leaf.forms if isinstance(leaf, Alias) else (leaf,):
            text = term.text if isinstance(term, Term) else matching.canonical(term)
            found.update(word[:2] for word in text.casefold().split())
    return found
