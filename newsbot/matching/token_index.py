"""Own the index of the rules that came last: plain dictionaries, an edit is a few entries.

It is the whole index while rules are few, and takes the edits while they are many; folding
moves its rules to the compact index.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from newsbot.matching.clauses import Clause, clauses_of
from newsbot.matching.decide import Decisions
from newsbot.matching.document import PreparedDocument
from newsbot.matching.gates import Cost, Gate, Link, links_of, total_cost
from newsbot.matching.query import Query

_SCOPES = ("title", "author", "tag")


class TokenIndex:
    """Hold rules by the gates of their rarest clause."""

    def __init__(self, cost: Cost) -> None:
        self._cost = cost
        self._queries: dict[int, Query] = {}
        self._gates: dict[int, tuple[Gate, ...]] = {}
        self._posted: dict[str, defaultdict[str, dict[int, None]]] = {}
        self._ungated: dict[int, None] = {}

    def __len__(self) -> int:
        return len(self._queries)

    def __contains__(self, rule_id: int) -> bool:
        return rule_id in self._queries

    def __iter__(self) -> Iterator[tuple[int, Query]]:
        return iter(self._queries.items())

    def add(self, rule_id: int, query: Query) -> None:
        """Take in a rule that is not there yet."""
        self._queries[rule_id] = query
        gates = anchor(query, self._cost)
        self._gates[rule_id] = gates
        if not gates:
            self._ungated[rule_id] = None
        for kind, key in map(_place, gates):
            self._posted.setdefault(kind, defaultdict(dict))[key][rule_id] = None

    def remove(self, rule_id: int) -> None:
        """Take out a rule that is there."""
        del self._queries[rule_id]
        self._ungated.pop(rule_id, None)
        for kind, key in map(_place, self._gates.pop(rule_id)):
            posted = self._posted[kind]
            posted[key].pop(rule_id, None)
            if not posted[key]:
                del posted[key]
            if not posted:
                del self._posted[kind]

    def match(self, prepared: PreparedDocument, decisions: Decisions) -> list[int]:
        """Return the ids of the rules that hold, in no order."""
        candidates = dict.fromkeys(self._ungated)
        for kind, posted in self._posted.items():
            for key in _found(kind, posted, prepared):
                candidates.update(posted[key])
        return [rule_id for rule_id in candidates if decisions.holds(self._queries[rule_id])]


def anchor(query: Query, cost: Cost) -> tuple[Gate, ...]:
    """Return the gates of the rarest clause, one of which any matching article holds."""
    best: tuple[Gate, ...] = ()
    best_cost = float("inf")
    for clause in clauses_of(query):
        links = clause_links(clause, cost)
        if links is None:
            continue
        clause_cost = total_cost(links, cost)
        if clause_cost < best_cost:
            best, best_cost = tuple(link.gate for link in links), clause_cost
    return best


def clause_links(clause: Clause, cost: Cost) -> tuple[Link, ...] | None:
    """Return the gates of a clause, None when it can hold in an article without any."""
    found: list[Link] = []
    for literal in clause:
        if literal.negative:
            return None
        if isinstance(literal.node, Gate):
            found.append(Link(literal.node, sufficient=True))
            continue
        links = links_of(literal.node, cost)
        if links is None:
            return None
        found.extend(links)
    return tuple(found)


def _place(gate: Gate) -> tuple[str, str]:
    """Return where a gate is posted; a pair waits for its first word."""
    return ("word" if gate.kind == "pair" else gate.kind), gate.key


def _found(
    kind: str, posted: defaultdict[str, dict[int, None]], prepared: PreparedDocument
) -> Iterator[str]:
    """Yield the posted keys of one kind that an article holds; for stems, all: few are posted."""
    if kind == "word":
        yield from posted.keys() & prepared.keys
    elif kind == "prefix":
        lengths = {len(prefix) for prefix in posted}
        prefixes = {key[:length] for key in prepared.keys for length in lengths}
        yield from posted.keys() & prefixes
    elif kind in _SCOPES:
        words = prepared.words[kind]
        yield from posted.keys() & set(chain(words.keys, words.further, [""] if words.keys else []))
    elif kind == "stem":
        yield from list(posted)
    else:
        yield from posted.keys() & prepared.values[kind]
