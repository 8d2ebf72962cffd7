"""Own the story index of one worker, kept in step with the database inside the grouping lock.

Which articles tell the same event is decided by `stories.Grouper`; here it is only fed.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsbot.db import Database, Tx, stories
from newsbot.db.stories import Grouped
from newsbot.domain.article import Article
from newsbot.stories import Grouper, StoryArticle

LEAD_CHARS = 1200
"""How much of the text the grouper looks at: the lead tells which event it is."""

GIVE_WAY = 20
"""Articles taken in at a stretch: each takes about a millisecond of the event loop (G8)."""

PAGE = 500
"""Articles of the window read at a time."""


@dataclass(slots=True)
class _Window:
    """Hold what a grouper knows, and up to which place in the order of grouping."""

    grouper: Grouper
    seq: int

    async def take(self, grouped: Iterable[Grouped]) -> None:
        for place, one in enumerate(grouped):
            if place % GIVE_WAY == 0:
                await asyncio.sleep(0)
            self.grouper.add(as_story_article(one.article), one.story_id)
            self.seq = one.seq


class StoryIndex:
    """Find the story of an article among those of the window."""

    def __init__(self, window: timedelta) -> None:
        self._window = window
        self._known = _Window(grouper=Grouper(window=window), seq=0)
        self._ready: _Window | None = None
        self._doubtful = True
        self._warming = asyncio.Lock()

    def reset(self) -> None:
        """Have the window read again before the next batch (after a rolled back one).

        Not at once: another loop may be between its `sync` and its `add`, and would take what
        was forgotten for read.
        """
        self._doubtful = True

    async def warm(self, db: Database, now: datetime) -> None:
        """Read the window anew when it is in doubt, in transactions that hold up nobody.

        A hundred thousand articles take a while; `sync` then only adds what came meanwhile.
        """
        async with self._warming:
            if not self._doubtful or self._ready is not None:
                return
            since = now - self._window
            async with db.reading() as tx:
                fresh = _Window(
                    grouper=Grouper(window=self._window), seq=await stories.window_start(tx, since)
                )
            while True:
                async with db.reading() as tx:
                    grouped = await stories.grouped_since(tx, fresh.seq, since, PAGE)
                if not grouped:
                    break
                await fresh.take(grouped)
            self._ready = fresh

    async def sync(self, tx: Tx, now: datetime) -> None:
        """Take in what other workers grouped since; call it while holding the grouping lock."""
        since = now - self._window
        if self._doubtful:
            start = await stories.window_start(tx, since)
            empty = _Window(grouper=Grouper(window=self._window), seq=start)
            self._known, self._ready = self._ready or empty, None
            self._doubtful = False
        while grouped := await stories.grouped_since(tx, self._known.seq, since, PAGE):
            await self._known.take(grouped)
        self._known.grouper.expire(since)

    async def find(self, tx: Tx, article: Article) -> int | None:
        """Return the story that this article belongs to, None for a new one."""
        if article.url_key:
            same_page = await stories.by_url_key(tx, article.url_key, article.id)
            if same_page is not None:
                return same_page
        proposed = self._known.grouper.propose(as_story_article(article))
        return None if proposed is None else int(proposed)

    def add(self, article: Article, story_id: int, seq: int) -> None:
        """Remember a grouped article; `seq` is its place in the order of grouping."""
        self._known.grouper.add(as_story_article(article), story_id)
        self._known.seq = max(self._known.seq, seq)


def as_story_article(article: Article) -> StoryArticle:
    """Return what the grouper sees of an article."""
    return StoryArticle(
        id=article.id,
        title=article.title,
        text=article.text[:LEAD_CHARS],
        published=article.effective_at,
        language=article.language,
        url_key=article.url_key,
    )
