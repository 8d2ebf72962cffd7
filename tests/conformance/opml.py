"""Own the check of a subscription list by OPML 2.0."""

from collections.abc import Iterator

from lxml import etree

from tests.conformance import values

HEAD = frozenset({
    "title", "dateCreated", "dateModified", "ownerName", "ownerEmail", "ownerId", "docs",
    "expansionState", "vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight",
})  # fmt: skip
OUTLINE = frozenset({
    "text", "type", "isComment", "isBreakpoint", "created", "category", "title", "xmlUrl",
    "htmlUrl", "description", "language", "version", "url",
})  # fmt: skip


def check_opml(document: bytes) -> list[str]:
    """Return what is wrong with a subscription list."""
    root, findings = values.strict_root(document)
    if root is None:
        return findings
    if root.tag != "opml" or root.get("version") != "2.0":
        return [*findings, "the root is not <opml version='2.0'>"]
    if [child.tag for child in root] != ["head", "body"]:
        return [*findings, "<opml> needs a head and a body"]
    return [*findings, *_head(root[0]), *_body(root[1])]


def _head(head: etree._Element) -> Iterator[str]:
    for child in head:
        if child.tag not in HEAD:
            yield f"the head knows no <{child.tag}>"
    yield from values.rfc822(head.findtext("dateCreated"), "dateCreated")


def _body(body: etree._Element) -> Iterator[str]:
    if not len(body):
        yield "the body needs an outline"
    for outline in body.iterdescendants():
        yield from _outline(outline)


def _outline(outline: etree._Element) -> Iterator[str]:
    if outline.tag != "outline":
        yield f"the body knows no <{outline.tag}>"
    if not outline.get("text"):
        yield "an outline has no text"
    for name in map(str, outline.attrib):
        if not name.startswith("{") and name not in OUTLINE:
            yield f"an outline knows no {name}"
    if outline.get("type") == "rss":
        yield from values.web_uri(outline.get("xmlUrl"), "xmlUrl")
    if outline.get("htmlUrl") is not None:
        yield from values.web_uri(outline.get("htmlUrl"), "htmlUrl")
    if outline.get("language") is not None:
        yield from values.language(outline.get("language"), "language")
