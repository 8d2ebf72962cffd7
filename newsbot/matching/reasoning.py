"""Own whether a query can hold at all: a small search over its leaves; it reads no article.

A yes or no is certain within what `implications` knows; where the search would take too long,
the answer is "perhaps", which callers take as nothing to report.
"""

from collections.abc import Iterable
from itertools import permutations

from newsbot.matching.implications import excludes, implies
from newsbot.matching.query import Alias, And, Count, Leaf, Near, Not, Or, Query, Regex, Term, Value
from newsbot.matching.regexes import matches_everything
from newsbot.matching.shape import make_and, make_not

_MAX_STEPS = 3_000
"""Assignments tried before giving up: a few milliseconds."""

_MAX_LEAVES = 60
"""Leaves compared with each other; more would take a tenth of a second."""

_Clause = frozenset[int]
_LEAF = (Term, Alias, Regex, Value)


class _GivenUp(Exception):
    """Say that the search took too long."""


def can_hold(query: Query) -> bool | None:
    """Say whether any article can match a query; None where that was not found out."""
    variables: dict[Query, int] = {}
    clauses: list[_Clause] = []
    try:
        clauses.append(frozenset([_literal(query, variables, clauses)]))
        clauses.extend(_axioms(variables))
        steps = [_MAX_STEPS]
        return _satisfiable(clauses, steps)
    except _GivenUp:
        return None


def surely_within(narrower: Query, wider: Query) -> bool:
    """Say whether every article that matches one query surely matches the other."""
    if isinstance(narrower, _LEAF) and isinstance(wider, _LEAF):
        return implies(narrower, wider)
    return can_hold(make_and([narrower, make_not(wider)])) is False


def _literal(query: Query, variables: dict[Query, int], clauses: list[_Clause]) -> int:
    """Return a literal equal to a query; what defines it is added to the clauses."""
    match query:
        case Not(child=child):
            return -_literal(child, variables, clauses)
        case And(children=children):
            literals = [_literal(child, variables, clauses) for child in children]
            own = _variable(query, variables)
            clauses.extend(frozenset([-own, literal]) for literal in literals)
            clauses.append(frozenset([own, *(-literal for literal in literals)]))
            return own
        case Or(children=children):
            literals = [_literal(child, variables, clauses) for child in children]
            own = _variable(query, variables)
            clauses.extend(frozenset([own, -literal]) for literal in literals)
            clauses.append(frozenset([-own, *literals]))
            return own
        case Near(left=left, right=right):
            own = _variable(query, variables)
            clauses.append(frozenset([-own, _literal(left, variables, clauses)]))
            clauses.append(frozenset([-own, _literal(right, variables, clauses)]))
            return own
        case Count(child=child):
            own = _variable(query, variables)
            clauses.append(frozenset([-own, _literal(child, variables, clauses)]))
            return own
        case _:
            return _variable(query, variables)


def _variable(query: Query, variables: dict[Query, int]) -> int:
    return variables.setdefault(query, len(variables) + 1)


def _axioms(variables: dict[Query, int]) -> Iterable[_Clause]:
    """Yield what holds of the leaves in every article."""
    leaves: list[Leaf] = [
        query for query in variables if not isinstance(query, And | Or | Not | Near | Count)
    ]
    if len(leaves) > _MAX_LEAVES:
        raise _GivenUp
    for leaf in leaves:
        if isinstance(leaf, Regex) and matches_everything(leaf.pattern):
            yield frozenset([variables[leaf]])
    for one, other in permutations(leaves, 2):
        if implies(one, other):
            yield frozenset([-variables[one], variables[other]])
        elif excludes(one, other):
            yield frozenset([-variables[one], -variables[other]])
    yield from _operator_axioms(variables)


def _operator_axioms(variables: dict[Query, int]) -> Iterable[_Clause]:
    """Yield that many occurrences are also few, and that close words are also less close."""
    counted = [query for query in variables if isinstance(query, Count)]
    for few, many in permutations(counted, 2):
        if few.child == many.child and few.minimum < many.minimum:
            yield frozenset([-variables[many], variables[few]])
    near = [query for query in variables if isinstance(query, Near)]
    for close, far in permutations(near, 2):
        if {close.left, close.right} == {far.left, far.right} and close.distance <= far.distance:
            yield frozenset([-variables[close], variables[far]])


def _satisfiable(clauses: list[_Clause], steps: list[int]) -> bool:
    """Search by unit propagation and splitting (Davis, Putnam, Logemann, Loveland)."""
    while True:
        steps[0] -= 1
        if steps[0] < 0:
            raise _GivenUp
        if not clauses:
            return True
        shortest = min(clauses, key=len)
        if not shortest:
            return False
        literal = next(iter(shortest))
        if len(shortest) > 1 and _satisfiable(_assume(clauses, literal), steps):
            return True
        clauses = _assume(clauses, literal if len(shortest) == 1 else -literal)


def _assume(clauses: list[_Clause], literal: int) -> list[_Clause]:
    return [clause - {-literal} for clause in clauses if literal not in clause]
