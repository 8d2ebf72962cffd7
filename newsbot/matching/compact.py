"""Own the index of many rules: arrays that an article is held against in a few steps.

Gates found make nodes true or open; their postings give programs; clauses are reduced over
three values (0 false, 1 open, 2 true); what stays open is asked of the reference evaluator.
"""

import numpy as np
import numpy.typing as npt

from newsbot.matching.arrays import HashTable, Ints, firsts, rows, rows_at
from newsbot.matching.codec import decode_query
from newsbot.matching.decide import Decisions
from newsbot.matching.document import PreparedDocument
from newsbot.matching.gate_finder import GateFinder
from newsbot.matching.gates import KINDS
from newsbot.matching.hashing import Hasher
from newsbot.matching.postings import Counts, post
from newsbot.matching.query import Query
from newsbot.matching.table import Table

_MAX_NODES = 20_000
"""Decoded nodes remembered."""


class CompactIndex:
    """Hold the rules of a table; nothing is added or removed."""

    def __init__(self, table: Table, counts: Counts, hasher: Hasher) -> None:
        self.table = table
        self._postings = post(table, counts)
        gate = self._postings.gate
        gates = HashTable(gate)
        stems = _stem_rows(table, gates)
        self._finder = GateFinder(
            gates,
            self._postings.gate_ends,
            prefix_lengths=table.prefix_lengths,
            kinds={KINDS[kind] for kind in table.gate_kinds},
            pairs=(table.pair_heads, table.pair_tails),
            stems=stems,
            hasher=hasher,
        )
        self._state = self._postings.rest.copy()
        self._rank = np.zeros(len(self._state), dtype=np.int32)
        self._literal_begins = table.literal_ends[table.clause_ends[:-1]]
        self._literal_lengths = table.literal_ends[table.clause_ends[1:]] - self._literal_begins
        self._opens_clause = np.zeros(len(table.literals), dtype=np.bool_)
        self._opens_clause[table.literal_ends[:-1]] = True
        self._clause_lengths = np.diff(table.clause_ends)
        self._found = np.zeros(len(gate), dtype=np.uint32)
        self._seen = 0
        self._nodes: dict[int, Query] = {}
        order = np.argsort(table.rule_program, kind="stable")
        self._rules = table.rule_id[order]
        self._rule_ends = np.searchsorted(
            table.rule_program[order], np.arange(len(table.program_hash) + 1)
        ).astype(np.int32)
        self._known, self._counts = np.sort(table.rule_id), counts

    def __contains__(self, rule_id: int) -> bool:
        place = int(np.searchsorted(self._known, rule_id))
        return place < len(self._known) and int(self._known[place]) == rule_id

    def counts(self) -> Counts:
        """Return how often each gate was found, older counts included."""
        gate = self._postings.gate
        found = self._found.copy()
        seen = np.full(len(gate), self._seen, dtype=np.uint32)
        if len(self._counts.gate):
            place = np.searchsorted(self._counts.gate, gate).clip(max=len(self._counts.gate) - 1)
            known = self._counts.gate[place] == gate
            found[known] += self._counts.found[place[known]]
            seen[known] += self._counts.seen[place[known]]
        return Counts(gate=gate, found=found, seen=seen)

    def match(
        self, prepared: PreparedDocument, decisions: Decisions, *, sampled: bool
    ) -> list[int]:
        """Return the ids of the rules that hold, in no order, some more than once.

        What is found is counted where the article is one of the `sampled`.
        """
        if not len(self._rules):
            return []
        places = self._finder.find(prepared)
        if sampled:
            self._count(places)
        postings, state = self._postings, self._state
        links = postings.gate_links[places]
        nodes = links >> 1
        state[nodes] = 1
        state[nodes[(links & 1) > 0]] = 2
        decided: list[int] = []
        try:
            programs = self._programs(self._distinct(nodes), decisions, decided)
        finally:
            state[nodes] = postings.rest[nodes]
            state[decided] = postings.rest[decided]
        places, _ = rows(self._rule_ends, programs)
        ids: list[int] = self._rules[places].tolist()
        return ids

    def _count(self, places: Ints) -> None:
        """Count the gates of the links found in one article."""
        self._found[self._postings.gate_ends.searchsorted(places, side="right") - 1] += 1
        self._seen += 1

    def _programs(self, nodes: Ints, decisions: Decisions, decided: list[int]) -> Ints:
        """Return the programs that hold, given the nodes that a gate was found for."""
        postings, state = self._postings, self._state
        places, _ = rows(postings.node_ends, nodes)
        guarded = (state[postings.guard[places]] > 0).nonzero()[0]
        programs = np.concatenate([postings.program[places[guarded]], postings.ungated])
        if not len(programs):
            return programs
        values = self._values(programs)
        true: Ints = programs[values == 2]  # noqa: PLR2004 - true
        unclear = programs[values == 1].tolist()
        holding = [program for program in unclear if self._holds(program, decisions, decided)]
        return np.concatenate([true, np.array(holding, dtype=np.int32)]) if holding else true

    def _values(self, programs: Ints) -> npt.NDArray[np.uint8]:
        """Return for each program whether it is false, open or true."""
        places, _ = rows_at(self._literal_begins[programs], self._literal_lengths[programs])
        literals = self.table.literals[places]
        value = self._state[literals >> 1]
        value = np.where(literals & 1, 2 - value, value)
        clauses = np.maximum.reduceat(value, self._opens_clause[places].nonzero()[0])
        least: npt.NDArray[np.uint8] = np.minimum.reduceat(
            clauses, firsts(self._clause_lengths[programs])
        )
        return least

    def _holds(self, program: int, decisions: Decisions, decided: list[int]) -> bool:
        """Decide an open program by the reference, node by node."""
        table, state = self.table, self._state
        ends = table.literal_ends
        first, last = table.clause_ends[program], table.clause_ends[program + 1]
        for clause in range(first, last):
            literals: list[int] = table.literals[ends[clause] : ends[clause + 1]].tolist()
            for literal in literals:
                node = literal >> 1
                if state[node] == 1:
                    state[node] = 2 * decisions.holds(self._node(node))
                    decided.append(node)
                if (state[node] == 2) != (literal & 1):  # noqa: PLR2004 - true
                    break
            else:
                return False
        return True

    def _node(self, number: int) -> Query:
        node = self._nodes.get(number)
        if node is None:
            start, end = self.table.text_ends[number], self.table.text_ends[number + 1]
            node = decode_query(self.table.node_text[start:end].tobytes().decode(*_UTF8))
            if len(self._nodes) >= _MAX_NODES:
                self._nodes.clear()
            self._nodes[number] = node
        return node

    def _distinct(self, numbers: Ints) -> Ints:
        """Return each number once: of those that write their place, one has the last word."""
        place = np.arange(len(numbers), dtype=np.int32)
        self._rank[numbers] = place
        once: Ints = numbers[self._rank[numbers] == place]
        return once


def _stem_rows(table: Table, gates: HashTable) -> list[tuple[str, int]]:
    """Return the words whose gate depends on the language, with the row of the gate."""
    places = gates.find(table.stem_gate).tolist()
    text, ends = table.stem_text.tobytes(), table.stem_ends.tolist()
    words = (text[ends[row] : ends[row + 1]].decode(*_UTF8) for row in range(len(places)))
    return [(word, place) for word, place in zip(words, places, strict=True) if place >= 0]


_UTF8 = ("utf-8", "surrogatepass")
