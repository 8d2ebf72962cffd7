"""Own the few array operations that the compact index is made of; no rule is known here.

Rows of unequal length lie end to end in one array, with `ends[i]:ends[i + 1]` for row i.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]

_SPARE_BITS = 3
"""Buckets for each hash, as a power of two: one in a hundred then has several."""

_MISSING = np.int32(-1)

_MAX_NUMBERS = 1 << 16
"""Numbers kept ready: 256 KiB."""


def rows(ends: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Return the places of all members of some rows in order, and how many each row has."""
    starts = ends[wanted]
    return rows_at(starts, ends[wanted + 1] - starts)


def rows_at(starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Return the places of all members of rows that begin here and are so long."""
    offsets: Ints = lengths.cumsum(dtype=np.int32)
    total = int(offsets[-1]) if len(offsets) else 0
    places: Ints = (starts - offsets + lengths).repeat(lengths)
    places += _first_numbers(total)
    return places, lengths


class _Numbers:
    """Hold 0, 1, 2 ... as far as anybody needed them."""

    known: Ints = np.arange(4_096, dtype=np.int32)


def _first_numbers(total: int) -> Ints:
    """Return the numbers below `total`, to be read only."""
    known = _Numbers.known
    if total > _MAX_NUMBERS:
        return np.arange(total, dtype=np.int32)
    while total > len(known):
        known = _Numbers.known = np.arange(2 * len(known), dtype=np.int32)
    return known[:total]


def ends_of(lengths: npt.NDArray[np.integer]) -> Ints:
    """Return the ends of rows of the given lengths, from 0."""
    ends = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(lengths, out=ends[1:])
    return ends


def firsts(lengths: Ints) -> Ints:
    """Return where each row begins when rows of these lengths lie end to end."""
    begins = np.zeros(len(lengths), dtype=np.int32)
    np.cumsum(lengths[:-1], out=begins[1:])
    return begins


class Growing:
    """Hold an array that members are added to."""

    def __init__(self, dtype: type[np.int32]) -> None:
        self._room: Ints = np.zeros(1024, dtype=dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def array(self) -> Ints:
        """Return the members."""
        return self._room[: self._length]

    def extend(self, members: Sequence[int]) -> None:
        """Add members at the end."""
        end = self._length + len(members)
        while end > len(self._room):
            self._room = np.concatenate([self._room, np.zeros_like(self._room)])
        self._room[self._length : end] = members
        self._length = end


class HashTable:
    """Find hashes in a sorted array by their leading bits: one step instead of twenty."""

    def __init__(self, hashes: Hashes) -> None:
        self._hashes = np.append(hashes, np.uint64(0))  # so that the end can be asked as well
        bits = len(hashes).bit_length() + _SPARE_BITS
        self._shift = np.uint64(64 - bits)
        bounds = np.arange(1 << bits, dtype=np.uint64) << self._shift
        self._ends = np.append(np.searchsorted(hashes, bounds), len(hashes)).astype(np.int32)
        self._several = np.diff(self._ends) > 1

    def find(self, wanted: Hashes) -> Ints:
        """Return the index of each hash, -1 where it is missing."""
        if len(self._hashes) == 1:
            return np.full(len(wanted), -1, dtype=np.int32)
        bucket = (wanted >> self._shift).view(np.int64)
        place = self._ends[bucket]
        equal = self._hashes[place] == wanted
        found: Ints = np.where(equal, place, _MISSING)
        for row in (self._several[bucket] > equal).nonzero()[0].tolist():
            found[row] = self._among(int(bucket[row]), wanted[row])
        return found

    def _among(self, bucket: int, wanted: np.uint64) -> int:
        """Return the index of a hash behind the first of its bucket, -1 where it is missing."""
        for place in range(self._ends[bucket] + 1, self._ends[bucket + 1]):
            if self._hashes[place] == wanted:
                return place
        return -1
