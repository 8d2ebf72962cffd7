"""Own Telegram's dialect of HTML: what the Bot API parses back to the same document.

https://core.telegram.org/bots/api#html-style: `<`, `>` and `&` are written as references, a line
ends with a line feed.
"""

from newsbot.channels.document import Document, Look
from newsbot.channels.markup import Dialect, write_markup

DIALECT = Dialect(
    tags={Look.BOLD: "b", Look.ITALIC: "i", Look.CODE: "code", Look.MARK: "u", Look.LINK: "a"}
)


def write_html(document: Document) -> str:
    """Return the document as a text with parse mode HTML."""
    return write_markup(document, DIALECT)
