"""Own turning queries into the arrays of a table, one query at a time and without keeping them."""

from array import array

import numpy as np

from newsbot.matching.arrays import ends_of
from newsbot.matching.clauses import Literal, clauses_of
from newsbot.matching.codec import encode_query
from newsbot.matching.gates import KINDS, Cost, Gate, Link, links_of
from newsbot.matching.hashing import Hasher, mix
from newsbot.matching.query import Query
from newsbot.matching.table import Table

_REMEMBERED = 100_000
"""Nodes whose number is remembered by value; a node seen again later is found by its hash."""


class Compiler:
    """Gather rules; `table` returns them as arrays."""

    def __init__(self, hasher: Hasher, cost: Cost) -> None:
        self._hasher = hasher
        self._cost = cost
        self._node_numbers: dict[Query | Gate, int] = {}
        self._nodes: dict[int, int] = {0: 0}
        self._node_hash = array("Q", [0])
        self._link_lengths, self._text_lengths = array("i", [0]), array("i", [0])
        self._link_gate, self._link_share = array("Q"), array("f")
        self._link_sufficient, self._text = bytearray(), bytearray()
        self._stems: dict[int, str] = {}
        self._prefix_lengths: set[int] = set()
        self._kinds: set[int] = set()
        self._pair_heads: set[int] = set()
        self._pair_tails: set[int] = set()
        self._programs: dict[int, int] = {}
        self._program_hash = array("Q")
        self._clause_lengths, self._literal_lengths = array("i"), array("i")
        self._literals = array("i")
        self._rule_id, self._rule_program = array("q"), array("i")

    def add(self, rule_id: int, query: Query) -> None:
        """Take in a rule."""
        clauses = [
            sorted({self._literal(literal) for literal in clause}) for clause in clauses_of(query)
        ]
        clauses.sort()
        identity = self._identity(clauses)
        program = self._programs.get(identity)
        if program is None:
            program = self._programs[identity] = len(self._program_hash)
            self._program_hash.append(identity)
            self._clause_lengths.append(len(clauses))
            for clause in clauses:
                self._literal_lengths.append(len(clause))
                self._literals.extend(clause)
        self._rule_id.append(rule_id)
        self._rule_program.append(program)

    def table(self) -> Table:
        """Return all rules taken in."""
        stems = [text.encode("utf-8", "surrogatepass") for text in self._stems.values()]
        return Table(
            node_hash=np.frombuffer(self._node_hash, dtype=np.uint64),
            link_ends=ends_of(np.frombuffer(self._link_lengths, dtype=np.int32)),
            link_gate=np.array(self._link_gate, dtype=np.uint64),
            link_sufficient=np.array(self._link_sufficient, dtype=np.bool_),
            link_share=np.array(self._link_share, dtype=np.float32),
            text_ends=ends_of(np.frombuffer(self._text_lengths, dtype=np.int32)),
            node_text=np.frombuffer(bytes(self._text), dtype=np.uint8),
            stem_gate=np.array(list(self._stems), dtype=np.uint64),
            stem_ends=ends_of(np.array([len(stem) for stem in stems], dtype=np.int32)),
            stem_text=np.frombuffer(b"".join(stems), dtype=np.uint8),
            prefix_lengths=np.array(sorted(self._prefix_lengths), dtype=np.int32),
            gate_kinds=np.array(sorted(self._kinds), dtype=np.int32),
            pair_heads=np.array(sorted(self._pair_heads), dtype=np.uint64),
            pair_tails=np.array(sorted(self._pair_tails), dtype=np.uint64),
            program_hash=np.array(self._program_hash, dtype=np.uint64),
            clause_ends=ends_of(np.array(self._clause_lengths, dtype=np.int32)),
            literal_ends=ends_of(np.array(self._literal_lengths, dtype=np.int32)),
            literals=np.array(self._literals, dtype=np.int32),
            rule_id=np.array(self._rule_id, dtype=np.int64),
            rule_program=np.array(self._rule_program, dtype=np.int32),
        )

    def _identity(self, clauses: list[list[int]]) -> int:
        """Return the hash of a program, which does not depend on how nodes are numbered here."""
        identity = 1
        hashed = (
            sorted(mix(self._node_hash[literal >> 1], literal & 1) for literal in clause)
            for clause in clauses
        )
        for clause in sorted(hashed):
            for literal in clause:
                identity = mix(identity, literal)
            identity = mix(identity, 0)
        return identity

    def _literal(self, literal: Literal) -> int:
        number = self._node_numbers.get(literal.node)
        if number is None:
            number = self._node(literal.node)
            if len(self._node_numbers) >= _REMEMBERED:
                self._node_numbers.clear()
            self._node_numbers[literal.node] = number
        return number << 1 | literal.negative

    def _node(self, node: Query | Gate) -> int:
        links: tuple[Link, ...]
        if isinstance(node, Gate):
            links, text = (Link(node, sufficient=True),), ""
        else:
            links = links_of(node, self._cost) or ()
            decided = bool(links) and all(link.sufficient for link in links)
            text = "" if decided else encode_query(node)
        hashes = [self._hasher.gate(link.gate) for link in links]
        identity = hashes[0] if not text and len(hashes) == 1 else self._joined(hashes, text)
        number = self._nodes.get(identity)
        if number is not None:
            return number
        number = self._nodes[identity] = len(self._node_hash)
        self._node_hash.append(identity)
        self._link_lengths.append(len(links))
        for link, hashed in zip(links, hashes, strict=True):
            self._link(link, hashed)
        encoded = text.encode("utf-8", "surrogatepass")
        self._text_lengths.append(len(encoded))
        self._text.extend(encoded)
        return number

    def _joined(self, hashes: list[int], text: str) -> int:
        if text:
            return self._hasher.text("node", text)
        identity = 2
        for hashed in sorted(hashes):
            identity = mix(identity, hashed)
        return identity

    def _link(self, link: Link, hashed: int) -> None:
        self._link_gate.append(hashed)
        self._link_sufficient.append(link.sufficient)
        self._link_share.append(self._cost(link.gate))
        self._kinds.add(KINDS.index(link.gate.kind))
        if link.gate.kind == "prefix":
            self._prefix_lengths.add(len(link.gate.key))
        elif link.gate.kind == "pair":
            self._pair_heads.add(self._hasher.text("word", link.gate.key))
            self._pair_tails.add(self._hasher.text("word", link.gate.second))
        elif link.gate.kind == "stem":
            self._stems[hashed] = link.gate.key
