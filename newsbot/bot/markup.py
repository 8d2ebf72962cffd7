"""Own the writing of Telegram's HTML for replies; it knows no wording and no handler.

Whatever a person or a source wrote enters by `fill`, `code` or `escape`: as data, never as markup.
https://core.telegram.org/bots/api#html-style
"""

import html
import re
import unicodedata
from collections.abc import Iterable

from newsbot.channels.cleaning import clean_line, safe_url
from newsbot.channels.document import utf16_units

MAX_UNITS = 4_096
"""Of a message, after entities are parsed (https://core.telegram.org/bots/api#sendmessage)."""

EXCERPT_COLUMNS = 28
"""So much monospaced text stands on one line of a phone: a mark below it stays below it."""

EXCERPT_LEAD = 12
ELLIPSIS = "…"
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

_TAG = re.compile(r"<[^>]*>")
_WIDE = frozenset("WF")
_LEFTWARDS = frozenset({"R", "AL"})


class Html(str):
    """Be text that is valid Telegram HTML already."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Return outside text on one line, harmless: no markup, mention, command or link of its own."""
    return Html(html.escape(clean_line(text, defuse=True), quote=False))


def code(text: str) -> Html:
    """Return text as it was written, in a font that makes no links; it can be read back as is."""
    kept = "".join(char for char in text if char == "\n" or char.isprintable()).strip()
    return Html(f"<code>{html.escape(kept or ELLIPSIS, quote=False)}</code>")


def fill(template: str, **values: object) -> Html:
    """Put values into wording of our own; what is not `Html` is escaped.

    A value that is read from right to left is set apart, so that it reorders nothing around it.
    """
    safe = {
        name: isolated(value if isinstance(value, Html) else escape(str(value)))
        for name, value in values.items()
    }
    return Html(template.format(**safe))


def bold(text: str) -> Html:
    """Return outside text in bold; unlike `code` no button reads it back."""
    return Html(f"<b>{escape(text)}</b>")


def underlined(text: str) -> Html:
    """Return outside text underlined, as alerts mark what was looked for."""
    return Html(f"<u>{escape(text)}</u>")


def isolated(markup: Html) -> Html:
    """Return the markup, between isolates (UAX #9) when its writing runs from right to left."""
    if not any(unicodedata.bidirectional(char) in _LEFTWARDS for char in visible(markup)):
        return markup
    return Html(f"{FIRST_STRONG_ISOLATE}{markup}{POP_ISOLATE}")


def link(text: str, url: str) -> Html:
    """Return text that opens an address; only the text where the address may not stand there."""
    safe = safe_url(url)
    return Html(f'<a href="{html.escape(safe)}">{escape(text)}</a>') if safe else escape(text)


def join(parts: Iterable[str], between: str = "\n") -> Html:
    """Return the parts that say something, one after another."""
    return Html(between.join(part for part in parts if part))


def visible(markup: str) -> str:
    """Return what a reader sees of the markup, without any tag."""
    return html.unescape(_TAG.sub("", markup))


def measure(markup: str) -> int:
    """Return the length that Telegram counts: UTF-16 units of the visible text."""
    return utf16_units(visible(markup))


def shorten(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, with an ellipsis when something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def pointed(text: str, start: int, end: int) -> Html:
    """Return the neighbourhood of a place in a text, with marks on the line below."""
    first = max(0, min(start - EXCERPT_LEAD, len(text) - EXCERPT_COLUMNS))
    last = first + EXCERPT_COLUMNS
    lead, tail = (ELLIPSIS if first else ""), (ELLIPSIS if last < len(text) else "")
    shown = "".join(_plain_sign(char) for char in text[first:last])
    blanks = len(lead) + _columns(text[first:start])
    marks = max(1, _columns(text[start : min(end, last)]))
    return Html(
        f"<pre>{html.escape(lead + shown + tail, quote=False)}\n{' ' * blanks}{'^' * marks}</pre>"
    )


def _plain_sign(char: str) -> str:
    return char if char.isprintable() else " "


def _columns(text: str) -> int:
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1
