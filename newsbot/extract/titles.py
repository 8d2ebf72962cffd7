"""Own the choice of an article's title among what a page offers, without the name of the site."""

import html
import re

from lxml.html import HtmlElement

from newsbot.extract.address import host_of
from newsbot.extract.head import Head
from newsbot.extract.lines import line_key, tidy
from newsbot.extract.structured import text_of

_SEPARATOR = re.compile(r"\s+[|•·»«›‹~]\s*|\s*[|•»›]\s+|\s+(?:[-–—/\\<>]|::|//)\s+|\s+:\s+")
_MAX_TITLE = 300
_MAX_HEADINGS = 40
_NOT_LETTERS = re.compile(r"[\W_]+")


def find_title(tree: HtmlElement, head: Head, *, site_title: str = "") -> str:
    """Return the headline: the h1 that the page's declarations confirm, else a declaration."""
    sites = _site_names(head, site_title)
    declared = [
        without_site(tidy(html.unescape(raw)), sites)
        for raw in (
            head.meta("og:title"),
            text_of(head.article.get("headline")),
            head.meta(
                "twitter:title", "dc.title", "title", "headline", "parsely-title", "sailthru.title"
            ),
            head.page_title,
        )
    ]
    declared = [title for title in declared if title and line_key(title) not in sites]
    headings = [tidy(str(h.text_content())) for h in list(tree.iter("h1"))[:_MAX_HEADINGS]]
    headings = [
        text
        for text in headings
        if text and len(text) <= _MAX_TITLE and line_key(text) not in sites
    ]
    for heading in headings:
        if any(_confirms(heading, title) for title in declared):
            return heading
    if declared:
        return declared[0][:_MAX_TITLE]
    return headings[0] if headings else ""


def without_site(title: str, sites: frozenset[str]) -> str:
    """Cut the site's name off either end of a title."""
    parts = list(_SEPARATOR.finditer(title))
    if parts:
        last, first = parts[-1], parts[0]
        if _names_site(title[last.end() :], sites):
            return without_site(title[: last.start()].strip(), sites)
        if _names_site(title[: first.start()], sites):
            return without_site(title[first.end() :].strip(), sites)
    return title


def _names_site(part: str, sites: frozenset[str]) -> bool:
    key = line_key(part)
    squeezed = _NOT_LETTERS.sub("", key)
    return bool(squeezed) and any(
        key == site or squeezed == _NOT_LETTERS.sub("", site) for site in sites
    )


def _site_names(head: Head, site_title: str) -> frozenset[str]:
    """Return the keys by which a site may sign its titles: its names, its host, its domain."""
    host = host_of(head.canonical or head.url)
    labels = host.split(".")
    domain = labels[-2] if len(labels) > 1 else ""
    names = (site_title, head.site, host, domain, text_of(head.article.get("publisher")))
    return frozenset(filter(None, (line_key(name) for name in names)))


def _confirms(heading: str, title: str) -> bool:
    """Say whether a heading and a declared title are the same headline."""
    one, other = line_key(heading), line_key(title)
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) * 2 > len(longer) and (
        longer.startswith(shorter) or longer.endswith(shorter)
    )
