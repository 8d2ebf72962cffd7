"""Own 64-bit hashes of gates, the same in every process; Python's own are salted per process.

They are keyed, so that nobody can write rules whose hashes collide without the key. Two gates
share a hash with a chance of 1 in 10^12 at a million rules; nothing checks it afterwards.
"""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from newsbot.matching.gates import Gate, GateKind

DEFAULT_KEY = b"newsbot matching"
"""Key of an engine that is given none; give a secret one where strangers write rules."""

_MASK = (1 << 64) - 1
_FIRST, _SECOND, _FINAL = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD
"""Odd constants of the golden ratio, xxHash64 and MurmurHash3's finaliser."""

_MAX_REMEMBERED = 100_000
"""Texts whose hash is remembered: some 20 MB."""

Hashes = npt.NDArray[np.uint64]


class Hasher:
    """Hash gates and texts under one key."""

    def __init__(self, key: bytes = DEFAULT_KEY) -> None:
        self.key = key

    def text(self, kind: str, text: str) -> int:
        """Return the hash of a text of some kind."""
        data = f"{kind}\0{text}".encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(data, digest_size=8, key=self.key).digest(), "little")

    def gate(self, gate: Gate) -> int:
        """Return the hash of a gate; that of a pair follows from those of its words."""
        if gate.kind == "pair":
            return mix(self.text("word", gate.key), self.text("word", gate.second))
        return self.text(gate.kind, gate.key)


class RememberedHashes:
    """Hash words and pairs, each text once for as long as it is remembered."""

    def __init__(self, hasher: Hasher) -> None:
        self._hasher = hasher
        self._known: dict[tuple[GateKind, str], int] = {}

    def of(self, kind: GateKind, text: str) -> int:
        """Return the hash of a text of some kind."""
        hashed = self._known.get((kind, text))
        if hashed is None:
            if len(self._known) >= _MAX_REMEMBERED:
                self._known.clear()
            hashed = self._known[kind, text] = self._hasher.text(kind, text)
        return hashed

    def words(self, keys: Iterable[str]) -> Hashes:
        """Return the hashes of words."""
        return np.array([self.of("word", key) for key in keys], dtype=np.uint64)

    def pair(self, words: tuple[str, str]) -> int:
        """Return the hash of two words side by side."""
        return mix(self.of("word", words[0]), self.of("word", words[1]))


def mix(first: int, second: int) -> int:
    """Return the hash of two hashes in order."""
    mixed = (first * _FIRST + second * _SECOND) & _MASK
    mixed = ((mixed ^ (mixed >> 32)) * _FINAL) & _MASK
    return mixed ^ (mixed >> 29)


def mix_arrays(first: Hashes, second: Hashes) -> Hashes:
    """Return what `mix` returns, for arrays of equal length."""
    mixed = first * np.uint64(_FIRST) + second * np.uint64(_SECOND)
    mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(_FINAL)
    final: Hashes = mixed ^ (mixed >> np.uint64(29))
    return final
