"""Own the explanation of a decision: the clause that failed, and what came nearest to it."""

from dataclasses import dataclass
from difflib import get_close_matches

from newsbot.domain.rule import Evidence
from newsbot.matching.canonical import canonical
from newsbot.matching.document import FIELDS, PreparedDocument
from newsbot.matching.evaluate import count, fields_of, hits, matches, starts
from newsbot.matching.evidence import evidence
from newsbot.matching.find import term_starts
from newsbot.matching.query import Alias, And, Count, Near, Not, Or, Query, Regex, Term, Value
from newsbot.matching.stems import stem
from newsbot.matching.tokens import Hit, Words, read_words

_SIMILARITY = 0.75
"""Of spelling, from which on a word is worth naming (difflib's ratio)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Explain a decision in one line.

    `clause` is the first clause that failed, in canonical form, `nearest` what of the article
    came nearest to it ("" for nothing). Both are empty when the query matched.
    """

    matched: bool
    message: str
    clause: str = ""
    nearest: str = ""


def why(query: Query, prepared: PreparedDocument) -> Why:
    """Explain why a query matches a document, or which clause failed first."""
    if matches(query, prepared):
        places = evidence(query, prepared, limit=1)
        if not places:
            return Why(matched=True, message=f"It matches: {canonical(query)}.")
        place = places[0]
        text = _quoted(place, prepared)
        return Why(matched=True, message=f"It matches: {place.leaf} by {text} in {place.field}.")
    clause = _first_failed(query, prepared)
    nearest = _nearest(clause, prepared)
    text = canonical(clause)
    message = f"{text} does not hold" + (f": {nearest}." if nearest else ".")
    return Why(matched=False, message=message, clause=text, nearest=nearest)


def _quoted(place: Evidence, prepared: PreparedDocument) -> str:
    text = prepared.document.text_of(place.field)[place.start : place.end]
    return f"“{' '.join(text.split())}”"


def _first_failed(query: Query, prepared: PreparedDocument) -> Query:
    if isinstance(query, And):
        failed = next(child for child in query.children if not matches(child, prepared))
        return _first_failed(failed, prepared)
    return query


def _nearest(clause: Query, prepared: PreparedDocument) -> str:
    match clause:
        case Not(child=child):
            return _unwanted(child, prepared)
        case Or(children=children) | Alias(forms=children):
            found = (_nearest(child, prepared) for child in children)
            return next((text for text in found if text), "")
        case Count(child=child, minimum=minimum):
            return f"it occurs {count(child, prepared)} of {minimum} times"
        case Near():
            return _nearest_distance(clause, prepared)
        case Term():
            return _nearest_word(clause, prepared)
        case Value(field="source"):
            return f"the source is {', '.join(prepared.document.source) or 'not stated'}"
        case Value(field="lang"):
            return f"the language is {prepared.lang or 'not stated'}"
        case Value():
            return f"the host is {prepared.host or 'not stated'}"
        case Regex() | And():
            return ""


def _unwanted(child: Query, prepared: PreparedDocument) -> str:
    places = evidence(child, prepared, limit=1)
    if not places:
        return f"{canonical(child)} holds"
    place = places[0]
    return f"{_quoted(place, prepared)} stands in {place.field}"


def _nearest_distance(near: Near, prepared: PreparedDocument) -> str:
    """Say how near the operands are at best, or which of them is missing."""
    best: int | None = None
    for name in FIELDS:
        left, right = hits(near.left, prepared, name), hits(near.right, prepared, name)
        for one in left[:100]:
            for other in right[:100]:
                apart = _distance(one, other)
                best = apart if apart and (best is None or apart < best) else best
    if best is not None:
        return f"they are {best} positions apart at best"
    for operand in (near.left, near.right):
        if not any(starts(operand, prepared, name) for name in FIELDS):
            nearest = _nearest(operand, prepared)
            return f"{canonical(operand)} does not occur" + (f", {nearest}" if nearest else "")
    return "they are never in one field"


def _distance(one: Hit, other: Hit) -> int:
    """Return the positions between the nearest edges, 0 for places that overlap."""
    if one.after <= other.first:
        return other.first - one.after + 1
    return one.first - other.after + 1 if other.after <= one.first else 0


def _nearest_word(term: Term, prepared: PreparedDocument) -> str:
    if term.field and (elsewhere := _elsewhere(term, prepared)):
        return elsewhere
    if term.mode == "exact":
        relaxed = Term(text=term.text, field=term.field)
        for name in fields_of(term.field):
            for hit in hits(relaxed, prepared, name):
                text = prepared.document.text_of(name)
                return f"it stands as “{text[hit.start : hit.end]}” in {name}"
    if term.mode == "hashtag" and matches(Term(text=term.text, field=term.field), prepared):
        return "it stands as a word, without the sign"
    keys = read_words(term.text).keys
    if len(keys) > 1:
        return _nearest_phrase(keys, term, prepared)
    for name in fields_of(term.field):
        if text := _similar(keys[0], prepared.words[name], prepared.lang):
            return f"the nearest word in {name} is “{text}”"
    return ""


def _elsewhere(term: Term, prepared: PreparedDocument) -> str:
    for name in FIELDS:
        if name != term.field and term_starts(term, prepared.words[name], prepared.lang):
            return f"it stands in {name}"
    return ""


def _nearest_phrase(keys: list[str], term: Term, prepared: PreparedDocument) -> str:
    held: set[str] = set()
    for name in fields_of(term.field):
        held.update(key for key in keys if key in prepared.words[name].all_keys())
    missing = [key for key in keys if key not in held]
    if not missing:
        return "its words occur, not side by side in one sentence"
    return f"“{missing[0]}” does not occur" if held else "none of its words occurs"


def _similar(key: str, words: Words, lang: str) -> str:
    """Return the word of a text that is most like a key, as written; "" for none."""
    root = stem(lang, key)
    known = sorted(words.all_keys())
    for candidate in known:
        if stem(lang, candidate) == root:
            hit = words.hits_of(candidate)[0]
            return words.text[hit.start : hit.end]
    candidates = [candidate for candidate in known if candidate[:1] == key[:1]]
    close = get_close_matches(key, candidates, n=1, cutoff=_SIMILARITY)
    if not close:
        return ""
    hit = words.hits_of(close[0])[0]
    return words.text[hit.start : hit.end]
