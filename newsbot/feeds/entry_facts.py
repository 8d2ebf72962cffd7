"""Own what every format needs of an entry, checked and spelled once; it writes no format."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from newsbot.domain.entry import Enclosure
from newsbot.domain.feed import FeedEntry
from newsbot.feeds.spelling import characters, language_tag, line, lines, media_type, web_address

HEADLINE_CHARACTERS: Final = 100
"""Where a summary is cut that has to serve as headline; about what readers show in a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """Hold an entry as it may be published: addresses safe, text within XML, title never empty.

    `author` is never empty: the outlet stands in, then the host. `source_url` without `source`
    does not occur, the other way round it does.
    """

    id: str
    url: str
    title: str
    summary: str
    content: str
    author: str
    source: str
    source_url: str
    language: str
    tags: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    image: str
    related: tuple[tuple[str, str], ...]


def facts_of(entry: FeedEntry) -> EntryFacts:
    """Return the publishable facts of an entry; whatever it holds, the entry is not lost."""
    url = web_address(entry.url)
    source_url = web_address(entry.source_url)
    source = line(entry.source) or _host(source_url)
    summary = characters(entry.summary).strip()
    entry_id = line(entry.id) or url or f"urn:newsbot:{line(entry.key)}"
    return EntryFacts(
        id=entry_id,
        url=url,
        title=line(entry.title) or _headline(summary) or url or entry_id,
        summary=summary,
        content=characters(entry.content).strip(),
        author=line(entry.author) or source or _host(url) or "unknown",
        source=source,
        source_url=source_url,
        language=language_tag(entry.language),
        tags=lines(entry.tags),
        enclosures=_enclosures(entry.enclosures),
        image=web_address(entry.image),
        related=tuple(
            (line(title) or address, address)
            for title, target in entry.related
            if (address := web_address(target))
        ),
    )


def _headline(summary: str) -> str:
    """Return the beginning of a summary, cut at a word."""
    whole = line(summary)
    if len(whole) <= HEADLINE_CHARACTERS:
        return whole
    cut, space, _ = whole[:HEADLINE_CHARACTERS].rpartition(" ")
    return f"{cut if space else whole[:HEADLINE_CHARACTERS]}…"


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def _enclosures(stated: tuple[Enclosure, ...]) -> tuple[Enclosure, ...]:
    """Return the enclosures that can be published, each address once."""
    found: dict[str, Enclosure] = {}
    for enclosure in stated:
        url = web_address(enclosure.url)
        if url and url not in found:
            length = enclosure.length
            found[url] = Enclosure(
                url=url,
                type=media_type(enclosure.type, url),
                length=None if length is None or length < 0 else length,
            )
    return tuple(found.values())
