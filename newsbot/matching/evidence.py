"""Own the places that made a query match, in the original text; it decides no match itself."""

from collections.abc import Iterator

from newsbot.domain.rule import Evidence
from newsbot.matching.canonical import canonical
from newsbot.matching.document import FIELDS, PreparedDocument, host_key, url_host
from newsbot.matching.evaluate import encoded, fields_of, hits, matches, near_hits
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
    Term,
    Value,
    leaves,
)
from newsbot.matching.regexes import spans

EVIDENCE_LIMIT = 50
"""Places listed for one match: a message shows a few, a page highlights all of these."""

_ORDER = (*FIELDS, "url")


def evidence(
    query: Query, prepared: PreparedDocument, *, limit: int = EVIDENCE_LIMIT
) -> tuple[Evidence, ...]:
    """Return at most `limit` places that make a query match, empty when it does not.

    Every occurrence of every leaf that counts for the match is listed, by field and offset: a
    phrase whole, a NEAR by its operands, NATO's without its 's, U.S. with its dots, a hashtag
    with its sign. `source:` and `lang:` have no place in a text and are not listed.
    """
    if not matches(query, prepared):
        return ()
    found = set(_places(query, prepared, limit))
    ordered = sorted(found, key=lambda place: (_ORDER.index(place.field), place.start, place.end))
    return tuple(ordered[:limit])


def _places(query: Query, prepared: PreparedDocument, limit: int) -> Iterator[Evidence]:
    match query:
        case And(children=children) | Or(children=children):
            for child in children:
                if isinstance(query, And) or matches(child, prepared):
                    yield from _places(child, prepared, limit)
        case Not():
            return
        case Near():
            yield from _near_places(query, prepared)
        case Count(child=child):
            for leaf in leaves(child):
                yield from _leaf_places(leaf, prepared, limit)
        case _:
            yield from _leaf_places(query, prepared, limit)


def _near_places(query: Near, prepared: PreparedDocument) -> Iterator[Evidence]:
    for name in FIELDS:
        for operand, near in zip(
            (query.left, query.right), near_hits(query, prepared, name), strict=True
        ):
            for leaf in leaves(operand):
                text = canonical(leaf)
                for hit in set(hits(leaf, prepared, name)).intersection(near):
                    yield Evidence(leaf=text, field=name, start=hit.start, end=hit.end)


def _leaf_places(leaf: Leaf, prepared: PreparedDocument, limit: int) -> Iterator[Evidence]:
    text = canonical(leaf)
    match leaf:
        case Term(field=field) | Alias(field=field):
            for name in fields_of(field):
                for hit in hits(leaf, prepared, name)[:limit]:
                    yield Evidence(leaf=text, field=name, start=hit.start, end=hit.end)
        case Regex(pattern=pattern, field=field):
            for name in fields_of(field):
                for start, end in spans(pattern, encoded(prepared, name), limit):
                    yield Evidence(leaf=text, field=name, start=start, end=end)
        case Value(field="site"):
            yield from _site_place(text, prepared)
        case Value():
            return


def _site_place(text: str, prepared: PreparedDocument) -> Iterator[Evidence]:
    url = prepared.document.url
    host = url_host(url)
    start = url.find(host)
    if host and host_key(host) == prepared.host:
        yield Evidence(leaf=text, field="url", start=start, end=start + len(host))
