"""Own people's patterns: RE2 only, so that no pattern can hang; matching is on UTF-8 bytes."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol, cast

import re2

MAX_MEMORY = 1 << 20
"""Bytes that RE2 may use for one pattern; what needs more is refused as too complex."""


_PROBES = (b"", b"\x01", b"a b\n", "я".encode())
"""Texts with nothing in common: what matches each of them matches the empty text anywhere."""


class _Match(Protocol):
    def span(self) -> tuple[int, int]:
        """Return the byte offsets of the match."""


class Pattern(Protocol):
    """Be a compiled pattern; `programsize` is what counted repeats and classes make it."""

    @property
    def programsize(self) -> int:
        """Return the number of RE2's instructions."""

    def search(self, text: bytes) -> _Match | None:
        """Return the first match."""

    def finditer(self, text: bytes) -> Iterator[_Match]:
        """Yield the matches from left to right."""


class PatternError(Exception):
    """Say why RE2 refuses a pattern."""


@lru_cache(maxsize=20_000)
def compile_pattern(pattern: str) -> Pattern:
    """Compile a pattern. Raises `PatternError` in the words of RE2."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    options.never_capture = True
    try:
        return cast("Pattern", re2.compile(pattern, options))
    except (re2.error, UnicodeError) as exc:
        reason = exc.args[0] if exc.args else "not understood"
        text = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        raise PatternError(text) from exc


def pattern_size(pattern: str) -> int:
    """Return the size of a compiled pattern in RE2's instructions, which bounds its slowness."""
    return compile_pattern(pattern).programsize


def encode(text: str) -> bytes:
    """Return the text as RE2 reads it; lone surrogates become a replacement of their own."""
    return text.encode("utf-8", "replace")


def occurs(pattern: str, text: bytes) -> bool:
    """Say whether a pattern matches anywhere."""
    return compile_pattern(pattern).search(text) is not None


def matches_everything(pattern: str) -> bool:
    """Say whether a pattern matches any text, because it can match nothing at all of it."""
    return all(occurs(pattern, probe) for probe in _PROBES)


def spans(pattern: str, text: bytes, limit: int) -> Iterator[tuple[int, int]]:
    """Yield at most `limit` matches that are not empty, as character offsets."""
    characters = position = found = 0
    for match in compile_pattern(pattern).finditer(text):
        start, end = match.span()
        if start == end:
            continue
        begin = characters + _length(text[position:start])
        characters = begin + _length(text[start:end])
        position = end
        yield begin, characters
        found += 1
        if found >= limit:
            return


def _length(piece: bytes) -> int:
    return len(piece.decode("utf-8", "ignore"))
