"""Own the rule language and the matching engine: pure and fast, no I/O, no clock, no settings."""

from newsbot.matching.document import Document, PreparedDocument, prepare
from newsbot.matching.engine import Engine
from newsbot.matching.evaluate import EVIDENCE_LIMIT, Why, evidence, matches, why
from newsbot.matching.grammar import AliasLookup, mark_error, parse
from newsbot.matching.query import Parsed, Query, QueryError, QueryWarning

__all__ = [
    "EVIDENCE_LIMIT",
    "AliasLookup",
    "Document",
    "Engine",
    "Parsed",
    "PreparedDocument",
    "Query",
    "QueryError",
    "QueryWarning",
    "Why",
    "evidence",
    "mark_error",
    "matches",
    "parse",
    "prepare",
    "why",
]
