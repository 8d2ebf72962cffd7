"""Own the reading of a query for people: refused with each place marked, `@names` looked up.

What a query means belongs to `matching`; the sets that names stand for are rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsbot import matching
from newsbot.db import Tx, aliases, ruletrees
from newsbot.errors import Invalid
from newsbot.matching.codec import encode_query
from newsbot.matching.query import Alias
from newsbot.services.desk import Desk

UNKNOWN_ALIAS = "unknown_alias"
"""The parser's code for a name that no set has: the sets are looked up only for these."""


class RefusedQuery(Invalid):
    """Say what is wrong with a query, with each place marked; `errors` for programs."""

    def __init__(self, query: str, errors: Sequence[matching.QueryError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(_explained(query, error) for error in errors))


def _explained(query: str, error: matching.QueryError) -> str:
    lines = [error.message]
    if query.strip():
        lines.append(matching.mark_error(query, error))
    if error.fix and error.fix not in error.message:
        lines.append(f"try: {error.fix}")
    return "\n".join(lines)


def check_query(query: str, sets: Mapping[str, Sequence[str]] | None = None) -> matching.Parsed:
    """Parse a query with these alias sets. Raises `RefusedQuery`, `Invalid`."""
    parsed = _parse(query, sets)
    if parsed.query is None:
        raise RefusedQuery(query, parsed.errors)
    return parsed


def check_spelling(query: str) -> None:
    """Check a query, whatever sets there are. Raises `RefusedQuery`, `Invalid`."""
    wrong = [error for error in _parse(query, None).errors if error.code != UNKNOWN_ALIAS]
    if wrong:
        raise RefusedQuery(query, wrong)


async def read_query(desk: Desk, query: str) -> matching.Parsed:
    """Parse a query with the stored alias sets. Raises `RefusedQuery`, `Invalid`."""
    parsed = _parse(query, None)
    if not _asks_for_sets(parsed):
        return check_query(query)
    async with desk.db.reading() as tx:
        return check_query(query, await known_sets(tx))


async def known_sets(tx: Tx) -> dict[str, tuple[str, ...]]:
    """Return the forms of every stored alias set by its name."""
    return {one.name: one.forms for one in await aliases.list_all(tx)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Hold a query as it is stored: its tree, and which alias sets the tree was made with."""

    parsed: matching.Parsed
    query: matching.Query
    tree: str
    alias_names: tuple[str, ...]


async def settle(tx: Tx, query: str) -> Settled:
    """Parse a query to be stored in this transaction; no set it uses is edited meanwhile.

    Raises `RefusedQuery`, `Invalid`.
    """
    parsed = _parse(query, None)
    if _asks_for_sets(parsed):
        await ruletrees.lock(tx)
        parsed = check_query(query, await known_sets(tx))
    if parsed.query is None:
        raise RefusedQuery(query, parsed.errors)
    names = {leaf.name for leaf in matching.leaves(parsed.query) if isinstance(leaf, Alias)}
    return Settled(
        parsed=parsed,
        query=parsed.query,
        tree=encode_query(parsed.query),
        alias_names=tuple(sorted(names)),
    )


def _parse(query: str, sets: Mapping[str, Sequence[str]] | None) -> matching.Parsed:
    if "\0" in query:  # PostgreSQL stores no such character
        raise Invalid("the query holds a character NUL; take it out")
    return matching.parse(query, aliases=sets)


def _asks_for_sets(parsed: matching.Parsed) -> bool:
    return any(error.code == UNKNOWN_ALIAS for error in parsed.errors)
