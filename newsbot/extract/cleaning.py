"""Own the decision which lines of a page are furniture.

The wording by which furniture is known stands in `pointers`, `appeals` and `signatures`.

Four passes, each a function: lines that are furniture wherever they stand, what stands over the
first sentence, what is said twice, what trails behind the last sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from newsbot.extract import appeals, pointers, signatures
from newsbot.extract.lines import LINK_WORDS, Kind, Line, line_key, tidy, word_count

SHORT_WORDS = 30
"""A pointer, caption or appeal is no longer than this; the longest seen had 27 words."""

POINTER_WORDS = 60
"""A pointer with a colon may go on with several headlines."""

LONGEST = 600
"""Characters of the longest line whose wording is judged: a word may be of any length."""

BOX_LINKS = 2
"""So many links under a heading are a box of other stories."""

RUNNING_WORDS = 15
"""A line this long that ends a sentence is running text: the article has begun."""

LABEL_WORDS = 1
"""Words of a kicker or section name over the first sentence."""

BYLINE_EXTRA = 40
"""Characters that a byline has beside the author's name: role, agency, place, date."""

STANDFIRST_WORDS = 8
"""A heading of this length that is a sentence is the summary under a headline, not a section."""

TWICE_WORDS = 6
"""From this length on a line that is said twice is a pull quote or a teaser, not a refrain."""

SIMILAR_HEADLINE = 0.7
"""Shared words from which on a heading over the text is the headline in other words."""

TAIL_LINES = 4
"""Lines at the end in which the author's address and biography are looked for."""

TAIL_WORDS = 60
"""A biography at the end is no longer than this."""

COMMENT_AGES = 3
"""So many lines that say only "2 hours ago" are a list of comments or teasers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """Hold what is known of a page and must not stand in its text again."""

    title: str = ""
    author: str = ""
    site: str = ""
    known_lines: frozenset[str] = frozenset()


def clean_lines(lines: Sequence[Line], words: PageWords) -> list[Line]:
    """Return the lines that are news: no headline, byline, pointer, share bar, caption, appeal."""
    kept = _without_furniture(_after_headline(lines, words), words)
    kept = _without_top(_without_comments(kept), words)
    return _without_tail(_without_repeats(kept), words)


def _after_headline(lines: Sequence[Line], words: PageWords) -> Sequence[Line]:
    """Drop what stands over the headline where the text begins with it: day, name, slogan."""
    headline = line_key(words.title)
    start = next((at for at, line in enumerate(lines) if is_running(line)), len(lines))
    places = [at for at in range(start) if line_key(lines[at].text) == headline]
    return lines[places[-1] :] if headline and places else lines


_SURE = (
    pointers.ALSO,
    pointers.BARE,
    appeals.SHARE,
    appeals.SUBSCRIBE,
    appeals.FOLLOW,
    appeals.ADVERTISEMENT,
    appeals.COMMENTS,
    appeals.CLICK,
    appeals.READING_TIME,
    signatures.LEGAL,
    signatures.CAPTION,
    signatures.TOPICS,
)
"""Signs that make a short line furniture whatever else it says."""

_LIKELY = (pointers.MORE, pointers.LABELLED, signatures.PICTURE_BY)
"""Signs that do so when the line is a link or does not end like a sentence."""


def _without_furniture(lines: Sequence[Line], words: PageWords) -> list[Line]:
    """Drop furniture line by line, and a heading that stood over links alone."""
    known = _keys(words.known_lines)
    names = {line_key(words.title), line_key(words.site)}
    kept: list[Line] = []
    links_on_end = 0
    for line in lines:
        text = _without_insertions(line.text)
        key = line_key(text)
        if not key or key in known or key in names:
            continue
        if text == line.text and _is_pointing(line):
            links_on_end += 1
            if links_on_end == BOX_LINKS and kept and kept[-1].kind is Kind.HEADING:
                kept.pop()
            continue
        links_on_end = 0
        if not is_furniture(text, is_link=line.is_link):
            kept.append(replace(line, text=text) if text != line.text else line)
    return kept


def _is_pointing(line: Line) -> bool:
    """Say whether a line is nothing but a link to another page; cells of tables may be."""
    return line.is_link and line.kind is not Kind.ROW and word_count(line.text) >= LINK_WORDS


@lru_cache(maxsize=64)
def _keys(known_lines: frozenset[str]) -> frozenset[str]:
    return frozenset(line_key(line) for line in known_lines)


def _without_insertions(text: str) -> str:
    """Cut out what interrupts or follows a sentence and is surely not of it."""
    cut = pointers.IN_BRACKETS.sub("", text) if "(" in text or "[" in text else text
    if trailing := pointers.TRAILING.search(cut, max(0, len(cut) - LONGEST)):
        cut = cut[: trailing.start()]
    if cut.endswith(("weet", "WEET")):
        cut = signatures.CLICK_TO_TWEET.sub("", cut)
    if any(label in cut for label in signatures.STRAY_LABELS):
        cut = signatures.STRAY_LABEL.sub(" ", cut)
    return tidy(cut) if cut != text else text


def is_furniture(text: str, *, is_link: bool = False) -> bool:
    """Say whether a line is furniture by its wording, length and being a link."""
    words = word_count(text)
    if words > POINTER_WORDS or len(text) > LONGEST:
        return False
    lower = text.lower()
    if words > SHORT_WORDS:
        pointer = pointers.ALSO.match(lower)
        return pointer is not None and lower[pointer.end() :].lstrip().startswith(":")
    if any(pattern.match(lower) for pattern in _SURE) or signatures.CREDIT.search(text):
        return True
    if not is_link and text.rstrip("\"'”’»)").endswith((".", "。", "।")):
        return False
    return any(pattern.match(lower) for pattern in _LIKELY)


def _without_top(lines: list[Line], words: PageWords) -> list[Line]:
    """Drop byline, day, kicker, path, summary and second headline over the first sentence."""
    start = next((at for at, line in enumerate(lines) if is_running(line)), 0)
    top = [line for line in lines[:start] if not _is_top_matter(line, words)]
    return top + lines[start:]


def is_running(line: Line) -> bool:
    """Say whether a line is a sentence of the article's text."""
    if line.kind is Kind.HEADING or line.is_link:
        return False
    return word_count(line.text) >= RUNNING_WORDS and bool(
        signatures.SENTENCE_END.search(line.text)
    )


def _is_top_matter(line: Line, words: PageWords) -> bool:
    text, key = line.text, line_key(line.text)
    if len(text) > LONGEST:
        return False
    if signatures.DATE_LINE.match(text.lower()) or signatures.BYLINE.match(text):
        return True
    if word_count(text) <= LABEL_WORDS and not signatures.SENTENCE_END.search(text):
        return True
    author = line_key(words.author)
    if author and author in key and len(key) <= len(author) + BYLINE_EXTRA:
        return True
    if line.kind is not Kind.HEADING:
        return False
    is_standfirst = word_count(text) >= STANDFIRST_WORDS and signatures.SENTENCE_END.search(text)
    return bool(is_standfirst) or _likeness(key, line_key(words.title)) >= SIMILAR_HEADLINE


def _likeness(one: str, other: str) -> float:
    """Return the share of common words (Jaccard)."""
    first, second = set(one.split()), set(other.split())
    return len(first & second) / len(first | second) if first and second else 0.0


def _without_repeats(lines: list[Line]) -> list[Line]:
    """Drop lines said before, and short ones that a longer line holds word for word."""
    keys = [line_key(line.text) for line in lines]
    whole = "\n".join(keys)
    seen: set[str] = set()
    kept: list[Line] = []
    for line, key in zip(lines, keys, strict=True):
        is_long = key.count(" ") + 1 >= TWICE_WORDS
        if is_long and (key in seen or (whole.count(key) > 1 and keys.count(key) == 1)):
            continue
        seen.add(key)
        if not kept or key != line_key(kept[-1].text):
            kept.append(line)
    return kept


def _without_comments(lines: list[Line]) -> list[Line]:
    """Cut where a list of comments begins, seen by their ages."""
    ages = [at for at, line in enumerate(lines) if signatures.AGE.match(line.text.lower())]
    if len(ages) >= COMMENT_AGES:
        lines = lines[: ages[0]]
    return [line for line in lines if not signatures.AGE.match(line.text.lower())]


def _without_tail(lines: list[Line], words: PageWords) -> list[Line]:
    """Drop links and headings behind the last text, and the author's biography."""
    author = line_key(words.author)
    end = len(lines)
    while end and (lines[end - 1].is_link or lines[end - 1].kind is Kind.HEADING):
        end -= 1
    body, tail = lines[: max(1, end - TAIL_LINES)], lines[max(1, end - TAIL_LINES) : end]
    return body + [line for line in tail if not _is_biography(line.text, author)]


def _is_biography(text: str, author: str) -> bool:
    words = word_count(text)
    if words <= SHORT_WORDS and signatures.CONTACT.search(text.lower()):
        return True
    return bool(author) and words <= TAIL_WORDS and line_key(text).startswith(f"{author} is ")
