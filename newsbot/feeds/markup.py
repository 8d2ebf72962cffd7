"""Own the XML of published documents: namespaces, elements, and cutting entries out of a tree.

lxml is known here and in the formats beside it. It knows nothing of what an entry means.
"""

from typing import Final

from lxml import etree

ATOM: Final = "http://www.w3.org/2005/Atom"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
DC: Final = "http://purl.org/dc/elements/1.1/"
MEDIA: Final = "http://search.yahoo.com/mrss/"
TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'

Namespaces = dict[str, str]


def add(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    """Append an element with text and those attributes that are not empty; return it.

    `name` is `tag` or `{namespace}tag`; an attribute that is a Python word ends in `_`.
    """
    element = etree.SubElement(parent, name)
    element.text = text or None
    for key, value in attributes.items():
        if value:
            element.set(key.rstrip("_"), value)
    return element


def add_thumbnail(parent: etree._Element, url: str) -> None:
    """Append a media:thumbnail; feedgen would wrap it in a group of one, which validators mark."""
    if url:
        add(parent, f"{{{MEDIA}}}thumbnail", url=url)


def cut_out(element: etree._Element, namespaces: Namespaces) -> bytes:
    """Return an element serialised without the namespaces that its future document declares.

    The element is moved under a root that declares them, as it will stand in the document, and
    the root's tags are cut off again.
    """
    root = etree.Element("root", nsmap=namespaces)
    opening = len(etree.tostring(root)) - len("/>") + len(">")
    root.append(element)
    return etree.tostring(root, encoding="UTF-8")[opening : -len("</root>")]


def open_document(root: etree._Element, closing: bytes) -> bytes:
    """Return the document's beginning: declaration and head, up to `closing` of its container."""
    etree.indent(root)
    head = etree.tostring(root, encoding="UTF-8")
    return DECLARATION + head[: head.rindex(closing)].rstrip()
