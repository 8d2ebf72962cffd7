"""Own the way from markup to plain text, and the mending of characters; it sanitises nothing."""

import re
from contextlib import suppress
from html import escape, unescape
from typing import Final

_TAGS = re.compile(r"<(/?[a-z0-9]+)[^>]*>")
"""A tag as nh3 writes it: lower case, with `<` and `>` escaped in its values."""

_PARAGRAPH: Final = "\x1f"
_LINE: Final = "\x1e"
_PARAGRAPH_EDGE: Final = " \t\r\n\f\v\u00a0\x1e"
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
_EMPTY_LINES = re.compile(r"\n[ \t\r]*\n\s*")
"""Begins with the line break: led by blanks, a long run of them would take quadratic time."""

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

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL_BYTES: Final = bytes(code for code in range(32) if code not in b"\t\n\r")
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
        text = _join_paragraphs("".join(parts).split(_PARAGRAPH))
    else:
        text = _squeeze(cleaned.strip())
    if "&" in text:
        text = resolve_entities(text)
    return text.replace("\u00a0", " ") if "\u00a0" in text else text


def _join_paragraphs(parts: list[str]) -> str:
    """Return the paragraphs that are not empty, each with its blanks squeezed."""
    paragraphs = []
    for part in parts:
        paragraph = part.strip(_PARAGRAPH_EDGE)
        if _LINE in paragraph:
            lines = [_squeeze(line.strip()) for line in paragraph.split(_LINE)]
            paragraph = _EMPTY_LINES.sub("\n\n", "\n".join(lines))
        elif paragraph:
            paragraph = _squeeze(paragraph)
        if paragraph:
            paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


def resolve_entities(text: str) -> str:
    """Return text with its entities resolved; a number beyond all measure stays as it is."""
    try:
        return unescape(text)
    except ValueError:  # Python refuses to read integers of more than 4,300 digits
        return text


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
    whole = len(value)
    value = value[: MAX_TITLE_CHARS * 4]
    if is_html and "<" in value:
        value = _INLINE_TAGS.sub("", _UNSEEN.sub("", value))
    for _ in range(_UNESCAPE_ROUNDS):
        if "&" not in value or not _ENTITY.search(value):
            break
        value = resolve_entities(value)
        if "<" in value:
            value = _INLINE_TAGS.sub("", value)
    if not value.isprintable():
        value = _BLANKS.sub(" ", mend_characters(value))
    title = undo_latin1(value).strip()
    if "  " in title:
        title = _BLANKS.sub(" ", title)
    if len(title) <= MAX_TITLE_CHARS and whole <= MAX_TITLE_CHARS * 4:
        return title, False
    return title[: MAX_TITLE_CHARS - 1].rstrip() + "…", True


def mend_characters(text: str) -> str:
    """Undo the two classic accidents, and drop what no document may hold.

    UTF-8 that was read as Latin-1 and encoded again; Windows-1252 that was read as control
    characters.
    """
    text = undo_latin1(text)
    if not text.isascii() and _C1.search(text):
        text = text.translate(_C1_MEANT)
    return _CONTROLS.sub("", text) if has_controls(text) else text


def has_controls(text: str) -> bool:
    """Return whether XML 1.0 forbids a character of the text; by bytes it takes a tenth."""
    data = text.encode("utf-8", "replace")
    if len(data.translate(None, _CONTROL_BYTES)) != len(data):
        return True
    return not text.isascii() and ("\ufffe" in text or "\uffff" in text)


def undo_latin1(text: str) -> str:
    """Return UTF-8 that was read as Latin-1 as what it was; cheap for all other text."""
    if not text.isascii():
        with suppress(UnicodeError):
            return text.encode("latin-1").decode("utf-8")
    return text


def _squeeze(text: str) -> str:
    """Return text with single spaces between its words."""
    if "  " in text or "\n" in text or "\t" in text:
        return " ".join(text.split())
    return text
