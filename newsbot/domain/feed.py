"""Own Feed values: an output document for a selection of articles. Rendering lives in `feeds`."""

from dataclasses import dataclass
from datetime import datetime

from newsbot.domain.entry import Enclosure


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """Hold one entry of an output document.

    `id` is permanent (a tag: URI); `key` names this revision for caches of rendered fragments.
    `summary` is plain text, `content` sanitised HTML or "" (public feeds carry none, G20).
    `source` and `source_url` name the outlet; `related` holds (title, url) pairs. Times are aware
    UTC; `updated` moves only on a significant change (RFC 4287, 4.2.15).
    """

    id: str
    key: str
    url: str
    title: str
    summary: str = ""
    content: str = ""
    author: str = ""
    source: str = ""
    source_url: str = ""
    language: str = ""
    published: datetime
    updated: datetime
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""
    related: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Hold the head of an output document.

    `id` is a permanent tag: URI, `base_url` the configured public address of the service,
    `path` the feed's path below it without extension (`/feeds/all`), `home_url` the human page.
    `query` is the query string of this page itself, "" for the first one; `next_path`/`prev_path`
    are those of its neighbours for RFC 5005 paging, "" for none. `hub` is a WebSub hub. `updated`
    comes from the data, never from the clock.
    """

    id: str
    title: str
    subtitle: str = ""
    base_url: str
    path: str
    home_url: str
    language: str = ""
    updated: datetime
    author: str = "newsbot"
    hub: str = ""
    query: str = ""
    next_path: str = ""
    prev_path: str = ""
    ttl_minutes: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Hold one subscription of an OPML document; `folder` is the path of titles above it."""

    title: str
    xml_url: str
    html_url: str = ""
    kind: str = "rss"
    language: str = ""
    folder: tuple[str, ...] = ()
