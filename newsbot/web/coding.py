"""Own content codings: which one a client takes, and a document made in each of them once.

It knows nothing of feeds, paths or permissions.
"""

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final, Literal

import zstandard

Coding = Literal["identity", "gzip", "zstd"]

_PREFERENCE: Final[tuple[Coding, ...]] = ("zstd", "gzip")
"""Between codings of equal weight: zstd is smaller than gzip and faster on both ends."""

_GZIP_LEVEL: Final = 6
_ZSTD_LEVEL: Final = 9
"""Levels for what is compressed once and sent often; zstd's 9 takes about the time of gzip's 6."""

SMALLEST_BODY: Final = 256
"""Below this a coding saves nothing worth its headers."""

_INLINE_BODY: Final = 128 * 1024
"""Compressed on the loop up to this size (about 5 ms); what is larger goes to a thread."""

_COMPRESS: Final[dict[Coding, Callable[[bytes], bytes]]] = {
    # No time stamp: equal bodies give equal bytes.
    "gzip": partial(gzip.compress, compresslevel=_GZIP_LEVEL, mtime=0),
    "zstd": lambda body: zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body),
}

_LONGEST_HEADER: Final = 500
"""Browsers send about 30 characters; what is longer gets the plain body."""

_SUFFIXES: Final[dict[Coding, str]] = {"identity": "", "gzip": "-gz", "zstd": "-zst"}


def choose_coding(accept_encoding: bytes) -> Coding:
    """Return the coding that the client likes best of ours (RFC 9110, 12.5.3)."""
    return _best(accept_encoding) if len(accept_encoding) <= _LONGEST_HEADER else "identity"


@lru_cache(maxsize=256)
def _best(accept_encoding: bytes) -> Coding:
    weights: dict[str, float] = {}
    for part in accept_encoding.decode("latin-1").lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter)
    best: Coding = "identity"
    best_weight = 0.0
    for coding in _PREFERENCE:
        weight = weights.get(coding, weights.get("*", 0.0))
        if coding == "gzip":
            weight = max(weight, weights.get("x-gzip", 0.0))
        if weight > best_weight:
            best, best_weight = coding, weight
    return "identity" if weights.get("identity", 0.0) > best_weight else best


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


class Coded:
    """Hold one body, its name, and its codings as they are made."""

    __slots__ = ("_bodies", "_digest", "_making")

    def __init__(self, body: bytes) -> None:
        self._bodies: dict[Coding, bytes] = {"identity": body}
        self._digest = ""
        self._making: dict[Coding, asyncio.Task[bytes]] = {}

    @property
    def size_bytes(self) -> int:
        """Return what all codings made so far weigh."""
        return sum(map(len, self._bodies.values()))

    def tag(self, coding: Coding, name: str = "") -> str:
        """Return the opaque part of the entity tag, another one for each coding.

        `name` stands for the content where the caller has one, else its SHA-256 does.
        """
        if not name and not self._digest:
            self._digest = hashlib.sha256(self._bodies["identity"]).hexdigest()[:32]
        return (name or self._digest) + _SUFFIXES[coding]

    async def body(self, coding: Coding) -> bytes:
        """Return the body in a coding, made at the first call, by one of many callers."""
        made = self._bodies.get(coding)
        if made is not None:
            return made
        plain = self._bodies["identity"]
        if len(plain) <= _INLINE_BODY:
            self._bodies[coding] = _COMPRESS[coding](plain)
            return self._bodies[coding]
        making = self._making.get(coding)
        if making is None:
            making = asyncio.ensure_future(asyncio.to_thread(_COMPRESS[coding], plain))
            self._making[coding] = making
            making.add_done_callback(lambda _: self._making.pop(coding, None))
        # Shielded: a client that goes away does not take the work from those who wait.
        self._bodies[coding] = await asyncio.shield(making)
        return self._bodies[coding]


class CodedBodies:
    """Keep coded bodies up to a total size, the least used go first.

    Looked up by the body itself: Python hashes a `bytes` object once, so the same object costs
    nothing and an equal one is found as well.
    """

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._kept: OrderedDict[bytes, Coded] = OrderedDict()
        self._sizes: dict[bytes, int] = {}
        self._total_bytes = 0

    @property
    def size_bytes(self) -> int:
        """Return what everything kept weighs."""
        return self._total_bytes

    def get(self, body: bytes) -> Coded:
        """Return the coded form of a body, a new one when it is not kept."""
        coded = self._kept.get(body)
        if coded is None:
            coded = self._kept[body] = Coded(body)
            self.settle(body, coded)
        else:
            self._kept.move_to_end(body)
        return coded

    def settle(self, body: bytes, coded: Coded) -> None:
        """Count a body after its codings changed and let go of the least used ones."""
        if self._kept.get(body) is not coded:
            return
        size = coded.size_bytes
        self._total_bytes += size - self._sizes.get(body, 0)
        self._sizes[body] = size
        while self._total_bytes > self._max_bytes and self._kept:
            gone, _ = self._kept.popitem(last=False)
            self._total_bytes -= self._sizes.pop(gone, 0)
