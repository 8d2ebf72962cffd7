"""Own what can be said of a rule before it has met an article; it changes nothing by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from newsbot.matching.atoms import VERY_COMMON
from newsbot.matching.canonical import canonical
from newsbot.matching.query import (
    Alias,
    And,
    Count,
    Leaf,
    Near,
    Not,
    Or,
    Query,
    Regex,
    Share,
    Term,
    leaves,
)
from newsbot.matching.reasoning import can_hold, surely_within
from newsbot.matching.shape import make_and, make_not, make_or

MIN_LITERAL = 3
"""Letters in a row that let a pattern be refused quickly and mean something."""

MAX_COMPARED = 20
"""Alternatives of one group that are compared with each other: each pair is a small search."""

_NO_LITERAL = regex.compile(
    r"\\Q|\\[pP]\{[^}]*\}|\\x\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[a-zA-Z-]+\)|\(\?P?<?\w*>?:?"
    r"|.[*?]|.\{0?,?\d*\}|[.^$|()+]"
)
"""What of a pattern is no fixed text: classes, escapes, flags, what may be missing, signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Say something of a rule: stable `code`, `message` for people, the part, and a fix.

    `fix` is a whole query or empty; `rule_id` the other rule where there is one.
    """

    code: str
    message: str
    clause: str = ""
    fix: str = ""
    rule_id: int | None = None


def lint(
    query: Query, *, share: Share | None = None, others: Mapping[int, Query] | None = None
) -> tuple[Finding, ...]:
    """Return what is odd about a rule, the gravest first.

    `others` are rules to compare with, such as those of the same owner.
    """
    possible = can_hold(query)
    if possible is False:
        message = f"No article can match: {canonical(query)} contradicts itself."
        return (Finding(code="never_matches", message=message, clause=canonical(query)),)
    return (
        *_always(query),
        *_dead_parts(query),
        *_common(query, share),
        *_patterns(query),
        *_relations(query, others or {}),
    )


def _always(query: Query) -> Iterator[Finding]:
    if can_hold(make_not(query)) is False:
        message = "Every article matches. Add a word that must occur."
        yield Finding(code="always_matches", message=message, clause=canonical(query))


def _dead_parts(query: Query) -> Iterator[Finding]:
    """Report alternatives that an exclude shadows, or that another alternative covers."""
    excluding = _excludes(query)
    for group in _alternatives(query):
        for child in group.children[:MAX_COMPARED]:
            text = canonical(child)
            if excluding and can_hold(make_and([query, child])) is False:
                message = f"{text} can never count here: what is excluded takes all of it away."
                fix = canonical(_without(query, group, child))
                yield Finding(code="shadowed", message=message, clause=text, fix=fix)
            elif (wider := _wider(group, child)) is not None:
                message = f"{text} adds nothing: {canonical(wider)} hits all of it."
                fix = canonical(_without(query, group, child))
                yield Finding(code="redundant", message=message, clause=text, fix=fix)


def _wider(group: Or, child: Query) -> Query | None:
    """Return another alternative that hits all of this one; of equal ones the first stays."""
    for other in group.children[:MAX_COMPARED]:
        if other is child or not surely_within(child, other):
            continue
        earlier = group.children.index(other) < group.children.index(child)
        if earlier or not surely_within(other, child):
            return other
    return None


def _excludes(query: Query) -> bool:
    match query:
        case Not():
            return True
        case And(children=children) | Or(children=children):
            return any(map(_excludes, children))
        case _:
            return False


def _alternatives(query: Query) -> Iterator[Or]:
    """Yield the ORs that are not under a NOT."""
    match query:
        case Or(children=children):
            yield query
            for child in children:
                yield from _alternatives(child)
        case And(children=children):
            for child in children:
                yield from _alternatives(child)
        case _:
            return


def _without(query: Query, group: Or, child: Query) -> Query:
    """Return the query with one alternative of a group taken out."""
    if query == group:
        return make_or(other for other in group.children if other != child)
    match query:
        case And(children=children):
            return make_and(_without(part, group, child) for part in children)
        case Or(children=children):
            return make_or(_without(part, group, child) for part in children)
        case _:
            return query


def _common(query: Query, share: Share | None) -> Iterator[Finding]:
    if share is None:
        return
    for leaf in dict.fromkeys(_positive(query)):
        part = share(leaf)
        if part is not None and part >= VERY_COMMON:
            text = canonical(leaf)
            message = f"{text} hits {part:.0%} of last week's articles."
            yield Finding(code="very_common", message=message, clause=text)


def _positive(query: Query) -> Iterator[Leaf]:
    match query:
        case Not():
            return
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _positive(child)
        case Near() | Count():
            yield from leaves(query)
        case _:
            yield query


def _patterns(query: Query) -> Iterator[Finding]:
    for leaf in dict.fromkeys(leaves(query)):
        if isinstance(leaf, Regex) and not has_literal(leaf.pattern):
            text = canonical(leaf)
            message = (
                f"{text} holds no {MIN_LITERAL} fixed letters in a row; it is slow and hits much. "
                "Put a word into it or beside it."
            )
            yield Finding(code="regex_without_literal", message=message, clause=text)


def has_literal(pattern: str) -> bool:
    """Say whether a pattern holds fixed text: some letters or digits in a row."""
    rest = _NO_LITERAL.sub("\0", pattern)
    return bool(regex.search(rf"[\p{{L}}\p{{M}}\p{{N}}]{{{MIN_LITERAL},}}", rest))


def _relations(query: Query, others: Mapping[int, Query]) -> Iterator[Finding]:
    words = _words(query)
    for rule_id, other in others.items():
        if not words & _words(other):
            continue
        within, around = surely_within(query, other), surely_within(other, query)
        text = canonical(other)
        if within and around:
            code, message = "duplicate", f"It says the same as rule {rule_id}: {text}."
        elif within:
            code, message = "subset", f"All that it hits, rule {rule_id} hits as well: {text}."
        elif around:
            code, message = "superset", f"It hits all that rule {rule_id} hits: {text}."
        else:
            continue
        yield Finding(code=code, message=message, clause=text, rule_id=rule_id)


def _words(query: Query) -> set[str]:
    """Return the beginnings of all words of a query: rules without a common one do not relate."""
    found: set[str] = set()
    for leaf in leaves(query):
        terms = leaf.forms if isinstance(leaf, Alias) else (leaf,)
        for term in terms:
            text = term.text if isinstance(term, Term) else canonical(term)
            found.update(word.lstrip("#")[:1] for word in text.casefold().split())
    return found
