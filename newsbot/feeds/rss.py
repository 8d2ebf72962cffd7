"""Own RSS 2.0 (with the RSS Advisory Board's profile): one item, and the channel around items.

feedgen builds the item; what it cannot say right is put right here. It chooses no entries.
"""

from typing import Final

from feedgen.entry import FeedEntry as Item
from lxml import etree

from newsbot.domain.feed import Feed, FeedEntry
from newsbot.feeds.entry_facts import EntryFacts, facts_of
from newsbot.feeds.links import home_url, machine_links
from newsbot.feeds.markup import (
    ATOM,
    CONTENT,
    DC,
    MEDIA,
    Namespaces,
    add,
    add_thumbnail,
    cut_out,
    open_document,
)
from newsbot.feeds.spelling import (
    UNKNOWN_TYPE,
    html_from_plain,
    language_tag,
    line,
    rfc822,
)

_NAMESPACES: Final[Namespaces] = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA}
_DOCS: Final = "https://www.rssboard.org/rss-specification"
_ATOM_LINK: Final = f"{{{ATOM}}}link"


def rss_item(entry: FeedEntry) -> bytes:
    """Return the entry as an `<item>`, to stand inside `rss_document`."""
    facts = facts_of(entry)
    element = _build(facts).rss_entry()
    add(element, "pubDate", rfc822(entry.published))
    # The profile allows one enclosure; the others would be lost, or taken instead of the first.
    for enclosure in facts.enclosures[1:]:
        add(
            element,
            f"{{{MEDIA}}}content",
            url=enclosure.url,
            type=enclosure.type,
            fileSize=str(enclosure.length or ""),
        )
    add_thumbnail(element, facts.image)
    for title, url in facts.related:
        add(element, _ATOM_LINK, rel="related", href=url, title=title)
    return _spell_title(cut_out(element, _NAMESPACES))


def _build(facts: EntryFacts) -> Item:
    """Return feedgen's item.

    Its link is set once, as the last one set wins; names go to dc:creator, as `author` without
    an e-mail address is dropped; its date is left out, as writing it switches the locale.
    """
    item = Item()
    item.guid(facts.id, permalink=False)
    item.title(facts.title)
    if facts.url:
        item.link(href=facts.url, rel="alternate")
    if facts.summary:
        item.description(html_from_plain(facts.summary))
    if facts.content:
        item.content(facts.content, type="html")
    item.category([{"term": tag} for tag in facts.tags])
    for enclosure in facts.enclosures[:1]:
        # "0" is the profile's word for an unknown length.
        item.enclosure(enclosure.url, enclosure.length or 0, enclosure.type or UNKNOWN_TYPE)
    item.load_extension("dc")
    item.dc.dc_creator(facts.author)
    if facts.language:
        item.dc.dc_language(facts.language)
    if facts.source_url:
        item.source(url=facts.source_url, title=facts.source)
    elif facts.source:
        item.dc.dc_publisher(facts.source)
    return item


def rss_document(feed: Feed, items: list[bytes]) -> bytes:
    """Return the whole document around serialised items."""
    root = etree.Element("rss", nsmap=_NAMESPACES)
    root.set("version", "2.0")
    channel = etree.SubElement(root, "channel")
    title = line(feed.title) or line(feed.path)
    add(channel, "title", title)
    add(channel, "link", home_url(feed))
    add(channel, "description", line(feed.subtitle) or title)
    for link in machine_links(feed, "rss"):
        add(channel, _ATOM_LINK, rel=link.rel, href=link.href, type=link.type)
    if language := language_tag(feed.language):
        add(channel, "language", language)
    add(channel, "lastBuildDate", rfc822(feed.updated))
    add(channel, "generator", "newsbot")
    add(channel, "docs", _DOCS)
    if feed.ttl_minutes > 0:
        add(channel, "ttl", str(feed.ttl_minutes))
    head = _spell_title(open_document(root, b"</channel>"))
    return b"\n".join((head, *items, b"</channel>\n</rss>\n"))


def _spell_title(xml: bytes) -> bytes:
    """Write `&` and `<` of the first title as hexadecimal references.

    To XML they are the same; of the readers that take a title for HTML, most get these right
    (RSS Advisory Board, Best Practices Profile, "Character Data").
    """
    before, tag, after = xml.partition(b"</title>")
    return before.replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;") + tag + after
