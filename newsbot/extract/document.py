"""Own the way from the bytes of a page to a bounded tree; what the page says is read elsewhere."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

MAX_PAGE_BYTES = 20 * 1024 * 1024
"""Decoded size that the fetcher lets through (G8); a bigger body is cut, never refused."""

MAX_ELEMENTS = 100_000
"""Most elements kept. The biggest real news page seen had 9,000."""

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_META_WINDOW = 8192
"""Bytes searched for a charset: the standard says 1,024, real pages put it later."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_BROADER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
}
"""Labels that the WHATWG Encoding Standard reads as a superset."""

_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
_SPACED = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
"""Makes spaces of what no text holds; libxml2 would stop at the first NUL."""

_COUNT = etree.XPath("count(//*)")


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of a body: BOM, valid UTF-8, declared charset, then a guess.

    UTF-8 that holds goes before what is declared: real pages declare wrongly, and hardly any
    text in another encoding is valid UTF-8 by chance. Never raises; undecodable bytes become
    U+FFFD.
    """
    body = body[:MAX_PAGE_BYTES]
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for label in _declared(body, content_type):
        name = _BROADER.get(label, label)
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return _guess(body)


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    if header := _HEADER_CHARSET.search(content_type):
        yield header[1].lower()
    if meta := _META_CHARSET.search(body[:_META_WINDOW]):
        yield meta[1].decode("ascii").lower()


def _guess(body: bytes) -> str:
    """Ask charset-normalizer about a sample; mostly valid UTF-8 stays UTF-8 with replacements."""
    lenient = body.decode("utf-8", "replace")
    if lenient.count("\ufffd") * 1000 < len(lenient):
        return lenient
    from charset_normalizer import from_bytes

    best = from_bytes(body[:65536]).best()
    return body.decode(best.encoding, "replace") if best else lenient


def parse(markup: str) -> HtmlElement | None:
    """Return the tree of a page, bounded in depth and elements; None when there is no element.

    libxml2 itself drops what is nested deeper than 256 levels; real pages stay below 60.
    """
    data = markup.encode("utf-8", "replace").translate(_SPACED)
    if not data.strip():
        return None
    try:
        tree = document_fromstring(data, parser=_parser())
    except etree.LxmlError:
        return None
    _bound(tree)
    return tree


def _parser() -> HTMLParser:
    """Make a parser with one class for all elements; lxml.html calls Python to choose each."""
    parser = HTMLParser(remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8")
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _bound(tree: HtmlElement) -> None:
    """Drop what comes after the first MAX_ELEMENTS elements in document order."""
    if cast("float", _COUNT(tree)) <= MAX_ELEMENTS:
        return
    last: HtmlElement | None = next(islice(tree.iter(), MAX_ELEMENTS, None))
    while last is not None:
        for sibling in list(last.itersiblings()):
            sibling.getparent().remove(sibling)
        last = last.getparent()
