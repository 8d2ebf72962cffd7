"""Own the compiled rules of one worker, kept in step with the database before each batch.

It decides nothing about language: parsing and judging belong to `matching`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from newsbot import matching
from newsbot.db import Database, rules
from newsbot.domain.article import Article
from newsbot.domain.rule import Evidence, Match, Rule
from newsbot.matching.articles import document_of

log = structlog.get_logger(__name__)

EVIDENCE_LIMIT = 20
"""Places stored for one match: more than a reader looks at, bounded for a rule that hits all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    rule: Rule
    query: matching.Query


class Rulebook:
    """Hold the rules in force, as of `revision` of the database."""

    def __init__(self) -> None:
        self.revision = -1
        self._compiled: dict[int, _Compiled] = {}

    async def refresh(self, db: Database) -> None:
        """Take in the edits since last time: effective for the next article, no rebuild."""
        async with db.reading() as tx:
            newest = await rules.revision(tx)
            if newest == self.revision:
                return
            changed, removed = await rules.edited_since(tx, self.revision)
        for rule_id in removed:
            self._compiled.pop(rule_id, None)
        for rule in changed:
            self._put(rule)
        self.revision = newest

    def _put(self, rule: Rule) -> None:
        parsed = matching.parse(rule.canonical)
        if parsed.query is None:
            # The language accepted it once; a later version that does not must not stop the worker.
            log.error("rule left out: unreadable", action="rules", rule=rule.id)
            self._compiled.pop(rule.id, None)
            return
        self._compiled[rule.id] = _Compiled(rule=rule, query=parsed.query)

    def match(self, article: Article) -> list[Match]:
        """Return every rule that holds for this article, with evidence, by rule id."""
        prepared = matching.prepare(document_of(article))
        return [
            Match(
                rule_id=one.rule.id,
                rule_version=one.rule.version,
                rule_name=one.rule.name,
                evidence=_with_text(
                    matching.evidence(one.query, prepared, limit=EVIDENCE_LIMIT), article
                ),
            )
            for _, one in sorted(self._compiled.items())
            if matching.matches(one.query, prepared)
        ]


def _with_text(found: Sequence[Evidence], article: Article) -> tuple[Evidence, ...]:
    """Return the evidence with the words that stand there."""
    fields = {"title": article.title, "body": article.text, "author": article.author}
    fields["url"] = article.url
    return tuple(
        replace(one, text=fields[one.field][one.start : one.end]) if one.field in fields else one
        for one in found
    )
