"""Own the finding of the source behind an address that a person gave. It adds none."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from newsbot.domain.ports import Fetched, Fetcher, NotModified, SourceReader, Validators
from newsbot.errors import Invalid, SourceError
from newsbot.net import canonicalise
from newsbot.sources import FoundSource, discover
from newsbot.sources.repair import looks_like_html

PAGE_START = 4096
"""Bytes in which a web page shows that it is one."""

SEARCH_S = 20.0
"""Whoever waits at a terminal gives up by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Hold what an address led to: itself a source, sources found by it, or why none.

    `failure` is set when the address did not answer, so that nothing is known of it; `is_page`
    when a web page answered.
    """

    is_source: bool = False
    is_page: bool = False
    found: tuple[FoundSource, ...] = ()
    failure: str = ""


class _Watching:
    """Fetch, and remember whether any answer was a web page. Fits `Fetcher`."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.saw_page = False

    async def get(
        self, url: str, *, validators: Validators | None = None, accept: str = "*/*"
    ) -> Fetched | NotModified:
        """Fetch as the fetcher does."""
        answer = await self._fetcher.get(url, validators=validators, accept=accept)
        if isinstance(answer, Fetched):
            start = answer.body[:PAGE_START].decode("latin-1")
            self.saw_page = self.saw_page or looks_like_html(start)
        return answer


async def search(fetcher: Fetcher, reader: SourceReader, url: str) -> Search:
    """Look for the sources behind an address; that it does not answer is a value."""
    watching = _Watching(fetcher)
    try:
        async with asyncio.timeout(SEARCH_S):
            found = await discover(url, watching, reader)
    except SourceError as exc:
        return Search(failure=str(exc))
    except TimeoutError:
        return Search(failure=f"no complete answer within {SEARCH_S:.0f} s")
    here = canonicalise(url)
    return Search(
        is_source=any(one.origin == "address" or canonicalise(one.url) == here for one in found),
        is_page=watching.saw_page,
        found=found,
    )


def nothing_found(url: str) -> Invalid:
    """Return the error for a page without feeds, with what can be done."""
    return Invalid(
        f"{url} is a web page, and no feed was found by it; to read the page itself: "
        f"newsbot sources preview {url} --kind webpage --select 'item=article'"
    )


def several_found(url: str, found: Sequence[FoundSource]) -> Invalid:
    """Return the error for a page with several feeds, which lists them."""
    listed = "".join(f"\n  {one.url}  {one.title} ({one.kind}, {one.entries})" for one in found)
    return Invalid(f"{url} leads to {len(found)} sources; add one of them:{listed}")
