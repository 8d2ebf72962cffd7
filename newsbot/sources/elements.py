"""Own the names and texts of XML elements as feeds use them; it knows no entry.

Namespaces are spelled in many ways and prefixes mean nothing, so each element gets one canonical
name: `title`, `content:encoded`, `dc:date`. RSS and Atom elements carry no prefix, since each is
found in the other's documents. The trees come from `xmltree`: they hold elements only, neither
comments nor processing instructions nor entities.
"""

from collections.abc import Container, Iterator
from functools import lru_cache
from html import escape
from typing import Final

from lxml import etree

from newsbot.sources.raw import RawText

_PREFIXES: Final = {
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss/rss.html": "",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/net/rss1.1#": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://search.yahoo.com/mrss": "media:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "https://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "",
    "http://www.google.com/schemas/sitemap-news/0.9": "news:",
    "http://www.google.com/schemas/sitemap-image/1.1": "image:",
    "urn:undeclared:news": "news:",
    "urn:undeclared:image": "image:",
    "urn:undeclared:rss": "",
    "urn:undeclared:atom10": "",
    "urn:undeclared:ns0": "",
}

XML: Final = "{http://www.w3.org/XML/1998/namespace}"
BASE: Final = f"{XML}base"
LANG: Final = f"{XML}lang"
RDF_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
RDF_RESOURCE: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


@lru_cache(maxsize=4096)
def canonical_name(tag: str) -> str:
    """Return the one name for an lxml tag; elements of unknown namespaces keep theirs."""
    if tag[:1] != "{":
        prefix, colon, local = tag.lower().rpartition(":")
        return local if prefix in {"rss", "atom"} else f"{prefix}{colon}{local}"
    namespace, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(namespace.lower(), "{" + namespace + "}")
    return prefix + local.lower()


def drop_root_namespace(root: etree._Element, known: Container[str]) -> None:
    """Take a feed's own invented namespace (`https://cyber.harvard.edu/...`) off its elements."""
    namespace, brace, local = root.tag.rpartition("}")
    if not brace or canonical_name(root.tag) in known or local.lower() not in known:
        return
    prefix = f"{namespace}{brace}"
    for element in root.iter():
        element.tag = element.tag.removeprefix(prefix)


def children(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield (canonical name, child) for the child elements, in their order."""
    for child in element:
        yield canonical_name(child.tag), child


def text_of(element: etree._Element) -> str:
    """Return the whole text of an element, markup inside it left out."""
    if len(element):
        return "".join(str(part) for part in element.itertext()).strip()
    text = element.text
    return text.strip() if text else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute without surrounding blanks, "" when it is missing."""
    value = element.get(name)
    return value.strip() if value else ""


def base_of(element: etree._Element) -> str:
    """Return the xml:base in force at an element: the stated ones joined, outermost first."""
    from newsbot.sources.links import absolute

    bases: list[str] = []
    step: etree._Element | None = element
    while step is not None:
        if value := attribute(step, BASE):
            bases.append(value)
        step = step.getparent()
    base = ""
    for value in reversed(bases):
        base = absolute(base, value) or value
    return base


def inner_markup(element: etree._Element) -> str:
    """Return what stands inside an element as HTML, namespaces dropped."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        for inner in child.iter():
            if inner.tag[:1] == "{":
                inner.tag = inner.tag.rpartition("}")[2]
        parts.append(etree.tostring(child, encoding="unicode", method="html"))
    return "".join(parts).strip()


_HTML_TYPES: Final = frozenset({"html", "text/html", "application/html"})
_TEXT_TYPES: Final = frozenset({"text", "text/plain", "plain"})


def text_construct(element: etree._Element, base: str) -> RawText:
    """Read an Atom text construct or content (RFC 4287, 3.1 and 4.1.3; Atom 0.3 modes)."""
    kind = attribute(element, "type").lower() or "text"
    if attribute(element, "src"):
        return RawText("", is_html=False)
    if attribute(element, "mode").lower() == "base64":
        return RawText(_base64_text(element.text or ""), kind in _HTML_TYPES, base)
    if len(element):
        only = element[0] if len(element) == 1 else None
        wrapped = only is not None and only.tag.endswith("}div")
        if only is not None and wrapped and not (element.text or "").strip():
            return RawText(inner_markup(only), True, base)
        return RawText(inner_markup(element), True, base)
    text = (element.text or "").strip()
    if kind in _HTML_TYPES or kind.endswith(("xhtml", "xhtml+xml")):
        return RawText(text, True, base)
    if kind in _TEXT_TYPES or kind.startswith("text/"):
        return RawText(text, False, base)
    return RawText("", is_html=False)


def markup(element: etree._Element, base: str) -> RawText:
    """Read an RSS text, which is HTML by habit: escaped, in CDATA, or not escaped at all."""
    if len(element):
        return RawText(inner_markup(element), True, base)
    text = element.text
    return RawText(text.strip() if text else "", True, base)


def _base64_text(text: str) -> str:
    """Return the text inside Atom 0.3's base64 content, "" when it is none."""
    import base64
    import binascii

    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
