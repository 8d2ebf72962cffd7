"""Own the PageExtractor, which fits the port `Extractor`; the reading itself is `extract_page`."""

from datetime import datetime, timedelta

from lxml.etree import LxmlError

from newsbot import errors
from newsbot.domain.article import Extracted
from newsbot.domain.ports import Clock, Fetched
from newsbot.extract.page import extract_page
from newsbot.extract.pool import ChildPool, Inline, Runner

PAGE_LIMIT = timedelta(seconds=5)
"""CPU time for one page (G8)."""


_FAULTS = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
    LxmlError,
)
"""What the libraries raise on trees that nobody thought of; memory and time are the runner's."""


class PageExtractor:
    """Extract pages off the event loop. Fits `domain.ports.Extractor`.

    `workers` children are started when the first page comes; 0 runs inline, without limits.
    `runner` takes the place of the own children, `clock` bounds dates to the present.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        limit: timedelta = PAGE_LIMIT,
        clock: Clock | None = None,
        runner: Runner | None = None,
    ) -> None:
        self._runner = runner or (
            ChildPool(workers=workers, warm_up=_warm_up) if workers else Inline()
        )
        self._limit = limit
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
            return await self._runner.run(
                _extract, fetched, site_title, known_lines, now, limit=self._limit
            )
        except _FAULTS as exc:
            raise errors.Malformed(f"the page could not be read: {exc}") from exc

    async def close(self) -> None:
        """Stop the children; a later call to `extract` would start them again."""
        await self._runner.close()


def _extract(
    fetched: Fetched, site_title: str, known_lines: frozenset[str], now: datetime | None
) -> Extracted:
    """Call `extract_page` in the child: positional arguments, which every pool can pass."""
    return extract_page(
        fetched.body,
        url=fetched.url,
        content_type=fetched.content_type,
        site_title=site_title,
        known_lines=known_lines,
        now=now,
    )


def _warm_up() -> None:
    """Import what `extract_page` imports when first needed."""
    import htmldate
    import trafilatura

    del htmldate, trafilatura
