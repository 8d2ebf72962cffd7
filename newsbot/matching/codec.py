"""Own the stored form of a tree: compact JSON, read back without parsing the language.

The database keeps it beside text and canonical form, and snapshots hold it, so that nothing is
parsed at start and an alias set reads as it stood.
"""

import json
from typing import Any

from newsbot.errors import Invalid
from newsbot.matching.query import Alias, And, Count, Mode, Near, Not, Or, Query, Regex, Term, Value

_MODES: tuple[Mode, ...] = ("plain", "exact", "stem", "hashtag")


def encode_query(query: Query) -> str:
    """Return a tree as JSON; equal trees give equal texts."""
    return json.dumps(_plain(query), ensure_ascii=False, separators=(",", ":"))


def decode_query(text: str) -> Query:
    """Return the tree of a text made by `encode_query`. Raises `Invalid`."""
    try:
        return _query(json.loads(text))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as exc:
        raise Invalid("This is no stored rule; parse its text again.") from exc


def _plain(query: Query) -> list[Any]:
    match query:
        case Term(text=text, field=field, mode=mode, prefix=prefix):
            return ["t", text, field, _MODES.index(mode), int(prefix)]
        case Alias(name=name, forms=forms, field=field):
            return ["@", name, field, [_plain(form) for form in forms]]
        case Regex(pattern=pattern, field=field):
            return ["/", pattern, field]
        case Value(field=value_field, text=text):
            return ["v", value_field, text]
        case And(children=children):
            return ["&", [_plain(child) for child in children]]
        case Or(children=children):
            return ["|", [_plain(child) for child in children]]
        case Not(child=child):
            return ["-", _plain(child)]
        case Near(left=left, right=right, distance=distance):
            return ["~", _plain(left), _plain(right), distance]
        case Count(child=child, minimum=minimum):
            return ["#", _plain(child), minimum]


def _query(plain: list[Any]) -> Query:
    kind, *rest = plain
    match kind:
        case "t":
            return _term(plain)
        case "@":
            forms = tuple(_term(form) for form in rest[2])
            return Alias(name=rest[0], field=rest[1], forms=forms)
        case "/":
            return Regex(pattern=rest[0], field=rest[1])
        case "v":
            return Value(field=rest[0], text=rest[1])
        case "&":
            return And(children=tuple(map(_query, rest[0])))
        case "|":
            return Or(children=tuple(map(_query, rest[0])))
        case "-":
            return Not(child=_query(rest[0]))
        case "~":
            return Near(left=_query(rest[0]), right=_query(rest[1]), distance=rest[2])
        case "#":
            return Count(child=_query(rest[0]), minimum=rest[1])
        case _:
            raise ValueError(kind)


def _term(plain: list[Any]) -> Term:
    _, text, field, mode, prefix = plain
    return Term(text=text, field=field, mode=_MODES[mode], prefix=bool(prefix))
