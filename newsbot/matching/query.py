"""Own the tree of a parsed query and its errors as values; it neither reads nor prints them.

A field that a person wrote before a group is carried by each leaf, so that a leaf alone says
what it asks. Equal questions written alike give equal trees: every node compares by value.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Mode = Literal["plain", "exact", "stem", "hashtag"]
"""How a word is compared: any case, as written (`=WHO`), by its stem, as a hashtag."""

TextField = Literal["", "title", "body", "author", "tag"]
"""Where a leaf looks; the empty field is title or body."""

ValueField = Literal["source", "lang", "site"]
"""Fields that are compared exactly, not word by word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Ask for a word or, where `text` holds several, for a phrase; `prefix` is the star."""

    text: str
    field: TextField = ""
    mode: Mode = "plain"
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Ask for any form of a named set; `forms` are the forms as they stood when parsed."""

    name: str
    forms: tuple[Term, ...]
    field: TextField = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regex:
    """Ask for an RE2 pattern in the original text of one field."""

    pattern: str
    field: TextField = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Ask for a source by id or name, a primary language subtag, or a host."""

    field: ValueField
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """Ask for all of two children or more."""

    children: tuple["Query", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """Ask for any of two children or more."""

    children: tuple["Query", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """Ask for the absence of the child."""

    child: "Query"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Ask for two operands in one field, in any order, at most `distance` positions apart."""

    left: "Query"
    right: "Query"
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Ask for `minimum` occurrences or more, added up over the fields of the child."""

    child: "Query"
    minimum: int


Leaf: TypeAlias = Term | Alias | Regex | Value
Share: TypeAlias = Callable[[Leaf], float | None]
"""Says in which share of recent articles a leaf holds, None where that is not known."""

Query: TypeAlias = Leaf | And | Or | Not | Near | Count


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryError:
    """Say what is wrong from `start` to `end` (characters of the query as given).

    `code` is stable and for programs, `message` is for people. `fixes` are whole queries to
    choose from (two where a query can be read in two ways); `fix` is the same in one line.
    """

    start: int
    end: int
    code: str
    message: str
    fix: str = ""
    fixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryWarning:
    """Say what was accepted and may not be meant; the fields are those of `QueryError`."""

    start: int
    end: int
    code: str
    message: str
    fix: str = ""
    fixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """Hold the answer of the parser: a tree with its canonical text, or errors.

    `query` is None and `canonical` empty if and only if there are errors.
    """

    query: Query | None
    canonical: str
    errors: tuple[QueryError, ...] = ()
    warnings: tuple[QueryWarning, ...] = ()


def leaves(query: Query) -> Iterator[Leaf]:
    """Yield the leaves from left to right, repeated ones as often as they stand."""
    match query:
        case And(children=children) | Or(children=children):
            for child in children:
                yield from leaves(child)
        case Not(child=child) | Count(child=child):
            yield from leaves(child)
        case Near(left=left, right=right):
            yield from leaves(left)
            yield from leaves(right)
        case _:
            yield query
