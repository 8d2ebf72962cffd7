"""Own the last resort for broken XML: feedparser, which guesses where a strict parser stops.

It runs in the sandbox only: some megabytes of attributes or a long author hold it for minutes.
Its own sanitiser and its resolving of URLs are off; ours follow, as for every other reader.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lxml import etree

from newsbot.domain.entry import Enclosure, Notice
from newsbot.errors import Malformed
from newsbot.sources import feedxml, xmltree
from newsbot.sources.feedentry import file_size
from newsbot.sources.feedxml import MAX_ENTRIES
from newsbot.sources.raw import NO_TEXT, RawDocument, RawEntry, RawText

_KINDS: Final = {"atom": "atom", "rss090": "rdf", "rss10": "rdf"}
_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "html", "xhtml"})


def read_broken(text: str, url: str) -> RawDocument:
    """Read what feedparser makes of a broken document. Raises `Malformed` when that is nothing."""
    import feedparser

    try:
        parsed = feedparser.parse(
            text.encode("utf-8", "replace"),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        # it trips over its own state, for instance at an image's element outside of the image
        return _read_recovered(text)
    version = str(parsed.get("version") or "")
    entries: Sequence[Mapping[str, Any]] = parsed.get("entries") or ()
    if not version and not entries:
        raise Malformed("What came is no feed: neither RSS, Atom nor JSON Feed.")
    head: Mapping[str, Any] = parsed.get("feed") or {}
    kind = next((kind for start, kind in _KINDS.items() if version.startswith(start)), "rss")
    document = RawDocument(
        kind=kind,
        title=_construct(head, "title"),
        link=_string(head, "link"),
        language=_string(head, "language"),
    )
    for link in head.get("links") or ():
        if link.get("rel") == "hub":
            document.hub = document.hub or _string(link, "href")
        elif link.get("rel") == "self":
            document.self_url = document.self_url or _string(link, "href")
    document.entries = [_entry(entry, document) for entry in entries[:MAX_ENTRIES]]
    if not document.entries:
        message = f"No entry could be read out of the broken document at {url}."
        document.notices.append(Notice(code="no_entries", message=message))
    return document


def _read_recovered(text: str) -> RawDocument:
    """Read what libxml2 saves, where feedparser itself fails. Raises `Malformed`."""
    try:
        root = xmltree.parse_recovering(text)
    except (xmltree.NotWellFormed, etree.XMLSyntaxError, ValueError) as exc:
        raise Malformed("The document is too broken to be read.") from exc
    return feedxml.read_tree(root, has_bases="xml:base" in text)


def _entry(entry: Mapping[str, Any], document: RawDocument) -> RawEntry:
    """Turn feedparser's entry into ours."""
    content = _content(entry)
    summary = _construct(entry, "summary")
    if summary.value == content.value:
        summary = NO_TEXT  # feedparser copies the one into the other
    return RawEntry(
        id=_string(entry, "id"),
        link=_string(entry, "link"),
        title=_construct(entry, "title"),
        author=_author(entry) or document.author,
        published=_string(entry, "published") or _string(entry, "created"),
        updated=_string(entry, "updated") if "updated" in entry else "",
        summary=summary,
        content=content,
        tags=[str(tag.get("term") or "") for tag in entry.get("tags") or ()],
        enclosures=[_enclosure(link) for link in entry.get("links") or () if _encloses(link)],
        image=next((_string(image, "url") for image in entry.get("media_thumbnail") or ()), ""),
    )


def _string(holder: Mapping[str, Any], key: str) -> str:
    """Return a member as text."""
    value = holder.get(key)
    return value.strip() if isinstance(value, str) else ""


def _construct(holder: Mapping[str, Any], key: str) -> RawText:
    """Return a text with what feedparser found out about its type."""
    detail = holder.get(f"{key}_detail") or {}
    kind = str(detail.get("type") or "text/html")
    is_html = kind in _HTML_TYPES or key != "title"
    return RawText(_string(holder, key), is_html, str(detail.get("base") or ""))


def _content(entry: Mapping[str, Any]) -> RawText:
    """Return the longest of an entry's contents."""
    contents = entry.get("content") or ()
    best = max(contents, key=lambda part: len(part.get("value") or ""), default=None)
    if best is None:
        return NO_TEXT
    is_html = str(best.get("type") or "text/html") in _HTML_TYPES
    return RawText(_string(best, "value"), is_html, str(best.get("base") or ""))


def _author(entry: Mapping[str, Any]) -> str:
    """Return the authors' names."""
    names = [_string(person, "name") for person in entry.get("authors") or ()]
    return ", ".join(dict.fromkeys(name for name in names if name)) or _string(entry, "author")


def _encloses(link: Mapping[str, Any]) -> bool:
    return link.get("rel") == "enclosure" and bool(link.get("href"))


def _enclosure(link: Mapping[str, Any]) -> Enclosure:
    size = file_size(_string(link, "length"))
    return Enclosure(url=_string(link, "href"), type=_string(link, "type"), length=size)
