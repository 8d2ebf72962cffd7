"""Own the way from markup to plain text, and the mending of characters; it sanitises nothing."""

import re
from contextlib import suppress
from html import escape, unescape
from typing import Final

_TAGS = re.compile(r'<(/?[a-z0-9]+)[^<>"]*(?:"[^"]*"[^<>"]*)*>')
"""A tag as nh3 writes it: lower case, values in double quotes, `<` and `>` possible in values."""

_PARAGRAPH: Final = "\x1f"
_LINE: Final = "\x1e"
_BLOCKS: Final = (
    *("address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div"),
    *("dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
    *("hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot"),
    *("thead", "tr", "ul"),
)
_BREAKS: Final = {
    **{f"{slash}{name}": _PARAGRAPH for name in _BLOCKS for slash in ("", "/")},
    **dict.fromkeys(("td", "/td", "th", "/th", "img", "audio", "video"), " "),
    "br": _LINE,
}
"""What a tag leaves behind in the text; all others leave nothing."""

_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u2028\u2029\u0085]+")
_SOURCE_BLANKS = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
_EMPTY_LINES = re.compile(r"[ \t\r]*\n(?:[ \t\r]*\n)+[ \t\r]*")

_INLINE_TAGS = re.compile(
    r"</?(?:a|abbr|b|big|bdi|bdo|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|nobr|p|q|s"
    r"|script|small|span|strike|strong|style|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""HTML that stands in titles. Other pointed brackets are text: `x < y`, `<unknown>`."""

_UNSEEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_UNESCAPE_ROUNDS: Final = 2
"""A title escaped twice too often is met in feeds, three times is not."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_C1 = re.compile("[\x80-\x9f]")
_C1_MEANT: Final = {
    code: bytes([code]).decode("cp1252", "ignore") or "" for code in range(0x80, 0xA0)
}

MAX_TITLE_CHARS: Final = 1000
"""A headline beyond it is a text in the wrong element; the cut is shown by an ellipsis."""


def to_text(cleaned: str) -> str:
    """Return sanitised markup as plain text, paragraphs separated by an empty line.

    `<br>` is a line break inside a paragraph; two of them end it, as people write them.
    """
    if "<" in cleaned:
        parts = _TAGS.split(cleaned)
        parts[1::2] = [_BREAKS.get(tag, "") for tag in parts[1::2]]
        joined = "".join(parts).replace(f"{_LINE}{_LINE}", _PARAGRAPH)
        paragraphs = [_tidy(part) for part in joined.split(_PARAGRAPH)]
        text = "\n\n".join(part for part in paragraphs if part)
    else:
        text = _squeeze(cleaned)
    if "&" in text:
        text = unescape(text)
    return text.replace("\u00a0", " ") if "\u00a0" in text else text


def text_to_markup(text: str) -> str:
    """Return plain text as markup: a paragraph for each part between empty lines."""
    paragraphs = [part.strip() for part in _EMPTY_LINES.split(text) if part.strip()]
    escaped = [escape(part, quote=False).replace("\n", "<br>") for part in paragraphs]
    return escaped[0] if len(escaped) == 1 else "".join(f"<p>{part}</p>" for part in escaped)


def has_paragraphs(text: str) -> bool:
    """Return whether a text without tags separates paragraphs by empty lines."""
    return "\n" in text and _EMPTY_LINES.search(text.strip()) is not None


def to_title(value: str, *, is_html: bool) -> tuple[str, bool]:
    """Return a title as one line of plain text, and whether it had to be cut.

    Entities that were escaped too often are resolved; inline tags go, other brackets stay.
    """
    if is_html and "<" in value:
        value = _INLINE_TAGS.sub("", _UNSEEN.sub("", value[: MAX_TITLE_CHARS * 20]))
    for _ in range(_UNESCAPE_ROUNDS):
        if "&" not in value or not _ENTITY.search(value):
            break
        value = unescape(value)
        if "<" in value:
            value = _INLINE_TAGS.sub("", value)
    title = _BLANKS.sub(" ", mend_characters(value)).strip()
    if len(title) <= MAX_TITLE_CHARS:
        return title, False
    return title[: MAX_TITLE_CHARS - 1].rstrip() + "…", True


def mend_characters(text: str) -> str:
    """Undo the two classic accidents: UTF-8 read as Latin-1, and Windows-1252 read as controls."""
    if text.isascii():
        return _CONTROLS.sub("", text) if not text.isprintable() else text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    if _C1.search(text):
        text = text.translate(_C1_MEANT)
    return _CONTROLS.sub("", text)


def _tidy(part: str) -> str:
    """Return one paragraph with its blanks squeezed and its line breaks kept."""
    if _LINE not in part:
        return _squeeze(part)
    lines = [_squeeze(line) for line in part.split(_LINE)]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _squeeze(text: str) -> str:
    """Return text without blanks around it and with single spaces inside."""
    text = text.strip()
    return _SOURCE_BLANKS.sub(" ", text) if not text.isprintable() or "  " in text else text
