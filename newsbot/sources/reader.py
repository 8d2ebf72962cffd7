"""Own the decision where a document is read: here when it is small and sound, else in a child.

`FeedReader` fits `domain.ports.SourceReader`.
"""

from newsbot.domain.entry import SourceDocument
from newsbot.domain.ports import Fetched
from newsbot.sandbox import Sandbox
from newsbot.sources.assemble import NeedsSandbox
from newsbot.sources.parse import parse_here, parse_in_sandbox


class FeedReader:
    """Read RSS, Atom, RDF and JSON Feed. The sandbox is the caller's, who also closes it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def read(self, fetched: Fetched) -> SourceDocument:
        """Return the document, its entries in their order, faults as `warnings`.

        Raises `Malformed` for what is no feed, `TooLarge` when reading it costs too much.
        """
        try:
            return parse_here(fetched)
        except NeedsSandbox:
            return await self._sandbox.run(parse_in_sandbox, fetched)
