"""Own the selections that are published as feeds: which articles, under which permanent ids.

Public feeds carry summary and link, never the publisher's text (G20). Rendering is the business
of `feeds`; who may see what is asked here, and answered by the caller's credentials later.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote, urlencode, urlsplit

from newsbot.db import Database, facts, reading, rules, sources, stories
from newsbot.db.engine import Tx
from newsbot.db.reading import Selection
from newsbot.domain.article import Article
from newsbot.domain.feed import Feed, FeedEntry, Outline
from newsbot.domain.rule import Evidence
from newsbot.errors import NotFound

LIMIT = 50
"""Entries of a feed: what readers fetch at once, several hours of a busy selection."""

MOST = 500
"""Entries of a feed that a client may ask for at once."""

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""`updated` of a feed that has no entry yet: a constant, so that its bytes stay equal."""

Matched = dict[int, list[tuple[int, str, tuple[Evidence, ...]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Hold what all feeds share: the public address and the authority of permanent ids."""

    base_url: str
    authority: str

    def tag(self, kind: str, key: object) -> str:
        """Return a tag: URI (RFC 4151) that never changes, whatever the address becomes."""
        return f"tag:{self.authority}:{kind}/{quote(str(key), safe='')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """Hold a feed's head and its entries, the newest first."""

    feed: Feed
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold which part of a feed is asked for; what is None does not restrict.

    Entries stand strictly before the place `before` (time and article id) and not before `after`.
    """

    limit: int | None = None
    before: tuple[datetime, int] | None = None
    after: datetime | None = None

    @property
    def query(self) -> str:
        """Return the query string of this page, "" for the whole feed."""
        fields: dict[str, str] = {}
        if self.limit is not None:
            fields["limit"] = str(self.limit)
        if self.after is not None:
            fields["after"] = _spelled(self.after)
        if self.before is not None:
            at, article_id = self.before
            fields["before"] = f"{_spelled(at)},{article_id}"
        return urlencode(fields, safe=":,")


def _spelled(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


async def open_site(db: Database, base_url: str, today: datetime) -> Site:
    """Return the site; its id authority is settled by the first start and kept for ever."""
    host = urlsplit(base_url).hostname or ""
    if not host.isascii() or "." not in host or host.replace(".", "").isdigit():
        host = f"n{secrets.token_hex(6)}.newsbot.invalid"
    async with db.transaction() as tx:
        authority = await facts.settle(tx, "feed_authority", f"{host},{today:%Y-%m-%d}")
    return Site(base_url=base_url, authority=authority)


async def select(
    db: Database,
    site: Site,
    kind: str,
    key: str,
    *,
    page: Page | None = None,
    private: bool = False,
) -> Selected:
    """Return the feed of a kind (feed, source, rule, tag, story). Raises `NotFound`.

    Rules that nobody published are found only when `private` says that the client may. Without a
    `page` the feed names no next one: a file on a plain web server has none.
    """
    asked = page or Page()
    limit = asked.limit or LIMIT
    async with db.reading() as tx:
        title, selection, path = await _choose(tx, kind, key, private=private)
        selection = replace(selection, since=asked.after)
        found = await reading.select_articles(tx, selection, limit=limit + 1, before=asked.before)
        more, found = len(found) > limit, found[:limit]
        if kind == "tag" and not found and not asked.query:
            raise NotFound(f"no recent article has the tag {key!r}")
        matched = await reading.matched_rules(tx, [one.id for one in found], public=True)
        homes = await sources.homes(tx, {one.source_id for one in found})
    entries = tuple(_entry(one, site, matched, homes) for one in found)
    feed = Feed(
        id=site.tag("feed", path.removeprefix("/feeds/")),
        title=title,
        base_url=site.base_url,
        path=path,
        home_url=f"{site.base_url}/",
        updated=max((one.updated for one in entries), default=EPOCH),
        query=asked.query,
        next_path=_next(asked, found[-1]) if more and page is not None else "",
    )
    return Selected(feed=feed, entries=entries)


def _next(page: Page, last: Article) -> str:
    """Return the query of the page behind an article."""
    return replace(page, before=(last.effective_at, last.id)).query


async def _choose(tx: Tx, kind: str, key: str, *, private: bool) -> tuple[str, Selection, str]:
    """Return title, selection and path of a feed. Raises `NotFound`."""
    number = int(key) if key.isascii() and key.isdigit() else -1
    if kind == "feed" and key == "all":
        return "All news", Selection(), "/feeds/all"
    if kind == "tag":
        return f"News tagged {key}", Selection(tag=key), f"/feeds/tag/{quote(key)}"
    if kind == "source":
        source = await sources.find(tx, key)
        if source is not None:
            title = source.title or source.name
            return title, Selection(source_id=source.id), f"/feeds/source/{source.id}"
    if kind == "rule":
        rule = await rules.find(tx, number)
        if rule is not None and (rule.public or private):
            return f"News for {rule.name}", Selection(rule_id=rule.id), f"/feeds/rule/{rule.id}"
    if kind == "story":
        story = await stories.find(tx, number)
        if story is not None:
            return story.headline, Selection(story_id=story.id), f"/feeds/story/{story.id}"
    raise NotFound(f"there is no public feed {kind}/{key}")


def _entry(one: Article, site: Site, matched: Matched, homes: dict[int, str]) -> FeedEntry:
    rule_names = tuple(name for _, name, _ in matched.get(one.id, []))
    categories = tuple(dict.fromkeys((*one.tags, *rule_names)))
    updated = one.updated_at if one.revision > 1 else one.effective_at
    return FeedEntry(
        id=site.tag("article", one.id),
        key=f"{one.id}.{one.revision}.{hash_of(categories)}",
        url=one.url,
        title=one.title,
        summary=one.summary,
        author=one.author,
        source=one.source_title,
        source_url=homes.get(one.source_id, ""),
        language=one.language,
        published=one.effective_at,
        updated=max(updated, one.effective_at),
        tags=categories,
        enclosures=one.enclosures,
        image=one.image,
    )


def hash_of(parts: Sequence[str]) -> str:
    """Return a short stable digest of texts: `hash()` is salted per process."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:12]


async def outlines(db: Database, site: Site) -> list[Outline]:
    """Return every public feed as OPML outlines."""
    async with db.reading() as tx:
        public = await rules.list_all(tx, public=True)
        read = await sources.list_all(tx)

    def outline(title: str, path: str, folder: str) -> Outline:
        return Outline(
            title=title,
            xml_url=f"{site.base_url}{path}.rss",
            html_url=f"{site.base_url}/",
            folder=(folder,) if folder else (),
        )

    return [
        outline("All news", "/feeds/all", ""),
        *(outline(f"News for {one.name}", f"/feeds/rule/{one.id}", "Rules") for one in public),
        *(outline(one.title or one.name, f"/feeds/source/{one.id}", "Sources") for one in read),
    ]
