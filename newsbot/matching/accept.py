"""Own what becomes of a query that somebody writes: a tree with its canonical form, or errors."""

from newsbot.matching.aliases import AliasSource
from newsbot.matching.canonical import canonical
from newsbot.matching.checks import MAX_LENGTH, check_tree
from newsbot.matching.grammar import Parser
from newsbot.matching.lexer import Lexer
from newsbot.matching.problems import Problems
from newsbot.matching.query import Parsed, QueryError, Share


def parse(query: str, *, aliases: AliasSource | None = None, share: Share | None = None) -> Parsed:
    """Parse a query of the rule language. Never raises, whatever the text.

    Either `query` is a tree and `canonical` its one spelling, which parses to the same tree, or
    `errors` says all that is wrong, each with place, reason and fix. `aliases` are the sets that
    `@name` can stand for; `share` lets warnings say how many recent articles a word hits.
    """
    if len(query) > MAX_LENGTH:
        message = (
            f"The query has {len(query):,} characters; {MAX_LENGTH:,} are allowed. Make two rules "
            "of it, or an alias set of its longest group."
        )
        error = QueryError(start=MAX_LENGTH, end=len(query), code="too_long", message=message)
        return Parsed(query=None, canonical="", errors=(error,))
    problems = Problems(query)
    tokens = Lexer(query, problems).read()
    tree = Parser(query, tokens, problems, aliases, share).parse()
    text = ""
    if tree is not None and not problems.errors:
        text = canonical(tree)
        check_tree(tree, text, query, problems)
    if tree is None or problems.errors:
        return Parsed(query=None, canonical="", errors=problems.errors, warnings=problems.warnings)
    return Parsed(query=tree, canonical=text, warnings=problems.warnings)
