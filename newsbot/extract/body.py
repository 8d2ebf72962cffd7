"""Own the finding of an article's lines in a tree; `cleaning` drops the furniture among them.

Three opinions, asked in this order: trafilatura's fast cascade; the article text that the page
states in JSON-LD, when most of it is missing from the first; the branch with the most running
text, when the first found next to nothing of it.
"""

import html
import re
from typing import Any

from lxml.etree import _Element
from lxml.html import HtmlElement

from newsbot.extract.lines import Kind, Line, line_key, split_lines, tidy
from newsbot.extract.paragraphs import paragraph_length, richest_lines, text_length
from newsbot.extract.signatures import SENTENCE_END

LOST_SHARE = 0.5
"""Below this share of what another opinion found, trafilatura's is taken for a failure."""

FAR_SHARE = 0.05
"""The same where the two opinions have nothing in common and one of them must be wrong."""

LEAST_LENGTH = 200
"""Characters below which what was found is no article, whatever else there is."""

COVERED_SHARE = 0.75
"""Share of the lines that a stated text must cover before others are dropped for it."""

LEAST_STATED = 300
"""Characters of a stated text that is believed; shorter ones are mostly teasers."""

LEAST_RUNNING = 400
"""Characters of running text below which the third opinion is not asked."""

FEW_LINES = 2
"""So few lines with so much text are a page without paragraphs, read as one."""

_KINDS = {"head": Kind.HEADING, "item": Kind.ITEM, "quote": Kind.QUOTE, "row": Kind.ROW}
_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "list", "table", "div", "body", "code"})
_BREAK = "\n"
_TAG = re.compile(r"<(/?)(p|br|div|li|h[1-6])\b[^>]{0,300}>|<[a-z/!][^>]{0,300}>", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")


def article_lines(tree: HtmlElement, stated: str = "") -> list[Line]:
    """Return the lines of the article in a tree, an empty list when there is none.

    `stated` is the article text that the page gives in its JSON-LD. The tree is left as it is.
    """
    links = link_texts(tree)
    lines = _by_trafilatura(tree, links)
    length = _length(lines)
    if len(stated) >= LEAST_STATED:
        if length < LOST_SHARE * len(stated):
            return _stated_lines(stated)
        return _within(lines, stated)
    if _is_doubtful(lines, tree):
        again = _by_trafilatura(tree, links, thorough=True)
        lines = again if _length(again) > length / LOST_SHARE else lines
        lines = _better(lines, richest_lines(tree, links))
    return _with_headings(lines, tree)


def link_texts(tree: HtmlElement) -> frozenset[str]:
    """Return the texts of a page's links: a line that is one of them is a link."""
    return frozenset(" ".join(str(link.text_content()).split()) for link in tree.iter("a"))


def _length(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _is_doubtful(lines: list[Line], tree: HtmlElement) -> bool:
    """Say whether much of the page's text was not found, or all of it in one lump."""
    length = _length(lines)
    if length > LEAST_RUNNING and len(lines) <= FEW_LINES:
        return True
    paragraphs = paragraph_length(tree)
    if paragraphs >= LEAST_RUNNING:
        return length <= LOST_SHARE * paragraphs
    return length < LOST_SHARE**2 * text_length(tree)


def _better(first: list[Line], second: list[Line]) -> list[Line]:
    """Return the second opinion when the first is a small part of it, or its text in one lump.

    Where trafilatura finds no paragraphs it takes all text of the page as one. Where the two
    opinions have nothing in common the first must be next to nothing: the second may be a list
    of comments.
    """
    length = _length(first)
    share = length / (_length(second) or 1)
    if LOST_SHARE <= share <= 1 / LOST_SHARE:
        return second if len(first) <= FEW_LINES < len(second) else first
    held = {line_key(line.text) for line in second}
    agree = sum(len(line.text) for line in first if line_key(line.text) in held)
    limit = LOST_SHARE if agree * 2 > length or length < LEAST_LENGTH else FAR_SHARE
    return second if share < limit else first


def _with_headings(lines: list[Line], tree: HtmlElement) -> list[Line]:
    """Put back the headings between paragraphs where trafilatura found paragraphs alone."""
    if any(line.kind is Kind.HEADING for line in lines):
        return lines
    over: dict[str, str] = {}
    for heading in tree.iter("h2", "h3", "h4"):
        following = heading.getnext()
        if following is not None and following.tag == "p":
            text = tidy(str(heading.text_content()))
            over[tidy(str(following.text_content()))] = text
    filled: list[Line] = []
    for line in lines:
        if over.get(line.text):
            filled.append(Line(text=over[line.text], kind=Kind.HEADING))
        filled.append(line)
    return filled


def _stated_lines(stated: str) -> list[Line]:
    """Return the lines of a stated text, which may carry markup."""
    text = html.unescape(stated)
    return split_lines(_TAG.sub(lambda tag: "\n\n" if tag[2] else "", text))


def _within(lines: list[Line], stated: str) -> list[Line]:
    """Drop lines over the first and under the last that the page's own statement has.

    Nothing is dropped when the statement does not cover most of the lines, and nothing at the end
    when it is cut short.
    """
    plain = _TAG.sub(" ", html.unescape(stated)).strip()
    whole = _letters(plain)
    places = [at for at, line in enumerate(lines) if _letters(line.text) in whole]
    if not places:
        return lines
    is_cut = plain.endswith(("…", "...")) or not SENTENCE_END.search(plain)
    inner = lines[places[0] : None if is_cut else places[-1] + 1]
    return inner if _length(inner) > COVERED_SHARE * _length(lines) else lines


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


def _by_trafilatura(
    tree: HtmlElement, links: frozenset[str], *, thorough: bool = False
) -> list[Line]:
    """Return what trafilatura finds in its fast mode; `thorough` lets it try again when in doubt.

    It doubts by the text of the whole page, which takes a fifth of its time (measured); ours is
    pruned, so that `_is_doubtful` can tell by its paragraphs.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Extractor

    options = Extractor(output_format="python", fast=True, comments=False)
    if not thorough:
        options.focus = "once"
    document: Any = bare_extraction(tree, options=options)
    return [] if document is None else _Reader(links).read(document.body)


class _Reader:
    """Walk trafilatura's body tree and collect its lines with their kind."""

    def __init__(self, links: frozenset[str]) -> None:
        self._links = links
        self._lines: list[Line] = []
        self._pieces: list[str] = []

    def read(self, body: _Element) -> list[Line]:
        """Return the lines of a body in document order."""
        self._block(body, Kind.PARAGRAPH)
        return self._lines

    def _block(self, element: _Element, kind: Kind) -> None:
        """Read a block element; text beside nested blocks makes paragraphs of its own."""
        self._add(element.text)
        for child in element:
            if child.tag == "cell":
                self._add(" | " if self._pieces else None)
                self._inline(child)
            elif child.tag in _BLOCKS:
                self._flush(kind)
                self._block(child, _KINDS.get(str(child.tag), kind))
            else:
                self._inline(child)
            self._add(child.tail)
        self._flush(kind)

    def _inline(self, element: _Element) -> None:
        if element.tag == "lb":
            self._pieces.append(_BREAK)
            return
        self._add(element.text)
        for child in element:
            self._add(" " if child.tag in _BLOCKS else None)
            self._inline(child)
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text.replace(_BREAK, " "))

    def _flush(self, kind: Kind) -> None:
        """End a block: cut it at its line breaks, two of which end a paragraph."""
        if not self._pieces:
            return
        rows = "".join(self._pieces).split(_BREAK)
        self._pieces = []
        opens = True
        for row in rows:
            text = tidy(row).strip("| ")
            if text:
                is_link = text in self._links
                self._lines.append(Line(text=text, kind=kind, is_link=is_link, opens=opens))
            opens = not text
