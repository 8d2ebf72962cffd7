"""Own finding the gates of two words side by side, from one piece of text to the next.

Pairs within a piece are not its matter: they are learnt with the piece. Few pieces can stand in
a pair at all, so only the gaps between two that can are looked at, all at once; whether a
sentence ends there is asked where a gate was found.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from newsbot.matching.arrays import Hashes, HashTable
from newsbot.matching.chunk import Chunk
from newsbot.matching.hashing import RememberedHashes, mix_arrays
from newsbot.matching.skim import Skimmed, inside, side_by_side

_HEAD, _TAIL, _SEVERAL = 2, 1, 4
"""What a piece can be: it ends with the first word of a pair, it begins with the second; several
keys begin or end with it."""


class PairFinder:
    """Find rows of a hash table by neighbouring words.

    `heads` and `tails` are the hashes of words that are first, and second, in some pair.
    """

    def __init__(
        self, gates: HashTable, heads: Hashes, tails: Hashes, hashes: RememberedHashes
    ) -> None:
        self._gates = gates
        self._heads, self._tails = HashTable(heads), HashTable(tails)
        self._hashes = hashes
        self._size = 0
        self.forget()

    def forget(self) -> None:
        """Begin anew, for pieces with other numbers."""
        self._last: Hashes = np.zeros(self._size, dtype=np.uint64)
        self._first: Hashes = np.zeros(self._size, dtype=np.uint64)
        self._sides: npt.NDArray[np.uint8] = np.zeros(self._size, dtype=np.uint8)
        self._late: dict[str, bool] = {}

    def make_room(self, size: int) -> None:
        """Be ready for pieces with numbers below `size`."""
        more, self._size = size - self._size, size
        self._last = np.append(self._last, np.zeros(more, dtype=np.uint64))
        self._first = np.append(self._first, np.zeros(more, dtype=np.uint64))
        self._sides = np.append(self._sides, np.zeros(more, dtype=np.uint8))

    def learn(self, chunks: Sequence[Chunk]) -> None:
        """Find out what pieces with words can be in a pair."""
        numbers = [chunk.number for chunk in chunks]
        endings = [chunk.ending(len(chunk.parts)) for chunk in chunks]
        beginnings = [chunk.starting(0) for chunk in chunks]
        self._last[numbers] = self._hashes.words([keys[0] for keys in endings])
        self._first[numbers] = self._hashes.words([keys[0] for keys in beginnings])
        sides = _HEAD * self._known(self._heads, self._last[numbers])
        self._sides[numbers] = sides + _TAIL * self._known(self._tails, self._first[numbers])
        for number, ending, beginning in zip(numbers, endings, beginnings, strict=True):
            if len(ending) > 1 or len(beginning) > 1:
                head = self._known(self._heads, self._hashes.words(ending)).any()
                tail = self._known(self._tails, self._hashes.words(beginning)).any()
                self._sides[number] = _SEVERAL + _HEAD * int(head) + _TAIL * int(tail)

    def find(self, skimmed: Skimmed) -> list[int]:
        """Return the rows of neighbours that stand in one sentence."""
        sides = self._sides[skimmed.numbers]
        either = sides[:-1] | sides[1:]
        gaps = ((sides[:-1] >> 1) & sides[1:] & 1).nonzero()[0]
        heads, tails = skimmed.numbers[gaps], skimmed.numbers[gaps + 1]
        rows = self._gates.find(mix_arrays(self._last[heads], self._first[tails]))
        hits = (rows >= 0).nonzero()[0]
        found: list[int] = rows[hits[~skimmed.opening_behind(gaps[hits])]].tolist()
        closer = set((gaps[(either[gaps] >= _SEVERAL).nonzero()[0]] + 1).tolist())
        if closer or skimmed.joined or skimmed.percent:
            found.extend(self._closer(skimmed, closer))
        return found

    def _closer(self, skimmed: Skimmed, closer: set[int]) -> list[int]:
        """Return the rows of neighbours of which one is no plain first or last word."""
        pairs: list[tuple[str, str]] = []
        if any(map(self._is_late_side, _late_keys(skimmed))):
            pairs.extend(inside(skimmed))
            closer.update(index + step for index in skimmed.joined for step in (-1, 1))
            closer.update(index + step for index in skimmed.percent for step in (0, 1))
        for index in closer:
            if 0 < index < len(skimmed.numbers) and not skimmed.opens_at(index):
                pairs.extend(side_by_side(skimmed, index))
        if not pairs:
            return []
        rows = self._gates.find(np.array([*map(self._hashes.pair, pairs)], dtype=np.uint64))
        return [row for row in rows.tolist() if row >= 0]

    def _is_late_side(self, key: str) -> bool:
        known = self._late.get(key)
        if known is None:
            hashed = self._hashes.words([key])
            sides = self._known(self._heads, hashed) | self._known(self._tails, hashed)
            known = self._late[key] = bool(sides.any())
        return known

    @staticmethod
    def _known(table: HashTable, hashes: Hashes) -> npt.NDArray[np.bool_]:
        known: npt.NDArray[np.bool_] = table.find(hashes) >= 0
        return known


def _late_keys(skimmed: Skimmed) -> Iterator[str]:
    return chain(chain.from_iterable(skimmed.joined.values()), skimmed.percent_keys())
