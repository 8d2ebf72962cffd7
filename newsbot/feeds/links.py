"""Own the addresses of a feed: itself, its neighbours, its hub, its human page.

How a format writes a link is that format's matter.
"""

from dataclasses import dataclass
from typing import Final, Literal

from newsbot.domain.feed import Feed
from newsbot.feeds.spelling import web_address

Form = Literal["rss", "atom", "json"]
"""The formats that a feed is published in, each also the ending of its address."""

MEDIA_TYPES: Final[dict[Form, str]] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
"""RSS has none registered but everybody uses this; RFC 4287, 7; JSON Feed 1.1, "MIME type"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Hold a link with its relation (RFC 8288); `type` is "" when it goes without saying."""

    rel: str
    href: str
    type: str = ""


def feed_url(feed: Feed, form: Form, query: str = "") -> str:
    """Return the public address of the feed in a format; `query` with or without its `?`."""
    below = f"{feed.path}.{form}"
    bare = query.removeprefix("?")
    return web_address(f"{feed.base_url.rstrip('/')}{below}{'?' if bare else ''}{bare}")


def home_url(feed: Feed) -> str:
    """Return the human page of the feed; the service's front page when it names none."""
    named = feed.home_url
    if named.startswith("/"):
        named = feed.base_url.rstrip("/") + named
    return web_address(named) or web_address(feed.base_url)


def machine_links(feed: Feed, form: Form) -> tuple[Link, ...]:
    """Return what programs follow: self, hub (WebSub, 4) and paging (RFC 5005, 3), in this order.

    A page that is not the first also names the first.
    """
    media_type = MEDIA_TYPES[form]
    found = [Link(rel="self", href=feed_url(feed, form, feed.query), type=media_type)]
    if hub := web_address(feed.hub):
        found.append(Link(rel="hub", href=hub))
    pages = [("next", feed.next_path), ("previous", feed.prev_path)]
    found += [
        Link(rel=rel, href=feed_url(feed, form, query), type=media_type)
        for rel, query in pages
        if query
    ]
    if feed.query or feed.prev_path:
        found.append(Link(rel="first", href=feed_url(feed, form), type=media_type))
    return tuple(found)
