"""Own the one spelling of a tree; parsing it gives the same tree again."""

from functools import lru_cache

import regex

from newsbot.matching.lexer import Lexer
from newsbot.matching.problems import Problems
from newsbot.matching.query import (
    Alias,
    And,
    Count,
    Near,
    Not,
    Or,
    Query,
    Regex,
    Term,
    Value,
    leaves,
)
from newsbot.matching.terms import term_text

_NO_FIELD = " "
"""Stands for the scope of a query that names no field: there is none to write before a group."""

_BARE_VALUE = regex.compile(r"""[^\s()",*]+""")


def canonical(query: Query) -> str:
    """Return the canonical text of a tree or a leaf."""
    scoped = any(leaf.field for leaf in leaves(query))
    return _text(query, "" if scoped else _NO_FIELD)


def _text(query: Query, field: str) -> str:
    """Return the text of a node that stands inside the scope of a field."""
    match query:
        case And(children=children):
            return _group(query, " ", field, children)
        case Or(children=children):
            return _group(query, " OR ", field, children)
        case Not(child=child):
            return f"-{_inner(child, field)}"
        case Near(left=left, right=right, distance=distance):
            own = "" if field else _common_field(query)
            text = f"{_inner(left, own or field)} NEAR/{distance} {_inner(right, own or field)}"
            return f"{own}:({text})" if own else text
        case Count(child=child, minimum=minimum):
            return f"{_inner(child, field)} >= {minimum}"
        case _:
            return _leaf(query, field)


def _group(query: Query, joint: str, field: str, children: tuple[Query, ...]) -> str:
    own = "" if field else _common_field(query)
    text = joint.join(_inner(child, own or field) for child in children)
    return f"{own}:({text})" if own else text


def _inner(query: Query, field: str) -> str:
    """Return the text of a node in a place where it must hold together."""
    text = _text(query, field)
    if isinstance(query, And | Or | Near) and (field or not _common_field(query)):
        return f"({text})"
    return f"({text})" if isinstance(query, Count) else text


def _common_field(query: Query) -> str:
    """Return the field that all leaves share and that can be written once before the group."""
    fields = {leaf.field for leaf in leaves(query)}
    return fields.pop() if len(fields) == 1 else ""


def _leaf(leaf: Term | Alias | Regex | Value, field: str) -> str:
    scope = f"{leaf.field}:" if leaf.field and leaf.field != field else ""
    match leaf:
        case Term():
            return scope + _term(leaf)
        case Alias(name=name):
            return f"{scope}@{name}"
        case Regex(pattern=pattern):
            return f"{scope}/{_escaped(pattern)}/"
        case Value(text=text):
            return scope + (text if _is_bare_value(text, scope) else f'"{text}"')


def _term(term: Term) -> str:
    star = "*" if term.prefix else ""
    if term.mode == "hashtag":
        return f"#{term.text}{star}"
    sign = {"plain": "", "exact": "=", "stem": "stem:"}[term.mode]
    bare = is_bare(term.text)
    return f"{sign}{term.text}{star}" if bare else f'{sign}"{term.text}{star}"'


@lru_cache(maxsize=10_000)
def is_bare(text: str) -> bool:
    """Say whether a text can stand in a query without quotation marks and mean itself."""
    problems = Problems(text)
    tokens = Lexer(text, problems).read()
    return (
        len(tokens) == 1
        and tokens[0].kind == "word"
        and not tokens[0].star
        and not problems.errors
        and term_text(tokens[0].text) == text
        and not regex.search(r"[~^|\\?!$*]|&&", text)
    )


def _is_bare_value(text: str, scope: str) -> bool:
    if scope:
        return bool(_BARE_VALUE.fullmatch(text))
    return is_bare(text)


def _escaped(pattern: str) -> str:
    """Return a pattern with its slashes escaped, as the lexer took the escapes away."""
    pieces = regex.findall(r"(?s)\\.|.", pattern)
    return "".join("\\/" if piece == "/" else piece for piece in pieces)
