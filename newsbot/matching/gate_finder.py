"""Own finding the gates that an article holds; which rules wait behind them is not known here.

Pieces of text repeat from article to article, so the gates of a piece (its words, their
beginnings, its inner pairs) are looked up once and remembered by its number; pairs of words from
piece to piece are hashed anew, as arrays.
"""

from collections.abc import Iterable
from itertools import chain, islice

import numpy as np
import numpy.typing as npt

from newsbot.matching.arrays import Growing, Hashes, HashTable, Ints, rows_at
from newsbot.matching.chunks import MANY, Chunks
from newsbot.matching.document import PreparedDocument
from newsbot.matching.gates import Gate, GateKind
from newsbot.matching.hashing import Hasher, mix, mix_arrays
from newsbot.matching.skim import Numbers, Skimmed, inside, side_by_side
from newsbot.matching.stems import stem

Rows = tuple[int, ...]

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
        prefix_lengths: Ints,
        kinds: set[GateKind],
        stems: list[tuple[str, int]],
        hasher: Hasher,
    ) -> None:
        self._gates = gates
        self._prefix_lengths = [int(length) for length in prefix_lengths]
        self._kinds = kinds
        self._stems = stems
        self._hasher = hasher
        self._adopt(Chunks())

    def find(self, prepared: PreparedDocument) -> Ints:
        """Return the rows of all gates that an article holds, some of them more than once."""
        whole = prepared.whole
        if whole.chunks is not self._chunks:
            self._adopt(whole.chunks)
        self._learn(whole.numbers)
        places, _ = rows_at(self._begins[whole.numbers], self._lengths[whole.numbers])
        found = self._scoped(prepared)
        if whole.joined or whole.percent:
            found.extend(self._late_rows(whole))
        if self._stems:
            found.extend(self._stem_rows(prepared.lang, whole))
        arrays = [self._rows.array[places], np.array(found, dtype=np.int32)]
        if "pair" in self._kinds:
            rows = self._gates.find(self._pairs(whole))
            arrays.append(rows[rows >= 0])
        return np.concatenate(arrays)

    def _adopt(self, chunks: Chunks) -> None:
        """Begin anew for other pieces: numbers mean nothing from one reading to the next."""
        self._chunks = chunks
        self._rows = Growing(np.int32)
        size = 4096
        self._begins: Ints = np.full(size, -1, dtype=np.int32)
        self._lengths: Ints = np.zeros(size, dtype=np.int32)
        self._first_hash: Hashes = np.zeros(size, dtype=np.uint64)
        self._last_hash: Hashes = np.zeros(size, dtype=np.uint64)
        self._hashes: dict[str, int] = {}
        self._late: dict[str, Rows] = {}
        self._scope_rows: dict[tuple[GateKind, int], Rows] = {}
        self._value_rows: dict[Gate, int] = {}
        self._stem_roots: dict[str, dict[str, list[int]]] = {}
        self._stem_numbers: dict[str, dict[int, Rows]] = {}

    def _learn(self, numbers: Numbers) -> None:
        """Look up the gates of pieces that were not met before."""
        if not len(numbers):
            return
        while int(numbers.max()) >= len(self._begins):
            self._begins = np.concatenate([self._begins, np.full_like(self._begins, -1)])
            self._lengths = np.concatenate([self._lengths, np.zeros_like(self._lengths)])
            self._first_hash = np.concatenate([self._first_hash, np.zeros_like(self._first_hash)])
            self._last_hash = np.concatenate([self._last_hash, np.zeros_like(self._last_hash)])
        new = set(numbers[self._begins[numbers] < 0].tolist())
        if not new:
            return
        asked: list[list[int]] = []
        for number in new:
            chunk = self._chunks.chunks[number]
            self._first_hash[number] = self._word_hash(chunk.parts[0].key)
            self._last_hash[number] = self._word_hash(chunk.parts[-1].key)
            hashes = [hashed for key in chunk.keys for hashed in self._key_hashes(key)]
            hashes.extend(self._pair_hash(pair) for pair in chunk.pairs())
            asked.append(hashes)
        for number, rows in zip(new, self._look_up(asked), strict=True):
            self._begins[number] = len(self._rows)
            self._lengths[number] = len(rows)
            self._rows.extend(rows)

    def _look_up(self, asked: list[list[int]]) -> list[Rows]:
        """Return the rows of each list of hashes, those found."""
        together = np.array([*chain.from_iterable(asked)], dtype=np.uint64)
        rows = iter(self._gates.find(together).tolist())
        return [tuple(row for row in islice(rows, len(hashes)) if row >= 0) for hashes in asked]

    def _key_hashes(self, key: str) -> list[int]:
        """Return the hashes of a word and of its beginnings."""
        beginnings = (key[:length] for length in self._prefix_lengths if length <= len(key))
        prefixes = (self._hasher.text("prefix", beginning) for beginning in beginnings)
        return [self._word_hash(key), *prefixes]

    def _word_hash(self, key: str) -> int:
        hashed = self._hashes.get(key)
        if hashed is None:
            hashed = self._hashes[key] = self._hasher.text("word", key)
        return hashed

    def _pair_hash(self, pair: tuple[str, str]) -> int:
        return mix(self._word_hash(pair[0]), self._word_hash(pair[1]))

    def _late_rows(self, skimmed: Skimmed) -> list[int]:
        """Return the rows of keys that only the text as a whole has."""
        late = [*chain.from_iterable(skimmed.joined.values()), *skimmed.percent_keys()]
        new = [key for key in late if key not in self._late]
        if new:
            asked = [self._key_hashes(key) for key in new]
            self._late.update(zip(new, self._look_up(asked), strict=True))
        return [*chain.from_iterable([self._late[key] for key in late])]

    def _pairs(self, skimmed: Skimmed) -> Hashes:
        """Return the hashes of neighbours from piece to piece."""
        hashes = [*map(self._pair_hash, inside(skimmed))]
        numbers, opens = skimmed.numbers, skimmed.opens
        pairs = mix_arrays(self._last_hash[numbers[:-1]], self._first_hash[numbers[1:]])
        many = (skimmed.chunks.traits[numbers] & MANY) > 0
        gaps = set((np.flatnonzero(many[:-1] | many[1:]) + 1).tolist())
        for index in skimmed.joined:
            gaps.update((index - 1, index + 1))
        for index in skimmed.percent:
            gaps.update((index, index + 1))
        for index in gaps:
            if 0 < index < len(numbers) and index not in opens:
                hashes.extend(map(self._pair_hash, side_by_side(skimmed, index)))
        kept: npt.NDArray[np.bool_] = np.ones(len(pairs), dtype=bool)
        kept[np.fromiter(opens, dtype=np.int64, count=len(opens)) - 1] = False
        return np.concatenate([pairs[kept], np.array(hashes, dtype=np.uint64)])

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
