"""Own where pages keep their news: the selectors as a value, and those of known hosts. Pure."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from newsbot.sources.links import host_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSelectors:
    """Say where a page keeps its news, as CSS selectors or XPaths.

    `item` is asked of the page, the others of each item; an empty one takes the obvious: the first
    link, its text, the first `time` element, nothing, the first picture.
    """

    item: str
    link: str = ""
    title: str = ""
    date: str = ""
    text: str = ""
    image: str = ""


KNOWN_PAGES: Final = {
    "t.me": PageSelectors(
        item=".tgme_widget_message",
        link="a.tgme_widget_message_date",
        title=".tgme_widget_message_text",
        date="time[datetime]",
        text=".tgme_widget_message_text",
    ),
}
"""Hosts whose public pages serve as sources because they have no feeds."""


def known_selectors(url: str) -> PageSelectors | None:
    """Return the selectors for a page of a known kind: a Telegram channel's `t.me/s/NAME`."""
    host = host_of(url)
    if host == "t.me" and not urlsplit(url).path.startswith("/s/"):
        return None
    return KNOWN_PAGES.get(host)
