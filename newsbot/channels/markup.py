"""Own the writing of a Document in a dialect of HTML; which tags there are, its channel knows.

Everything that came from outside is escaped here, on its way out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from newsbot.channels.document import Document, Layer, Look, shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """Name the tag of each look, and what stands for the end of a line."""

    tags: Mapping[Look, str]
    line_break: str = "\n"


def write_markup(document: Document, dialect: Dialect) -> str:
    """Return the markup; a layer that neighbours share is opened once."""
    pieces: list[str] = []
    opened: tuple[Layer, ...] = ()
    for run in document:
        common = shared(opened, run.layers)
        pieces += [f"</{dialect.tags[layer.look]}>" for layer in reversed(opened[common:])]
        pieces += [_start(layer, dialect) for layer in run.layers[common:]]
        pieces.append(escape(run.text, quote=False).replace("\n", dialect.line_break))
        opened = run.layers
    pieces += [f"</{dialect.tags[layer.look]}>" for layer in reversed(opened)]
    return "".join(pieces)


def _start(layer: Layer, dialect: Dialect) -> str:
    href = f' href="{escape(layer.url)}"' if layer.look is Look.LINK else ""
    return f"<{dialect.tags[layer.look]}{href}>"
