"""Own Telegram's HTML: a Document becomes text that the Bot API parses to the same document.

https://core.telegram.org/bots/api#html-style: `<`, `>` and `&` are written as references.
"""

from html import escape

from newsbot.channels.document import Document, Layer, Look, shared

TAGS = {Look.BOLD: "b", Look.ITALIC: "i", Look.CODE: "code", Look.MARK: "u", Look.LINK: "a"}


def write_html(document: Document) -> str:
    """Return the markup; a layer that neighbours share is opened once."""
    pieces: list[str] = []
    opened: tuple[Layer, ...] = ()
    for run in document:
        common = shared(opened, run.layers)
        pieces += [_end(layer) for layer in reversed(opened[common:])]
        pieces += [_start(layer) for layer in run.layers[common:]]
        pieces.append(escape(run.text, quote=False))
        opened = run.layers
    pieces += [_end(layer) for layer in reversed(opened)]
    return "".join(pieces)


def _start(layer: Layer) -> str:
    if layer.look is Look.LINK:
        return f'<a href="{escape(layer.url)}">'
    return f"<{TAGS[layer.look]}>"


def _end(layer: Layer) -> str:
    return f"</{TAGS[layer.look]}>"
