"""Own the decision where a document is read: here when it is small and sound, else in a child.

`FeedReader` fits `domain.ports.SourceReader`.
"""

from newsbot.domain.entry import SourceDocument
from newsbot.domain.ports import Fetched
from newsbot.sandbox import Sandbox
from newsbot.sources.assemble import NeedsSandbox
from newsbot.sources.pages import PageSelectors, known_selectors
from newsbot.sources.parse import parse_here, parse_in_sandbox, parse_page


class FeedReader:
    """Read feeds, sitemaps and pages. The sandbox is the caller's, who also closes it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def read(self, fetched: Fetched) -> SourceDocument:
        """Return the document, its entries in their order, faults as `warnings`.

        What it is, its content says: RSS, Atom, RDF, JSON Feed or a sitemap; a page only where its
        host is known for having no feeds. Raises `Malformed` for everything else, `TooLarge` when
        reading it costs too much.
        """
        if known_selectors(fetched.url) is not None:
            return await self.read_page(fetched)
        try:
            return parse_here(fetched)
        except NeedsSandbox:
            return await self._sandbox.run(parse_in_sandbox, fetched)

    async def read_page(
        self, fetched: Fetched, selectors: PageSelectors | None = None
    ) -> SourceDocument:
        """Return a web page's list of news, found by selectors or by its look.

        Raises `Malformed` when the page shows none, `Invalid` for a selector it cannot understand.
        """
        return await self._sandbox.run(parse_page, fetched, selectors)
