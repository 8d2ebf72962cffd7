"""Own what the feed handler remembers of public documents: the last good one, and its freshness.

It keeps nothing private and asks nobody.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from newsbot.web.feed_port import Document, FeedAnswer, FeedPath

_Key = tuple[FeedPath, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Known:
    """Hold a public document and until when it may be repeated unasked, in the loop's time."""

    document: Document
    fresh_until: float = 0.0


class PublicDocuments:
    """Remember public documents up to a total size, the least used go first."""

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._known: OrderedDict[_Key, Known] = OrderedDict()
        self._total_bytes = 0

    def learn(
        self, path: FeedPath, query: Mapping[str, str], answer: FeedAnswer, now: float
    ) -> Known | None:
        """Take note of what the port answered; None when it is nothing to be repeated.

        What was made from an earlier document of the same address loses its freshness.
        """
        key = _key(path, query)
        if not isinstance(answer, Document) or answer.private:
            self._forget(key)
            return None
        known = self._known.get(key)
        if known is None or (known.document is not answer and known.document != answer):
            self._forget(key)
            known = self._known[key] = Known(answer)
            self._total_bytes += len(answer.body)
        self._known.move_to_end(key)
        known.fresh_until = now + answer.fresh_for_s
        while self._total_bytes > self._max_bytes:
            self._forget(next(iter(self._known)))
        return known

    def last_good(self, path: FeedPath, query: Mapping[str, str]) -> Document | None:
        """Return the last public document of an address."""
        known = self._known.get(_key(path, query))
        return known.document if known else None

    def _forget(self, key: _Key) -> None:
        known = self._known.pop(key, None)
        if known is not None:
            known.fresh_until = 0.0
            self._total_bytes -= len(known.document.body)


def _key(path: FeedPath, query: Mapping[str, str]) -> _Key:
    return path, tuple(sorted(query.items()))
