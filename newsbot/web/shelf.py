"""Own the answers to feed requests: selections rendered once and kept while their data is equal.

Fits `feed_port.FeedPort`. It speaks no HTTP and selects nothing itself.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import cast

from newsbot import feeds
from newsbot.db import Database
from newsbot.domain.feed import FeedEntry
from newsbot.errors import NotFound
from newsbot.services import feeds as feed_service
from newsbot.services import feedtokens
from newsbot.services.feeds import Selected, Site
from newsbot.web.feed_paging import read_page
from newsbot.web.feed_port import (
    Credentials,
    Document,
    FeedAnswer,
    FeedPath,
    Forbidden,
    Missing,
)

FRAGMENTS_KEPT = 20_000
"""Rendered entries in memory, about 2 KiB each: the newest of some hundred feeds."""

DOCUMENTS_KEPT = 500

FRESH_S = 1.0
"""For this long an answer is repeated without a look into the database."""

ROBOTS = b"User-agent: *\nDisallow: /admin\nDisallow: /api/\n"


class Shelf:
    """Render feeds from the database; unchanged entries and documents are not rendered again."""

    def __init__(self, db: Database, site: Site, *, max_age_s: int) -> None:
        self._db = db
        self._site = site
        self._max_age_s = max_age_s
        self._fragments: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._documents: OrderedDict[tuple[str, tuple[str, ...]], bytes] = OrderedDict()

    async def feed(
        self, path: FeedPath, query: Mapping[str, str], credentials: Credentials | None, /
    ) -> FeedAnswer:
        """Return the answer for a path: what is public, or what the credentials open.

        Raises `BadQuery`.
        """
        if path.kind == "robots":
            return Document(body=ROBOTS, content_type="text/plain; charset=utf-8")
        if path.kind == "opml":
            return await self._opml()
        page = read_page(query)
        may = await self._may_see(path, credentials)
        try:
            selected = await feed_service.select(
                self._db, self._site, path.kind, path.key, page=page, private=may
            )
        except NotFound:
            # a rule that is private and one that does not exist are told apart for nobody
            return Forbidden() if path.kind == "rule" and not may else Missing()
        return Document(
            body=self._render(selected, cast("feeds.Form", path.ending)),
            content_type=feeds.CONTENT_TYPES[path.ending],
            last_modified=selected.feed.updated,
            max_age_s=self._max_age_s,
            fresh_for_s=0.0 if may or page.query else FRESH_S,
            private=may,
        )

    async def _may_see(self, path: FeedPath, credentials: Credentials | None) -> bool:
        """Say whether the client shows a token of this very feed."""
        if credentials is None or path.kind != "rule":
            return False
        shown = (credentials.token, credentials.password, credentials.user)
        return await feedtokens.opens(self._db, shown, f"rule/{path.key}")

    async def _opml(self) -> Document:
        outlines = await feed_service.outlines(self._db, self._site)
        made = datetime(2000, 1, 1, tzinfo=UTC)  # the list bears no time of its own
        return Document(
            body=feeds.render_opml("newsbot feeds", outlines, made),
            content_type=feeds.CONTENT_TYPES["opml"],
            max_age_s=self._max_age_s,
            fresh_for_s=FRESH_S,
        )

    def _render(self, selected: Selected, form: feeds.Form) -> bytes:
        head = f"{form} {selected.feed!r}"
        key = (head, tuple(entry.key for entry in selected.entries))
        known = self._documents.get(key)
        if known is not None:
            self._documents.move_to_end(key)
            return known
        body = feeds.assemble(selected.feed, self._rendered(selected.entries, form), form)
        if selected.feed.query:
            # Anybody can name any number of pages; only whole feeds are kept.
            return body
        self._documents[key] = body
        if len(self._documents) > DOCUMENTS_KEPT:
            self._documents.popitem(last=False)
        return body

    def _rendered(self, entries: Iterable[FeedEntry], form: feeds.Form) -> list[bytes]:
        fragments: list[bytes] = []
        for entry in entries:
            key = (entry.key, form)
            made = self._fragments.get(key)
            if made is None:
                made = self._fragments[key] = feeds.fragment(entry, form)
                if len(self._fragments) > FRAGMENTS_KEPT:
                    self._fragments.popitem(last=False)
            fragments.append(made)
        return fragments
