"""Own the reference evaluator: what a query means on one article. It decides and shows nothing.

The engine is faster and must answer the same; where they differ this module is right.
"""

from collections.abc import Sequence

from newsbot.matching.document import FIELDS, PreparedDocument
from newsbot.matching.find import term_hits, term_starts
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
    TextField,
    Value,
)
from newsbot.matching.regexes import encode, occurs
from newsbot.matching.tokens import Hit

_DEFAULT_FIELDS = ("title", "body")


def matches(query: Query, prepared: PreparedDocument) -> bool:
    """Say whether a query holds for a document."""
    match query:
        case Term() | Alias():
            return any(starts(query, prepared, name) for name in fields_of(query.field))
        case Regex(pattern=pattern, field=field):
            return any(occurs(pattern, encoded(prepared, name)) for name in fields_of(field))
        case Value():
            return _value_holds(query, prepared)
        case And(children=children):
            return all(matches(child, prepared) for child in children)
        case Or(children=children):
            return any(matches(child, prepared) for child in children)
        case Not(child=child):
            return not matches(child, prepared)
        case Near():
            return any(any(near_hits(query, prepared, name)) for name in FIELDS)
        case Count(child=child, minimum=minimum):
            return count(child, prepared) >= minimum


def fields_of(field: TextField) -> Sequence[str]:
    """Return the fields that a leaf looks in."""
    return (field,) if field else _DEFAULT_FIELDS


def starts(query: Query, prepared: PreparedDocument, field: str) -> int:
    """Return the positions in a field where a word, phrase, set or group begins, as bits."""
    match query:
        case Term(field=scope) if field in fields_of(scope):
            return term_starts(query, prepared.words[field], prepared.lang)
        case Alias(forms=children) | Or(children=children):
            found = 0
            for child in children:
                found |= starts(child, prepared, field)
            return found
        case _:
            return 0


def hits(query: Query, prepared: PreparedDocument, field: str) -> list[Hit]:
    """Return the occurrences in a field of a word, phrase, set or group of alternatives."""
    match query:
        case Term(field=scope) if field in fields_of(scope):
            return term_hits(query, prepared.words[field], prepared.lang)
        case Alias(forms=children) | Or(children=children):
            return sorted({hit for child in children for hit in hits(child, prepared, field)})
        case _:
            return []


def count(query: Query, prepared: PreparedDocument) -> int:
    """Return how often an operand of a count occurs; words at one place count once."""
    return sum(starts(query, prepared, name).bit_count() for name in FIELDS)


def near_hits(
    query: Near, prepared: PreparedDocument, field: str
) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
    """Return the occurrences of either operand that have one of the other within distance.

    Distance is measured between the nearest edges, in positions; occurrences that overlap are
    not near each other: a word is not near itself.
    """
    left, right = hits(query.left, prepared, field), hits(query.right, prepared, field)
    if not left or not right:
        return (), ()
    return _near(left, right, query.distance), _near(right, left, query.distance)


def _near(operand: list[Hit], others: list[Hit], distance: int) -> tuple[Hit, ...]:
    begins = ends = 0
    for other in others:
        begins |= 1 << other.first
        ends |= 1 << other.after
    return tuple(
        hit
        for hit in operand
        if _any_bit(begins, hit.after, hit.after + distance)
        or _any_bit(ends, hit.first - distance + 1, hit.first + 1)
    )


def _any_bit(positions: int, low: int, high: int) -> bool:
    """Say whether a position in [low, high) is in the set."""
    low, high = max(low, 0), min(high, positions.bit_length())
    return low < high and bool(positions >> low & ((1 << (high - low)) - 1))


def encoded(prepared: PreparedDocument, field: str) -> bytes:
    """Return the text of a field in UTF-8, made once."""
    text = prepared.encoded.get(field)
    if text is None:
        text = prepared.encoded[field] = encode(prepared.document.text_of(field))
    return text


def _value_holds(value: Value, prepared: PreparedDocument) -> bool:
    text = value.text.casefold() if value.field == "source" else value.text
    return text in prepared.values[value.field]
