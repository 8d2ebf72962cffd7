"""Own Atom 1.0 (RFC 4287) with deleted entries (RFC 6721): one entry, and the feed around entries.

feedgen builds the entry; what it cannot say right is put right here. It chooses no entries.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from feedgen.entry import FeedEntry as AtomEntry
from lxml import etree

from newsbot.domain.feed import Feed, FeedEntry
from newsbot.feeds.entry_facts import EntryFacts, facts_of
from newsbot.feeds.links import home_url, machine_links
from newsbot.feeds.markup import (
    ATOM,
    DC,
    MEDIA,
    TOMBSTONES,
    XML_LANG,
    Namespaces,
    add,
    add_thumbnail,
    cut_out,
    open_document,
)
from newsbot.feeds.spelling import characters, language_tag, line, rfc3339

Withdrawn = tuple[str, datetime]
"""The id of an entry that is not to be shown any more, and when that was decided."""

_EXTENSIONS: Final[Namespaces] = {"dc": DC, "media": MEDIA}


def atom_entry(entry: FeedEntry) -> bytes:
    """Return the entry as an `<entry>`, to stand inside `atom_document`."""
    facts = facts_of(entry)
    built = _build(facts, entry)
    element = built.atom_entry()
    _restore_links(element, built.link() or [])
    for tag, moment in (("updated", entry.updated), ("published", entry.published)):
        found = element.find(tag)
        if found is not None:
            found.text = rfc3339(moment)
    if facts.language:
        element.set(XML_LANG, facts.language)
    source = element.find("source")
    if source is not None:
        # An aggregator should name the source by id, title and updated (RFC 4287, 4.2.11).
        add(source, "id", facts.source_url)
        add(source, "updated", rfc3339(entry.updated))
    elif facts.source:
        add(element, f"{{{DC}}}publisher", facts.source)
    add_thumbnail(element, facts.image)
    return cut_out(element, _EXTENSIONS)


def _build(facts: EntryFacts, entry: FeedEntry) -> AtomEntry:
    """Return feedgen's entry; `updated` is always set, as it would be the time of the build."""
    built = AtomEntry()
    built.id(facts.id)
    built.title(facts.title)
    built.updated(entry.updated)
    built.published(entry.published)
    built.author(name=facts.author)
    if facts.content:
        built.content(facts.content, type="html")
    elif not facts.url:
        # Without an alternate link an entry must have content (RFC 4287, 4.1.2).
        built.content(facts.summary or facts.title, type="text")
    if facts.summary and (facts.content or facts.url):
        built.summary(facts.summary)
    if facts.source_url:
        built.source(url=facts.source_url, title=facts.source)
    built.category([{"term": tag} for tag in facts.tags])
    built.link(_links(facts))
    return built


def _links(facts: EntryFacts) -> list[dict[str, str]]:
    links = []
    if facts.url:
        links.append({"rel": "alternate", "href": facts.url})
    if facts.source_url:
        links.append({"rel": "via", "href": facts.source_url, "title": facts.source})
    links += [{"rel": "related", "href": url, "title": title} for title, url in facts.related]
    for enclosure in facts.enclosures:
        link = {"rel": "enclosure", "href": enclosure.url}
        if enclosure.type:
            link["type"] = enclosure.type
        if enclosure.length is not None:
            link["length"] = str(enclosure.length)
        links.append(link)
    return links


def _restore_links(element: etree._Element, links: list[dict[str, str]]) -> None:
    """Give the links back what feedgen loses on the way: everything but `href`.

    It writes the links in their order, and overwrites its own loop variable while it does.
    """
    for written, link in zip(element.findall("link"), links, strict=True):
        for name, value in link.items():
            written.set(name, value)


def atom_document(feed: Feed, entries: list[bytes], withdrawn: Iterable[Withdrawn]) -> bytes:
    """Return the whole document around serialised entries.

    `withdrawn` entries are named as deleted (RFC 6721, 3), for readers that keep what they saw.
    """
    deleted = list(withdrawn)
    # Declared where it is used only: validators warn of a namespace that they do not know.
    root = etree.Element("feed", nsmap=_EXTENSIONS | ({"at": TOMBSTONES} if deleted else {}))
    # As an attribute, as feedgen does: entries are cut out without a namespace of their own.
    root.set("xmlns", ATOM)
    if language := language_tag(feed.language):
        root.set(XML_LANG, language)
    title = line(feed.title) or line(feed.path)
    add(root, "id", line(feed.id))
    add(root, "title", title)
    if subtitle := characters(feed.subtitle).strip():
        add(root, "subtitle", subtitle)
    add(root, "updated", rfc3339(feed.updated))
    # Without one, each entry would need its own (RFC 4287, 4.1.1).
    add(add(root, "author"), "name", line(feed.author) or title)
    add(root, "link", rel="alternate", type="text/html", href=home_url(feed))
    for link in machine_links(feed, "atom"):
        add(root, "link", rel=link.rel, href=link.href, type=link.type)
    add(root, "generator", "newsbot")
    for entry_id, moment in deleted:
        add(root, f"{{{TOMBSTONES}}}deleted-entry", ref=line(entry_id), when=rfc3339(moment))
    head = open_document(root, b"</feed>")
    return b"\n".join((head, *entries, b"</feed>\n"))
