"""Own the way from entries to a document: fragment by fragment, then joined.

An entry is serialised once per revision and format (`fragment`, to be cached under `entry.key`);
a document is a head and a join (`assemble`), about a hundred times cheaper than building it
whole. Caching itself is the caller's.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from newsbot.domain.feed import Feed, FeedEntry
from newsbot.feeds.atom import Withdrawn, atom_document, atom_entry
from newsbot.feeds.jsonfeed import json_document, json_item
from newsbot.feeds.links import MEDIA_TYPES, Form
from newsbot.feeds.rss import rss_document, rss_item

CONTENT_TYPES: Final[dict[str, str]] = {
    "rss": f"{MEDIA_TYPES['rss']}; charset=utf-8",
    "atom": f"{MEDIA_TYPES['atom']}; charset=utf-8",
    # JSON is always UTF-8 and its media types know no charset (RFC 8259, 11).
    "json": MEDIA_TYPES["json"],
    "opml": "text/x-opml; charset=utf-8",
}
"""What each document is served as."""

_FRAGMENTS: Final = {"rss": rss_item, "atom": atom_entry, "json": json_item}


def fragment(entry: FeedEntry, form: Form) -> bytes:
    """Return one entry serialised for a format; equal entries give equal bytes."""
    return _FRAGMENTS[form](entry)


def assemble(
    feed: Feed, fragments: Iterable[bytes], form: Form, *, withdrawn: Iterable[Withdrawn] = ()
) -> bytes:
    """Return the document of a feed around fragments of the same format, in their order.

    `withdrawn` names entries as deleted; only Atom has a word for it.
    """
    parts = list(fragments)
    if form == "rss":
        return rss_document(feed, parts)
    if form == "atom":
        return atom_document(feed, parts, withdrawn)
    return json_document(feed, parts)


def render(
    feed: Feed,
    entries: Sequence[FeedEntry],
    form: Form,
    *,
    withdrawn: Iterable[Withdrawn] = (),
) -> bytes:
    """Return the document of a feed from its entries, each id once, withdrawn ones left out."""
    deleted = list(withdrawn)
    gone = {entry_id for entry_id, _ in deleted}
    shown: dict[str, FeedEntry] = {}
    for entry in entries:
        if entry.id not in gone:
            shown.setdefault(entry.id, entry)
    fragments = [fragment(entry, form) for entry in shown.values()]
    return assemble(feed, fragments, form, withdrawn=deleted)
