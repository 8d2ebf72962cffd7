"""Own the mending of almost-XML, text to text: what feeds break most, and nothing else.

What it cannot mend (tags that cross or never close) is left for the tolerant parser.
"""

import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from typing import Final

from newsbot.domain.entry import Notice
from newsbot.sources.plaintext import has_controls

_ROOT = re.compile(r"<(?:\?xml|(?:\w+:)?(?:rss|feed|rdf|urlset)[\s>])", re.IGNORECASE)
_PROLOG_CHARS: Final = 16_384
"""How far into a document its beginning is looked for, behind warnings and blank lines."""

_FEED_SIGN = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel|item|entry|urlset)[\s>]", re.IGNORECASE)
_HTML_SIGN = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)

_BLANK: Final = "\ufeff\x00 \t\r\n"

_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|urlset)\s*>", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>", re.IGNORECASE)
_DOCTYPE_START = re.compile("<!DOCTYPE", re.IGNORECASE)
_DOCTYPE = re.compile(
    r"<!DOCTYPE[^\[>]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>", re.IGNORECASE
)
_OPAQUE_ENDS: Final = {"<![CDATA[": "]]>", "<!--": "-->"}
_OPAQUE_START = re.compile(r"<!(?:\[CDATA\[|--)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORBIDDEN_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,6})|(\d{1,7}));", re.IGNORECASE)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,31};)")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_LONE_LESS = re.compile(r"<(?=[\s\d=<]|$)")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]|\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=")
_DECLARED = re.compile(r"xmlns:([\w.-]+)\s*=")
_XMLNS_VALUE = re.compile(r"""(xmlns(?::[\w.-]+)?\s*=\s*)(["'])([^"']*)\2""")
_ELEMENT = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)(?:[^<>\"'/]|\"[^\"<]*\"|'[^'<]*'|/(?!>))*(/?)>")
_FIRST_TAG = re.compile(r"<[A-Za-z_][\w.:-]*")

_NAMESPACES: Final = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}

MAX_PREFIXES: Final = 50
"""Undeclared prefixes that are mended; no real document uses so many."""

_LAST_CODE_POINT: Final = 0x10FFFF


def mend(text: str) -> tuple[str, list[Notice]]:
    """Return the text as it was probably meant, and a notice for each kind of fault mended."""
    notices: list[Notice] = []
    text = _frame(text, notices)
    if has_controls(text):
        text = _FORBIDDEN.sub("", text)
        notices.append(_note(_SENTENCES["control"]))
    changed = [(part, set()) if opaque else _mend_part(part) for part, opaque in _stretches(text)]
    faults = sorted({fault for _, found in changed for fault in found})
    notices += [_note(_SENTENCES[fault]) for fault in faults]
    return "".join(part for part, _ in changed), notices


_SENTENCES: Final = {
    "ampersand": "A bare & stands in the document; it was read as &amp;.",
    "control": "Characters that XML forbids stand in the document; they were left out.",
    "entity": "HTML entities stand in the XML; they were read as their characters.",
    "less": "A bare < stands in the text; it was read as &lt;.",
}


def looks_like_feed(text: str) -> bool:
    """Return whether a feed's root element, or an item, stands near the beginning."""
    return _FEED_SIGN.search(text, 0, _PROLOG_CHARS) is not None


def looks_like_html(text: str) -> bool:
    """Return whether a text is a web page."""
    return _HTML_SIGN.search(text, 0, _PROLOG_CHARS) is not None


def _frame(text: str, notices: list[Notice]) -> str:
    """Cut what stands before the beginning and behind the end; drop declaration and DTD."""
    start = _ROOT.search(text, 0, _PROLOG_CHARS)
    before = text[: start.start()] if start else ""
    if _bare(before).strip(_BLANK):
        notices.append(_note("Something stands before the beginning; it was left out."))
        text = text[len(before) :]
    elif before and text.startswith("<?xml", len(before)):
        notices.append(_note("Blank space or a comment stands before the XML declaration."))
        text = text[len(before) :]
    while declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    declared = _DOCTYPE_START.search(text, 0, _PROLOG_CHARS)
    doctype = _DOCTYPE.match(text, declared.start(), _PROLOG_CHARS) if declared else None
    if doctype is not None:
        if "<!ENTITY" in doctype[0]:
            notices.append(_note("The document defines entities of its own; they were ignored."))
        text = text[: doctype.start()] + text[doctype.end() :]
    end = max((match.end() for match in _END.finditer(text)), default=len(text))
    if _bare(text[end:]).strip(_BLANK):
        notices.append(_note("Something stands behind the end of the document; it was left out."))
    return text[:end].lstrip(_BLANK)


def close_what_is_open(text: str, notices: list[Notice]) -> str:
    """Return a document that breaks off with its open elements closed.

    Only when nothing but the end is missing: tags that cross are not for guessing here.
    """
    open_tags: list[str] = []
    last = ""
    for part, opaque in _stretches(text):
        last = part if opaque else last if not part else ""
        if opaque:
            continue
        for slash, name, empty in _ELEMENT.findall(part):
            if slash and (not open_tags or open_tags.pop() != name):
                return text
            if not slash and not empty:
                open_tags.append(name)
    if not open_tags:
        return text
    if last.startswith("<![CDATA[") and not last.endswith("]]>"):
        text = text.removesuffix("]").removesuffix("]") + "]]>"
    elif last and not last.endswith("-->"):
        text = text[: -len(last)]
    elif not last and text.rfind("<") > text.rfind(">"):
        text = text[: text.rfind("<")]
    notices.append(_note("The document breaks off; its last entry may be incomplete."))
    return text + "".join(f"</{name}>" for name in reversed(open_tags))


def _note(message: str) -> Notice:
    """Return a notice of broken markup."""
    return Notice(code="malformed_xml", message=message)


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in stretches, with True for CDATA sections and comments.

    By hand, since a regular expression would look for the end of each of them anew: many unclosed
    ones would take quadratic time.
    """
    position = 0
    while start := _OPAQUE_START.search(text, position):
        closing = _OPAQUE_ENDS[start[0]]
        end = text.find(closing, start.end())
        end = len(text) if end < 0 else end + len(closing)
        yield text[position : start.start()], False
        yield text[start.start() : end], True
        position = end
    yield text[position:], False


def _bare(text: str) -> str:
    """Return the text without CDATA sections and comments."""
    return "".join(part for part, opaque in _stretches(text) if not opaque)


def _mend_part(part: str) -> tuple[str, set[str]]:
    """Mend one stretch outside of CDATA and comments."""
    faults: set[str] = set()
    if "&" in part:
        part = _FORBIDDEN_REFERENCE.sub(lambda match: _allowed_reference(match, faults), part)
        part = _NAMED.sub(lambda match: _meant_entity(match, faults), part)
        part, count = _AMPERSAND.subn("&amp;", part)
        if count:
            faults.add("ampersand")
    part, count = _LONE_LESS.subn("&lt;", part)
    if count:
        faults.add("less")
    return part, faults


def _allowed_reference(match: re.Match[str], faults: set[str]) -> str:
    """Keep a numeric reference unless XML 1.0 forbids its character (section 2.2)."""
    code = int(match[1], 16) if match[1] else int(match[2])
    if code <= _LAST_CODE_POINT and not _FORBIDDEN.match(chr(code)):
        return match[0]
    faults.add("control")
    return ""


def _meant_entity(match: re.Match[str], faults: set[str]) -> str:
    """Return the character of an HTML entity; what is none stays for the next step."""
    character = html5.get(match[1])
    if character is None:
        return match[0]
    faults.add("entity")
    return escape(character, quote=False)


def mend_namespaces(text: str, notices: list[Notice]) -> str:
    """Declare the prefixes that the document uses without saying what they mean.

    Apart from `mend` because it costs as much again and is needed only when the parser says so.
    """
    text = _XMLNS_VALUE.sub(_without_blanks, text)
    bare = _bare(text)
    used = {first or second for first, second in _PREFIX.findall(bare)}
    missing = sorted(used - set(_DECLARED.findall(bare)) - {"xml", "xmlns"})
    root = _FIRST_TAG.search(text)
    if not missing or root is None or len(missing) > MAX_PREFIXES:
        return text
    named = ", ".join(missing[:5])
    notices.append(_note(f"The document uses prefixes that it does not declare: {named}."))
    added = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix, "urn:undeclared:" + prefix)}"'
        for prefix in missing
    )
    return text[: root.end()] + added + text[root.end() :]


def _without_blanks(match: re.Match[str]) -> str:
    """Return a namespace declaration without blanks in its URI, which libxml2 refuses."""
    uri = re.sub(r"\s+", "", match[3])
    return f"{match[1]}{match[2]}{uri}{match[2]}"
