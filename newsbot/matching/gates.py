"""Own the gates of a node: keys of which an article must hold one before the node can be true.

A gate that is sufficient decides the node by itself. Gates are what the indexes are made of; a
node without gates (a pattern, a NOT) can be true of any article.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias, get_args

from newsbot.matching.pattern import Element, Sequence, sequences
from newsbot.matching.query import Alias, And, Count, Near, Not, Or, Query, Regex, Term, Value

GateKind = Literal[
    "word", "prefix", "pair", "stem", "title", "author", "tag", "source", "lang", "site"
]


KINDS: tuple[GateKind, ...] = get_args(GateKind)
"""All kinds; their places are their numbers in stored tables, so new ones go to the end."""


class Gate(NamedTuple):
    """Name something that an article can hold; `second` is the second word of a pair.

    Words, prefixes, pairs and stems are those of title and body; title, author and tag are
    words of these fields; the rest are values.
    """

    kind: GateKind
    key: str
    second: str = ""


class Link(NamedTuple):
    """Join a gate to a node: `sufficient` when the gate alone makes the node true."""

    gate: Gate
    sufficient: bool


Cost: TypeAlias = Callable[[Gate], float]
"""Says in which share of the articles a gate is found."""


def links_of(node: Query, cost: Cost) -> tuple[Link, ...] | None:
    """Return the gates of a node, None when it has none; `cost` chooses among possible ones."""
    match node:
        case Term():
            return tuple(_link(node, sequence, cost) for sequence in sequences(node))
        case Alias(forms=children) | Or(children=children):
            return _any_of(children, cost)
        case Value(field="source", text=text):
            return (Link(Gate("source", text.casefold()), sufficient=True),)
        case Value(field=field, text=text):
            return (Link(Gate(field, text), sufficient=True),)
        case And(children=children):
            return _rarest(children, cost)
        case Near(left=left, right=right):
            return _rarest((left, right), cost)
        case Count(child=child):
            return _weak(links_of(child, cost))
        case Not() | Regex():
            return None


def total_cost(links: Iterable[Link], cost: Cost) -> float:
    """Return in which share of the articles one of the gates is found, at most."""
    return sum(cost(link.gate) for link in links)


def pairs_of(node: Query) -> tuple[Gate, ...]:
    """Return all word pairs that a phrase of three words or more needs, beside its gate."""
    if not isinstance(node, Term):
        return ()
    found = sequences(node)
    if len(found) != 1 or len(found[0]) < 3 or node.field in {"author", "tag"}:  # noqa: PLR2004
        return ()
    return tuple(_pairs(found[0]))


def _any_of(children: Iterable[Query], cost: Cost) -> tuple[Link, ...] | None:
    found: dict[Gate, bool] = {}
    for child in children:
        links = links_of(child, cost)
        if links is None:
            return None
        for gate, sufficient in links:
            found[gate] = sufficient or found.get(gate, False)
    return tuple(Link(gate, sufficient) for gate, sufficient in found.items())


def _rarest(children: Iterable[Query], cost: Cost) -> tuple[Link, ...] | None:
    candidates = [links for child in children if (links := links_of(child, cost)) is not None]
    if not candidates:
        return None
    return _weak(min(candidates, key=lambda links: total_cost(links, cost)))


def _weak(links: tuple[Link, ...] | None) -> tuple[Link, ...] | None:
    return None if links is None else tuple(Link(link.gate, sufficient=False) for link in links)


def _link(term: Term, sequence: Sequence, cost: Cost) -> Link:
    if len(sequence) == 1:
        return _single(term, sequence[0])
    if term.field in {"author", "tag"}:
        return Link(_scoped(term, sequence[0]), sufficient=False)
    pairs = list(_pairs(sequence))
    if not pairs:
        return Link(Gate("word", sequence[0].key), sufficient=False)
    plain = all(element.kind == "key" for element in sequence)
    whole = plain and len(sequence) == 2 and not term.field  # noqa: PLR2004 - a pair
    return Link(min(pairs, key=cost), sufficient=whole)


def _single(term: Term, element: Element) -> Link:
    if element.kind == "stem" and term.field in {"", "title", "body"}:
        return Link(Gate("stem", element.key), sufficient=not term.field)
    if element.kind == "prefix" and term.field in {"", "title", "body"}:
        return Link(Gate("prefix", element.key), sufficient=not term.field)
    if term.field in {"author", "tag"}:
        return Link(_scoped(term, element), sufficient=element.kind == "key")
    kind: GateKind = "title" if term.field == "title" else "word"
    return Link(Gate(kind, element.key), sufficient=element.kind == "key" and term.field != "body")


def _scoped(term: Term, element: Element) -> Gate:
    """Return the gate in author or tag; what is no plain word there asks for any word at all."""
    kind: GateKind = "author" if term.field == "author" else "tag"
    return Gate(kind, element.key if element.kind in {"key", "exact"} else "")


def _pairs(sequence: Sequence) -> Iterable[Gate]:
    for first, second in pairwise(sequence):
        if first.kind != "prefix" and second.kind != "prefix":
            yield Gate("pair", first.key, second.key)
