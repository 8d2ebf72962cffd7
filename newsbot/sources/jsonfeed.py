"""Own the reading of JSON Feed 1.0 and 1.1 (jsonfeed.org); it knows no XML.

What is not of the right type is left out and told; numbers serve as ids, since feeds do that.
"""

import json
from collections.abc import Mapping
from typing import Final, cast

from newsbot.domain.entry import Enclosure, Notice
from newsbot.errors import Malformed
from newsbot.sources import charset
from newsbot.sources.feedxml import MAX_ENTRIES
from newsbot.sources.raw import RawDocument, RawEntry, RawText

_VERSION: Final = "jsonfeed.org/version/"


def is_json(body: bytes) -> bool:
    """Return whether a document begins as a JSON object, in whatever encoding."""
    return body[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"{"


def read_json(body: bytes) -> RawDocument:
    """Read a JSON Feed. Raises `Malformed`."""
    decoded = charset.decode(body)
    try:
        feed = json.loads(decoded.text, strict=False)
    except json.JSONDecodeError as exc:
        raise Malformed(f"The JSON is broken: {exc}.") from exc
    except (ValueError, RecursionError) as exc:  # a number of thousands of digits, a deep nest
        raise Malformed("The JSON is broken: a number or the nesting is beyond measure.") from exc
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise Malformed("The JSON is no JSON Feed: it has no list of items.")
    document = RawDocument(kind="jsonfeed", notices=list(decoded.notices))
    if _VERSION not in _text(feed, "version"):
        message = "The feed does not state its JSON Feed version."
        document.notices.append(Notice(code="no_version", message=message))
    document.title = RawText(_text(feed, "title"), is_html=False)
    document.link = _text(feed, "home_page_url")
    document.self_url = _text(feed, "feed_url")
    document.next_url = _text(feed, "next_url")
    document.language = _text(feed, "language")
    document.author = _authors(feed)
    document.hub = next(
        (_text(hub, "url") for hub in _objects(feed, "hubs") if _text(hub, "url")), ""
    )
    items = feed["items"]
    if len(items) > MAX_ENTRIES:
        message = f"The document has more than {MAX_ENTRIES} entries; the rest was left out."
        document.notices.append(Notice(code="too_many_entries", message=message))
    for item in items[:MAX_ENTRIES]:
        if isinstance(item, dict):
            document.entries.append(_entry(item, document))
        else:
            message = "An item of the feed is no object; it was left out."
            document.notices.append(Notice(code="malformed_json", message=message))
    return document


def _entry(item: Mapping[str, object], document: RawDocument) -> RawEntry:
    """Read one item."""
    text = _text(item, "content_text")
    content = _text(item, "content_html")
    return RawEntry(
        id=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=RawText(_text(item, "title"), is_html=False),
        author=_authors(item) or document.author,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        summary=RawText(_text(item, "summary"), is_html=False),
        content=RawText(content or text, is_html=bool(content)),
        language=_text(item, "language"),
        tags=[tag for tag in _values(item, "tags") if isinstance(tag, str)],
        enclosures=[
            file for raw in _objects(item, "attachments") if (file := _attachment(raw)).url
        ],
        image=_text(item, "image") or _text(item, "banner_image"),
    )


def _attachment(raw: Mapping[str, object]) -> Enclosure:
    """Read one attachment."""
    size = raw.get("size_in_bytes")
    length = int(size) if isinstance(size, int | float) and 0 <= size < 2**63 else None
    return Enclosure(url=_text(raw, "url"), type=_text(raw, "mime_type"), length=length)


def _authors(holder: Mapping[str, object]) -> str:
    """Return the names of `authors` (1.1), else of `author` (1.0)."""
    people = _objects(holder, "authors")
    single = holder.get("author")
    if not people and isinstance(single, dict):
        people = [cast("dict[str, object]", single)]
    names = (_text(person, "name") for person in people)
    return ", ".join(dict.fromkeys(name for name in names if name))


def _text(holder: Mapping[str, object], key: str) -> str:
    """Return a member as text, "" when it is missing or no text."""
    value = holder.get(key)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _values(holder: Mapping[str, object], key: str) -> list[object]:
    """Return a member that should be a list, empty when it is none."""
    value = holder.get(key)
    return list(value) if isinstance(value, list) else []


def _objects(holder: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """Return the objects of a member that should be a list of objects."""
    return [value for value in _values(holder, key) if isinstance(value, dict)]
