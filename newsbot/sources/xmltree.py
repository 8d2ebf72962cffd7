"""Own the strict reading of XML: bounded, without DTD, entities and network.

It mends nothing (that is `repair`) and knows no feed element. libxml2 itself stops at a nesting
of 256 and at 10 MB of one text.
"""

import re
from typing import Final

from lxml import etree

from newsbot.sources import charset

_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DTD_BYTES: Final = 4096
"""A document type stands before the root element; comments may stand before it."""


class NotWellFormed(ValueError):
    """Say that strict XML rules refuse the document, in the parser's words."""


def parse_strict(body: bytes, content_type: str = "") -> etree._Element:
    """Return the root of a well-formed document in UTF-8. Raises `NotWellFormed`.

    A document in another encoding is refused too: the caller decodes it and comes back.
    """
    if not charset.is_plain_utf8(body, content_type):
        raise NotWellFormed("The document is not in UTF-8.")
    return _parse(body)


def parse_text(text: str) -> etree._Element:
    """Return the root of a well-formed document that is decoded already. Raises `NotWellFormed`."""
    return _parse(text.encode("utf-8", "replace"))


def parse_recovering(text: str) -> etree._Element:
    """Return what libxml2 can save of a broken document. Raises `NotWellFormed` for nothing."""
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise NotWellFormed("Nothing of the document can be read.")
    return root


def _parse(body: bytes) -> etree._Element:
    """Parse bytes as UTF-8, whatever their declaration says. Raises `NotWellFormed`."""
    if _DTD.search(body, 0, _DTD_BYTES):
        raise NotWellFormed("The document brings its own document type.")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise NotWellFormed(_one_line(str(exc))) from exc
    if str(getattr(root.getroottree().docinfo, "doctype", "")):
        raise NotWellFormed("The document brings its own document type.")
    return root


def _one_line(message: str) -> str:
    """Return a parser's message without its quotation of the document."""
    return re.sub(r"\s*\(<string>.*", "", message.splitlines()[0] if message else "")[:200]
