"""Own the few array operations that the compact index is made of; no rule is known here.

Rows of unequal length lie end to end in one array, with `ends[i]:ends[i + 1]` for row i.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]

_SPARE_BITS = 2
"""Buckets for each hash, as a power of two: most buckets asked for are then empty."""


def rows(ends: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Return the places of all members of some rows in order, and how many each row has."""
    starts = ends[wanted]
    return rows_at(starts, ends[wanted + 1] - starts)


def rows_at(starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Return the places of all members of rows that begin here and are so long."""
    offsets: Ints = np.cumsum(lengths, dtype=np.int32)
    total = int(offsets[-1]) if len(offsets) else 0
    places: Ints = np.repeat(starts - (offsets - lengths), lengths)
    places += np.arange(total, dtype=np.int32)
    return places, lengths


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
        self.hashes = hashes
        bits = len(hashes).bit_length() + _SPARE_BITS
        self._shift = np.uint64(64 - bits)
        bounds = np.arange(1 << bits, dtype=np.uint64) << self._shift
        self._ends = np.append(np.searchsorted(hashes, bounds), len(hashes)).astype(np.int32)

    def find(self, wanted: Hashes) -> Ints:
        """Return the index of each hash, -1 where it is missing."""
        found = np.full(len(wanted), -1, dtype=np.int32)
        if not len(self.hashes) or not len(wanted):
            return found
        bucket = (wanted >> self._shift).astype(np.int64)
        place, end = self._ends[bucket], self._ends[bucket + 1]
        active = np.flatnonzero(place < end)
        place, end, wanted = place[active], end[active], wanted[active]
        while len(active):
            equal = self.hashes[place] == wanted
            found[active[equal]] = place[equal]
            place += 1
            left = np.flatnonzero(place < end)
            active, place, end, wanted = active[left], place[left], end[left], wanted[left]
        return found
