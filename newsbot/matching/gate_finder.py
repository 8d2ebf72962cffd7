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

Links = tuple[int, ...]

_ROOM = 4_096
"""Pieces that there is room for from the start."""

_SCOPES: tuple[GateKind, ...] = ("title", "author", "tag")
_VALUES: tuple[GateKind, ...] = ("source", "lang", "site")


class GateFinder:
    """Find the links of gates by the words and values of articles.

    Row i of the links, as `link_ends` has it, belongs to the gate that `gates` has at i. `kinds`
    are those of the gates: others need not be looked for. `pairs` are the hashes of words that
    are first, and second, in a pair. `stems` are words whose gate depends on the language of the
    article, with their rows.
    """

    def __init__(
        self,
        gates: HashTable,
        link_ends: Ints,
        *,
        prefix_lengths: Ints,
        kinds: set[GateKind],
        pairs: tuple[Hashes, Hashes],
        stems: list[tuple[str, int]],
        hasher: Hasher,
    ) -> None:
        self._gates, self._link_ends = gates, link_ends
        self._prefix_lengths = [int(length) for length in prefix_lengths]
        self._kinds = kinds
        self._stems = stems
        self._hasher = hasher
        self._hashes = RememberedHashes(hasher)
        self._pairs = PairFinder(gates, *pairs, self._hashes) if "pair" in kinds else None
        self._size = 0
        self._adopt(Chunks())

    def find(self, prepared: PreparedDocument) -> Ints:
        """Return the places of links of all gates that an article holds, some more than once."""
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
        links = self._links.array[places]
        found = self._scoped(prepared)
        if whole.joined or whole.percent:
            found.extend(self._late_links(whole))
        if self._stems:
            found.extend(self._stem_links(prepared.lang, whole))
        if self._pairs:
            found.extend(self._links_of(self._pairs.find(whole)))
        return np.concatenate([links, np.array(found, dtype=np.int32)]) if found else links

    def _adopt(self, chunks: Chunks) -> None:
        """Begin anew for other pieces: numbers mean nothing from one reading to the next."""
        self._chunks = chunks
        self._links = Growing(np.int32)
        self._begins: Ints = np.full(self._size, -1, dtype=np.int32)
        self._lengths: Ints = np.zeros(self._size, dtype=np.int32)
        if self._pairs:
            self._pairs.forget()
        self._late: dict[str, Links] = {}
        self._scope_links: dict[tuple[GateKind, int], Links] = {}
        self._value_links: dict[Gate, Links] = {}
        self._stem_roots: dict[str, dict[str, list[int]]] = {}
        self._stem_links_known: dict[str, dict[int, Links]] = {}

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
        for chunk, links in zip(chunks, self._look_up(asked), strict=True):
            self._begins[chunk.number] = len(self._links)
            self._lengths[chunk.number] = len(links)
            self._links.extend(links)
        if self._pairs:
            self._pairs.learn(chunks)

    def _look_up(self, asked: list[list[int]]) -> list[Links]:
        """Return for each list of hashes the places of the links found."""
        together = np.array([*chain.from_iterable(asked)], dtype=np.uint64)
        rows = iter(self._gates.find(together).tolist())
        return [self._links_of(islice(rows, len(hashes))) for hashes in asked]

    def _links_of(self, rows: Iterable[int]) -> Links:
        """Return the places of the links of gates; a negative row is none."""
        ends = self._link_ends
        return tuple(place for row in rows if row >= 0 for place in range(ends[row], ends[row + 1]))

    def _key_hashes(self, key: str) -> list[int]:
        """Return the hashes of a word and of its beginnings."""
        hash_of, size = self._hashes.of, len(key)
        beginnings = [key[:length] for length in self._prefix_lengths if length <= size]
        return [hash_of("word", key), *[hash_of("prefix", beginning) for beginning in beginnings]]

    def _late_links(self, skimmed: Skimmed) -> list[int]:
        """Return the places of links of keys that only the text as a whole has."""
        late = [*chain.from_iterable(skimmed.joined.values()), *skimmed.percent_keys()]
        new = [key for key in late if key not in self._late]
        if new:
            asked = [self._key_hashes(key) for key in new]
            self._late.update(zip(new, self._look_up(asked), strict=True))
        return [*chain.from_iterable([self._late[key] for key in late])]

    def _scoped(self, prepared: PreparedDocument) -> list[int]:
        """Return the links of words in title, author and tags, of there being any, of values."""
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
        new = [number for number in numbers if (kind, number) not in self._scope_links]
        if new:
            chunks = skimmed.chunks.chunks
            asked = [self._scope_hashes(kind, chunks[number].keys) for number in new]
            for number, links in zip(new, self._look_up(asked), strict=True):
                self._scope_links[kind, number] = links
        for number in numbers:
            found.extend(self._scope_links[kind, number])
        if skimmed.joined or skimmed.percent:
            values.extend(Gate(kind, key) for key in skimmed.keys())  # noqa: SIM118 - no dict

    def _scope_hashes(self, kind: GateKind, keys: Iterable[str]) -> list[int]:
        return [self._hasher.gate(Gate(kind, key)) for key in keys]

    def _values(self, gates: list[Gate]) -> list[int]:
        new = [gate for gate in gates if gate not in self._value_links]
        if new:
            asked = [[self._hasher.gate(gate)] for gate in new]
            self._value_links.update(zip(new, self._look_up(asked), strict=True))
        return [*chain.from_iterable([self._value_links[gate] for gate in gates])]

    def _stem_links(self, lang: str, whole: Skimmed) -> list[int]:
        roots = self._stem_roots.get(lang)
        if roots is None:
            roots = self._stem_roots[lang] = {}
            for word, row in self._stems:
                roots.setdefault(stem(lang, word), []).extend(self._links_of([row]))
        known = self._stem_links_known.setdefault(lang, {})
        distinct = set(whole.numbers.tolist())
        for number in (number for number in distinct if number not in known):
            known[number] = self._links_of_stems(lang, roots, self._chunks.chunks[number].keys)
        found = [*chain.from_iterable([known[number] for number in distinct])]
        for keys in whole.joined.values():
            found.extend(self._links_of_stems(lang, roots, keys))
        return found

    @staticmethod
    def _links_of_stems(lang: str, roots: dict[str, list[int]], keys: Iterable[str]) -> Links:
        found = (roots.get(stem(lang, key), ()) for key in keys if not key.startswith("#"))
        return tuple(chain.from_iterable(found))
