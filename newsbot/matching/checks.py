"""Own what is asked of a whole tree: its limits, and that something must occur in an article."""

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
from newsbot.matching.regexes import pattern_size
from newsbot.matching.shape import depth
from newsbot.matching.stems import ALGORITHMS

MAX_LENGTH = 1_000
MAX_DEPTH = 20
MAX_TERMS = 100
"""Limits of one query, promise G13: an accepted query is cheap."""

MAX_PATTERN_SIZE = 4_000
"""RE2 instructions of all patterns together: 1.3 ms a long article for each 734, measured with
`[^a]e.{90}y`, which is too much for RE2's fast automaton."""


def check_tree(tree: Query, text: str, query: str, problems: Problems) -> None:
    """Add the errors and warnings of a query as a whole; `text` is its canonical form."""
    whole = (0, len(query))
    terms = sum(1 for _ in leaves(tree))
    if terms > MAX_TERMS:
        message = (
            f"The query has {terms} terms; {MAX_TERMS} are allowed. Make an alias set of some."
        )
        problems.error(*whole, "too_many_terms", message)
    if depth(tree) > MAX_DEPTH:
        message = f"The query is nested {depth(tree)} deep; {MAX_DEPTH} is allowed."
        problems.error(*whole, "too_deep", message)
        return
    if is_negative(tree):
        message = (
            "This query only says what must not occur, so nearly every article matches. "
            "Add a word that must occur: Ukraine -sport."
        )
        problems.error(*whole, "only_not", message)
        return
    if len(text) > MAX_LENGTH:
        message = (
            f"Written out in full the query has {len(text):,} characters; "
            f"{MAX_LENGTH:,} are allowed."
        )
        problems.error(*whole, "too_long", message)
    size = sum(pattern_size(leaf.pattern) for leaf in leaves(tree) if isinstance(leaf, Regex))
    if size > MAX_PATTERN_SIZE:
        message = (
            f"Compiled, the patterns have {size:,} steps; {MAX_PATTERN_SIZE:,} are allowed. "
            "Lower the counts in braces, or take a smaller class than \\p{L}."
        )
        problems.error(*whole, "patterns_too_big", message)
    if not _has_cheap_clause(tree):
        message = (
            "Without a word that must occur, this pattern is tried on every article. "
            "Add one: Ukraine /pattern/."
        )
        problems.warning(*whole, "regex_alone", message)
    _check_stems(tree, query, problems)


def is_negative(query: Query) -> bool:
    """Say whether a query holds for articles in which nothing of it occurs."""
    match query:
        case Not():
            return True
        case And(children=children):
            return all(map(is_negative, children))
        case Or(children=children):
            return any(map(is_negative, children))
        case _:
            return False


def _has_cheap_clause(query: Query) -> bool:
    """Say whether something other than a pattern must occur."""
    match query:
        case Regex() | Not():
            return False
        case And(children=children):
            return any(map(_has_cheap_clause, children))
        case Or(children=children):
            return all(map(_has_cheap_clause, children))
        case Term() | Alias() | Value() | Near() | Count():
            return True


def _check_stems(tree: Query, query: str, problems: Problems) -> None:
    """Refuse `stem:` beside a `lang:` for which there is no stemmer."""
    if not any(isinstance(leaf, Term) and leaf.mode == "stem" for leaf in leaves(tree)):
        return
    clauses = tree.children if isinstance(tree, And) else (tree,)
    for clause in clauses:
        if isinstance(clause, Value) and clause.field == "lang" and clause.text not in ALGORITHMS:
            message = (
                f"There are no word forms for lang:{clause.text} (no stemmer). List the forms "
                "with OR, or use a star."
            )
            place = max(query.lower().find("stem:"), 0)
            problems.error(place, len(query), "no_word_forms", message)
