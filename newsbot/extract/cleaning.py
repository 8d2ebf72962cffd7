"""Own the decision which lines of a page are furniture; their wording stands in `noise`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from newsbot.extract import noise
from newsbot.extract.lines import Kind, Line, line_key, tidy

SHORT_WORDS = 30
"""A pointer, caption or appeal is no longer than this; the longest seen had 27 words."""

LINKED_SHARE = 0.6
"""From this share of linked characters a line is a link, not a sentence with links."""

TOP_LINES = 6
"""Lines in which a byline, date, kicker or repeated headline is looked for."""

CHARACTERS_A_WORD = 2
"""Chinese, Japanese and Thai put no spaces: characters that stand for a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """Hold what is known of a page and must not stand in its text again."""

    title: str = ""
    author: str = ""
    site: str = ""
    known_lines: frozenset[str] = frozenset()


def clean_lines(lines: Sequence[Line], words: PageWords) -> list[Line]:
    """Return the lines that are news: no headline, byline, pointer, share bar, caption, appeal."""
    known = _keys(words.known_lines)
    headline, site = line_key(words.title), line_key(words.site)
    kept: list[Line] = []
    last_key = ""
    for line in lines:
        text = _without_insertions(line.text)
        key = line_key(text)
        if not key or key == last_key or key in known or (site and key == site):
            continue
        if headline and key == headline:
            continue
        if _is_furniture(text, line) or (len(kept) < TOP_LINES and _is_top_matter(text, words)):
            continue
        last_key = key
        kept.append(replace(line, text=text) if text != line.text else line)
    return _without_dangling_headings(kept)


@lru_cache(maxsize=64)
def _keys(known_lines: frozenset[str]) -> frozenset[str]:
    return frozenset(line_key(line) for line in known_lines)


def _without_insertions(text: str) -> str:
    """Cut out what interrupts a sentence and is surely not of it."""
    cut = noise.PARENTHESISED_POINTER.sub("", text)
    cut = noise.STRAY_LABEL.sub(" ", cut)
    return tidy(cut) if cut != text else text


def word_count(text: str) -> int:
    """Return the number of words, estimated where a script has no spaces."""
    return max(len(text.split()), sum(char > "\u2e80" for char in text) // CHARACTERS_A_WORD)


_ENDS_SENTENCE = re.compile(r"[.!?。！？؟।][\"'”’»)\]]*$")


_FURNITURE = (
    noise.POINTER,
    noise.SHARE,
    noise.NEWSLETTER,
    noise.FOLLOW,
    noise.ADVERTISEMENT,
    noise.LEGAL,
    noise.CAPTION,
    noise.TAG_LINE,
    noise.COMMENTS,
    noise.CLICK,
    noise.READING_TIME,
)


def _is_furniture(text: str, line: Line) -> bool:
    """Judge a line by its wording, length and links."""
    if word_count(text) > SHORT_WORDS:
        return False
    lower = text.lower()
    if any(pattern.match(lower) for pattern in _FURNITURE):
        return True
    is_link = line.linked >= LINKED_SHARE
    if noise.CREDIT_END.search(text):
        return True
    is_headline = is_link or not _ENDS_SENTENCE.search(text)
    labelled = noise.LABELLED_POINTER.match(lower) or noise.SHOUTED_POINTER.match(text)
    return is_headline and labelled is not None


def _is_top_matter(text: str, words: PageWords) -> bool:
    """Recognise the byline and the dateline over the first paragraph."""
    key = line_key(text)
    author = line_key(words.author)
    return bool(author) and len(key) <= len(author) + 25 and author in key


def _without_dangling_headings(lines: list[Line]) -> list[Line]:
    """Drop headings that are left without text below them at the end."""
    while lines and lines[-1].kind is Kind.HEADING:
        lines = lines[:-1]
    return lines
