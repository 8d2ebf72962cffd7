"""Own the reference evaluator: what a rule means on one article; it is not made for speed."""

from dataclasses import dataclass

from newsbot.domain.rule import Evidence
from newsbot.matching.document import PreparedDocument
from newsbot.matching.query import And, Query, Term

EVIDENCE_LIMIT = 50
"""Places listed for one match; a message shows a few, a page highlights all of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Explain a decision: the first clause that failed, in canonical form, and what came nearest.

    `clause` and `nearest` are empty when the query matched.
    """

    matched: bool
    message: str
    clause: str = ""
    nearest: str = ""


def matches(query: Query, prepared: PreparedDocument) -> bool:
    """Say whether a query holds for a document."""
    match query:
        case Term(text=text):
            return text.casefold() in prepared.words
        case And(children=children):
            return all(matches(child, prepared) for child in children)
        case _:
            return False


def evidence(
    query: Query, prepared: PreparedDocument, *, limit: int = EVIDENCE_LIMIT
) -> tuple[Evidence, ...]:
    """Return the places that make a query match, in order of field and offset."""
    del query, prepared, limit
    return ()


def why(query: Query, prepared: PreparedDocument) -> Why:
    """Explain why a query matches or does not."""
    matched = matches(query, prepared)
    return Why(matched=matched, message="It matches." if matched else "It does not match.")
