"""Own the reading of sitemaps, above all news sitemaps; it knows no feed element.

A news sitemap (Google's `sitemap-news`) lists the articles of the last two days with title and
time, so it serves as a feed where a site has none.
"""

from typing import Final

from lxml import etree

from newsbot.domain.entry import Notice
from newsbot.errors import Malformed
from newsbot.sources import elements
from newsbot.sources.elements import children, text_of
from newsbot.sources.raw import RawDocument, RawEntry, RawText

MAX_URLS: Final = 2000
"""Pages taken from one sitemap, the most recently changed ones; a full one has 50,000."""

SHOWN_SITEMAPS: Final = 3

ROOTS: Final = frozenset({"urlset", "sitemapindex"})


def read_sitemap(root: etree._Element) -> RawDocument:
    """Read a `urlset`. Raises `Malformed` for an index of sitemaps, and names some of them."""
    if elements.canonical_name(root.tag) == "sitemapindex":
        raise Malformed(_index_sentence(root))
    document = RawDocument(kind="sitemap")
    document.entries = [entry for element in root if (entry := _entry(element, document)).link]
    if len(document.entries) > MAX_URLS:
        newest = sorted(document.entries, key=_changed, reverse=True)[:MAX_URLS]
        kept = {id(entry) for entry in newest}
        document.entries = [entry for entry in document.entries if id(entry) in kept]
        message = f"The sitemap has more than {MAX_URLS} pages; only the newest were taken."
        document.notices.append(Notice(code="too_many_entries", message=message))
    return document


def _changed(entry: RawEntry) -> str:
    """Return the time of the last change as text; W3C dates sort as they stand."""
    return entry.published or entry.updated


def _entry(element: etree._Element, document: RawDocument) -> RawEntry:
    """Read one `url` with its news and image extensions."""
    entry = RawEntry()
    for name, child in children(element):
        match name:
            case "loc":
                entry.id = entry.link = text_of(child)
            case "lastmod":
                entry.updated = text_of(child)
            case "news:news":
                _read_news(entry, child, document)
            case "image:image":
                for image_name, image in children(child):
                    if image_name == "image:loc":
                        entry.image = entry.image or text_of(image)
    return entry


def _read_news(entry: RawEntry, news: etree._Element, document: RawDocument) -> None:
    """Read the news extension: title, time, keywords, and the publication's name and language."""
    for name, child in children(news):
        match name:
            case "news:title":
                entry.title = RawText(text_of(child))
            case "news:publication_date":
                entry.published = text_of(child)
            case "news:keywords":
                entry.tags += [word.strip() for word in text_of(child).split(",") if word.strip()]
            case "news:publication":
                for part_name, part in children(child):
                    if part_name == "news:name" and not document.title.value:
                        document.title = RawText(text_of(part))
                    elif part_name == "news:language":
                        entry.language = text_of(part)


def _index_sentence(root: etree._Element) -> str:
    """Say that an index is no list of pages, and which of its sitemaps to add instead."""
    places = [
        text_of(child)
        for element in root
        for name, child in children(element)
        if name == "loc" and text_of(child)
    ]
    places.sort(key=lambda place: "news" not in place.lower())
    shown = ", ".join(place[:200] for place in places[:SHOWN_SITEMAPS]) or "none"
    return f"This is an index of sitemaps. Add one of its sitemaps instead: {shown}."
