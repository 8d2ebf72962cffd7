"""Own the Document: text in runs, each with its looks, measured and cut safely.

A document knows no channel's syntax; writers such as `markup` turn it into one.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

ELLIPSIS = "…"
WORD_REACH = 24
"""How many characters a cut may move back to end at a word."""

JOINERS = frozenset("\u200d\ufe0f\ufe0e")
"""Zero-width joiner and variation selectors hold the parts of one emoji together."""


class Look(StrEnum):
    """Name how a run stands out; the channel decides what that is on its screen."""

    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    MARK = "mark"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Layer:
    """Hold one look, with the address when it is a link."""

    look: Look
    url: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Hold text under the same layers, outermost first."""

    text: str
    layers: tuple[Layer, ...] = ()


Document = tuple[Run, ...]

BOLD, ITALIC, CODE, MARK = (
    Layer(Look.BOLD),
    Layer(Look.ITALIC),
    Layer(Look.CODE),
    Layer(Look.MARK),
)


def utf16_units(text: str) -> int:
    """Return the length in UTF-16 code units, the measure of Telegram's limits."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def measure(document: Iterable[Run]) -> int:
    """Return the length of a document in UTF-16 code units."""
    return sum(utf16_units(run.text) for run in document)


def plain(document: Iterable[Run]) -> str:
    """Return the text alone."""
    return "".join(run.text for run in document)


def shared(one: tuple[Layer, ...], other: tuple[Layer, ...]) -> int:
    """Return how many outer layers two neighbours share: those stay open between them."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def count_layers(document: Document) -> int:
    """Return how many entities a document makes: each opening of a layer is one."""
    neighbours = zip((Run(""), *document), document, strict=False)
    return sum(_openings(before, run) for before, run in neighbours)


def thin(document: Document, limit: int) -> Document:
    """Take marks, then any layers, away from the end until at most `limit` entities are left."""
    count = count_layers(document)
    if count <= limit:
        return document
    runs = [Run(""), *document, Run("")]
    for is_spare in (_is_mark, _is_any):
        for at in range(len(runs) - 2, 0, -1):
            if count <= limit:
                return tuple(runs[1:-1])
            before, run, after = runs[at - 1 : at + 2]
            kept = tuple(layer for layer in run.layers if not is_spare(layer))
            thinner = runs[at] = Run(run.text, kept)
            count += _openings(before, thinner) + _openings(thinner, after)
            count -= _openings(before, run) + _openings(run, after)
    return tuple(runs[1:-1])


def _openings(before: Run, run: Run) -> int:
    return len(run.layers) - shared(before.layers, run.layers)


def _is_mark(layer: Layer) -> bool:
    return layer == MARK


def _is_any(_layer: Layer) -> bool:
    return True


def cut_text(text: str, limit: int) -> str:
    """Return text of at most `limit` UTF-16 units, with an ellipsis when something is missing.

    The cut falls on a word's end when one is near, never inside a character that is built of
    several code points.
    """
    if utf16_units(text) <= limit:
        return text
    if limit < 1:
        return ""
    room, end = limit - len(ELLIPSIS), 0
    for character in text:
        room -= utf16_units(character)
        if room < 0:
            break
        end += 1
    while end > 0 and _joined(text, end):
        end -= 1
    blank = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if blank > 0 and end - blank <= WORD_REACH:
        end = blank
    return text[:end].rstrip() + ELLIPSIS


def cut(document: Document, limit: int) -> Document:
    """Return a document of at most `limit` UTF-16 units; whole runs go, the last one is cut."""
    if measure(document) <= limit:
        return document
    kept: list[Run] = []
    for run in document:
        length = utf16_units(run.text)
        if length >= limit:  # room for an ellipsis must be left in the run that is cut
            kept.append(replace(run, text=cut_text(run.text + " ", limit)))
            return tuple(kept)
        kept.append(run)
        limit -= length
    return tuple(kept)


def _joined(text: str, at: int) -> bool:
    """Say whether the characters on both sides of a border belong together."""
    follows = text[at]
    return follows in JOINERS or text[at - 1] == "\u200d" or bool(unicodedata.combining(follows))
