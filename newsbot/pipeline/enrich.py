"""Own the step from what the source sent to the article's own text: the page, when it can be had.

A page that cannot be had never delays the article: the feed's text is used at once, and the
article says so.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from newsbot.domain.article import Article, Extracted, effective_time
from newsbot.domain.entry import Notice
from newsbot.domain.ports import Extractor, Fetcher, NotModified
from newsbot.errors import Gone, SourceError, Unreachable
from newsbot.extract import detect_language
from newsbot.pipeline.accept import TEXT_CHARS
from newsbot.pipeline.site_lines import SiteLines

PAGE_DEADLINE = timedelta(seconds=20)
"""Longer waits for a page would cost more freshness than the longer text is worth."""

PAGE_MAX_AGE = timedelta(days=2)
"""Of a backlog only recent articles get their page: nobody is alerted about the older ones."""

HOST_PAUSE = timedelta(minutes=2)
"""A host that just failed to give a page is not asked again for this long."""

REFUSALS = frozenset({401, 403, 429})
"""Statuses by which a host turns away a program, whatever page it asks for."""

SERVER_FAULTS = 500
"""Statuses from here on tell of the server, not of the page."""

NOT_THERE = 404
"""The status of a page that is not there, as a withdrawn one is not any more."""

NO_PAGE = "page_unavailable"
PAGE_GONE = "page_gone"
"""Codes of the notice that an article's page could not be had, or is not there (any more)."""

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


class PageText:
    """Fetch and read article pages; remembers hosts that fail, so that a dead one costs once.

    `fetcher` keeps to what publishers permit (G20); `lines` knows what repeats on their pages.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        extractor: Extractor,
        *,
        enabled: bool = True,
        lines: SiteLines | None = None,
    ) -> None:
        self._enabled = enabled
        self._lines = lines
        self._fetcher = fetcher
        self._extractor = extractor
        self._failing: dict[str, datetime] = {}

    async def enrich(self, article: Article, now: datetime) -> Article:
        """Return the article with the best text that can be had now, and its language."""
        best = await self._with_page(article, now)
        if best.language:
            return best
        return replace(best, language=detect_language(f"{best.title}\n{best.text}"))

    async def _with_page(self, article: Article, now: datetime) -> Article:
        if not self._enabled or article.whole_text or not article.url_key:
            return article  # without a key its address is a page of many news, or none
        if article.backlog and now - article.effective_at > PAGE_MAX_AGE:
            return article
        known = await self._lines.known(article.source_id) if self._lines else frozenset[str]()
        host = urlsplit(article.url).netloc
        if self._failing.get(host, now) > now:
            return _without_page(article, f"{host} failed a moment ago")
        try:
            async with asyncio.timeout(PAGE_DEADLINE.total_seconds()):
                fetched = await self._fetcher.get(article.url, accept=ACCEPT)
                if isinstance(fetched, NotModified):
                    return article
                page = await self._extractor.extract(
                    fetched, site_title=article.source_title, known_lines=known
                )
        except SourceError as exc:
            if _is_the_hosts(exc):
                self._failing[host] = now + HOST_PAUSE
            return _without_page(article, str(exc), PAGE_GONE if _is_gone(exc) else NO_PAGE)
        except TimeoutError:
            self._failing[host] = now + HOST_PAUSE
            return _without_page(article, f"no page within {PAGE_DEADLINE.total_seconds():.0f} s")
        if self._lines is not None and page.text:
            await self._lines.learn(article.source_id, article.id, page.text)
        return combine(article, page)


def _is_the_hosts(exc: SourceError) -> bool:
    """Say whether the host's other pages would fail alike; a page may be missing or odd alone."""
    if not isinstance(exc, Unreachable):
        return False
    return exc.status is None or exc.status in REFUSALS or exc.status >= SERVER_FAULTS


def _is_gone(exc: SourceError) -> bool:
    """Say whether the host knows of no such page (any more)."""
    return isinstance(exc, Gone) or (isinstance(exc, Unreachable) and exc.status == NOT_THERE)


def _without_page(article: Article, reason: str, code: str = NO_PAGE) -> Article:
    notice = Notice(code=code, message=f"the source's own text is used: {reason}")
    return replace(article, warnings=(*article.warnings, notice))


def combine(article: Article, page: Extracted) -> Article:
    """Return the article with what its page adds; the source's own statements come first.

    The page's text is taken when it is the longer one: extraction that lost the article is shorter
    than the teaser. The page's date counts only where the source states none.
    """
    text = page.text[:TEXT_CHARS] if len(page.text) > len(article.text) else article.text
    claimed = article.claimed_at or page.published
    return replace(
        article,
        title=article.title or page.title,
        text=text,
        author=article.author or page.author,
        language=article.language or page.language,
        image=article.image or page.image,
        claimed_at=claimed,
        effective_at=min(article.effective_at, effective_time(claimed, article.first_seen_at)),
        warnings=(*article.warnings, *page.warnings),
    )
