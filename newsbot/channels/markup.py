"""Own the writing of a Document as markup: Telegram's HTML and that of mail.

Everything that came from outside is escaped here, on its way out. Telegram's dialect is described
at https://core.telegram.org/bots/api#html-style; for both, a look becomes one pair of tags.
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


TELEGRAM = Dialect(
    tags={Look.BOLD: "b", Look.ITALIC: "i", Look.CODE: "code", Look.MARK: "u", Look.LINK: "a"}
)
MAIL = Dialect(
    tags={
        Look.BOLD: "strong",
        Look.ITALIC: "em",
        Look.CODE: "code",
        Look.MARK: "mark",
        Look.LINK: "a",
    },
    line_break="<br>\n",
)


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
