"""Own the Article: an Entry accepted and stored. Its three dates are kept apart."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsbot.domain.entry import Enclosure, Notice

FUTURE_TOLERANCE = timedelta(minutes=10)
"""A claimed time this far ahead of first sight is clock skew, not an error (measured on feeds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """Hold what a page says of its article; empty text fields and None where it says nothing.

    `text` is plain, paragraphs separated by an empty line; `published` is aware UTC.
    """

    title: str = ""
    author: str = ""
    published: datetime | None = None
    language: str = ""
    canonical_url: str = ""
    site: str = ""
    text: str = ""
    image: str = ""
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """Hold an Entry on its way into the store.

    `entry_id` identifies it within its source (guid, else URL, else a digest); `url_key` is the
    canonical URL without scheme and host noise, which joins the same page over sources.
    `text_key` names what it says, "" when that is too short to tell articles apart. `backlog`
    marks what a first fetch brought: it never gives single alerts (G3).
    """

    source_id: int
    entry_id: str
    url: str
    url_key: str
    title: str
    author: str
    language: str
    text: str
    teaser: str
    tags: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    image: str
    claimed_at: datetime | None
    first_seen_at: datetime
    effective_at: datetime
    content_hash: str
    backlog: bool
    whole_text: bool
    text_key: str = ""
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Hold a stored article as the pure rooms and the read side see it.

    `teaser` is the source's own summary as sanitised HTML, `summary` ours, plain.
    """

    id: int
    source_id: int
    source_name: str
    source_title: str
    entry_id: str
    url: str
    url_key: str
    title: str
    author: str
    language: str
    text: str
    teaser: str
    summary: str
    tags: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    image: str
    claimed_at: datetime | None
    first_seen_at: datetime
    effective_at: datetime
    updated_at: datetime
    content_hash: str
    revision: int
    backlog: bool
    whole_text: bool
    story_id: int | None
    processed_at: datetime | None = None
    warnings: tuple[Notice, ...] = field(default=())


def effective_time(claimed: datetime | None, first_seen: datetime) -> datetime:
    """Return the time an article counts from: the earlier of published and first seen."""
    return first_seen if claimed is None else min(claimed, first_seen)
