"""Own the choice of an article's author among what a page offers; it knows no list of names."""

import html
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from newsbot.extract.address import host_of
from newsbot.extract.head import Head, authors_in_json
from newsbot.extract.lines import Line, line_key, tidy

MAX_NAME = 60
"""Longest name taken, in characters; what is longer is a sentence or a list without commas."""

MAX_AUTHORS = 6
"""Names kept of a byline; investigations and liveblogs name more."""

MAX_BYLINE = 200
"""Longest statement of authors that is read."""

TOP_LINES = 6
"""Lines of the text in which a byline is looked for when nothing else names the author."""

_SHORTEST_NAME = 2
_MAX_NAME_WORDS = 5
_SHORTEST_OUTLET = 4

_MARK = re.compile(r"author|byline|autor|auteur|writer|journalist")
_NOT_MARK = re.compile(
    r"comment|related|social|avatar|image|photo|share|follow|bio|desc|date|time|title|more"
    r"|sidebar|widget|reader|question"
)
_BY = re.compile(
    r"^(?:\W*(?:(?:written|posted|published|reported|story|words|text|article) )?"
    r"(?:by|von|par|por|di|da|door|av|af|przez|od|автор|автори|текст|yazan|författare|piše"
    r"|autora?|autore|auteur|redakteur|redaktion|redacción|редактор|skrevet av|tekst)\b[:\s]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[|•·–—/(]|\s-\s|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|\d"
    r"|\b(?:published|updated|last updated|posted|special to|for the"
    r"|follow|prije|pubblicato|publié|publicado|veröffentlicht|aktualisiert|опубліковано"
    r"|опубликовано)\b|,\s*(?:staff|senior|the |special|political|sports?|business|reporter"
    r"|editor|correspondent|contributor|writer|associated press|ap |redakt|journalist)).*$",
    re.IGNORECASE | re.DOTALL,
)
_ROLE = re.compile(
    r"\s+(?:staff writer|staff reporter|staff|reporter|correspondent|editor|contributor)$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|,|/|\||\s&\s|\b(?:and|und|et|och|og|en|и|та)\b|(?<=\w{2})\s(?:y|e|i|a)\s(?=[^\W\d_a-z]))\s*"
)
_BAD = re.compile(
    r"https?:|www\.|@|facebook|twitter|instagram|[<>{}_=#:!?]|^\W*\d+\W*$"
    r"|^(?:admin\w*|unknown|n/?a|none|null|undefined|anonymous|guest|authors?|editors?|byline"
    r"|webmaster|redaktion|redacción|redazione|rédaction|redacție|staff|web ?desk|news ?desk"
    r"|online|team|by|last)$",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(
    r"(?:[^\W\d_a-zа-яёіїєґ][\w.’'ʼ-]*|de|da|di|du|del|della|dos|das|la|le|van|von|der|den|ten|ter"
    r"|bin|ibn|al|el|y|e)$"
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
_ACCOUNT = re.compile(r"[a-zà-ÿ]{2,}(?:\.[a-zà-ÿ]{2,}){1,3}$")
_NO_RANK = 9


def find_author(tree: HtmlElement, head: Head) -> str:
    """Return the author's names joined by ", ", "" when the page names none."""
    return (
        _join(authors_in_json(head), head)
        or _join(_in_metas(head), head)
        or _join(_in_markup(tree), head)
    )


def author_in_lines(lines: Sequence[Line]) -> str:
    """Return the author that a byline over the text names, "" when there is none."""
    for line in lines[:TOP_LINES]:
        named = _BY.match(line.text)
        if named and len(line.text) <= MAX_BYLINE:
            names = list(_names([line.text]))
            if names and all(map(_is_person, names)):
                return ", ".join(names[:MAX_AUTHORS])
    return ""


def _in_metas(head: Head) -> list[str]:
    for name in _META_NAMES:
        contents = head.metas.get(name, ())
        if found := [content for content in contents if content and not _BAD.search(content)]:
            return found
    return []


def _in_markup(tree: HtmlElement) -> list[str]:
    """Return the text of the element that most surely names the author."""
    best: list[str] = []
    rank = _NO_RANK
    for element in tree.iter(*_MARKUP_TAGS):
        found = _rank(element)
        if found >= rank:
            continue
        text = tidy(str(element.text_content()))
        if len(text) <= MAX_BYLINE and any(map(_is_person, _names([text]))):
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


def _names(statements: Iterable[str]) -> Iterable[str]:
    """Yield the single names in statements of authors, without roles, places and dates."""
    for raw in statements:
        if len(raw) > MAX_BYLINE:
            continue
        stated = _TAIL.sub("", _BY.sub("", tidy(html.unescape(raw))))
        for part in _SPLIT.split(stated):
            name = _ROLE.sub("", part.strip(" ,:;-–—|")).strip()
            if (
                not name.endswith((" Jr.", " Sr."))
                and len(name.rpartition(" ")[2]) > _SHORTEST_NAME
            ):
                name = name.rstrip(".")
            if _SHORTEST_NAME <= len(name) <= MAX_NAME and not _BAD.search(name):
                yield name


def _is_person(name: str) -> bool:
    """Say whether a name is written like a person's: two to five words with capitals."""
    words = name.split()
    return 1 < len(words) <= _MAX_NAME_WORDS and all(map(_NAME_WORD.match, words))


def _join(statements: list[str], head: Head) -> str:
    """Join the names, without the site's own and without doubles."""
    site = head.site
    squeezed = _squeeze(site + host_of(head.canonical))
    found: dict[str, str] = {}
    for stated in _names(statements):
        name = _without_site(stated, squeezed)
        if _squeeze(name) and _squeeze(name) not in squeezed:
            found.setdefault(line_key(name), _spelled(name))
    return ", ".join(list(found.values())[:MAX_AUTHORS])


def _squeeze(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _without_site(name: str, squeezed: str) -> str:
    """Cut the outlet behind a name: "Ida Holm Harbour Herald" on harbourherald.example."""
    words = name.split()
    for at in range(2, len(words)):
        outlet = _squeeze("".join(words[at:]))
        if len(outlet) >= _SHORTEST_OUTLET and outlet in squeezed:
            return " ".join(words[:at])
    return name


def _spelled(name: str) -> str:
    """Return a name in usual spelling where it stands in capitals or as an account."""
    if " " in name and name.isupper():
        return name.title()
    return name.replace(".", " ").title() if _ACCOUNT.match(name) else name
