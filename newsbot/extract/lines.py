"""Own the Line, a stretch of text as it stands on a page; `cleaning` judges which are news."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """Name what a line is in its page's markup."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold one line. `opens` marks the first of a paragraph, `is_link` one that is all link."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    is_link: bool = False
    opens: bool = True


_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_QUOTES = str.maketrans(
    {
        **dict.fromkeys('‘’‚‛′`´ʼ“”„‟″«»‹›"「」『』', "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": ".",
    }
)
_EDGES = " \t.,:;!?'\"-|>»•*·()[]"


def tidy(text: str) -> str:
    """Return text in NFC on one line, without control and invisible characters."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", _CONTROLS.sub("", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


LINK_WORDS = 3
"""From this length on a line that is a link is the headline of another story, not a name."""

CHARACTERS_A_WORD = 2
"""Chinese, Japanese and Thai put no spaces: characters that stand for a word."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u2e80-\ua4cf\uf900-\ufaff]")


def word_count(text: str) -> int:
    """Return the number of words of a tidy line, estimated where a script has no spaces."""
    words = text.count(" ") + 1
    if text.isascii():
        return words
    return max(words, len(_UNSPACED.findall(text)) // CHARACTERS_A_WORD)


@lru_cache(maxsize=4096)
def line_key(text: str) -> str:
    """Return what lines that read alike share: case, quotation marks, dashes, edges folded."""
    if text.isascii():
        folded = text.lower().replace('"', "'")
    else:
        folded = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return " ".join(folded.split()).strip(_EDGES)


def join_lines(lines: Sequence[Line]) -> str:
    """Return plain text: an empty line between paragraphs, a line break inside one."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append("\n\n" if line.opens else "\n")
        parts.append(line.text)
    return "".join(parts)


def split_lines(text: str) -> list[Line]:
    """Return the lines of plain text; a page without any empty line has a paragraph each line."""
    rows = [tidy(row) for row in text.splitlines()]
    apart = "" in rows[1:-1]
    lines: list[Line] = []
    after_gap = True
    for row in rows:
        if row:
            lines.append(Line(text=row, opens=after_gap or not apart))
        after_gap = not row
    return lines


def learn_lines(texts: Iterable[str], *, at_least: int = 3) -> frozenset[str]:
    """Return the keys of lines that stand in `at_least` of a site's texts: its furniture, not news.

    Meant for `known_lines` of `extract_page`; texts are those of different articles.
    """
    counts: dict[str, int] = {}
    for text in texts:
        for key in {line_key(line.text) for line in split_lines(text)}:
            counts[key] = counts.get(key, 0) + 1
    return frozenset(key for key, count in counts.items() if key and count >= at_least)
