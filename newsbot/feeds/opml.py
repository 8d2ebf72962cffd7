"""Own OPML 2.0: writing a list of subscriptions and reading those of other programs.

It fetches nothing and judges no address; an outline's `xml_url` is what the file says.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import etree

from newsbot.domain.feed import Outline
from newsbot.errors import Invalid
from newsbot.feeds.markup import DECLARATION, add
from newsbot.feeds.spelling import language_tag, line, rfc822, web_address

_NAMESPACE: Final = "https://newsbot.invalid/ns/opml"
"""Names our own attribute; `.invalid` is reserved, so nobody looks behind it (RFC 2606)."""

_KIND: Final = f"{{{_NAMESPACE}}}kind"
_PLAIN_KINDS: Final = frozenset({"rss", ""})
_FEED_KINDS: Final = frozenset({"rss", "atom", "rdf", "jsonfeed", "json", "feed"})
_DEPTH: Final = 64
"""Folders deeper than this are read as if they stood here; real exports have three levels."""

_BARE_AMPERSAND: Final = re.compile(rb"&(?!#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z]\w{1,31};)")
_FEED_SCHEME: Final = re.compile(r"feed:(?://)?(?=https?://)", re.IGNORECASE)


def render_opml(title: str, outlines: Iterable[Outline], date: datetime) -> bytes:
    """Return the outlines as an OPML document, folders nested, in the order given.

    Every kind that feed readers can read is written as `type="rss"`, as OPML 2.0 asks; the
    other kinds keep their name in an attribute of our own.
    """
    listed = list(outlines)
    own = any(outline.kind not in _PLAIN_KINDS for outline in listed)
    root = etree.Element("opml", nsmap={"newsbot": _NAMESPACE} if own else {})
    root.set("version", "2.0")
    head = add(root, "head")
    add(head, "title", line(title) or "Subscriptions")
    add(head, "dateCreated", rfc822(date))
    body = add(root, "body")
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for outline in listed:
        _write(_folder(folders, tuple(line(name) for name in outline.folder)), outline)
    etree.indent(root)
    return DECLARATION + etree.tostring(root, encoding="UTF-8") + b"\n"


def _folder(
    folders: dict[tuple[str, ...], etree._Element], path: tuple[str, ...]
) -> etree._Element:
    """Return the element of a folder, made with those above it where they are new."""
    for depth in range(1, len(path) + 1):
        if path[:depth] not in folders:
            name = path[depth - 1] or "Untitled"
            folders[path[:depth]] = add(folders[path[: depth - 1]], "outline", text=name)
    return folders[path]


def _write(parent: etree._Element, outline: Outline) -> None:
    url = line(outline.xml_url)
    title = line(outline.title) or url
    written = add(
        parent,
        "outline",
        type="rss",
        text=title,
        title=title,
        xmlUrl=url,
        htmlUrl=web_address(outline.html_url),
        language=language_tag(outline.language),
    )
    if outline.kind not in _PLAIN_KINDS:
        written.set(_KIND, line(outline.kind))


def parse_opml(document: bytes) -> tuple[Outline, ...]:
    """Return the subscriptions of an OPML file in its order, with the folders they stand in.

    Forgives what real exports do: attributes in any case, raw ampersands in addresses, blanks
    before the declaration, no titles, `feed:` addresses, feeds below feeds. Entities are not
    expanded. Raises `Invalid` when the file is no OPML or declares entities.
    """
    root = _parse(document)
    body = next((child for child in root if _tag(child) == "body"), None)
    if _tag(root) != "opml" or body is None:
        raise Invalid(
            "This is not an OPML file: it has no <opml> with a <body>. "
            "Export the subscriptions from your reader as OPML and import that file."
        )
    return tuple(_outlines(body))


def _parse(document: bytes) -> etree._Element:
    """Return the root element, read strictly first and forgivingly then."""
    text = document.lstrip(b"\xef\xbb\xbf \t\r\n")
    strict, forgiving = _parser(recover=False), _parser(recover=True)
    root: etree._Element | None
    try:
        root = etree.fromstring(text, strict)
    except (etree.XMLSyntaxError, ValueError):
        try:
            root = etree.fromstring(_BARE_AMPERSAND.sub(b"&amp;", text), forgiving)
        except (etree.XMLSyntaxError, ValueError):
            root = None
    if root is None:
        raise Invalid("This is not an OPML file: it cannot be read as XML. Export it again.")
    if _declares_entities(root):
        raise Invalid(
            "This OPML file declares XML entities, which no reader writes and which can hide "
            "other files or endless text. Remove its <!DOCTYPE ...> and import it again."
        )
    return root


def _declares_entities(root: etree._Element) -> bool:
    # lxml's stubs know neither the absence of a DTD nor what it can be asked.
    subset: Any = root.getroottree().docinfo.internalDTD
    return subset is not None and any(True for _ in subset.iterentities())


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _outlines(body: etree._Element) -> Iterator[Outline]:
    """Yield the subscriptions below `body`, depth first, without recursion."""
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [
        (child, ()) for child in reversed(body) if _tag(child) == "outline"
    ]
    while waiting:
        element, folder = waiting.pop()
        stated = {_local(name).lower(): str(value) for name, value in element.attrib.items()}
        name = line(stated.get("text", "")) or line(stated.get("title", ""))
        below = folder
        if url := _feed_address(stated):
            yield _outline(stated, url, name, folder)
        elif name and len(folder) < _DEPTH:
            below = (*folder, name)
        waiting += [(child, below) for child in reversed(element) if _tag(child) == "outline"]


def _outline(stated: dict[str, str], url: str, name: str, folder: tuple[str, ...]) -> Outline:
    kind = line(stated.get("kind", "") or stated.get("type", "")).lower()
    return Outline(
        title=name or urlsplit(url).netloc or url,
        xml_url=url,
        html_url=web_address(stated.get("htmlurl", "")),
        kind="rss" if kind in _FEED_KINDS or not kind else kind,
        language=language_tag(stated.get("language", "")),
        folder=folder or _category(stated.get("category", "")),
    )


def _category(stated: str) -> tuple[str, ...]:
    """Return the first category as a folder: `/a/b,/c` means a, then b (OPML 2.0)."""
    first = stated.partition(",")[0]
    return tuple(name for part in first.split("/") if (name := line(part)))


def _feed_address(stated: dict[str, str]) -> str:
    """Return the address of a feed; `feed:` stands for http, or before the scheme that it is."""
    url = _FEED_SCHEME.sub("", line(stated.get("xmlurl", "")))
    return re.sub(r"^feed://", "http://", url, flags=re.IGNORECASE)


def _tag(element: etree._Element) -> str:
    # An entity reference is a node as well, and its tag is a function.
    tag: object = element.tag
    return _local(tag).lower() if isinstance(tag, str) else ""


def _local(name: str | bytes) -> str:
    text = name.decode() if isinstance(name, bytes) else name
    return text.rpartition("}")[2]
