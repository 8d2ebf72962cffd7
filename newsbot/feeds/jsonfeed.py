"""Own JSON Feed 1.1: one item, and the document around items. It chooses no entries.

What the format has no word for stands in an extension object `_newsbot`: the outlet and the
related links.
"""

import json
from collections.abc import Mapping
from typing import Final

from newsbot.domain.feed import Feed, FeedEntry
from newsbot.feeds.entry_facts import EntryFacts, facts_of
from newsbot.feeds.links import feed_url, home_url
from newsbot.feeds.spelling import (
    UNKNOWN_TYPE,
    characters,
    language_tag,
    line,
    rfc3339,
    web_address,
)

_VERSION: Final = "https://jsonfeed.org/version/1.1"


def json_item(entry: FeedEntry) -> bytes:
    """Return the entry as an item object, to stand inside `json_document`."""
    facts = facts_of(entry)
    item: dict[str, object] = {"id": facts.id, "url": facts.url, "title": facts.title}
    if facts.content:
        item |= {"content_html": facts.content, "summary": facts.summary}
    else:
        # One of the two contents is required.
        item["content_text"] = facts.summary or facts.title
    item |= {
        "image": facts.image,
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated),
        "authors": [{"name": facts.author}],
        "tags": list(facts.tags),
        "language": facts.language,
        "attachments": _attachments(facts),
        "_newsbot": _extension(facts),
    }
    return _dump(item)


def _attachments(facts: EntryFacts) -> list[dict[str, object]]:
    return [
        {"url": enclosure.url, "mime_type": enclosure.type or UNKNOWN_TYPE}
        | ({} if enclosure.length is None else {"size_in_bytes": enclosure.length})
        for enclosure in facts.enclosures
    ]


def _extension(facts: EntryFacts) -> dict[str, object]:
    """Return what the format does not know, {} when there is nothing."""
    extension: dict[str, object] = {}
    if facts.source:
        extension["source"] = {"title": facts.source} | (
            {"url": facts.source_url} if facts.source_url else {}
        )
    if facts.related:
        extension["related"] = [{"title": title, "url": url} for title, url in facts.related]
    return extension


def json_document(feed: Feed, items: list[bytes]) -> bytes:
    """Return the whole document around serialised items."""
    hub = web_address(feed.hub)
    head = {
        "version": _VERSION,
        "title": line(feed.title) or line(feed.path),
        "home_page_url": home_url(feed),
        "feed_url": feed_url(feed, "json", feed.query),
        "description": characters(feed.subtitle).strip(),
        "next_url": feed_url(feed, "json", feed.next_path) if feed.next_path else "",
        "authors": [{"name": line(feed.author)}] if line(feed.author) else [],
        "language": language_tag(feed.language),
        "hubs": [{"type": "WebSub", "url": hub}] if hub else [],
    }
    opening = _dump(head).removesuffix(b"}")
    return b"".join((opening, b',"items":[\n', b",\n".join(items), b"\n]}\n"))


def _dump(members: Mapping[str, object]) -> bytes:
    """Return the object without its empty members, as UTF-8."""
    told = {name: value for name, value in members.items() if value not in ("", [], {})}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
