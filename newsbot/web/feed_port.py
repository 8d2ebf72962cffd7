"""Own what the feed handler asks of the rest: the parsed path, the credentials, the answers.

It reads no request and builds no document.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final, Literal, Protocol

Kind = Literal["feed", "source", "rule", "tag", "story", "opml", "robots"]
Ending = Literal["rss", "atom", "json", "opml", "txt"]

_LONGEST_PATH: Final = 512
"""No path of ours is longer; what is, is not looked at and not remembered."""

_FEED: Final = re.compile(r"/feeds/(?:(source|rule|tag|story)/)?(.+)\.(rss|atom|json)", re.DOTALL)
_SLUG: Final = re.compile(r"([0-9]{1,18})-.*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPath:
    """Hold the path of a document: what it shows and in which format.

    `key` is the name of a `feed`, the id of a source, rule or story as it stands in the path,
    or the tag, decoded; "" for `/feeds.opml` and `/robots.txt`.
    """

    kind: Kind
    key: str
    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Hold what a client says of itself. `token` comes by the query or as Bearer.

    Over Basic a feed reader has two fields: the token may stand in either. No secret is shown
    by repr (G12).
    """

    scheme: Literal["query", "basic", "bearer"]
    token: str = field(default="", repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Answer with a document.

    `etag` names the content when the port knows a name, else the body's digest does.
    `last_modified` comes from the data, `max_age_s` says how long a cache need not ask again,
    `fresh_for_s` how long the handler itself may repeat a public document without asking the
    port: a second takes nearly all load away, 0 asks every time.
    A `private` document is shown to this client only. `links` holds (relation, address) pairs
    for the Link header, as WebSub wants them (4). The same `bytes` object for the same content
    saves digest and compression.
    """

    body: bytes = field(repr=False)
    content_type: str
    etag: str = ""
    last_modified: datetime | None = None
    max_age_s: int = 60
    fresh_for_s: float = 0.0
    private: bool = False
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Answer that the document is for ever at `location`, a path or an absolute address."""

    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Answer that there is no such document, or none that this client may know of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """Answer that the document needs credentials, or better ones."""


FeedAnswer = Document | Moved | Missing | Forbidden


class FeedPort(Protocol):
    """Select, judge and render; the handler only speaks HTTP."""

    async def feed(
        self, path: FeedPath, query: Mapping[str, str], credentials: Credentials | None, /
    ) -> FeedAnswer:
        """Return the answer for a path. `query` is without `token`. Raises `StoreError`."""


def parse_path(path: str) -> FeedPath | None:
    """Return what a decoded request path asks for, None when it is no path of a feed.

    A tag may hold dots and slashes; the other keys hold no slash.
    """
    if not path.startswith(("/feeds", "/robots.txt")) or len(path) > _LONGEST_PATH:
        return None
    return _parsed(path)


@lru_cache(maxsize=1024)
def _parsed(path: str) -> FeedPath | None:
    if path == "/feeds.opml":
        return FeedPath(kind="opml", key="", ending="opml")
    if path == "/robots.txt":
        return FeedPath(kind="robots", key="", ending="txt")
    found = _FEED.fullmatch(path)
    if found is None:
        return None
    kind: Kind = found[1] or "feed"  # type: ignore[assignment]  # the pattern knows these only
    if kind != "tag" and "/" in found[2]:
        return None
    return FeedPath(kind=kind, key=found[2], ending=found[3])  # type: ignore[arg-type]


def without_slug(path: FeedPath) -> str:
    """Return the last segment of the permanent path for `12-nato`, "" when it is permanent."""
    if path.kind not in {"source", "rule", "story"}:
        return ""
    found = _SLUG.fullmatch(path.key)
    return f"{found[1]}.{path.ending}" if found else ""
