"""Own what a field before a word or group does to it, and what can be counted or be near."""

import regex

from newsbot.matching.document import host_key, primary_subtag, url_host
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
    TextField,
    Value,
    ValueField,
)
from newsbot.matching.shape import make_and, make_or
from newsbot.matching.signs import VALUE_FIELDS

_LANGUAGE_NAMES = {
    "arabic": "ar", "bulgarian": "bg", "chinese": "zh", "czech": "cs", "danish": "da",
    "deutsch": "de", "dutch": "nl", "english": "en", "finnish": "fi", "french": "fr",
    "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "italian": "it", "japanese": "ja", "korean": "ko", "norwegian": "no", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "spanish": "es",
    "swedish": "sv", "thai": "th", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip
_SUBTAG = regex.compile(r"[a-z]{2,3}")

_Place = tuple[int, int]


def is_operand(node: Query) -> bool:
    """Say whether a node has occurrences: a word, phrase, alias set, or alternatives of these."""
    if isinstance(node, Or):
        return all(isinstance(child, Term | Alias) for child in node.children)
    return isinstance(node, Term | Alias)


def with_field(node: Query, field: str, place: _Place, problems: Problems) -> Query | None:
    """Return the node with its leaves bound to a field; None after telling why it cannot be."""
    if field in VALUE_FIELDS:
        return _values(node, field, place, problems)  # type: ignore[arg-type] # one of the three
    if _has_field(node):
        problems.error(
            *place, "nested_field", "A field stands inside a field here. One of them is enough."
        )
        return None
    return _bound(node, field)  # type: ignore[arg-type] # one of the four


def _has_field(node: Query) -> bool:
    match node:
        case And(children=children) | Or(children=children):
            return any(map(_has_field, children))
        case Not(child=child) | Count(child=child):
            return _has_field(child)
        case Near(left=left, right=right):
            return _has_field(left) or _has_field(right)
        case Value():
            return True
        case _:
            return bool(node.field)


def _bound(node: Query, field: TextField) -> Query:
    match node:
        case Term(text=text, mode=mode, prefix=prefix):
            return Term(text=text, mode=mode, prefix=prefix, field=field)
        case Alias(name=name, forms=forms):
            bound = tuple(
                Term(text=f.text, mode=f.mode, prefix=f.prefix, field=field) for f in forms
            )
            return Alias(name=name, forms=bound, field=field)
        case Regex(pattern=pattern):
            return Regex(pattern=pattern, field=field)
        case And(children=children):
            return And(children=tuple(_bound(child, field) for child in children))
        case Or(children=children):
            return Or(children=tuple(_bound(child, field) for child in children))
        case Not(child=child):
            return Not(child=_bound(child, field))
        case Count(child=child, minimum=minimum):
            return Count(child=_bound(child, field), minimum=minimum)
        case Near(left=left, right=right, distance=distance):
            return Near(left=_bound(left, field), right=_bound(right, field), distance=distance)
        case Value():
            return node


def _values(node: Query, field: ValueField, place: _Place, problems: Problems) -> Query | None:
    match node:
        case Term(text=text, mode="plain", prefix=False, field=""):
            return value(field, text, place, problems)
        case Value(field=own, text=text) if own == field:
            return node
        case And(children=children) | Or(children=children):
            found = [_values(child, field, place, problems) for child in children]
            if any(child is None for child in found):
                return None
            good = tuple(child for child in found if child is not None)
            return make_and(good) if isinstance(node, And) else make_or(good)
        case Not(child=child):
            inner = _values(child, field, place, problems)
            return None if inner is None else Not(child=inner)
        case _:
            message = f"`{field}:` compares exactly: it takes plain names, no star and no sign."
            problems.error(*place, "bad_value", message)
            return None


def value(field: ValueField, text: str, place: _Place, problems: Problems) -> Value | None:
    """Return the leaf of a field that compares exactly, its text in one spelling."""
    if field == "lang":
        return _language(text, place, problems)
    if field == "site":
        return _site(text, place, problems)
    if "*" in text:
        message = "`source:` compares exactly: take out the star, or name several with OR."
        problems.error(*place, "bad_value", message)
        return None
    return Value(field="source", text=" ".join(text.split()))


def _language(text: str, place: _Place, problems: Problems) -> Value | None:
    subtag = primary_subtag(text)
    if subtag in _LANGUAGE_NAMES:
        code = _LANGUAGE_NAMES[subtag]
        message = f"Languages go by their code: lang:{code}."
        problems.error(*place, "bad_value", message, edits=[(*place, f"lang:{code}")])
        return None
    if not _SUBTAG.fullmatch(subtag):
        message = "A language goes by its code of two or three letters: lang:en, lang:uk."
        problems.error(*place, "bad_value", message)
        return None
    if subtag != text.strip().lower():
        message = f"Only the language counts, not the region: lang:{subtag}."
        problems.warning(*place, "region_ignored", message)
    return Value(field="lang", text=subtag)


def _site(text: str, place: _Place, problems: Problems) -> Value | None:
    written = text.strip()
    host = host_key(url_host(written if "//" in written else f"//{written}"))
    if not host or not regex.fullmatch(r"[\p{L}\p{M}\p{N}._-]+", host):
        message = "A site goes by its host: site:bbc.co.uk, subdomains included."
        problems.error(*place, "bad_value", message)
        return None
    if "/" in written:
        message = f"Only the host counts, not the path: site:{host}."
        problems.warning(*place, "path_ignored", message)
    return Value(field="site", text=host)
