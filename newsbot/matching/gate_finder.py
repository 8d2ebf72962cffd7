"""Own finding the gates that an article holds; which rules wait behind them is not known here.

Words repeat from article to article, so the gates of each word (its own and those of its
beginnings) are looked up once and remembered; pairs of words are hashed anew, as arrays.
"""

from itertools import chain

import numpy as np

from newsbot.matching.arrays import Hashes, HashTable, Ints
from newsbot.matching.document import PreparedDocument
from newsbot.matching.gates import Gate, GateKind
from newsbot.matching.hashing import Hasher, mix, mix_arrays
from newsbot.matching.stems import stem
from newsbot.matching.tokens import Hit, Words

_MAX_WORDS = 100_000
"""Words remembered; half a year of an English newspaper has fewer."""

_SCOPES: tuple[GateKind, ...] = ("title", "author", "tag")
_VALUES: tuple[GateKind, ...] = ("source", "lang", "site")


class GateFinder:
    """Find rows of a hash table by the words and values of articles."""

    def __init__(self, gates: HashTable, prefix_lengths: Ints, hasher: Hasher) -> None:
        self._gates = gates
        self._lengths = [int(length) for length in prefix_lengths]
        self._hasher = hasher
        self._words: dict[str, int] = {}
        self._word_gates: list[tuple[int, ...]] = []
        self._word_hash: Hashes = np.zeros(1024, dtype=np.uint64)
        self._scoped_rows: dict[Gate, int] = {}
        self._stem_roots: dict[str, dict[str, list[int]]] = {}
        self._stem_words: dict[str, dict[str, tuple[int, ...]]] = {}

    def find(self, prepared: PreparedDocument, stems: list[tuple[str, int]]) -> Ints:
        """Return the rows of all gates that an article holds, some of them more than once.

        `stems` are the words whose gate depends on the language, with their rows.
        """
        self._learn(prepared.keys)
        words, word_gates = self._words, self._word_gates
        found = list(chain.from_iterable(word_gates[words[key]] for key in prepared.keys))
        if stems:
            found.extend(self._stem_rows(prepared, stems))
        found.extend(self._scoped(prepared))
        pairs = [*self._pairs(prepared.words["title"]), *self._pairs(prepared.words["body"])]
        if not pairs:
            return np.array(found, dtype=np.int32)
        rows = self._gates.find(np.concatenate(pairs))
        return np.concatenate([np.array(found, dtype=np.int32), rows[rows >= 0]])

    def _learn(self, keys: frozenset[str]) -> None:
        """Look up the gates of words that were not met before."""
        new = [key for key in keys if key not in self._words]
        if not new:
            return
        if len(self._words) + len(new) > _MAX_WORDS:
            self._words.clear()
            self._word_gates.clear()
            new = list(keys)
        asked: list[int] = []
        lengths: list[int] = []
        for key in new:
            asked.append(self._hasher.text("word", key))
            prefixes = [length for length in self._lengths if length <= len(key)]
            asked.extend(self._hasher.text("prefix", key[:length]) for length in prefixes)
            lengths.append(1 + len(prefixes))
        hashes = np.array(asked, dtype=np.uint64)
        rows = self._gates.find(hashes).tolist()
        place = 0
        for key, length in zip(new, lengths, strict=True):
            number = self._words[key] = len(self._word_gates)
            if number >= len(self._word_hash):
                self._word_hash = np.concatenate([self._word_hash, np.zeros_like(self._word_hash)])
            self._word_hash[number] = asked[place]
            self._word_gates.append(tuple(row for row in rows[place : place + length] if row >= 0))
            place += length

    def _pairs(self, words: Words) -> list[Hashes]:
        """Return the hashes of all neighbours in one sentence."""
        if len(words.keys) < 2:  # noqa: PLR2004 - a pair
            return []
        known = self._words
        numbers = np.array([known[key] for key in words.keys], dtype=np.int64)
        hashes = self._word_hash[numbers]
        neighbours = np.ones(len(hashes) - 1, dtype=bool)
        if words.breaks:
            neighbours[np.array(list(words.breaks), dtype=np.int64) - 1] = False
        found = [mix_arrays(hashes[:-1], hashes[1:])[neighbours]]
        if words.further:
            found.append(np.array(self._further_pairs(words), dtype=np.uint64))
        return found

    def _further_pairs(self, words: Words) -> list[int]:
        """Return the hashes of neighbours of which one at least has a further key."""
        beginning: dict[int, list[int]] = {}
        ending: dict[int, list[int]] = {}
        places: list[tuple[int, Hit]] = []
        for key, hits in words.further.items():
            hashed = int(self._word_hash[self._words[key]])
            for hit in hits:
                beginning.setdefault(hit.first, []).append(hashed)
                ending.setdefault(hit.after, []).append(hashed)
                places.append((hashed, hit))
        found: list[int] = []
        for hashed, hit in places:
            if hit.first and hit.first not in words.breaks:
                before = int(self._word_hash[self._words[words.keys[hit.first - 1]]])
                found.extend(mix(one, hashed) for one in (before, *ending.get(hit.first, ())))
            if hit.after < len(words.keys) and hit.after not in words.breaks:
                behind = int(self._word_hash[self._words[words.keys[hit.after]]])
                found.append(mix(hashed, behind))
        return found

    def _scoped(self, prepared: PreparedDocument) -> list[int]:
        """Return the rows of words in title, author and tags, of there being any, of values."""
        gates: list[Gate] = [Gate(kind, text) for kind in _VALUES for text in prepared.values[kind]]
        for kind in _SCOPES:
            words = prepared.words[kind]
            if words.keys:
                keys = {*words.keys, *words.further, ""}
                gates.extend(Gate(kind, key) for key in keys)
        new = [gate for gate in gates if gate not in self._scoped_rows]
        if new:
            if len(self._scoped_rows) + len(new) > _MAX_WORDS:
                self._scoped_rows.clear()
                new = gates
            hashes = np.array([self._hasher.gate(gate) for gate in new], dtype=np.uint64)
            self._scoped_rows.update(zip(new, self._gates.find(hashes).tolist(), strict=True))
        return [row for gate in gates if (row := self._scoped_rows[gate]) >= 0]

    def _stem_rows(self, prepared: PreparedDocument, stems: list[tuple[str, int]]) -> list[int]:
        lang = prepared.lang
        roots = self._stem_roots.get(lang)
        if roots is None:
            roots = self._stem_roots[lang] = {}
            for word, row in stems:
                roots.setdefault(stem(lang, word), []).append(row)
        known = self._stem_words.setdefault(lang, {})
        if len(known) > _MAX_WORDS:
            known.clear()
        for key in prepared.keys:
            if key not in known:
                rows = () if key.startswith("#") else roots.get(stem(lang, key), ())
                known[key] = tuple(rows)
        return list(chain.from_iterable(known[key] for key in prepared.keys))
