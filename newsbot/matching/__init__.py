"""Own the rule language and the matching engine: pure and fast, no I/O, no clock, no settings."""

from newsbot.matching.aliases import AliasLookup, AliasSource
from newsbot.matching.canonical import canonical
from newsbot.matching.document import Document, PreparedDocument, prepare
from newsbot.matching.engine import Engine
from newsbot.matching.evaluate import matches
from newsbot.matching.evidence import EVIDENCE_LIMIT, evidence
from newsbot.matching.grammar import parse
from newsbot.matching.problems import mark_error
from newsbot.matching.query import Parsed, Query, QueryError, QueryWarning, leaves
from newsbot.matching.why import Why, why

__all__ = [
    "EVIDENCE_LIMIT",
    "AliasLookup",
    "AliasSource",
    "Document",
    "Engine",
    "Parsed",
    "PreparedDocument",
    "Query",
    "QueryError",
    "QueryWarning",
    "Why",
    "canonical",
    "evidence",
    "leaves",
    "mark_error",
    "matches",
    "parse",
    "prepare",
    "why",
]
