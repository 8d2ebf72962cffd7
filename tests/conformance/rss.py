"""Own the check of RSS 2.0 by its specification and the RSS Advisory Board's profile."""

from collections.abc import Iterator

from lxml import etree

from tests.conformance import values

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"

CHANNEL = frozenset({
    "title", "link", "description", "language", "copyright", "managingEditor", "webMaster",
    "pubDate", "lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image",
    "rating", "textInput", "skipHours", "skipDays", "item",
})  # fmt: skip
ITEM = frozenset({
    "title", "link", "description", "author", "category", "comments", "enclosure", "guid",
    "pubDate", "source",
})  # fmt: skip
REPEATABLE = frozenset({"category", "item"})


def check_rss(document: bytes) -> list[str]:
    """Return what is wrong with an RSS document."""
    root, findings = values.strict_root(document)
    if root is None:
        return findings
    if root.tag != "rss" or root.get("version") != "2.0":
        return [*findings, "the root is not <rss version='2.0'>"]
    channels = root.findall("channel")
    if len(channels) != 1 or len(root) != 1:
        return [*findings, "<rss> needs exactly one <channel>"]
    return [*findings, *_channel(channels[0])]


def _channel(channel: etree._Element) -> Iterator[str]:
    for name in ("title", "link", "description"):
        yield from values.once(channel, name, required=True)
        if not (channel.findtext(name) or "").strip():
            yield f"<channel> has an empty <{name}>"
    yield from _known(channel, CHANNEL)
    yield from values.web_uri(channel.findtext("link"), "channel link")
    yield from values.rfc822(channel.findtext("lastBuildDate"), "lastBuildDate")
    if channel.find("language") is not None:
        yield from values.language(channel.findtext("language"), "channel language")
    if channel.find("ttl") is not None:
        yield from values.whole_number(channel.findtext("ttl"), "ttl")
    links = channel.findall(f"{ATOM}link")
    if [link.get("rel") for link in links].count("self") != 1:
        yield "the profile asks for one atom:link rel=self"
    for link in links:
        yield from values.web_uri(link.get("href"), f"atom:link {link.get('rel')}")
    yield from _items(channel)


def _items(channel: etree._Element) -> Iterator[str]:
    seen_item = False
    guids = []
    for child in channel:
        if child.tag == "item":
            seen_item = True
            guids.append(child.findtext("guid"))
            yield from _item(child)
        elif seen_item:
            yield f"<{child.tag}> stands after the first item"
    if len(set(guids)) != len(guids):
        yield "two items share a guid"


def _item(item: etree._Element) -> Iterator[str]:
    yield from _known(item, ITEM)
    title, description = item.findtext("title"), item.findtext("description")
    if not (title or "").strip() and not (description or "").strip():
        yield "an item needs a title or a description"
    if item.find("title") is not None and not (title or "").strip():
        yield "an item has a blank title"
    if item.find(CONTENT) is not None and item.find("description") is None:
        yield "content:encoded stands without a description"
    yield from values.passive(description, "description")
    yield from values.passive(item.findtext(CONTENT), "content:encoded")
    if item.find("link") is not None:
        yield from values.web_uri(item.findtext("link"), "item link")
    yield from values.rfc822(item.findtext("pubDate"), "pubDate")
    yield from _guid(item.find("guid"))
    if item.find("author") is not None and item.find(f"{DC}creator") is not None:
        yield "author and dc:creator say the same"
    yield from _attached(item)


def _attached(item: etree._Element) -> Iterator[str]:
    for enclosure in item.findall("enclosure"):
        yield from values.web_uri(enclosure.get("url"), "enclosure url")
        yield from values.whole_number(enclosure.get("length"), "enclosure length")
        yield from values.media_type(enclosure.get("type"), "enclosure type")
    for source in item.findall("source"):
        yield from values.web_uri(source.get("url"), "source url")
        if not (source.text or "").strip():
            yield "source has no name"
    for thumbnail in item.iter(f"{MEDIA}thumbnail", f"{MEDIA}content"):
        yield from values.web_uri(thumbnail.get("url"), thumbnail.tag)
    for group in item.iter(f"{MEDIA}group"):
        if len(group.findall(f"{MEDIA}content")) < 2:
            yield "media:group holds no alternatives"


def _guid(guid: etree._Element | None) -> Iterator[str]:
    if guid is None or not (guid.text or "").strip():
        yield "an item has no guid"
    elif guid.get("isPermaLink") != "false":
        yield from values.web_uri(guid.text, "a guid that says it is a permalink")


def _known(parent: etree._Element, names: frozenset[str]) -> Iterator[str]:
    for child in parent:
        tag = str(child.tag)
        if not tag.startswith("{") and tag not in names:
            yield f"<{parent.tag}> knows no <{tag}>"
    for name in names - REPEATABLE:
        yield from values.once(parent, name, required=False)
