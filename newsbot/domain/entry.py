"""Own the Entry, one item as a source states it (RFC 4287 entry, RSS item); it is never stored."""

from dataclasses import dataclass, field
from datetime import datetime

from newsbot.domain.manners import Manners


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Tell a reader of the input's fault: a stable code and a sentence. Shown as `warnings`."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """Point to a file that belongs to an entry (RSS 2.0 enclosure, Atom rel=enclosure)."""

    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Hold one item as the source states it.

    `id` is the source's own identifier or "" when it has none. `summary` and `content` are
    sanitised HTML, `title` and `text` are plain; paragraphs of `text` are separated by an empty
    line. Times are aware and UTC, None when the source states none or nothing readable, in
    which case `published_raw` keeps what it stated.
    """

    id: str
    url: str
    title: str
    author: str = ""
    published: datetime | None = None
    published_raw: str = ""
    updated: datetime | None = None
    summary: str = ""
    content: str = ""
    text: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """Hold everything that one reading of a source said.

    `kind` is `rss`, `atom`, `rdf`, `jsonfeed`, `sitemap` or `webpage`; `url` is the home page
    that the document names; `entries` stand in the document's order. `hub` and `self_url` serve
    WebSub, `manners` are the source's wishes for when to poll, `next_url` is the next page
    (RFC 5005).
    """

    kind: str
    title: str
    url: str
    language: str = ""
    entries: tuple[Entry, ...] = ()
    warnings: tuple[Notice, ...] = ()
    hub: str = ""
    self_url: str = ""
    next_url: str = ""
    manners: Manners = field(default=Manners())
