"""Own the rule language and the matching engine: pure and fast, no clock, no settings.

The only file it touches is a snapshot of the engine, at a path that the caller names::

    language   signs, word_lexer, lexer -> grammar, atoms, scope, readings -> query (the tree)
               accept is the door; problems, checks, canonical, codec, aliases, alias_sets
    text       sentences, words -> chunks -> skim (what an index needs) -> tokens (places)
               normalise, stems, vocabulary; document joins the fields
    reference  pattern (what a term asks), find (where it occurs) -> evaluate, evidence, why
    engine     gates, clauses, hashing -> token_index (edits)
               compiler -> table -> postings, gate_finder -> compact (the many); snapshot
    advice     implications, reasoning -> lint; forms
"""

from newsbot.matching.accept import parse
from newsbot.matching.alias_sets import (
    AliasSet,
    alias_problems,
    read_alias_sets,
    starter_alias_sets,
    write_alias_sets,
)
from newsbot.matching.aliases import AliasLookup, AliasSource
from newsbot.matching.canonical import canonical
from newsbot.matching.codec import decode_query, encode_query
from newsbot.matching.document import TAG_SEPARATOR, Document, PreparedDocument, prepare
from newsbot.matching.engine import FOLD_AT, Engine
from newsbot.matching.evaluate import matches
from newsbot.matching.evidence import EVIDENCE_LIMIT, evidence
from newsbot.matching.forms import FormOffer, offered_forms
from newsbot.matching.lint import Finding, lint
from newsbot.matching.problems import mark_error
from newsbot.matching.query import Parsed, Query, QueryError, QueryWarning, Share, leaves
from newsbot.matching.why import Why, why

__all__ = [
    "EVIDENCE_LIMIT",
    "FOLD_AT",
    "TAG_SEPARATOR",
    "AliasLookup",
    "AliasSet",
    "AliasSource",
    "Document",
    "Engine",
    "Finding",
    "FormOffer",
    "Parsed",
    "PreparedDocument",
    "Query",
    "QueryError",
    "QueryWarning",
    "Share",
    "Why",
    "alias_problems",
    "canonical",
    "decode_query",
    "encode_query",
    "evidence",
    "leaves",
    "lint",
    "mark_error",
    "matches",
    "offered_forms",
    "parse",
    "prepare",
    "read_alias_sets",
    "starter_alias_sets",
    "why",
    "write_alias_sets",
]
