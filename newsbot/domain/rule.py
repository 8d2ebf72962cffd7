"""Own Rule and Evidence as values; the language itself lives in `matching`."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Name one place that made a rule match.

    `leaf` is the canonical text of the query's leaf, `field` one of title, body, author, tag,
    url; `start` and `end` are character offsets into the original text of that field. `text` is
    what stands there, kept when evidence is stored: later edits do not change what was shown.
    """

    leaf: str
    field: str
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Hold a stored query. `version` counts the edits of this rule, from 1.

    Of a `discreet` one nobody but its owner sees the words, only how much it finds.
    """

    id: int
    name: str
    query: str
    canonical: str
    owner_id: int | None
    public: bool
    version: int
    created_at: datetime
    updated_at: datetime
    discreet: bool = False


HIDDEN = "(hidden by its owner)"


def veiled(rule: Rule) -> Rule:
    """Return a rule as anybody but its owner may see it: a discreet one without its words."""
    if not rule.discreet:
        return rule
    return replace(rule, name=HIDDEN, query=HIDDEN, canonical=HIDDEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Record that a rule of a version holds for an article revision, and where."""

    rule_id: int
    rule_version: int
    rule_name: str
    evidence: tuple[Evidence, ...]
