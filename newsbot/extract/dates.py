"""Own the search for the day an article was published; it never takes the day a page was saved.

What stands over the headline outside the article, and what stands around the article, is not
asked: there are today's date, the dates of other stories and of comments. Unknown stays None.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from itertools import islice

from lxml.html import HtmlElement

from newsbot.domain.article import FUTURE_TOLERANCE
from newsbot.extract.head import Head
from newsbot.extract.moments import EARLIEST, LATEST, read_moment, read_words
from newsbot.extract.structured import text_of
from newsbot.extract.titles import find_heading

NEAR_ELEMENTS = 60
"""Elements after the headline in which a byline with a day is looked for."""

NEAR_LENGTH = 700
"""Characters of text after the headline within which the byline stands."""

DAY_LENGTH = 90
"""A line that states the day is no longer than this; longer ones speak of other days."""

LEAST_DAY_LENGTH = 6
"""A day has at least this many characters: 1.1.20 is the shortest, and too short to be sure."""

KICKERS = 2
"""Elements before the headline, at each level, that belong to it: a section's name and a day."""

CLIMB = 4
"""Levels over the headline that are searched for a day before it: a kicker and its wrappers."""

_METAS = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "date_published",
    "publishdate",
    "publish_date",
    "publish-date",
    "publisheddate",
    "pubdate",
    "publication_date",
    "article.published",
    "article:published_date",
    "article:publicationdate",
    "article:post_date",
    "article_date_original",
    "originalpublicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "mediator_published_time",
    "rnews:datepublished",
    "shareaholic:article_published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dc.date.publication",
    "dcterms.created",
    "dc.created",
    "datecreated",
    "date_created",
    "content_create_date",
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
    "publish_time",
    "publishtime",
    "ptime",
    "pdate",
    "rbpubdate",
    "date.release",
    "vr:published_time",
    "video:release_date",
    "date",
    "gentime",
)
"""Names of metas that state the first publication, the surest first. Own list of what is seen."""

_IN_ADDRESS = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{4,9})?(?!\d)"),
    re.compile(r"/(20\d\d)/([a-z]{3,9})/(\d\d?)(?=/)"),
)
_ARTICLE_MARK = re.compile(r"article|post|story|entry|content|news|detail|artikel|noticia")
_CHROME_MARK = re.compile(
    r"(?:^|[\s_-])(?:top-?(?:bar|line|nav)?|header-?(?:date|top|bar|info)|masthead|site-?header"
    r"|page-?header|current-?(?:date|time)|todays?(?:-?date)?|clock|weather"
    r"|nav(?:bar|igation)?|menu|logo|branding|footer|bottom|copyright|sidebar|related\w*"
    r"|comments?\w*|widget\w*|ticker|breaking|latest|popular|trending|archive|calendar|teaser\w*)"
    r"(?:$|[\s_-])"
)


def find_published(
    tree: HtmlElement, head: Head, title: str, *, now: datetime | None = None
) -> datetime | None:
    """Return when the article was published, aware UTC, None when the page does not say.

    Order: JSON-LD, metas, microdata, what stands with the headline, the address, then htmldate on
    what is left of the page without its furniture.
    """
    latest = LATEST if now is None else now + FUTURE_TOLERANCE
    heading = find_heading(tree, title)
    return (
        _declared(head, latest)
        or _microdata(tree, latest)
        or (_beside(tree, heading, latest) if heading is not None else None)
        or _in_address(head, latest)
        or _by_htmldate(tree, heading, latest)
    )


def _declared(head: Head, latest: datetime) -> datetime | None:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if found := read_moment(text_of(head.article.get(key)), latest):
            return found
    for name in _METAS:
        if found := read_moment(head.meta(name), latest):
            return found
    return None


def _microdata(tree: HtmlElement, latest: datetime) -> datetime | None:
    for element in tree.iter("time", "meta", "span", "abbr", "div", "p"):
        attributes = element.attrib
        if not attributes:
            continue
        is_date = attributes.get("itemprop", "").lower() in {"datepublished", "datecreated"}
        if is_date or "pubdate" in attributes:
            stated = attributes.get("datetime") or attributes.get("content")
            if found := read_moment(stated or str(element.text_content()), latest):
                return found
    return None


def _beside(tree: HtmlElement, heading: HtmlElement, latest: datetime) -> datetime | None:
    """Return the first day stated after the headline, else the last one before it in its block."""
    for element in _after(tree, heading):
        if found := _stated_in(element, latest):
            return found
    for element in _before(heading):
        if found := _stated_in(element, latest):
            return found
    return None


def _after(tree: HtmlElement, heading: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that follow the headline until the text is well under way.

    Where the headline stands in an `article`, what follows that is not searched.
    """
    frame = next(heading.iterancestors("article"), tree)
    following = iter(frame.iter())
    for element in following:
        if element is heading:
            break
    passed: set[HtmlElement] = set()
    length = 0
    for element in islice(following, NEAR_ELEMENTS):
        if element in passed:
            continue
        if _is_chrome(element):
            passed.update(element.iter())
            continue
        yield element
        length += len((element.text or "").strip()) + len((element.tail or "").strip())
        if length > NEAR_LENGTH:
            return


def _before(heading: HtmlElement) -> Iterator[HtmlElement]:
    """Yield what stands before the headline within the article, the nearest first.

    The page's own header is no part of an article: only branches that call themselves article,
    post, story or the like are searched, and of them nothing that names itself furniture.
    """
    block = heading
    for _ in range(CLIMB):
        parent = block.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            return
        if _is_article(parent):
            for sibling in islice(block.itersiblings(preceding=True), KICKERS):
                if not _is_chrome(sibling):
                    yield from sibling.iter()
        block = parent


def _stated_in(element: HtmlElement, latest: datetime) -> datetime | None:
    """Return the moment that an element states in its attribute or its own short text."""
    if element.tag in {"a", "script", "style", "img", "svg", "h1", "h2", "h3"}:
        return None
    if element.tag == "time" and (found := read_moment(element.get("datetime") or "", latest)):
        return found
    for text in (element.text, *(child.tail for child in element)):
        stated = text.strip() if text else ""
        if not LEAST_DAY_LENGTH <= len(stated) <= DAY_LENGTH:
            continue
        found = read_words(stated)
        if found and EARLIEST <= found <= latest:
            return found
    return None


def _in_address(head: Head, latest: datetime) -> datetime | None:
    for address in (head.canonical, head.url):
        for pattern in _IN_ADDRESS:
            match = pattern.search(address)
            if not match:
                continue
            year, month, day = match.groups()
            stated = f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}"
            if found := read_moment(stated, latest):
                return found
    return None


def _by_htmldate(
    tree: HtmlElement, heading: HtmlElement | None, latest: datetime
) -> datetime | None:
    """Ask htmldate about the tree without its furniture and what stands before the headline."""
    from htmldate import find_date

    at = next((at for at, element in enumerate(tree.iter()) if element is heading), None)
    tree = deepcopy(tree)
    if at is not None:
        _drop_before(next(islice(tree.iter(), at, None)))
    for element in list(tree.iter("nav", "footer", "aside", "header", "div", "section", "ul", "p")):
        if _is_chrome(element) and next(element.iter("h1"), None) is None:
            element.drop_tree()
    found = find_date(
        tree,
        extensive_search=False,
        original_date=True,
        max_date=latest.strftime("%Y-%m-%d"),
        min_date=EARLIEST.strftime("%Y-%m-%d"),
    )
    return read_moment(found, latest) if found else None


def _drop_before(heading: HtmlElement) -> None:
    """Drop what stands before the headline, but for its kicker in a block that is the article's."""
    block: HtmlElement | None = heading
    while block is not None and block.tag not in {"body", "html"}:
        parent = block.getparent()
        kept = KICKERS if parent is not None and _is_article(parent) else 0
        for sibling in list(islice(block.itersiblings(preceding=True), kept, None)):
            if sibling.tag != "head":
                sibling.drop_tree()
        block = parent


def _is_article(element: HtmlElement) -> bool:
    """Say whether a block calls itself article, post, story or the like, and not furniture."""
    marks = _marks(element)
    named = element.tag == "article" or _ARTICLE_MARK.search(marks)
    return element.tag not in {"body", "html"} and bool(named) and not _CHROME_MARK.search(marks)


def _is_chrome(element: HtmlElement) -> bool:
    if element.getparent() is None:
        return False
    return element.tag in {"nav", "footer", "aside"} or bool(_CHROME_MARK.search(_marks(element)))


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()
