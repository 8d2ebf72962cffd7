"""Own what one piece of text between white space is made of; how it is read is not known here."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from newsbot.matching.words import Part

WORDLESS, LEADS, TRAILS, ENDS, HEAD, TAIL, PERCENT = 1, 2, 4, 8, 16, 32, 64
"""What is particular about a piece: it holds no word; what stands before its first or behind its
last word can end a sentence, depending on the neighbour, or surely does; its last word can be the
head of a joined key, its first the tail; it holds no word and begins with a percent sign."""

HEAD_TO_TAIL = 1
"""HEAD shifted by so much is TAIL: neighbours that join are found by one operation."""

PERCENTS = frozenset("%％٪")


class Further(NamedTuple):
    """Name a key beside the plain ones: parts [first, after), offsets [start, end)."""

    key: str
    first: int
    after: int
    start: int
    end: int


class Chunk(NamedTuple):
    """Hold what one piece is made of, offsets and parts counted from its start.

    `keys` are those of parts and `further`, `lead` and `trail` the characters before the first
    and behind the last word, `breaks` the parts that open a sentence, `unspaced` those of a
    script without spaces. A tuple, since tens of thousands are made and kept.
    """

    number: int
    piece: str
    parts: tuple[Part, ...]
    keys: tuple[str, ...]
    lead: str
    trail: str
    further: tuple[Further, ...] = ()
    breaks: frozenset[int] = frozenset()
    unspaced: frozenset[int] = frozenset()

    def starting(self, part: int) -> list[str]:
        """Return the keys that begin at a part."""
        if part >= len(self.parts):
            return []
        further = (item.key for item in self.further if item.first == part)
        return [self.parts[part].key, *further]

    def ending(self, part: int) -> list[str]:
        """Return the keys that end right before a part."""
        if part <= 0:
            return []
        further = (item.key for item in self.further if item.after == part)
        return [self.parts[part - 1].key, *further]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the keys that stand side by side within the piece, in one sentence."""
        if len(self.parts) == 1:
            return
        beginning = {part: [item.key] for part, item in enumerate(self.parts)}
        ending = {part + 1: [item.key] for part, item in enumerate(self.parts)}
        for item in self.further:
            beginning[item.first].append(item.key)
            ending[item.after].append(item.key)
        for part in range(1, len(self.parts)):
            if part not in self.breaks:
                yield from product(ending[part], beginning[part])


def joins(head: Chunk, tail: Chunk) -> list[str]:
    """Return the joined keys of the last word of one piece and the first of the next: F 16."""
    last = len(head.parts)
    found = [head.parts[-1].key, *(key for key, _ in head.parts[last - 1].others)]
    return [key + tail.parts[0].key for key in found]
