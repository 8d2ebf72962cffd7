"""Own the set of rules that each article asks at once; it knows no subscribers.

Two indexes that answer alike: a compact one of arrays for the many rules that stay, and
dictionaries for those that came since. An edit touches the dictionaries only and counts from
the next article on; `fold` moves everything into the arrays and can run in another thread.
"""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock

import numpy as np

from newsbot.errors import Conflict, Invalid
from newsbot.matching.codec import decode_query, encode_query
from newsbot.matching.compact import CompactIndex
from newsbot.matching.compiler import Compiler
from newsbot.matching.decide import Decisions
from newsbot.matching.document import PreparedDocument
from newsbot.matching.frequencies import Frequencies
from newsbot.matching.gates import links_of, total_cost
from newsbot.matching.hashing import DEFAULT_KEY, Hasher
from newsbot.matching.postings import Counts
from newsbot.matching.query import Leaf, Query
from newsbot.matching.snapshot import Snapshot, read_snapshot, write_snapshot
from newsbot.matching.table import Table, join
from newsbot.matching.token_index import TokenIndex

ENOUGH_COUNTED = 100
"""Articles counted before a share says more than the prior."""

FOLD_AT = 10_000
"""Edits since the last folding from which on it pays: an article then costs 1 ms more."""


class Engine:
    """Hold rules by id and answer which of them an article matches."""

    def __init__(self, *, hash_key: bytes = DEFAULT_KEY) -> None:
        """Make an empty engine; `hash_key` (up to 64 bytes) keys the hashes of its arrays."""
        self._hasher = Hasher(hash_key)
        self._frequencies = Frequencies()
        self._compact = self._indexed(Compiler(self._hasher, self._frequencies.share).table())
        self._gone: set[int] = set()
        self._frozen: TokenIndex | None = None
        self._frozen_gone: set[int] = set()
        self._recent = TokenIndex(self._frequencies.share)
        self._lock = Lock()
        self.stamp = ""
        """Whatever the caller wants to find again in a snapshot: the version of its rules."""

    @classmethod
    def build(
        cls, rules: Iterable[tuple[int, Query]], *, hash_key: bytes = DEFAULT_KEY
    ) -> "Engine":
        """Return an engine of many rules with distinct ids, compact from the start."""
        engine = cls(hash_key=hash_key)
        compiler = Compiler(engine._hasher, engine._frequencies.share)
        for rule_id, query in rules:
            compiler.add(rule_id, query)
        engine._compact = engine._indexed(compiler.table())
        return engine

    @classmethod
    def load(cls, path: Path, *, hash_key: bytes = DEFAULT_KEY) -> "Engine":
        """Return the engine of a snapshot, nothing parsed.

        Raises `Invalid` when the file is no snapshot of this version and key: build the engine
        from the stored rules then. Raises `OSError` as the file system does.
        """
        snapshot = read_snapshot(path)
        engine = cls(hash_key=hash_key)
        if snapshot.check != engine._hasher.text("check", ""):
            raise Invalid("The snapshot was made with another hash key; build the rules anew.")
        engine._frequencies = Frequencies.restored(snapshot.words, snapshot.articles)
        engine._compact = CompactIndex(snapshot.table, snapshot.counts, engine._hasher)
        engine._gone = set(snapshot.gone)
        engine._recent = TokenIndex(engine._frequencies.share)
        for rule_id, text in snapshot.recent:
            engine._recent.add(rule_id, decode_query(text))
        engine.stamp = snapshot.stamp
        return engine

    def save(self, path: Path) -> None:
        """Write a snapshot, edits since the last folding included. Raises `OSError`."""
        with self._lock:
            if self._frozen is not None:
                raise Conflict("The rules are being folded; save them when that is done.")
            words, articles = self._frequencies.state()
            snapshot = Snapshot(
                table=self._compact.table,
                counts=self._compact.counts(),
                recent=[(rule_id, encode_query(query)) for rule_id, query in self._recent],
                gone=sorted(self._gone),
                words=words,
                articles=articles,
                check=self._hasher.text("check", ""),
                stamp=self.stamp,
            )
        write_snapshot(path, snapshot)

    def __len__(self) -> int:
        frozen = 0 if self._frozen is None else len(self._frozen) - len(self._frozen_gone)
        return len(self._compact.table.rule_id) - len(self._gone) + frozen + len(self._recent)

    def __contains__(self, rule_id: int) -> bool:
        with self._lock:
            return self._holder(rule_id) is not None

    @property
    def unfolded(self) -> int:
        """Return how many edits wait for folding; from `FOLD_AT` on it pays."""
        return len(self._recent) + len(self._gone)

    def add(self, rule_id: int, query: Query) -> None:
        """Take a rule in, or put a new query in the place of its old one."""
        with self._lock:
            self._remove(rule_id)
            self._recent.add(rule_id, query)

    def remove(self, rule_id: int) -> None:
        """Take a rule out; an unknown id is nothing to do."""
        with self._lock:
            self._remove(rule_id)

    def match(self, prepared: PreparedDocument) -> list[int]:
        """Return the ids of the rules that hold for a document, ascending."""
        with self._lock:
            decisions = Decisions(prepared)
            sampled = self._frequencies.due()
            if sampled:
                self._frequencies.see(prepared.keys)
            found = set(self._compact.match(prepared, decisions, sampled=sampled)) - self._gone
            if self._frozen is not None:
                found.update(set(self._frozen.match(prepared, decisions)) - self._frozen_gone)
            found.update(self._recent.match(prepared, decisions))
            return sorted(found)

    def share(self, leaf: Leaf) -> float | None:
        """Return in which share of the articles seen a leaf may hold, None after too few.

        An estimate from single words, for the linter: at most the truth for a group of forms.
        """
        links = links_of(leaf, self._frequencies.share)
        if links is None or self._frequencies.counted < ENOUGH_COUNTED:
            return None
        return min(1.0, total_cost(links, self._frequencies.share))

    def fold(self) -> None:
        """Move all rules into the compact index and anchor them anew by what was seen.

        Seconds at a million rules: meant for another thread, while matches and edits go on.
        """
        with self._lock:
            if self._frozen is not None or not self.unfolded:
                return
            self._frozen, self._recent = self._recent, TokenIndex(self._frequencies.share)
            older, gone, counts = self._compact.table, set(self._gone), self._compact.counts()
            frozen = list(self._frozen)
        compiler = Compiler(self._hasher, self._frequencies.share)
        for rule_id, query in frozen:
            compiler.add(rule_id, query)
        kept = ~np.isin(older.rule_id, np.array(sorted(gone), dtype=np.int64))
        folded = CompactIndex(join(older, compiler.table(), kept), counts, self._hasher)
        with self._lock:
            self._compact = folded
            self._gone = (self._gone - gone) | self._frozen_gone
            self._frozen, self._frozen_gone = None, set()

    def _indexed(self, table: Table) -> CompactIndex:
        return CompactIndex(table, NO_COUNTS, self._hasher)

    def _holder(self, rule_id: int) -> str | None:
        """Return which index a rule is in."""
        if rule_id in self._recent:
            return "recent"
        if self._frozen is not None and rule_id in self._frozen:
            return None if rule_id in self._frozen_gone else "frozen"
        if rule_id in self._gone:
            return None
        return "compact" if rule_id in self._compact else None

    def _remove(self, rule_id: int) -> None:
        holder = self._holder(rule_id)
        if holder == "recent":
            self._recent.remove(rule_id)
        elif holder == "frozen":
            self._frozen_gone.add(rule_id)
        elif holder == "compact":
            self._gone.add(rule_id)


NO_COUNTS = Counts(
    gate=np.zeros(0, dtype=np.uint64),
    found=np.zeros(0, dtype=np.uint32),
    seen=np.zeros(0, dtype=np.uint32),
)
