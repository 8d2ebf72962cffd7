"""Own the reading of one web page from bytes to Extracted; each finding lives in its own module."""

import re
from datetime import datetime

from lxml.html import HtmlElement

from newsbot.domain.article import Extracted
from newsbot.domain.entry import Notice
from newsbot.extract.body import article_lines
from newsbot.extract.bylines import author_in_lines, find_author
from newsbot.extract.cleaning import PageWords, clean_lines
from newsbot.extract.dates import find_published
from newsbot.extract.document import decode, parse
from newsbot.extract.guard import judge
from newsbot.extract.head import read_head
from newsbot.extract.language import choose_language
from newsbot.extract.lines import join_lines
from newsbot.extract.plain import extract_text, headline_at, site_name
from newsbot.extract.pruning import prune
from newsbot.extract.titles import find_heading, find_title

SNIFFED = 20_000
"""Characters in which a page shows its first tag."""

_TAG = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|article|main|section|div|p|h1|table|pre)\b[^<]{0,400}>",
    re.IGNORECASE,
)
_TEXT_TYPES = ("text/", "application/xhtml", "application/xml", "application/octet-stream")
NOT_A_PAGE = "not_a_page"
"""The code of what is neither page nor text: a picture, a film, a program."""

_FILE_STARTS = (
    *(b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF"),
    *(
        b"\x7fELF",
        b"MZ\x90",
        b"SQLite format 3",
        b"Rar!",
        b"7z\xbc\xaf",
        b"BZh",
        b"\xfd7zXZ",
        b"ID3",
    ),
    *(b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"II*\x00", b"MM\x00*", b"{\\rtf", b"\xd0\xcf\x11\xe0"),
)
_SNIFFED_BYTES = 4096
_NO_TEXT = bytes((*range(9), 11, *range(14, 27), *range(28, 32)))
"""Control characters that no encoding but UTF-16 and UTF-32 uses."""

_MOST_CONTROLS = 0.05
"""Of a page that a careless program wrote one byte in a thousand may be one; of a film a tenth."""


def extract_page(
    body: bytes,
    *,
    url: str = "",
    content_type: str = "",
    site_title: str = "",
    known_lines: frozenset[str] = frozenset(),
    now: datetime | None = None,
) -> Extracted:
    """Return what a page says of its article; bytes without markup are read as plain text.

    `url` is the page's address after redirects, `site_title` what the source calls itself,
    `known_lines` are lines that stand on many pages of the site (`learn_lines`). Dates after
    `now` are not believed. Pure, never raises on content; a page that is no news has empty text
    and a warning `paywall`, `cookie_wall`, `navigation`, `no_article` or `not_a_page`.
    """
    if body.startswith(_FILE_STARTS) or not _is_text(content_type) or _is_binary(body):
        notice = Notice(code=NOT_A_PAGE, message="This is neither a web page nor a text.")
        return Extracted(warnings=(notice,))
    markup = decode(body, content_type)
    if not _is_markup(markup, content_type):
        return extract_text(markup, url=url, site_title=site_title, known_lines=known_lines)
    tree = parse(markup)
    if tree is None:
        return Extracted(warnings=(Notice(code="no_article", message="The page is empty."),))
    return _read(tree, url=url, site_title=site_title, known_lines=known_lines, now=now)


def _is_text(content_type: str) -> bool:
    """Say whether a declared type can be a page; undeclared may be."""
    declared = content_type.strip().lower()
    return not declared or declared.startswith(_TEXT_TYPES)


def _is_binary(body: bytes) -> bool:
    """Say whether bytes are no text in any encoding; UTF-16 has its NULs at every other place."""
    start = body[:_SNIFFED_BYTES]
    controls = len(start) - len(start.translate(None, _NO_TEXT))
    if controls <= len(start) * _MOST_CONTROLS:
        return False
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    return abs(start[::2].count(0) - start[1::2].count(0)) * 8 <= len(start)


def _is_markup(text: str, content_type: str) -> bool:
    declared = content_type.lower()
    if "html" in declared:
        return True
    return "text/plain" not in declared and _TAG.search(text[:SNIFFED]) is not None


def _read(
    tree: HtmlElement,
    *,
    url: str,
    site_title: str,
    known_lines: frozenset[str],
    now: datetime | None,
) -> Extracted:
    head = read_head(tree, url)
    title = find_title(tree, head, site_title=site_title)
    author = find_author(tree, head)
    site = head.site or site_title
    published = find_published(tree, head, title, now=now)
    prune(tree, find_heading(tree, title))
    found = article_lines(tree, head.stated_text)
    if not title and (at := headline_at(found, site, known_lines)) is not None:
        title, site = found[at].text, site or site_name(found[:at])
    author = author or author_in_lines(found)
    words = PageWords(title=title, author=author, site=site, known_lines=known_lines)
    lines = clean_lines(found, words)
    notice = judge(found, lines, title=title, paid=head.is_paid, stated=head.states_article)
    text = join_lines(lines)
    return Extracted(
        title=title,
        author=author,
        published=published,
        language=choose_language(head.language, text or title),
        canonical_url=head.canonical,
        site=site,
        text="" if notice else text,
        image=head.image,
        warnings=(notice,) if notice else (),
    )
