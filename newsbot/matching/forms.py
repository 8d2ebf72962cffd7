"""Own the offer of word forms: which of them a rule's words miss; nothing is ever added silently.

NATO, Ford, Waters and Gates are names, so a plain word means itself. But plain `sanction` missed
31 of 32 English articles on sanctions (measured), so the forms are offered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newsbot.matching.canonical import canonical
from newsbot.matching.query import And, Count, Near, Not, Or, Query, Term
from newsbot.matching.shape import make_and, make_or
from newsbot.matching.stems import stem, stem_language
from newsbot.matching.tokens import read_words

SHARED_LETTERS = 2
"""Letters that a form begins with like its word; Snowball's suffix rules leave them alone."""

MAX_FORMS = 8
"""Forms offered for one word, the commonest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOffer:
    """Offer the forms of one word of a rule.

    `missed` are forms with the number of articles that hold them, commonest first, `articles`
    their sum. `with_stem` and `with_or` are whole queries. Where the language has no stemmer
    `missed` is empty and `message` says so.
    """

    term: str
    missed: tuple[tuple[str, int], ...]
    articles: int
    message: str
    with_stem: str = ""
    with_or: str = ""


def offered_forms(
    query: Query, vocabulary: Mapping[str, int], *, lang: str
) -> tuple[FormOffer, ...]:
    """Return an offer for each plain word of a rule whose forms stand in recent articles.

    `vocabulary` holds normalised words with the number of articles of the language `lang` (a
    primary subtag) that hold them.
    """
    words = {term: read_words(term.text).keys[0] for term in dict.fromkeys(_plain_words(query))}
    if not words:
        return ()
    silent = [term for term, key in words.items() if not stem_language(lang, key)]
    if silent:
        names = ", ".join(canonical(term) for term in silent)
        message = f"There are no word forms for this language (no stemmer): {names}. Use a star."
        return (FormOffer(term=names, missed=(), articles=0, message=message),)
    held = set(words.values())
    beginnings = {key[:SHARED_LETTERS] for key in held}
    found: dict[str, list[tuple[str, int]]] = {}
    roots = {stem(lang, key) for key in held}
    for word, count in vocabulary.items():
        if word[:SHARED_LETTERS] in beginnings and word not in held and word.isalpha():
            root = stem(lang, word)
            if root in roots:
                found.setdefault(root, []).append((word, count))
    offers = (_offer(query, term, found.get(stem(lang, key), [])) for term, key in words.items())
    return tuple(offer for offer in offers if offer is not None)


def _offer(query: Query, term: Term, found: list[tuple[str, int]]) -> FormOffer | None:
    if not found:
        return None
    missed = tuple(sorted(found, key=lambda form: (-form[1], form[0]))[:MAX_FORMS])
    articles = sum(count for _, count in missed)
    text = canonical(term)
    forms = ", ".join(word for word, _ in missed)
    plural = "" if articles == 1 else "s"
    written = [term, *(Term(text=word, field=term.field) for word, _ in missed)]
    return FormOffer(
        term=text,
        missed=missed,
        articles=articles,
        message=f"{text} misses {articles} article{plural} with {forms}.",
        with_stem=canonical(
            _replaced(query, term, Term(text=term.text, field=term.field, mode="stem"))
        ),
        with_or=canonical(_replaced(query, term, make_or(written))),
    )


def _plain_words(query: Query) -> Iterator[Term]:
    """Yield the terms of one plain word that are not under a NOT."""
    match query:
        case Term(mode="plain", prefix=False, text=text):
            words = read_words(text)
            if len(words.keys) == 1 and words.keys[0].isalpha() and not words.unspaced:
                yield query
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _plain_words(child)
        case Near(left=left, right=right):
            yield from _plain_words(left)
            yield from _plain_words(right)
        case Count(child=child):
            yield from _plain_words(child)
        case _:
            return


def _replaced(query: Query, term: Term, other: Query) -> Query:
    """Return the query with a term replaced wherever it stands outside a NOT."""
    match query:
        case Term() if query == term:
            return other
        case And(children=children):
            return make_and(_replaced(child, term, other) for child in children)
        case Or(children=children):
            return make_or(_replaced(child, term, other) for child in children)
        case Near(left=left, right=right, distance=distance):
            return Near(
                left=_replaced(left, term, other),
                right=_replaced(right, term, other),
                distance=distance,
            )
        case Count(child=child, minimum=minimum):
            return Count(child=_replaced(child, term, other), minimum=minimum)
        case Not() | _:
            return query
