"""Own the conjunctive form of a query: all of several clauses, each any of several literals."""

from itertools import product
from math import prod
from typing import NamedTuple, TypeAlias

from newsbot.matching.gates import Gate, pairs_of
from newsbot.matching.query import And, Near, Not, Or, Query

MAX_DISTRIBUTED = 16
"""Clauses that an OR of ANDs may become; a larger one stays whole and is decided as one node."""


class Literal(NamedTuple):
    """Ask for a node, or for a bare gate, to be true; `negative`: to be false."""

    node: Query | Gate
    negative: bool = False


Clause: TypeAlias = tuple[Literal, ...]


def clauses_of(query: Query) -> tuple[Clause, ...]:
    """Return clauses that hold together if and only if the query does.

    Beside what the query says there are clauses that follow from it and are quicker to refuse:
    the operands of a NEAR, the word pairs of a long phrase.
    """
    return tuple(dict.fromkeys(_clauses(query, helped=True)))


def _clauses(query: Query, *, negative: bool = False, helped: bool = False) -> list[Clause]:
    """Return the clauses of a query or its negation; `helped` asks for those that follow too."""
    match query:
        case Not(child=child):
            return _clauses(child, negative=not negative, helped=helped)
        case And(children=children) if not negative:
            return _of_all(children, negative=False, helped=helped)
        case Or(children=children) if negative:
            return _of_all(children, negative=True, helped=helped)
        case And(children=children) | Or(children=children):
            return _of_any(query, children, negative=negative)
        case Near(left=left, right=right) if helped and not negative:
            return [*_clauses(left, helped=True), *_clauses(right, helped=True), (Literal(query),)]
        case _:
            pairs = pairs_of(query) if helped and not negative else ()
            return [*((Literal(pair),) for pair in pairs), (Literal(query, negative),)]


def _of_all(children: tuple[Query, ...], *, negative: bool, helped: bool) -> list[Clause]:
    return [
        clause for child in children for clause in _clauses(child, negative=negative, helped=helped)
    ]


def _of_any(query: Query, children: tuple[Query, ...], *, negative: bool) -> list[Clause]:
    """Return the clauses of a disjunction, or the disjunction whole where they are too many."""
    parts = [_clauses(child, negative=negative) for child in children]
    if prod(map(len, parts)) > MAX_DISTRIBUTED:
        return [(Literal(query, negative),)]
    return [
        tuple(dict.fromkeys(literal for clause in choice for literal in clause))
        for choice in product(*parts)
    ]
