"""Own the cutting of texts for show: matched words marked, and the sentence around them.

It makes no HTML: a text becomes pieces with a mark or without, and the template escapes them.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from newsbot.domain.article import Article
from newsbot.domain.rule import Evidence

Pieces = list[tuple[str, bool]]

EXCERPT_CHARS: Final = 260
"""About two lines and a half on a desk, six on a phone."""

LEAD_CHARS: Final = 90
"""Of an excerpt, so much stands before its first matched word."""


def highlighted(text: str, places: Iterable[tuple[int, int]]) -> Pieces:
    """Cut a text at the places [start, end); those that overlap become one."""
    pieces: Pieces = []
    at = 0
    for start, end in sorted(places):
        begin, stop = max(start, at), min(end, len(text))
        if stop <= begin:
            continue
        if begin > at:
            pieces.append((text[at:begin], False))
        pieces.append((text[begin:stop], True))
        at = stop
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def excerpt(text: str, places: Sequence[tuple[int, int]]) -> Pieces:
    """Return the part of a text around its first place, its places marked; else its beginning."""
    first = min((start for start, _ in places), default=0)
    start = _word_start(text, max(0, first - LEAD_CHARS)) if places else 0
    end = min(len(text), start + EXCERPT_CHARS)
    if end < len(text):
        cut = text.rfind(" ", start, end)
        end = cut if cut > start else end
    inside = [(begin - start, stop - start) for begin, stop in places if start <= begin < end]
    flat = text[start:end].replace("\n", " ")
    pieces = highlighted(flat, inside)
    if start:
        pieces.insert(0, ("… ", False))
    if end < len(text):
        pieces.append((" …", False))
    return pieces


def _word_start(text: str, at: int) -> int:
    if at == 0:
        return 0
    blank = max(text.find(" ", at, at + LEAD_CHARS), text.find("\n", at, at + LEAD_CHARS))
    return blank + 1 if blank >= 0 else at


def title_pieces(article: Article, evidence: Sequence[Evidence]) -> Pieces:
    """Return an article's title with what matched in it marked."""
    return highlighted(article.title, _places(evidence, "title"))


def body_pieces(article: Article, evidence: Sequence[Evidence]) -> Pieces:
    """Return the part of an article's text where it matched, "" marked as nothing."""
    return excerpt(article.text, _places(evidence, "body")) if article.text else []


def _places(evidence: Sequence[Evidence], field: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in evidence if one.field == field]


def leaves_of(evidence: Sequence[Evidence]) -> list[str]:
    """Return the words of the rule that matched, each once."""
    return list(dict.fromkeys(one.leaf for one in evidence))
