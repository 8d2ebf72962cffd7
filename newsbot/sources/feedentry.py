"""Own the reading of one entry of RSS or Atom from its element; it knows no document.

What an element means does not depend on where it stands among the others, with one exception:
of several links that lead to a page the last one counts, as in feedparser.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from lxml import etree

from newsbot.domain.entry import Enclosure
from newsbot.sources import elements
from newsbot.sources.elements import attribute, children, text_of
from newsbot.sources.raw import NO_TEXT, RawDocument, RawEntry, RawText

MAX_SIZE_DIGITS: Final = 15
"""A petabyte; Python refuses to read integers of more than 4,300 digits."""

HTML_LINK_TYPES: Final = frozenset({"", "text/html", "application/xhtml+xml", "html"})


def read_entry(item: etree._Element, document: RawDocument, *, has_bases: bool) -> RawEntry:
    """Read one item; what an element means does not depend on the order of the others."""
    entry = RawEntry(base=elements.base_of(item) if has_bases else "")
    entry.id = attribute(item, elements.RDF_ABOUT)
    entry.language = attribute(item, elements.LANG)
    reading = _Reading(entry, atom=document.kind == "atom", has_bases=has_bases)
    reading.read(item)
    reading.finish(document)
    return entry


class _Reading:
    """Collect one entry; second-best elements are kept aside until all have been seen."""

    __slots__ = (
        "atom",
        "authors",
        "created",
        "dc_date",
        "entry",
        "has_bases",
        "media",
        "other_link",
        "second_summary",
        "second_title",
    )

    def __init__(self, entry: RawEntry, *, atom: bool, has_bases: bool) -> None:
        self.entry = entry
        self.atom = atom
        self.has_bases = has_bases
        self.authors: list[str] = []
        self.created = ""
        self.dc_date = ""
        self.media: list[Enclosure] = []
        self.other_link = ""
        self.second_summary = NO_TEXT
        self.second_title = NO_TEXT

    def read(self, parent: etree._Element) -> None:
        """Read the children of an item, or of a Media RSS group inside it."""
        for child in parent:
            reader = _reader_of(child.tag)
            if reader is not None:
                reader(self, child)

    def finish(self, document: RawDocument) -> None:
        """Fill what is still empty from the second-best elements."""
        entry = self.entry
        if not entry.title.value:
            entry.title = self.second_title
        if not entry.summary.value:
            entry.summary = self.second_summary
        if not entry.link:
            entry.link = entry.id if entry.id_is_link else self.other_link
        if not entry.published:
            entry.published = self.dc_date or self.created
        if not entry.updated:
            entry.updated = self.dc_date
        if self.authors:
            entry.author = ", ".join(dict.fromkeys(self.authors))
        else:
            entry.author = document.author
        if not entry.enclosures:
            entry.enclosures = self.media

    def base(self, element: etree._Element) -> str:
        """Return the xml:base at an element, at no cost where none occurs."""
        return elements.base_of(element) if self.has_bases else ""

    def rich(self, element: etree._Element) -> RawText:
        """Read a text that has a type in Atom and is HTML by habit in RSS."""
        base = elements.base_of(element) if self.has_bases else ""
        if self.atom or element.get("type") is not None:
            return elements.text_construct(element, base)
        return elements.markup(element, base)

    def title(self, element: etree._Element) -> None:
        if not self.entry.title.value:
            self.entry.title = self.rich(element)

    def late_title(self, element: etree._Element) -> None:
        if not self.second_title.value:
            self.second_title = elements.markup(element, "")

    def link(self, element: etree._Element) -> None:
        """Take a page's address; Atom links say by rel and type what they lead to."""
        href = attribute(element, "href") or attribute(element, elements.RDF_RESOURCE)
        if not href:
            self.entry.link = text_of(element) or self.entry.link
            return
        rel = attribute(element, "rel").lower() or "alternate"
        kind = attribute(element, "type").lower()
        if rel == "enclosure":
            self.enclosure(element)
        elif rel == "alternate" and kind in HTML_LINK_TYPES:
            self.entry.link = href
        elif rel == "alternate":
            self.other_link = self.other_link or href

    def guid(self, element: etree._Element) -> None:
        self.entry.id = text_of(element)
        if not self.atom:
            self.entry.id_is_link = (element.get("isPermaLink") or "true").lower() == "true"
        elif not self.other_link:
            self.other_link = self.entry.id

    def summary(self, element: etree._Element) -> None:
        text = self.rich(element)
        if not self.entry.summary.value:
            self.entry.summary = text

    def description(self, element: etree._Element) -> None:
        if not self.entry.summary.value:
            self.entry.summary = elements.markup(element, self.base(element))

    def late_summary(self, element: etree._Element) -> None:
        if not self.second_summary.value:
            self.second_summary = elements.markup(element, self.base(element))

    def content(self, element: etree._Element) -> None:
        if not self.entry.content.value:
            self.entry.content = self.rich(element)

    def encoded(self, element: etree._Element) -> None:
        text = elements.markup(element, self.base(element))
        if len(text.value) > len(self.entry.content.value):
            self.entry.content = text

    def published(self, element: etree._Element) -> None:
        self.entry.published = self.entry.published or text_of(element)

    def updated(self, element: etree._Element) -> None:
        self.entry.updated = self.entry.updated or text_of(element)

    def dated(self, element: etree._Element) -> None:
        self.dc_date = self.dc_date or text_of(element)

    def made(self, element: etree._Element) -> None:
        self.created = self.created or text_of(element)

    def author(self, element: etree._Element) -> None:
        if name := person(element):
            self.authors.append(name)

    def category(self, element: etree._Element) -> None:
        term = attribute(element, "term") or attribute(element, "label") or text_of(element)
        self._tag(term or attribute(element, "text"))

    def keywords(self, element: etree._Element) -> None:
        for word in text_of(element).split(","):
            self._tag(word)

    def _tag(self, text: str) -> None:
        term = " ".join(text.split())
        if term and term not in self.entry.tags:
            self.entry.tags.append(term)

    def language(self, element: etree._Element) -> None:
        self.entry.language = self.entry.language or text_of(element)

    def enclosure(self, element: etree._Element) -> None:
        self._attach(self.entry.enclosures, element)

    def media_content(self, element: etree._Element) -> None:
        """Take a Media RSS file: a picture as the image, sound and film as enclosures."""
        kind = attribute(element, "type").lower()
        medium = attribute(element, "medium").lower() or kind.partition("/")[0]
        if medium == "image":
            self.entry.image = self.entry.image or attribute(element, "url")
        elif medium in {"audio", "video"}:
            self._attach(self.media, element)
        self.read(element)

    def thumbnail(self, element: etree._Element) -> None:
        self.entry.image = self.entry.image or attribute(element, "url") or text_of(element)

    def picture(self, element: etree._Element) -> None:
        self.entry.image = self.entry.image or attribute(element, "href")

    def _attach(self, files: list[Enclosure], element: etree._Element) -> None:
        url = attribute(element, "url") or attribute(element, "href")
        length = attribute(element, "length") or attribute(element, "fileSize")
        if url and all(file.url != url for file in files):
            files.append(
                Enclosure(url=url, type=attribute(element, "type"), length=file_size(length))
            )


def file_size(stated: str) -> int | None:
    """Return the bytes that a document states for a file, None for what is no likely number."""
    if stated.isascii() and stated.isdigit() and len(stated) <= MAX_SIZE_DIGITS:
        return int(stated)
    return None


@lru_cache(maxsize=4096)
def _reader_of(tag: str) -> Callable[[_Reading, etree._Element], None] | None:
    """Return what reads an element of this tag; the names repeat with every entry."""
    return _ENTRY_READERS.get(elements.canonical_name(tag))


def person(element: etree._Element) -> str:
    """Return an author's name: an Atom person's, or what RSS makes of an e-mail with a name."""
    if len(element):
        parts = {name: text_of(child) for name, child in children(element)}
        return parts.get("name") or parts.get("itunes:name") or parts.get("email", "")
    text = " ".join(text_of(element).split())
    if text.endswith(")") and "@" in text.partition("(")[0]:
        return text.partition("(")[2][:-1].strip() or text
    if text.endswith(">") and "@" in text.partition("<")[2]:
        return text.partition("<")[0].strip(' "') or text
    return text


_ENTRY_READERS: Final[dict[str, Callable[[_Reading, etree._Element], None]]] = {
    "title": _Reading.title,
    "dc:title": _Reading.late_title,
    "media:title": _Reading.late_title,
    "link": _Reading.link,
    "guid": _Reading.guid,
    "id": _Reading.guid,
    "description": _Reading.description,
    "summary": _Reading.summary,
    "abstract": _Reading.late_summary,
    "dc:description": _Reading.late_summary,
    "dcterms:abstract": _Reading.late_summary,
    "itunes:summary": _Reading.late_summary,
    "media:description": _Reading.late_summary,
    "content": _Reading.content,
    "content:encoded": _Reading.encoded,
    "fullitem": _Reading.encoded,
    "body": _Reading.encoded,
    "xhtml:body": _Reading.encoded,
    "xhtml:div": _Reading.encoded,
    "pubdate": _Reading.published,
    "published": _Reading.published,
    "issued": _Reading.published,
    "dcterms:issued": _Reading.published,
    "updated": _Reading.updated,
    "modified": _Reading.updated,
    "dcterms:modified": _Reading.updated,
    "dc:date": _Reading.dated,
    "created": _Reading.made,
    "dcterms:created": _Reading.made,
    "author": _Reading.author,
    "dc:creator": _Reading.author,
    "dc:author": _Reading.author,
    "itunes:author": _Reading.author,
    "category": _Reading.category,
    "dc:subject": _Reading.category,
    "itunes:category": _Reading.category,
    "media:category": _Reading.category,
    "itunes:keywords": _Reading.keywords,
    "media:keywords": _Reading.keywords,
    "dc:language": _Reading.language,
    "enclosure": _Reading.enclosure,
    "media:content": _Reading.media_content,
    "media:group": _Reading.read,
    "media:thumbnail": _Reading.thumbnail,
    "itunes:image": _Reading.picture,
}
