"""Own where each program waits: at the nodes of its rarest clause, behind a guard.

Worked out from a table and from how often each gate was found. A guard is the node of a second
clause: unless it may be true, the program is not looked at.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsbot.matching.arrays import Hashes, Ints, ends_of, rows
from newsbot.matching.table import Table

PRIOR_DOCUMENTS = 20
"""Weight of the share that was expected when a rule came, in articles seen since."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Hold how often gates were found: `found` of the `seen` articles since the gate came."""

    gate: Hashes
    found: npt.NDArray[np.uint32]
    seen: npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """Hold the way from a gate to the programs that it can make true.

    Row `i` of `gate_links` belongs to `gate[i]`: nodes times 2, plus 1 where the gate is
    sufficient. Row `n` of `program` and `guard` belongs to node n. `ungated` programs are looked
    at for every article. `rest` is what a node is before any gate is found: 0 false, 1 open,
    2 true.
    """

    gate: Hashes
    gate_ends: Ints
    gate_links: Ints
    node_ends: Ints
    program: Ints
    guard: Ints
    ungated: Ints
    rest: npt.NDArray[np.uint8]


def post(table: Table, counts: Counts) -> Postings:
    """Return the postings of a table."""
    nodes = len(table.node_hash)
    gate, link_row = np.unique(table.link_gate, return_inverse=True)
    link_node = np.repeat(np.arange(nodes, dtype=np.int32), np.diff(table.link_ends))
    order = np.argsort(link_row, kind="stable")
    gated = np.diff(table.link_ends) > 0
    rest = np.where(gated, 0, 1).astype(np.uint8)
    rest[0] = 2
    share = _shares(table, gate, link_row, counts)
    node_share = np.bincount(link_node, weights=share, minlength=nodes).astype(np.float32)
    node_share[~gated] = np.inf
    anchors, guards = _anchors(table, node_share)
    ungated = np.flatnonzero(anchors < 0).astype(np.int32)
    posted = np.flatnonzero(anchors >= 0).astype(np.int32)
    places, lengths = rows(table.literal_ends, anchors[posted])
    anchor_node = table.literals[places] >> 1
    program = np.repeat(posted, lengths)
    by_node = np.argsort(anchor_node, kind="stable")
    links = link_node.astype(np.int32) << 1 | table.link_sufficient
    return Postings(
        gate=gate,
        gate_ends=ends_of(np.bincount(link_row, minlength=len(gate))),
        gate_links=links[order].astype(np.int32),
        node_ends=ends_of(np.bincount(anchor_node, minlength=nodes)),
        program=program[by_node],
        guard=guards[program[by_node]],
        ungated=ungated,
        rest=rest,
    )


def _shares(table: Table, gate: Hashes, link_row: npt.NDArray[np.intp], counts: Counts) -> Floats:
    """Return the share of articles expected for each link: a prior corrected by what was seen."""
    found = np.zeros(len(gate), dtype=np.float32)
    seen = np.zeros(len(gate), dtype=np.float32)
    if len(counts.gate):
        place = np.searchsorted(counts.gate, gate).clip(max=len(counts.gate) - 1)
        known = counts.gate[place] == gate
        found[known], seen[known] = counts.found[place[known]], counts.seen[place[known]]
    expected = table.link_share * PRIOR_DOCUMENTS + found[link_row]
    return (expected / (PRIOR_DOCUMENTS + seen[link_row])).astype(np.float32)


def _anchors(table: Table, node_share: Floats) -> tuple[Ints, Ints]:
    """Return the clause at which each program waits, -1 for none, and its guard, a node."""
    programs = len(table.program_hash)
    if not programs:
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32)
    share = node_share[table.literals >> 1].copy()
    share[(table.literals & 1).astype(bool)] = np.inf
    clause_share = np.add.reduceat(share, table.literal_ends[:-1])
    program_of = np.repeat(np.arange(programs, dtype=np.int32), np.diff(table.clause_ends))
    anchors = _least(clause_share, table.clause_ends, program_of)
    single = np.diff(table.literal_ends) == 1
    rest = np.where(single, clause_share, np.inf).astype(np.float32)
    rest[anchors[anchors >= 0]] = np.inf
    second = _least(rest, table.clause_ends, program_of)
    guards = np.zeros(programs, dtype=np.int32)
    guarded = second >= 0
    guards[guarded] = table.literals[table.literal_ends[second[guarded]]] >> 1
    return anchors, guards


def _least(values: Floats, ends: Ints, program_of: Ints) -> Ints:
    """Return the place of the least finite value of each row, -1 where there is none."""
    least = np.minimum.reduceat(values, ends[:-1])
    here = np.flatnonzero((values == least[program_of]) & np.isfinite(values))
    found = np.full(len(least), -1, dtype=np.int32)
    found[program_of[here[::-1]]] = here[::-1]
    return found
