"""Own the cleaning of outside text before it is laid out; it never sees a channel's markup.

What it takes away is dangerous on every screen: control characters (a terminal obeys them),
overrides of the writing direction (they reorder our own words), halves of surrogate pairs (they
cannot be encoded). Marks follow the text.
"""

import re
import unicodedata
from itertools import accumulate
from urllib.parse import urlsplit

from newsbot.domain.message import MarkedText, merge_marks

BLANKS = re.compile(r"\s+")
DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates (Unicode UAX #9); plain marks are harmless and stay."""

UNSEEN = frozenset("\ufeff\u00ad")

ACTIVE = re.compile(r"(?<!\w)[@/](?=\w)|(?<!\w)(?:tg|ton|tonsite)(?=://)", re.IGNORECASE)
"""What a chat client turns into a mention, a command or an own link by itself."""

PARAGRAPH_BREAKS = 1
"""More line breaks than this in a row of blanks begin a paragraph."""

WORD_JOINER = "\u2060"
MAX_URL = 2_048


def clean(marked: MarkedText, *, breaks: bool = False, defuse: bool = False) -> MarkedText:
    """Return the text on one line, or with a line per paragraph, and its marks moved along.

    With `defuse` an invisible joiner keeps chat clients from making links of `@name`, `/command`
    and their own schemes.
    """
    seen = _rewrite(marked, [_visible(character) for character in marked.text])
    tidy = _rewrite(seen, _blanks_joined(seen.text, breaks=breaks))
    return _rewrite(tidy, _defused(tidy.text)) if defuse else tidy


def _rewrite(marked: MarkedText, pieces: list[str]) -> MarkedText:
    """Put a piece in the place of each character; marks keep to what they marked."""
    ends = [0, *accumulate(map(len, pieces))]
    last = len(pieces)
    spans = [
        (ends[max(0, start)], ends[min(end, last)]) for start, end in marked.marks if start < end
    ]
    return MarkedText(text="".join(pieces), marks=merge_marks(spans, ends[-1]))


def _blanks_joined(text: str, *, breaks: bool) -> list[str]:
    pieces = list(text)
    for match in BLANKS.finditer(text):
        at_edge = match.start() == 0 or match.end() == len(text)
        is_paragraph = breaks and match[0].count("\n") > PARAGRAPH_BREAKS
        pieces[match.start() : match.end()] = [""] * len(match[0])
        pieces[match.start()] = "" if at_edge else "\n" if is_paragraph else " "
    return pieces


def _defused(text: str) -> list[str]:
    pieces = list(text)
    for match in ACTIVE.finditer(text):
        pieces[match.end() - 1] += WORD_JOINER
    return pieces


def clean_line(text: str, *, defuse: bool = False) -> str:
    """Return the text on one line."""
    return clean(MarkedText(text=text), defuse=defuse).text


def safe_url(url: str) -> str:
    """Return a web address that may stand behind a link, "" when it may not.

    Only http and https with a dotted host pass: Telegram refuses others with a 400.
    """
    url = url.strip()
    if not url or len(url) > MAX_URL or any(not _visible(sign) or sign.isspace() for sign in url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    named = "." in host or ":" in host
    return url if parts.scheme.lower() in {"http", "https"} and named else ""


def _visible(character: str) -> str:
    if character in DIRECTION or character in UNSEEN:
        return ""
    if character.isspace():
        return character
    return "" if unicodedata.category(character) in {"Cc", "Cs"} else character
