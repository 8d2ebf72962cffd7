"""Own the look at an address before it becomes a source: what is there, and how it would be read.

Nothing is stored. What was fetched is kept for a moment, so that one who tries selectors does not
ask the host at every letter.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from newsbot.domain.entry import SourceDocument
from newsbot.domain.ports import Fetched
from newsbot.errors import Invalid, NewsbotError, SourceError
from newsbot.services.finding import Search, search
from newsbot.services.selecting import selectors_of
from newsbot.services.sources import check_url
from newsbot.web.pages.visit import PageTools

PATIENCE_S: Final = 25.0
KEPT_S: Final = 120.0
KEPT_PAGES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Hold what an address turned out to be; `document` is how its entries would be read."""

    url: str
    kind: str
    select: Mapping[str, str] = field(default_factory=dict)
    search: Search = field(default_factory=Search)
    document: SourceDocument | None = None
    fault: str = ""


class Looking:
    """Look at addresses for people who wait."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, tuple[float, Fetched]] = OrderedDict()

    async def at(
        self, tools: PageTools, url: str, *, kind: str = "auto", select: Mapping[str, str]
    ) -> Seen:
        """Return what is at an address; that it cannot be read is part of the answer."""
        address = check_url(url if "://" in url else f"https://{url}")
        try:
            async with asyncio.timeout(PATIENCE_S):
                if kind == "webpage":
                    return await self._page(tools, address, select)
                return await self._feed(tools, address, kind)
        except TimeoutError:
            return Seen(url=address, kind=kind, fault=f"no answer within {PATIENCE_S:.0f} s")

    async def _feed(self, tools: PageTools, url: str, kind: str) -> Seen:
        found = await search(tools.fetcher, tools.reader, url)
        if found.failure:
            return Seen(url=url, kind=kind, search=found, fault=found.failure)
        if not found.is_source:
            if len(found.found) != 1:
                return Seen(url=url, kind=kind, search=found)
            url = found.found[0].url
        try:
            fetched = await tools.fetcher.get(url)
            document = await tools.reader.read(_whole(fetched))
        except SourceError as exc:
            return Seen(url=url, kind=kind, search=found, fault=str(exc))
        return Seen(url=url, kind=kind, search=found, document=document)

    async def _page(self, tools: PageTools, url: str, select: Mapping[str, str]) -> Seen:
        try:
            fetched = await self._fetch(tools, url)
            document = await tools.reader.read_page(fetched, selectors_of(select))
        except (SourceError, Invalid) as exc:
            return Seen(url=url, kind="webpage", select=select, fault=str(exc))
        return Seen(url=url, kind="webpage", select=select, document=document)

    async def _fetch(self, tools: PageTools, url: str) -> Fetched:
        now = asyncio.get_running_loop().time()
        kept = self._pages.get(url)
        if kept is not None and now - kept[0] < KEPT_S:
            return kept[1]
        fetched = _whole(await tools.pages.get(url))
        self._pages[url] = (now, fetched)
        if len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        return fetched


def _whole(answer: object) -> Fetched:
    """Return the answer to a request that was not conditional. Raises `NewsbotError` for none."""
    if not isinstance(answer, Fetched):
        raise NewsbotError("the address sent nothing")
    return answer
