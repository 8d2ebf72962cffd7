"""Own the check of Atom 1.0 by RFC 4287, of its paging by RFC 5005 and deletions by RFC 6721."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.conformance import values

NS = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
MEDIA = "{http://search.yahoo.com/mrss/}"

FEED = frozenset({
    "author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights",
    "subtitle", "title", "updated", "entry",
})  # fmt: skip
ENTRY = frozenset({
    "author", "category", "content", "contributor", "id", "link", "published", "rights",
    "source", "summary", "title", "updated",
})  # fmt: skip
REPEATABLE = frozenset({"author", "category", "contributor", "link", "entry"})
LINK_ATTRIBUTES = frozenset({"href", "rel", "type", "hreflang", "title", "length"})


def check_atom(document: bytes) -> list[str]:
    """Return what is wrong with an Atom document."""
    root, findings = values.strict_root(document)
    if root is None:
        return findings
    if root.tag != f"{NS}feed":
        return [*findings, "the root is not <feed> of Atom"]
    return [*findings, *_feed(root)]


def _feed(feed: etree._Element) -> Iterator[str]:
    yield from _container(feed, FEED)
    rels = Counter(link.get("rel") for link in feed.findall(f"{NS}link"))
    if rels["self"] != 1:
        yield "a feed should name itself once"
    for rel in ("next", "previous", "first", "last"):
        if rels[rel] > 1:
            yield f"a page has {rels[rel]} {rel} links (RFC 5005, 3)"
    entries = feed.findall(f"{NS}entry")
    authored = feed.find(f"{NS}author") is not None
    for entry in entries:
        yield from _entry(entry, authored=authored)
    ids = Counter(entry.findtext(f"{NS}id") for entry in entries)
    yield from (f"{count} entries share the id {name}" for name, count in ids.items() if count > 1)
    for tombstone in feed.iter(TOMBSTONE):
        yield from values.any_uri(tombstone.get("ref"), "ref of a deleted entry")
        yield from values.rfc3339(tombstone.get("when"), "when of a deleted entry")
        if tombstone.get("ref") in ids:
            yield "an entry stands there and is deleted"


def _entry(entry: etree._Element, *, authored: bool) -> Iterator[str]:
    yield from _container(entry, ENTRY)
    source = entry.find(f"{NS}source")
    if entry.find(f"{NS}author") is None and not authored:
        yield "an entry has no author, nor has its feed"
    alternates = [
        link for link in entry.findall(f"{NS}link") if link.get("rel", "alternate") == "alternate"
    ]
    content = entry.find(f"{NS}content")
    if content is None and not alternates:
        yield "an entry has neither content nor an alternate link"
    if entry.find(f"{NS}published") is not None:
        yield from values.rfc3339(entry.findtext(f"{NS}published"), "published")
    for name in ("content", "summary"):
        text = entry.find(f"{NS}{name}")
        if text is not None:
            yield from _text(text)
    if source is not None:
        for name in ("id", "title", "updated"):
            yield from values.once(source, f"{NS}{name}", required=True)
        yield from values.any_uri(source.findtext(f"{NS}id"), "id of a source")
        yield from values.rfc3339(source.findtext(f"{NS}updated"), "updated of a source")
        for link in source.findall(f"{NS}link"):
            yield from _link(link)
    for thumbnail in entry.iter(f"{MEDIA}thumbnail"):
        yield from values.web_uri(thumbnail.get("url"), "media:thumbnail")


def _container(parent: etree._Element, names: frozenset[str]) -> Iterator[str]:
    """Check what feed and entry have in common."""
    for name in names:
        required = name in {"id", "title", "updated"}
        if name not in REPEATABLE:
            yield from values.once(parent, f"{NS}{name}", required=required)
    for child in parent:
        tag = str(child.tag)
        if tag.startswith(NS) and tag.removeprefix(NS) not in names:
            yield f"<{parent.tag}> knows no <{tag}>"
        if not tag.startswith("{"):
            yield f"<{tag}> is in no namespace"
    yield from values.any_uri(parent.findtext(f"{NS}id"), "id")
    yield from values.rfc3339(parent.findtext(f"{NS}updated"), "updated")
    if parent.get(LANG) is not None:
        yield from values.language(parent.get(LANG), "xml:lang")
    yield from _words(parent)
    yield from _links(parent)


def _words(parent: etree._Element) -> Iterator[str]:
    title = parent.find(f"{NS}title")
    if title is not None:
        yield from _text(title)
        if not (title.text or "").strip():
            yield "a title is blank"
    for author in parent.findall(f"{NS}author"):
        if not (author.findtext(f"{NS}name") or "").strip():
            yield "an author has no name"
    for category in parent.findall(f"{NS}category"):
        if not category.get("term"):
            yield "a category has no term"


def _links(parent: etree._Element) -> Iterator[str]:
    alternates: Counter[tuple[str, str]] = Counter()
    for link in parent.findall(f"{NS}link"):
        yield from _link(link)
        if link.get("rel", "alternate") == "alternate":
            alternates[link.get("type", ""), link.get("hreflang", "")] += 1
    if any(count > 1 for count in alternates.values()):
        yield "two alternate links have the same type and language"


def _link(link: etree._Element) -> Iterator[str]:
    yield from values.web_uri(link.get("href"), f"link {link.get('rel')}")
    if unknown := {str(name) for name in link.attrib} - LINK_ATTRIBUTES:
        yield f"a link has {unknown}"
    if link.get("type") is not None:
        yield from values.media_type(link.get("type"), "type of a link")
    if link.get("length") is not None:
        yield from values.whole_number(link.get("length"), "length of a link")


def _text(element: etree._Element) -> Iterator[str]:
    kind = element.get("type", "text")
    if kind not in {"text", "html", "xhtml"}:
        yield f"<{element.tag}> has the type {kind}"
    if kind != "xhtml" and len(element):
        yield f"<{element.tag}> of type {kind} has child elements"
    if kind == "html":
        yield from values.passive(element.text, str(element.tag))
