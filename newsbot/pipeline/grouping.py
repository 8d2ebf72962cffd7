"""Own the story index of one worker, kept in step with the database inside the grouping lock.

Which articles tell the same event is decided by `stories.Grouper`; here it is only fed.
"""

import asyncio
from datetime import datetime, timedelta

from newsbot.db import Tx, stories
from newsbot.domain.article import Article
from newsbot.stories import Grouper, StoryArticle

LEAD_CHARS = 1200
"""How much of the text the grouper looks at: the lead tells which event it is."""


GIVE_WAY = 20
"""Articles taken in at a stretch: each takes about a millisecond of the event loop (G8)."""


class StoryIndex:
    """Find the story of an article among those of the window."""

    def __init__(self, window: timedelta) -> None:
        self._window = window
        self._grouper = Grouper(window=window)
        self._seq = 0
        self._doubtful = False

    def reset(self) -> None:
        """Have the next `sync` read the window again (after a rolled back batch).

        Not at once: another loop may be between its `sync` and its `add`, and would take what
        was forgotten for read.
        """
        self._doubtful = True

    async def sync(self, tx: Tx, now: datetime) -> None:
        """Take in what other workers grouped since; call it while holding the grouping lock."""
        since = now - self._window
        if self._doubtful:
            self._grouper = Grouper(window=self._window)
            self._seq = 0
            self._doubtful = False
        while grouped := await stories.grouped_since(tx, self._seq, since):
            for place, one in enumerate(grouped):
                if place % GIVE_WAY == 0:
                    await asyncio.sleep(0)
                self._grouper.add(as_story_article(one.article), one.story_id)
                self._seq = one.seq
        self._grouper.expire(since)

    async def find(self, tx: Tx, article: Article) -> int | None:
        """Return the story that this article belongs to, None for a new one."""
        if article.url_key:
            same_page = await stories.by_url_key(tx, article.url_key, article.id)
            if same_page is not None:
                return same_page
        proposed = self._grouper.propose(as_story_article(article))
        return None if proposed is None else int(proposed)

    def add(self, article: Article, story_id: int, seq: int) -> None:
        """Remember a grouped article; `seq` is its place in the order of grouping."""
        self._grouper.add(as_story_article(article), story_id)
        self._seq = max(self._seq, seq)


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
