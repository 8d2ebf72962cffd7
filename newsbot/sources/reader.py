"""Own the decision where a document is read: here when it is small and sound, else in a child.

`FeedReader` fits `domain.ports.SourceReader`. It fetches nothing.
"""

import asyncio
import hashlib
from collections import OrderedDict
from typing import Final

from newsbot.domain.entry import SourceDocument
from newsbot.domain.ports import Fetched
from newsbot.errors import TooLarge
from newsbot.sandbox import Sandbox
from newsbot.sources.assemble import NeedsSandbox
from newsbot.sources.pages import PageSelectors, known_selectors
from newsbot.sources.parse import parse_here, parse_in_sandbox, parse_page

REFUSED_FOR_S: Final = 3600.0
"""How long a document that cost too much is not tried again while it stays the same."""

MAX_REFUSED: Final = 1000


class FeedReader:
    """Read feeds, sitemaps and pages. The sandbox is the caller's, who also closes it.

    A document that was killed for its cost is remembered by its digest: the next poll of the same
    bytes is refused at once and takes no child from other sources (G7).
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._turn = asyncio.Lock()
        self._refused: OrderedDict[bytes, tuple[float, str]] = OrderedDict()

    async def read(self, fetched: Fetched) -> SourceDocument:
        """Return the document, its entries in their order, faults as `warnings`.

        What it is, its content says: RSS, Atom, RDF, JSON Feed or a sitemap; a page only where its
        host is known for having no feeds. Raises `Malformed` for everything else, `TooLarge` when
        reading it costs too much.
        """
        if known_selectors(fetched.url) is not None:
            return await self.read_page(fetched)
        try:
            async with self._turn:
                try:
                    return parse_here(fetched)
                finally:
                    await asyncio.sleep(0)  # the loop serves others before the next document
        except NeedsSandbox:
            return await self._read_apart(fetched)

    async def read_page(
        self, fetched: Fetched, selectors: PageSelectors | None = None
    ) -> SourceDocument:
        """Return a web page's list of news, found by selectors or by its look.

        Raises `Malformed` when the page shows none, `Invalid` for a selector it cannot understand.
        """
        return await self._sandbox.run(parse_page, fetched, selectors)

    async def _read_apart(self, fetched: Fetched) -> SourceDocument:
        """Read in the sandbox, unless the same bytes cost too much a moment ago."""
        digest = hashlib.blake2b(fetched.body, digest_size=16).digest()
        now = asyncio.get_running_loop().time()
        until, reason = self._refused.get(digest, (0.0, ""))
        if until > now:
            raise TooLarge(reason)
        try:
            return await self._sandbox.run(parse_in_sandbox, fetched)
        except TooLarge as exc:
            self._refused[digest] = (now + REFUSED_FOR_S, str(exc))
            self._refused.move_to_end(digest)
            while len(self._refused) > MAX_REFUSED:
                self._refused.popitem(last=False)
            raise
