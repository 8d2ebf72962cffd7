"""Own the finding of an article's lines in a tree; `cleaning` drops the furniture among them."""

import re
from typing import Any

from lxml.etree import _Element
from lxml.html import HtmlElement

from newsbot.extract.lines import Kind, Line, tidy

_KINDS = {"head": Kind.HEADING, "item": Kind.ITEM, "quote": Kind.QUOTE, "row": Kind.ROW}
_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "list", "table", "div", "body", "code"})
_BREAK = "\n"
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n+")


def article_lines(tree: HtmlElement) -> list[Line]:
    """Return the lines of the article in a tree as trafilatura's fast cascade finds them.

    The tree is left as it is. An empty list means that nothing was found.
    """
    from trafilatura import bare_extraction

    document: Any = bare_extraction(tree, fast=True, include_comments=False, include_links=True)
    return _Reader().read(document.body) if document is not None else []


class _Reader:
    """Walk trafilatura's body tree and collect its lines with their kind and linked share."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._pieces: list[tuple[str, bool]] = []

    def read(self, body: _Element) -> list[Line]:
        """Return the lines of a body in document order."""
        self._block(body, Kind.PARAGRAPH)
        return self._lines

    def _block(self, element: _Element, kind: Kind) -> None:
        """Read a block element; text beside nested blocks makes paragraphs of its own."""
        self._add(element.text, linked=False)
        for child in element:
            if child.tag == "cell":
                if self._pieces:
                    self._add(" | ", linked=False)
                self._inline(child, linked=False)
            elif child.tag in _BLOCKS:
                self._flush(kind)
                self._block(child, _KINDS.get(str(child.tag), kind))
                self._flush(_KINDS.get(str(child.tag), kind))
            else:
                self._inline(child, linked=False)
            self._add(child.tail, linked=False)
        self._flush(kind)

    def _inline(self, element: _Element, *, linked: bool) -> None:
        if element.tag == "lb":
            self._add(_BREAK, linked=False)
            return
        linked = linked or element.tag == "ref"
        self._add(element.text, linked=linked)
        for child in element:
            if child.tag in _BLOCKS:
                self._add(_BREAK, linked=False)
            self._inline(child, linked=linked)
            self._add(child.tail, linked=linked)

    def _add(self, text: str | None, *, linked: bool) -> None:
        if text:
            self._pieces.append((text, linked))

    def _flush(self, kind: Kind) -> None:
        """End a block: cut it at its line breaks, two of which end a paragraph."""
        pieces, self._pieces = self._pieces, []
        opens, breaks = True, 0
        row: list[tuple[str, bool]] = []
        for text, linked in [*pieces, (_BREAK, False)]:
            if text != _BREAK:
                row.append((text, linked))
                continue
            line = _line(row, kind, opens=opens or breaks > 1)
            row = []
            breaks += 1
            if line is not None:
                self._lines.append(line)
                opens, breaks = False, 1


def _line(pieces: list[tuple[str, bool]], kind: Kind, *, opens: bool) -> Line | None:
    """Make a line of pieces, None when they hold no text."""
    text = tidy("".join(piece for piece, _ in pieces)).strip("| ")
    if not text:
        return None
    linked = sum(len(tidy(piece)) for piece, is_link in pieces if is_link)
    return Line(text=text, kind=kind, linked=min(1.0, linked / len(text)), opens=opens)
