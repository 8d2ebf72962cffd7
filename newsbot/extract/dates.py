"""Own the search for the day an article was published; it never takes the day a page was saved."""

import re
from copy import deepcopy
from datetime import UTC, datetime, timedelta

from lxml.html import HtmlElement

from newsbot.domain.article import FUTURE_TOLERANCE
from newsbot.extract.head import Head
from newsbot.extract.structured import text_of

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""No news page is older; htmldate draws the same line."""

LATEST = datetime(2100, 1, 1, tzinfo=UTC)
"""Upper bound when the caller does not say what time it is."""

_METAS = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "publication_date",
    "article.published",
    "article:publicationdate",
    "article_date_original",
    "originalpublicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "mediator_published_time",
    "rnews:datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.created",
    "datecreated",
    "date_created",
    "article.created",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "citation_publication_date",
    "citation_date",
    "bt:pubdate",
    "displaydate",
    "published",
    "published_time",
    "ptime",
    "pdate",
    "date",
    "date.release",
    "timestamp",
    "gentime",
)

_ISO = re.compile(
    r"^\D{0,12}((?:19|20)\d\d)[-/.]?(\d\d?)[-/.]?(\d\d?)(?:[T\s]+(\d\d?):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_IN_URL = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?!\d)"
)
_IN_URL_COMPACT = re.compile(
    r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{4,9})?(?!\d)"
)


def find_published(
    tree: HtmlElement, head: Head, *, now: datetime | None = None
) -> datetime | None:
    """Return when the article was published, aware UTC, None when the page does not say.

    Order: JSON-LD, metas, marked-up times of the article, the address, then htmldate on the tree
    without what stands around and over the headline. A time without zone counts as UTC.
    """
    latest = LATEST if now is None else now + FUTURE_TOLERANCE
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if found := read_time(text_of(head.article.get(key)), latest):
            return found
    for name in _METAS:
        if found := read_time(head.meta(name), latest):
            return found
    return _marked(tree, latest) or _in_address(head, latest) or _by_htmldate(tree, latest)


def read_time(text: str, latest: datetime = LATEST) -> datetime | None:
    """Return a stated time as aware UTC, None when it is unreadable or out of bounds."""
    text = text.strip()
    if not text:
        return None
    moment: datetime | None = None
    if _EPOCH.match(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
    elif match := _ISO.match(text):
        moment = _of_parts(*match.groups())
    else:
        moment = _of_words(text)
    return moment if moment and EARLIEST <= moment <= latest else None


def _of_parts(*parts: str | None) -> datetime | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in parts[:6])
    zone = parts[6] or "Z"
    try:
        moment = datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        moment -= offset if zone[0] == "+" else -offset
    return moment


def _of_words(text: str) -> datetime | None:
    """Read RFC 5322 times by the standard library and other words by htmldate's patterns."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return _ask_htmldate(f"<html><body><time>{text[:60]}</time></body></html>", LATEST)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _marked(tree: HtmlElement, latest: datetime) -> datetime | None:
    """Read microdata and time elements that stand with the article."""
    for element in tree.iter("time", "meta", "span", "abbr"):
        if (element.get("itemprop") or "").lower() in {
            "datepublished",
            "datecreated",
        } or element.get("pubdate") is not None:
            stated = element.get("datetime") or element.get("content") or element.text_content()
            if found := read_time(str(stated), latest):
                return found
    heading = next(tree.iter("h1"), None)
    if heading is None:
        return None
    for element in _near(heading):
        if found := read_time(element.get("datetime") or "", latest):
            return found
    return None


_CLIMB = 4
"""Levels climbed from the headline when looking for its time: its block, the article's head."""


def _near(heading: HtmlElement) -> list[HtmlElement]:
    """Return the time elements around the headline, the nearest block's first."""
    found: list[HtmlElement] = []
    block = heading.getparent()
    for _ in range(_CLIMB):
        if block is None or block.tag in {"body", "html"}:
            break
        if found := list(block.iter("time")):
            break
        block = block.getparent()
    return found


def _in_address(head: Head, latest: datetime) -> datetime | None:
    for address in (head.canonical, head.url):
        for pattern in (_IN_URL, _IN_URL_COMPACT):
            if match := pattern.search(address):
                moment = _of_parts(*match.groups(), None, None, None, None)
                if moment and EARLIEST <= moment <= latest:
                    return moment
    return None


_FURNITURE_TAGS = ("nav", "footer", "aside", "div", "section", "ul", "span", "p", "header")
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:top-?bar|header-?(?:date|top|bar)|masthead|site-?header|current-?date|today|clock|weather|nav(?:bar|igation)?|menu|footer|sidebar|related|comments?|widget|ticker|breaking)(?:$|[\s_-])",
    re.IGNORECASE,
)


def _by_htmldate(tree: HtmlElement, latest: datetime) -> datetime | None:
    """Ask htmldate about the tree without its furniture and what stands before the headline."""
    tree = deepcopy(tree)
    for element in list(tree.iter(*_FURNITURE_TAGS)):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_chrome = element.tag in {"nav", "footer", "aside"} or _CHROME.search(marks)
        if is_chrome and next(element.iter("h1"), None) is None and element.getparent() is not None:
            element.drop_tree()
    heading = next(tree.iter("h1"), None)
    if heading is not None:
        _drop_before(heading)
    return _ask_htmldate(tree, latest)


def _drop_before(heading: HtmlElement) -> None:
    """Drop everything that stands before the headline outside its own block."""
    block = heading.getparent()
    while block is not None and block.tag not in {"body", "html"}:
        for sibling in list(block.itersiblings(preceding=True)):
            if sibling.tag != "head":
                sibling.drop_tree()
        block = block.getparent()


def _ask_htmldate(page: HtmlElement | str, latest: datetime) -> datetime | None:
    from htmldate import find_date

    found = find_date(
        page,
        extensive_search=False,
        original_date=True,
        max_date=latest.strftime("%Y-%m-%d"),
        min_date=EARLIEST.strftime("%Y-%m-%d"),
    )
    return datetime.strptime(found, "%Y-%m-%d").replace(tzinfo=UTC) if found else None
