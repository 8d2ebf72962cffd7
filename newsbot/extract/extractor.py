"""Own the PageExtractor, which fits the port `Extractor`; the reading itself is `extract_page`."""

from datetime import datetime, timedelta

from lxml.etree import LxmlError

from newsbot import errors
from newsbot.domain.article import Extracted
from newsbot.domain.ports import Clock, Fetched
from newsbot.extract.page import extract_page
from newsbot.sandbox import Sandbox

PAGE_LIMIT = timedelta(seconds=5)
"""Time for one page (G8). The slowest real page took a fiftieth of it."""

_PRELOAD = ("newsbot.extract.extractor", "trafilatura", "htmldate", "charset_normalizer")
"""Imported once before the children are forked, so that no page pays for it."""

_FAULTS = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
    LxmlError,
)
"""What the libraries raise on trees that nobody thought of; time and memory are the sandbox's."""


class PageExtractor:
    """Extract pages off the event loop. Fits `domain.ports.Extractor`.

    `workers` children are started when the first page comes; with 0 pages are read inline, where
    no limit holds: for tests and one-shot commands. `sandbox` takes the place of the own children
    and is not closed here. `clock` bounds dates to the present.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        limit: timedelta = PAGE_LIMIT,
        clock: Clock | None = None,
        sandbox: Sandbox | None = None,
    ) -> None:
        self._own: Sandbox | None = None
        if sandbox is None and workers:
            sandbox = self._own = Sandbox(
                workers=workers, timeout_s=limit.total_seconds(), preload=_PRELOAD
            )
        self._sandbox = sandbox
        self._clock = clock

    async def extract(
        self,
        fetched: Fetched,
        *,
        site_title: str = "",
        known_lines: frozenset[str] = frozenset(),
    ) -> Extracted:
        """Return what the page says; empty text when it has no article. Raises `SourceError`."""
        now = self._clock.now() if self._clock else None
        try:
            if self._sandbox is None:
                return _extract(fetched, site_title, known_lines, now)
            return await self._sandbox.run(_extract, fetched, site_title, known_lines, now)
        except _FAULTS as exc:
            raise errors.Malformed(f"The page could not be read: {exc}") from exc

    async def close(self) -> None:
        """Stop the own children; a later call to `extract` would start them again."""
        if self._own is not None:
            await self._own.close()


def _extract(
    fetched: Fetched, site_title: str, known_lines: frozenset[str], now: datetime | None
) -> Extracted:
    """Call `extract_page` in the child."""
    return extract_page(
        fetched.body,
        url=fetched.url,
        content_type=fetched.content_type,
        site_title=site_title,
        known_lines=known_lines,
        now=now,
    )
