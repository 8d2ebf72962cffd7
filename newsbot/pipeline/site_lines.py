"""Own the learning of a site's furniture: lines that repeat at the edges of its articles' texts.

What was learned is kept in the store and given to the extractor, which leaves it out. It cleans
no text itself.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsbot.db import Database, site_lines
from newsbot.domain.ports import Clock
from newsbot.extract.lines import line_key, split_lines

PAGES = 8
IN_PAGES = 4
"""A line in half of a site's last articles is furniture; quotes and refrains are in fewer."""

FIRST_LINES = 5
LAST_LINES = 10
"""Furniture that the extractor lets pass stands over the text or trails behind it."""

LINE_CHARS = 200
"""A longer line is a paragraph, even if a site repeats it."""

KEPT_LINES = 64
"""Lines kept for a source; sites that change their wording push the old ones out."""

KEPT_SITES = 1000
"""Sources remembered in memory: some 10 kB each."""


@dataclass(slots=True)
class _Site:
    """Hold what one source is known for, and the edges of its last pages."""

    known: OrderedDict[str, None]
    pages: deque[tuple[int, frozenset[str]]] = field(default_factory=lambda: deque(maxlen=PAGES))


class SiteLines:
    """Remember lines by source; a source's are read from the store once, written when they grow."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._sites: OrderedDict[int, _Site] = OrderedDict()

    async def known(self, source_id: int) -> frozenset[str]:
        """Return the lines that are known for the source. Raises `StoreError`."""
        return frozenset((await self._site(source_id)).known)

    async def learn(self, source_id: int, article_id: int, text: str) -> None:
        """Take the text of one more page; an article counts once. Raises `StoreError`."""
        site = await self._site(source_id)
        if any(seen == article_id for seen, _ in site.pages):
            return
        site.pages.append((article_id, frozenset(_edges(text))))
        counts = Counter(line for _, page in site.pages for line in page)
        learned = [one for one, count in counts.items() if count >= IN_PAGES]
        fresh = [one for one in sorted(learned) if one not in site.known]
        if not fresh:
            return
        site.known.update(dict.fromkeys(fresh))
        while len(site.known) > KEPT_LINES:
            site.known.popitem(last=False)
        async with self._db.transaction() as tx:
            await site_lines.keep(tx, source_id, list(site.known), self._clock.now())

    async def _site(self, source_id: int) -> _Site:
        site = self._sites.get(source_id)
        if site is None:
            async with self._db.reading() as tx:
                kept = await site_lines.load(tx, source_id)
            site = self._sites.setdefault(source_id, _Site(known=OrderedDict.fromkeys(kept)))
        self._sites.move_to_end(source_id)
        while len(self._sites) > KEPT_SITES:
            self._sites.popitem(last=False)
        return site


def _edges(text: str) -> Iterable[str]:
    """Return the keys of the short lines at the edges of a text; a short text is all edge."""
    lines = split_lines(text)
    edges = lines
    if len(lines) > FIRST_LINES + LAST_LINES:
        edges = [*lines[:FIRST_LINES], *lines[-LAST_LINES:]]
    keys = (line_key(one.text) for one in edges if len(one.text) <= LINE_CHARS)
    return (key for key in keys if key)
