"""Own how nodes are put together: flat, without repetition and double negation."""

from collections.abc import Iterable

from newsbot.matching.query import And, Count, Near, Not, Or, Query


def make_and(nodes: Iterable[Query]) -> Query:
    """Return the conjunction of one node or more."""
    flat: dict[Query, None] = {}
    for node in nodes:
        flat.update(dict.fromkeys(node.children if isinstance(node, And) else (node,)))
    return And(children=tuple(flat)) if len(flat) > 1 else next(iter(flat))


def make_or(nodes: Iterable[Query]) -> Query:
    """Return the disjunction of one node or more."""
    flat: dict[Query, None] = {}
    for node in nodes:
        flat.update(dict.fromkeys(node.children if isinstance(node, Or) else (node,)))
    return Or(children=tuple(flat)) if len(flat) > 1 else next(iter(flat))


def make_not(node: Query) -> Query:
    """Return the negation; of a negation, what it negates."""
    return node.child if isinstance(node, Not) else Not(child=node)


def depth(query: Query) -> int:
    """Return how many operators stand over the deepest leaf."""
    match query:
        case And(children=children) | Or(children=children):
            return 1 + max(map(depth, children))
        case Not(child=child) | Count(child=child):
            return 1 + depth(child)
        case Near(left=left, right=right):
            return 1 + max(depth(left), depth(right))
        case _:
            return 0
