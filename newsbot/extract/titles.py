"""Own the choice of an article's title among what a page offers, without the name of the site."""

import html
import re
from itertools import islice

from lxml.html import HtmlElement

from newsbot.extract.address import host_of
from newsbot.extract.head import Head
from newsbot.extract.lines import line_key, tidy
from newsbot.extract.structured import text_of

_SEPARATOR = re.compile(r"\s+[|•·»«›‹~]\s*|\s*[|•»›]\s+|\s+(?:[-–—/\\<>]|::|//)\s+|\s+:\s+")
_MAX_TITLE = 300
_MAX_STATED = 1000
_MAX_HEADINGS = 40
_LOGO = re.compile(r"(?:^|[\s_-])(?:logo|brand|branding|masthead|site-?(?:title|name))(?:$|[\s_-])")
_TAG = re.compile(r"</?[a-z][^<>]{0,100}>", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")


def find_title(tree: HtmlElement, head: Head, *, site_title: str = "") -> str:
    """Return the headline: the h1 that the page's declarations confirm, else a declaration."""
    sites = _site_names(head, site_title)
    declared = [
        without_site(tidy(_TAG.sub("", html.unescape(raw[:_MAX_STATED]))), sites)
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
    shown = [heading for heading in islice(tree.iter("h1"), _MAX_HEADINGS) if not _is_logo(heading)]
    headings = [tidy(str(heading.text_content())) for heading in shown]
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


def find_heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """Return the element that shows the headline: the h1 to h3 that says the title, else an h1.

    Some sites make their logo the h1; it is no headline even when it says the title.
    """
    key = line_key(title)
    first: HtmlElement | None = None
    for heading in islice(tree.iter("h1", "h2", "h3"), _MAX_HEADINGS):
        if _is_logo(heading):
            continue
        if key and line_key(str(heading.text_content())) == key:
            return heading
        if first is None and heading.tag == "h1":
            first = heading
    return first


def _is_logo(heading: HtmlElement) -> bool:
    parent = heading.getparent()
    names = [heading.get("class"), heading.get("id")]
    if parent is not None:
        names += [parent.get("class"), parent.get("id")]
    return bool(_LOGO.search(" ".join(filter(None, names)).lower()))


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
    """Say whether a heading shows the same headline as a declared title.

    Either may be longer: sites sign titles and shorten declarations. A heading that goes on
    without a space has something glued to it that is only shown to machines.
    """
    one, other = line_key(heading), line_key(title)
    if one == other or any(line_key(part) == one for part in _SEPARATOR.split(title)):
        return True
    if len(min(one, other, key=len)) * 2 <= len(max(one, other, key=len)):
        return False
    if other.startswith(one) or other.endswith(one):
        return True
    return one.startswith(other) and not one[len(other)].isalnum()
