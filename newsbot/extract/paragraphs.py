"""Own a second opinion on where the article stands: the branch with the most running text.

It is cruder than trafilatura and never asked first; it speaks up when that lost most of the page.
"""

from collections import defaultdict

from lxml.html import HtmlElement

from newsbot.extract.lines import Kind, Line, line_key, tidy

_KINDS = {
    "td": Kind.ROW,
    "li": Kind.ITEM,
    "blockquote": Kind.QUOTE,
    "h1": Kind.HEADING,
    "h2": Kind.HEADING,
    "h3": Kind.HEADING,
    "h4": Kind.HEADING,
    "h5": Kind.HEADING,
    "h6": Kind.HEADING,
}
_TEXT_TAGS = ("p", "div", "section", "article", "main", "td", "li", "blockquote", "pre", "center")
_BLOCK_TAGS = frozenset(
    {*_TEXT_TAGS, *_KINDS, "ul", "ol", "dl", "dt", "dd", "table", "tr", "tbody", "main", "header"}
)

LEAST_LENGTH = 80
"""Characters of running text; captions, teasers and labels are mostly shorter."""

LINKED_SHARE = 0.4
"""From this share of linked text on a block is a list of links."""

DECAY = 0.5
"""What a branch counts of its grandchildren's text: the article's own branch must win."""


def paragraph_length(tree: HtmlElement) -> int:
    """Return the length of text in paragraphs; menus and lists of links have none."""
    return sum(len(str(paragraph.text_content())) for paragraph in tree.iter("p"))


def text_length(tree: HtmlElement) -> int:
    """Return the length of all text that is no link."""
    linked = sum(len(str(link.text_content())) for link in tree.iter("a"))
    return max(0, len(str(tree.text_content())) - linked)


def richest_lines(tree: HtmlElement, links: frozenset[str] = frozenset()) -> list[Line]:
    """Return the lines of the branch that holds the most running text, in document order.

    `links` are the texts of links, which mark lines as links.
    """
    scores: dict[HtmlElement, float] = defaultdict(float)
    for element in tree.iter("body", *_TEXT_TAGS):
        length = _own_length(element)
        if length < LEAST_LENGTH:
            continue
        parent = element if element.tag == "body" else element.getparent()
        if parent is None:
            continue
        scores[parent] += length
        grandparent = parent.getparent()
        if grandparent is not None:
            scores[grandparent] += length * DECAY
    if not scores:
        return []
    best = max(scores.items(), key=lambda item: item[1])[0]
    return _Reader(links).read(best)


def _own_length(element: HtmlElement) -> int:
    """Return the length of text in an element itself, 0 when much of it is links."""
    if element.tag == "p":
        text = tidy(str(element.text_content()))
    else:
        text = tidy(" ".join([element.text or "", *(child.tail or "" for child in element)]))
    linked = sum(len(str(link.text_content())) for link in element.iter("a"))
    return len(text) if linked <= LINKED_SHARE * len(text) else 0


class _Reader:
    """Walk a branch of a page and collect its lines, one for each block or line break."""

    def __init__(self, links: frozenset[str]) -> None:
        self._links = links
        self._lines: list[Line] = []
        self._pieces: list[str] = []

    def read(self, branch: HtmlElement) -> list[Line]:
        """Return the lines of a branch in document order."""
        self._walk(branch, Kind.PARAGRAPH)
        self._flush(Kind.PARAGRAPH)
        return self._lines

    def _walk(self, element: HtmlElement, kind: Kind) -> None:
        is_block = element.tag in _BLOCK_TAGS
        if is_block or element.tag == "br":
            self._flush(kind)
        if is_block:
            kind = _KINDS.get(str(element.tag), kind)
        is_set = element.tag == "pre"
        self._read(element.text, kind, is_set=is_set)
        for child in element:
            self._walk(child, kind)
            self._read(child.tail, kind, is_set=is_set)
        if is_block:
            self._flush(kind)

    def _read(self, text: str | None, kind: Kind, *, is_set: bool) -> None:
        """Take text; in preformatted text every line end counts."""
        first, *rest = (text or "").split("\n") if is_set else [text or ""]
        self._pieces.append(first)
        for row in rest:
            self._flush(kind)
            self._pieces.append(row)

    def _flush(self, kind: Kind) -> None:
        text = tidy("".join(self._pieces))
        self._pieces = []
        if line_key(text):
            self._lines.append(Line(text=text, kind=kind, is_link=text in self._links))
