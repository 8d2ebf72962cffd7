"""Own the parser of the rule language; it evaluates nothing."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from newsbot.matching.query import And, Parsed, Query, QueryError, QueryWarning, Term


class AliasLookup(Protocol):
    """Know the alias sets by name."""

    def forms(self, name: str) -> Sequence[str] | None:
        """Return the forms of a set, None when there is no such set."""

    def names(self) -> Sequence[str]:
        """Return the names of all sets."""


def parse(
    query: str,
    *,
    aliases: Mapping[str, Sequence[str]] | AliasLookup | None = None,  # noqa: ARG001 - next step
) -> Parsed:
    """Parse a query; never raises for any text."""
    terms = tuple(Term(text=word) for word in query.split())
    if not terms:
        error = QueryError(start=0, end=len(query), code="empty", message="The query is empty.")
        return Parsed(query=None, canonical="", errors=(error,))
    tree: Query = terms[0] if len(terms) == 1 else And(children=terms)
    return Parsed(query=tree, canonical=" ".join(term.text for term in terms))


def mark_error(query: str, error: QueryError | QueryWarning) -> str:
    """Return the query with the place of an error marked on a second line."""
    return f"{query}\n{' ' * error.start}{'^' * max(1, error.end - error.start)}"
