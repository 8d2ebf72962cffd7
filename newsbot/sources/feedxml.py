"""Own the reading of RSS 0.9x, 1.0, 1.1 and 2.0 and of Atom 0.3 and 1.0: the document as a whole.

One walker serves all of them, because feeds mix their elements freely. Single entries are read by
`feedentry`; nothing here resolves a URL, parses a date or sanitises.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from lxml import etree

from newsbot.domain.entry import Notice
from newsbot.errors import Malformed
from newsbot.sources import elements
from newsbot.sources.elements import attribute, children, text_of
from newsbot.sources.feedentry import HTML_LINK_TYPES, person, read_entry
from newsbot.sources.raw import RawDocument

MAX_ENTRIES: Final = 2000
"""Entries read from one document; the largest real feed in our collection has 1,000."""

NOT_A_FEED_BUT_A_PAGE: Final = (
    "A web page came, no feed. Give the address of its feed, or look for it with "
    "`newsbot sources discover`."
)

_KINDS: Final = {"rss": "rss", "channel": "rss", "rdf:rdf": "rdf", "feed": "atom"}
_PERIODS: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_LONGEST_TTL: Final = timedelta(days=7)
ITEMS: Final = frozenset({"item", "entry"})

_MIDNIGHT: Final = 24
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_tree(root: etree._Element, *, has_bases: bool) -> RawDocument:
    """Read a whole document. `has_bases` says whether xml:base occurs in it at all.

    Raises `Malformed` when the root is no feed's.
    """
    elements.drop_root_namespace(root, known=_KINDS)
    name = elements.canonical_name(root.tag)
    kind = _KINDS.get(name)
    if kind is None:
        raise Malformed(NOT_A_FEED_BUT_A_PAGE if name.endswith("html") else _strange_root(name))
    head = root if name in {"feed", "channel"} else next(_named(root, "channel"), root)
    document = RawDocument(kind=kind, base=elements.base_of(head) if has_bases else "")
    document.language = attribute(root, elements.LANG) or attribute(head, elements.LANG)
    own: list[etree._Element] = []
    for child_name, child in children(head):
        if child_name in ITEMS:
            own.append(child)
            if len(own) > MAX_ENTRIES:
                break  # what stands behind so many costs time and is not read
            continue
        reader = _HEAD_READERS.get(child_name)
        if reader is not None:
            reader(document, child)
    if document.ttl is None and document.period is not None:
        document.ttl = min(document.period / document.frequency, _LONGEST_TTL)
    for item in _items(root, head, own):
        if len(document.entries) == MAX_ENTRIES:
            message = f"The document has more than {MAX_ENTRIES} entries; the rest was left out."
            document.notices.append(Notice(code="too_many_entries", message=message))
            break
        document.entries.append(read_entry(item, document, has_bases=has_bases))
    return document


def _strange_root(name: str) -> str:
    """Say that the document is something else."""
    return f"The document is no feed: it begins with <{name[:60]}>."


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children with a canonical name."""
    return (child for child_name, child in children(parent) if child_name == name)


def _items(
    root: etree._Element, head: etree._Element, own: Sequence[etree._Element]
) -> Iterable[etree._Element]:
    """Return the items wherever the document keeps them; `own` are those in the head.

    RSS 1.0 has them beside the channel. Where neither root nor channels have any, they are looked
    for at every depth.
    """
    if root is head:
        found = own
    else:
        found = _named_items(root)
        for channel in _named(root, "channel"):
            found += own if channel is head else _named_items(channel)
    return found or (one for one in root.iter() if elements.canonical_name(one.tag) in ITEMS)


def _named_items(parent: etree._Element) -> list[etree._Element]:
    named = (child for name, child in children(parent) if name in ITEMS)
    return list(islice(named, MAX_ENTRIES + 1))


def _head_title(document: RawDocument, element: etree._Element) -> None:
    if not document.title.value:
        typed = document.kind == "atom" or element.get("type") is not None
        read = elements.text_construct if typed else elements.markup
        document.title = read(element, document.base)


def _head_link(document: RawDocument, element: etree._Element) -> None:
    """Take the home page, and the links that serve WebSub and paging."""
    href = attribute(element, "href")
    rel = attribute(element, "rel").lower() or "alternate"
    if not href:
        document.link = document.link or text_of(element)
    elif rel == "alternate":
        if attribute(element, "type").lower() in HTML_LINK_TYPES:
            document.link = document.link or href
    elif rel == "hub":
        document.hub = document.hub or href
    elif rel == "self":
        document.self_url = document.self_url or href
    elif rel in {"next", "prev-archive"}:
        document.next_url = document.next_url or href


def _head_language(document: RawDocument, element: etree._Element) -> None:
    document.language = text_of(element) or document.language


def _head_author(document: RawDocument, element: etree._Element) -> None:
    """Keep Atom's feed author, which its entries inherit (RFC 4287, 4.2.1)."""
    if document.kind == "atom" and not document.author:
        document.author = person(element)


def _head_ttl(document: RawDocument, element: etree._Element) -> None:
    minutes = text_of(element)
    if minutes.isascii() and minutes.isdigit():
        document.ttl = min(timedelta(minutes=int(minutes[:6])), _LONGEST_TTL)


def _head_generator(document: RawDocument, element: etree._Element) -> None:
    """Note WordPress, whose feeds have further pages although they name none."""
    made_by = f"{text_of(element)} {attribute(element, 'uri')}".lower()
    document.by_wordpress = "wordpress.org" in made_by or "wordpress.com" in made_by


def _head_period(document: RawDocument, element: etree._Element) -> None:
    """Take sy:updatePeriod, the source's wish where no ttl stands."""
    document.period = _PERIODS.get(text_of(element).lower())


def _head_frequency(document: RawDocument, element: etree._Element) -> None:
    times = text_of(element)
    if times.isascii() and times.isdigit():
        document.frequency = max(int(times[:6]), 1)


def _head_skip_hours(document: RawDocument, element: etree._Element) -> None:
    """Take the hours in GMT in which nobody may read; 24 is how many write midnight."""
    for name, child in children(element):
        hour = text_of(child)
        if name == "hour" and hour.isascii() and hour.isdigit() and int(hour[:4]) <= _MIDNIGHT:
            document.skip_hours.add(int(hour[:4]) % _MIDNIGHT)


def _head_skip_days(document: RawDocument, element: etree._Element) -> None:
    for name, child in children(element):
        day = text_of(child).lower()
        if name == "day" and day in _WEEKDAYS:
            document.skip_days.add(_WEEKDAYS.index(day))


_HEAD_READERS: Final[dict[str, Callable[[RawDocument, etree._Element], None]]] = {
    "title": _head_title,
    "dc:title": _head_title,
    "link": _head_link,
    "language": _head_language,
    "dc:language": _head_language,
    "author": _head_author,
    "ttl": _head_ttl,
    "generator": _head_generator,
    "sy:updateperiod": _head_period,
    "sy:updatefrequency": _head_frequency,
    "skiphours": _head_skip_hours,
    "skipdays": _head_skip_days,
}
