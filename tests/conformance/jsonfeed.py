"""Own the check of JSON Feed by its version 1.1."""

import json
from collections.abc import Iterator, Mapping

from tests.conformance import values

TOP = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str,
    "user_comment": str, "next_url": str, "icon": str, "favicon": str, "authors": list,
    "language": str, "expired": bool, "hubs": list, "items": list,
}  # fmt: skip
ITEM = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str,
    "content_text": str, "summary": str, "image": str, "banner_image": str,
    "date_published": str, "date_modified": str, "authors": list, "tags": list,
    "language": str, "attachments": list,
}  # fmt: skip
URLS = frozenset({
    "home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "image",
})  # fmt: skip

Object = dict[str, object]


def check_jsonfeed(document: bytes) -> list[str]:
    """Return what is wrong with a JSON Feed."""
    try:
        feed = json.loads(document)
    except ValueError as error:
        return [f"not JSON: {error}"]
    if not isinstance(feed, dict):
        return ["not an object"]
    return list(_feed(feed))


def _feed(feed: Object) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"wrong version {feed.get('version')!r}"
    for name in ("title", "items"):
        if name not in feed:
            yield f"the feed has no {name}"
    yield from _members(feed, TOP, "the feed")
    if feed.get("next_url") and feed.get("next_url") == feed.get("feed_url"):
        yield "next_url is the feed itself"
    for hub in _objects(feed.get("hubs")):
        if not hub.get("type") or not hub.get("url"):
            yield "a hub needs type and url"
    ids = []
    for item in _objects(feed.get("items")):
        ids.append(item.get("id"))
        yield from _item(item)
    if len(set(ids)) != len(ids):
        yield "two items share an id"


def _item(item: Object) -> Iterator[str]:
    if not item.get("id"):
        yield "an item has no id"
    if "content_html" not in item and "content_text" not in item:
        yield "an item has no content"
    yield from _members(item, ITEM, "an item")
    for name in ("date_published", "date_modified"):
        if name in item:
            yield from values.rfc3339(str(item[name]), name)
    yield from values.passive(str(item.get("content_html", "")), "content_html")
    for tag in item.get("tags") or []:  # type: ignore[attr-defined]  # a list, checked above
        if not isinstance(tag, str) or not tag:
            yield f"a tag is {tag!r}"
    for attachment in _objects(item.get("attachments")):
        yield from values.web_uri(str(attachment.get("url")), "attachment url")
        yield from values.media_type(str(attachment.get("mime_type")), "mime_type")
        if not isinstance(attachment.get("size_in_bytes", 0), int):
            yield "size_in_bytes is no number"


def _members(thing: Object, known: Mapping[str, type], where: str) -> Iterator[str]:
    for name, value in thing.items():
        if name.startswith("_"):
            if not isinstance(value, dict):
                yield f"the extension {name} of {where} is no object"
        elif name not in known:
            yield f"{where} knows no {name}"
        elif not isinstance(value, known[name]):
            yield f"{name} of {where} is a {type(value).__name__}"
        elif name in URLS:
            yield from values.web_uri(str(value), name)
        elif name == "language":
            yield from values.language(str(value), "language")
    for author in _objects(thing.get("authors")):
        if not any(author.get(name) for name in ("name", "url", "avatar")):
            yield "an author is empty"


def _objects(value: object) -> list[Object]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
