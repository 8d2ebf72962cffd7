"""Own the rules as arrays: nodes with their gates, programs of clauses; no order of asking.

This is what snapshots hold and what folding joins; the compact index is worked out from it.
Node 0 is true of every article. A literal is `node * 2`, plus 1 where it is negative.
"""

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from newsbot.matching.arrays import Hashes, Ints, ends_of, rows

Bytes = npt.NDArray[np.uint8]

_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Hold rules as arrays. `x_ends` are ends of rows as in `arrays`.

    `node_hash` identifies a node; its links are `link_gate` (hash), `link_sufficient` and
    `link_share` (expected share of articles); `node_text` its stored form, empty where gates
    alone decide it. `stem_text` holds words whose gate depends on the article's language,
    `gate_kinds` the kinds of gates that occur, as numbers, `pair_heads` and `pair_tails` the hashes
    of words that are first or second in the gate of a pair.
    `program_hash` identifies a program, which is what equal rules share; its clauses hold
    literals. Rule `rule_id[i]` has program `rule_program[i]`.
    """

    node_hash: Hashes
    link_ends: Ints
    link_gate: Hashes
    link_sufficient: npt.NDArray[np.bool_]
    link_share: npt.NDArray[np.float32]
    text_ends: Ints
    node_text: Bytes
    stem_gate: Hashes
    stem_ends: Ints
    stem_text: Bytes
    prefix_lengths: Ints
    gate_kinds: Ints
    pair_heads: Hashes
    pair_tails: Hashes
    program_hash: Hashes
    clause_ends: Ints
    literal_ends: Ints
    literals: Ints
    rule_id: npt.NDArray[np.int64]
    rule_program: Ints


def nbytes(table: Table) -> int:
    """Return the memory of a table in bytes."""
    return sum(getattr(table, item.name).nbytes for item in fields(table))


def join(older: Table, newer: Table, kept: npt.NDArray[np.bool_]) -> Table:
    """Return both tables in one: of the older the rules `kept`, of the newer all.

    Programs and nodes that no rule needs any more are left out.
    """
    older = _pruned(older, kept)
    node_hash, node_from, older_node, newer_node = _union(older.node_hash, newer.node_hash)
    program_hash, program_from, older_program, newer_program = _union(
        older.program_hash, newer.program_hash
    )
    stem_hash, stem_from, _, _ = _union(older.stem_gate, newer.stem_gate)
    links = _Rows(older.link_ends, newer.link_ends, node_from)
    texts = _Rows(older.text_ends, newer.text_ends, node_from)
    stems = _Rows(older.stem_ends, newer.stem_ends, stem_from)
    clauses = _Rows(older.clause_ends, newer.clause_ends, program_from)
    clause_from = clauses.places
    literals = _Rows(older.literal_ends, newer.literal_ends, clause_from)
    return Table(
        node_hash=node_hash,
        link_ends=links.ends,
        link_gate=links.pick(older.link_gate, newer.link_gate),
        link_sufficient=links.pick(older.link_sufficient, newer.link_sufficient),
        link_share=links.pick(older.link_share, newer.link_share),
        text_ends=texts.ends,
        node_text=texts.pick(older.node_text, newer.node_text),
        stem_gate=stem_hash,
        stem_ends=stems.ends,
        stem_text=stems.pick(older.stem_text, newer.stem_text),
        prefix_lengths=np.union1d(older.prefix_lengths, newer.prefix_lengths).astype(np.int32),
        gate_kinds=np.union1d(older.gate_kinds, newer.gate_kinds).astype(np.int32),
        pair_heads=np.union1d(older.pair_heads, newer.pair_heads),
        pair_tails=np.union1d(older.pair_tails, newer.pair_tails),
        program_hash=program_hash,
        clause_ends=clauses.ends,
        literal_ends=literals.ends,
        literals=literals.pick(
            _renumbered(older.literals, older_node), _renumbered(newer.literals, newer_node)
        ),
        rule_id=np.concatenate([older.rule_id, newer.rule_id]),
        rule_program=np.concatenate(
            [older_program[older.rule_program], newer_program[newer.rule_program]]
        ),
    )


class _Rows:
    """Hold the rows chosen out of two tables, numbered through."""

    def __init__(self, older_ends: Ints, newer_ends: Ints, chosen: Ints) -> None:
        joined = np.concatenate([np.diff(older_ends), np.diff(newer_ends)])
        self.places, lengths = rows(ends_of(joined), chosen)
        self.ends = ends_of(lengths)

    def pick(self, older: npt.NDArray[_T], newer: npt.NDArray[_T]) -> npt.NDArray[_T]:
        return np.concatenate([older, newer])[self.places]


def _union(older: Hashes, newer: Hashes) -> tuple[Hashes, Ints, Ints, Ints]:
    """Return the hashes of both, where each comes from, and the new number of each old one.

    The order of the older is kept, so that node 0 stays node 0.
    """
    joined = np.concatenate([older, newer])
    _, first, inverse = np.unique(joined, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    number = rank[inverse].astype(np.int32)
    chosen = first[order].astype(np.int32)
    return joined[chosen], chosen, number[: len(older)], number[len(older) :]


def _renumbered(literals: Ints, number: Ints) -> Ints:
    renumbered: Ints = (number[literals >> 1] << 1 | literals & 1).astype(np.int32)
    return renumbered


def _pruned(table: Table, kept: npt.NDArray[np.bool_]) -> Table:
    """Return a table of the rules kept, without programs and nodes that none of them needs."""
    if kept.all():
        return table
    rule_program = table.rule_program[kept]
    programs = np.unique(rule_program).astype(np.int32)
    clause_places, clause_lengths = rows(table.clause_ends, programs)
    literal_places, literal_lengths = rows(table.literal_ends, clause_places)
    literals = table.literals[literal_places]
    nodes = np.union1d([0], literals >> 1).astype(np.int32)
    link_places, link_lengths = rows(table.link_ends, nodes)
    text_places, text_lengths = rows(table.text_ends, nodes)
    node_number = np.zeros(len(table.node_hash), dtype=np.int32)
    node_number[nodes] = np.arange(len(nodes), dtype=np.int32)
    return Table(
        node_hash=table.node_hash[nodes],
        link_ends=ends_of(link_lengths),
        link_gate=table.link_gate[link_places],
        link_sufficient=table.link_sufficient[link_places],
        link_share=table.link_share[link_places],
        text_ends=ends_of(text_lengths),
        node_text=table.node_text[text_places],
        stem_gate=table.stem_gate,
        stem_ends=table.stem_ends,
        stem_text=table.stem_text,
        prefix_lengths=table.prefix_lengths,
        gate_kinds=table.gate_kinds,
        pair_heads=table.pair_heads,
        pair_tails=table.pair_tails,
        program_hash=table.program_hash[programs],
        clause_ends=ends_of(clause_lengths),
        literal_ends=ends_of(literal_lengths),
        literals=_renumbered(literals, node_number),
        rule_id=table.rule_id[kept],
        rule_program=np.searchsorted(programs, rule_program).astype(np.int32),
    )
