"""Own the choice of an article's author among what a page offers."""

import html
import re
from functools import lru_cache

from lxml.html import HtmlElement

from newsbot.extract.head import Head, authors_in_json
from newsbot.extract.lines import line_key, tidy

_MAX_NAME = 60
_MAX_AUTHORS = 6
_LONGEST_BYLINE = 200
_SHORTEST_NAME = 2

_MARK = re.compile(r"author|byline|autor|auteur|writer|journalist", re.IGNORECASE)
_NOT_MARK = re.compile(
    r"comment|related|social|avatar|image|photo|share|follow|bio|desc|date|time|title|more"
    r"|sidebar|widget",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:\W*(?:(?:written|posted|published|reported|story|words|text|article) )?"
    r"(?:by|von|par|por|di|da|door|av|af|przez|od|автор|автори|текст|yazan|författare"
    r"|autor|autore|auteur|redakteur|redaktion)\b[:\s]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[,|•·–—/(]|\s-\s|\d|\b(?:published|updated|posted|staff|special to|for the|reporter"
    r"|editor|correspondent|contributor|writer|associated press|follow|on|in)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_SPLIT = re.compile(r"\s*(?:;|,|/|\||\s&\s|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*")
_BAD = re.compile(
    r"https?:|www\.|@|\.com\b|facebook|twitter|instagram|[<>{}_=]|^\d+$"
    r"|^(?:admin|administrator|unknown|n/?a|none|null|undefined|anonymous|guest|author|editor"
    r"|byline|webmaster)$",
    re.IGNORECASE,
)
_META_NAMES = (
    "author",
    "article:author",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "cxenseparse:author",
    "citation_author",
    "og:article:author",
    "twitter:creator",
)
_MARKUP_TAGS = ("a", "span", "div", "p", "address", "strong", "h3", "h4", "h5", "cite", "li", "b")
_AUTHOR_PROPERTIES = frozenset({"author", "author name"})
_NO_RANK = 9


def find_author(tree: HtmlElement, head: Head) -> str:
    """Return the author's names joined by ", ", "" when the page names none."""
    return (
        _join(authors_in_json(head), head)
        or _join(_in_metas(head), head)
        or _join(_in_markup(tree), head)
    )


def _in_metas(head: Head) -> list[str]:
    for name in _META_NAMES:
        found = [
            content for content in head.metas.get(name, ()) if content and not _BAD.search(content)
        ]
        if found:
            return found
    return []


def _in_markup(tree: HtmlElement) -> list[str]:
    best: list[str] = []
    rank = _NO_RANK
    for element in tree.iter(*_MARKUP_TAGS):
        found = _rank(element)
        if found < rank:
            text = tidy(str(element.text_content()))
            if _SHORTEST_NAME < len(text) <= 2 * _MAX_NAME and not _BAD.search(_BY.sub("", text)):
                best, rank = [text], found
    return best


def _rank(element: HtmlElement) -> int:
    """Rank how surely an element names the author; _NO_RANK means not at all."""
    attributes = element.attrib
    if not attributes:
        return _NO_RANK
    if attributes.get("rel") == "author" or attributes.get("itemprop") in _AUTHOR_PROPERTIES:
        return 0
    return _rank_of_name(attributes.get("class", ""), attributes.get("id", ""))


@lru_cache(maxsize=8192)
def _rank_of_name(classes: str, identifier: str) -> int:
    """Rank a class and an id; the elements of a page share few of them."""
    marks = f"{classes} {identifier}".lower()
    if not _MARK.search(marks) or _NOT_MARK.search(marks):
        return _NO_RANK
    return 1 if "name" in marks else 2


def _join(names: list[str], head: Head) -> str:
    """Clean names, drop the site's own name and doubles."""
    site = line_key(head.site)
    found: dict[str, str] = {}
    for raw in names:
        if len(raw) > _LONGEST_BYLINE:
            continue
        for part in _SPLIT.split(_TAIL.sub("", _BY.sub("", tidy(html.unescape(raw))))):
            name = part.strip(" .,:;-–—|")
            key = line_key(name)
            if _SHORTEST_NAME <= len(name) <= _MAX_NAME and key != site and not _BAD.search(name):
                found.setdefault(key, name)
    return ", ".join(list(found.values())[:_MAX_AUTHORS])
