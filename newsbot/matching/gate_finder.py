"""Own finding the gates that an article holds; which rules wait behind them is not known here.

Pieces of text repeat from article to article, so the gates of a piece (its words, their
beginnings, its inner pairs) are looked up once and remembered by its number; pairs of words from
piece to piece are `pair_finder`'s.
"""

from collections.abc import Iterable
from itertools import chain, islice

import numpy as np

from newsbot.matching.arrays import Growing, Hashes, HashTable, Ints, rows_at
from newsbot.matching.chunks import Chunks
from newsbot.matching.document import PreparedDocument
from newsbot.matching.gates import Gate, GateKind
from newsbot.matching.hashing import Hasher, RememberedHashes
from newsbot.matching.pair_finder import PairFinder
from newsbot.matching.skim import Numbers, Skimmed
from newsbot.matching.stems import stem

Rows = tuple[int, ...]

_ROOM = 4_096
"""Pieces that there is room for from the start."""

_SCOPES: tuple[GateKind, ...] = ("title", "author", "tag")
_VALUES: tuple[GateKind, ...] = ("source", "lang", "site")


class GateFinder:
    """Find rows of a hash table by the words and values of articles.

    `kinds` are those of the table's gates: others need not be looked for. `stems` are words
    whose gate depends on the language of the article, with their rows.
    """

    def __init__(
        self,
        gates: HashTable,
        *,
        prefix_lengths: Ints,
        kinds: set[GateKind],
        pairs: tuple[Hashes, Hashes],
        stems: list[tuple[str, int]],
        hasher: Hasher,
    ) -> None:
        self._gates = gates
        self._prefix_lengths = [int(length) for length in prefix_lengths]
        self._kinds = kinds
        self._stems = stems
        self._hasher = hasher
        self._hashes = RememberedHashes(hasher)
        self._pairs = PairFinder(gates, *pairs, self._hashes) if "pair" in kinds else None
        self._size = 0
        self._adopt(Chunks())

    def find(self, prepared: PreparedDocument) -> Ints:
        """Return the rows of all gates that an article holds, some of them more than once."""
        whole = prepared.whole
        if whole.chunks is not self._chunks:
            self._adopt(whole.chunks)
        if len(whole.chunks.chunks) > self._size:
            self._make_room(len(whole.chunks.chunks))
        numbers = whole.numbers
        begins = self._begins[numbers]
        unknown = (begins < 0).nonzero()[0]
        if len(unknown):
            self._learn(numbers[unknown])
            begins = self._begins[numbers]
        places, _ = rows_at(begins, self._lengths[numbers])
        rows = self._rows.array[places]
        found = self._scoped(prepared)
        if whole.joined or whole.percent:
            found.extend(self._late_rows(whole))
        if self._stems:
            found.extend(self._stem_rows(prepared.lang, whole))
        if self._pairs:
            found.extend(self._pairs.find(whole))
        return np.concatenate([rows, np.array(found, dtype=np.int32)]) if found else rows

    def _adopt(self, chunks: Chunks) -> None:
        """Begin anew for other pieces: numbers mean nothing from one reading to the next."""
        self._chunks = chunks
        self._rows = Growing(np.int32)
        self._begins: Ints = np.full(self._size, -1, dtype=np.int32)
        self._lengths: Ints = np.zeros(self._size, dtype=np.int32)
        if self._pairs:
            self._pairs.forget()
        self._late: dict[str, Rows] = {}
        self._scope_rows: dict[tuple[GateKind, int], Rows] = {}
        self._value_rows: dict[Gate, int] = {}
        self._stem_roots: dict[str, dict[str, list[int]]] = {}
        self._stem_numbers: dict[str, dict[int, Rows]] = {}

    def _make_room(self, pieces: int) -> None:
        size = max(_ROOM, 2 * pieces)
        more, self._size = size - self._size, size
        self._begins = np.append(self._begins, np.full(more, -1, dtype=np.int32))
        self._lengths = np.append(self._lengths, np.zeros(more, dtype=np.int32))
        if self._pairs:
            self._pairs.make_room(size)

    def _learn(self, unknown: Numbers) -> None:
        """Look up the gates of pieces that were not met before."""
        chunks = [self._chunks.chunks[number] for number in set(unknown.tolist())]
        asked: list[list[int]] = []
        for chunk in chunks:
            hashes = [hashed for key in chunk.keys for hashed in self._key_hashes(key)]
            hashes.extend(map(self._hashes.pair, chunk.pairs()))
            asked.append(hashes)
        for chunk, rows in zip(chunks, self._look_up(asked), strict=True):
            self._begins[chunk.number] = len(self._rows)
            self._lengths[chunk.number] = len(rows)
            self._rows.extend(rows)
        if self._pairs:
            self._pairs.learn(chunks)

    def _look_up(self, asked: list[list[int]]) -> list[Rows]:
        """Return the rows of each list of hashes, those found."""
        together = np.array([*chain.from_iterable(asked)], dtype=np.uint64)
        rows = iter(self._gates.find(together).tolist())
        return [tuple(row for row in islice(rows, len(hashes)) if row >= 0) for hashes in asked]

    def _key_hashes(self, key: str) -> list[int]:
        """Return the hashes of a word and of its beginnings."""
        hash_of, size = self._hashes.of, len(key)
        beginnings = [key[:length] for length in self._prefix_lengths if length <= size]
        return [hash_of("word", key), *[hash_of("prefix", beginning) for beginning in beginnings]]

    def _late_rows(self, skimmed: Skimmed) -> list[int]:
        """Return the rows of keys that only the text as a whole has."""
        late = [*chain.from_iterable(skimmed.joined.values()), *skimmed.percent_keys()]
        new = [key for key in late if key not in self._late]
        if new:
            asked = [self._key_hashes(key) for key in new]
            self._late.update(zip(new, self._look_up(asked), strict=True))
        return [*chain.from_iterable([self._late[key] for key in late])]

    def _scoped(self, prepared: PreparedDocument) -> list[int]:
        """Return the rows of words in title, author and tags, of there being any, of values."""
        found: list[int] = []
        kinds = self._kinds
        values = [
            Gate(kind, text) for kind in _VALUES if kind in kinds for text in prepared.values[kind]
        ]
        document = prepared.document
        present = (document.title, document.author, document.tags)
        for kind, text in zip(_SCOPES, present, strict=True):
            if text and kind in kinds:
                self._scope(kind, prepared.skimmed[kind], found, values)
        return [*found, *self._values(values)]

    def _scope(
        self, kind: GateKind, skimmed: Skimmed, found: list[int], values: list[Gate]
    ) -> None:
        if not len(skimmed.numbers):
            return
        values.append(Gate(kind, ""))
        numbers = set(skimmed.numbers.tolist())
        new = [number for number in numbers if (kind, number) not in self._scope_rows]
        if new:
            chunks = skimmed.chunks.chunks
            asked = [self._scope_hashes(kind, chunks[number].keys) for number in new]
            for number, rows in zip(new, self._look_up(asked), strict=True):
                self._scope_rows[kind, number] = rows
        for number in numbers:
            found.extend(self._scope_rows[kind, number])
        if skimmed.joined or skimmed.percent:
            values.extend(Gate(kind, key) for key in skimmed.keys())  # noqa: SIM118 - no dict

    def _scope_hashes(self, kind: GateKind, keys: Iterable[str]) -> list[int]:
        return [self._hasher.gate(Gate(kind, key)) for key in keys]

    def _values(self, gates: list[Gate]) -> list[int]:
        new = [gate for gate in gates if gate not in self._value_rows]
        if new:
            hashes = np.array([self._hasher.gate(gate) for gate in new], dtype=np.uint64)
            self._value_rows.update(zip(new, self._gates.find(hashes).tolist(), strict=True))
        return [row for gate in gates if (row := self._value_rows[gate]) >= 0]

    def _stem_rows(self, lang: str, whole: Skimmed) -> list[int]:
        roots = self._stem_roots.get(lang)
        if roots is None:
            roots = self._stem_roots[lang] = {}
            for word, row in self._stems:
                roots.setdefault(stem(lang, word), []).append(row)
        known = self._stem_numbers.setdefault(lang, {})
        distinct = set(whole.numbers.tolist())
        for number in (number for number in distinct if number not in known):
            known[number] = self._rows_of_stems(lang, roots, self._chunks.chunks[number].keys)
        found = [*chain.from_iterable([known[number] for number in distinct])]
        for keys in whole.joined.values():
            found.extend(self._rows_of_stems(lang, roots, keys))
        return found

    @staticmethod
    def _rows_of_stems(lang: str, roots: dict[str, list[int]], keys: Iterable[str]) -> Rows:
        found = (roots.get(stem(lang, key), ()) for key in keys if not key.startswith("#"))
        return tuple(chain.from_iterable(found))
