"""Own the cleaning of outside text before it is laid out; it never sees a channel's markup.

What it takes away is dangerous on every screen: control characters (a terminal obeys them),
overrides of the writing direction (they reorder our own words), halves of surrogate pairs (they
cannot be encoded). Marks follow the text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from newsbot.channels.document import ELLIPSIS
from newsbot.domain.message import MarkedText, merge_marks

BLANKS = re.compile(r"^\s+|\s+\Z|[^\S ]\s*| \s+")
"""Blanks that are to change: at an edge, in a row, or others than the space; single spaces stay."""

HARMFUL = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters that are no blanks
    "\ud800-\udfff"  # halves of surrogate pairs
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates (UAX #9); plain marks stay
    "\ufeff\u00ad"  # unseen: byte order mark, soft hyphen
    "]+"
)

ACTIVE = re.compile(r"(?<!\w)[@/](?=\w)|(?<!\w)(?:tg|ton|tonsite)(?=://)", re.IGNORECASE)
"""What a chat client turns into a mention, a command or an own link by itself."""

PARAGRAPH_BREAKS = 1
"""More line breaks than this in a row of blanks begin a paragraph."""

WORD_JOINER = "\u2060"
MAX_URL = 2_048

MAX_CHARACTERS = 20_000
"""More than this of one text is never looked at: no screen shows it, and cleaning takes time."""


def clean(
    marked: MarkedText,
    *,
    breaks: bool = False,
    defuse: bool = False,
    at_most: int = MAX_CHARACTERS,
) -> MarkedText:
    """Return the text on one line, or with a line per paragraph, and its marks moved along.

    With `defuse` an invisible joiner keeps chat clients from making links of `@name`, `/command`
    and their own schemes. Only the first `at_most` characters are looked at.
    """
    if len(marked.text) > at_most:
        marked = replace(marked, text=marked.text[:at_most] + ELLIPSIS)
    seen = _rewrite(marked, HARMFUL, lambda _match: "")
    tidy = _rewrite(seen, BLANKS, _paragraph_or_blank if breaks else _blank)
    tidy = _rewrite(tidy, ACTIVE, _defused) if defuse else tidy
    return replace(tidy, marks=merge_marks(list(tidy.marks), len(tidy.text)))


def _rewrite(
    marked: MarkedText, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str]
) -> MarkedText:
    """Put other text in the place of each match; marks keep to what they marked."""
    pieces: list[str] = []
    froms, tos, starts, ends = [0], [0], [0], [0]
    at = 0
    for match in pattern.finditer(marked.text):
        pieces += [marked.text[at : match.start()], put(match)]
        starts.append(ends[-1] + len(pieces[-2]))
        ends.append(starts[-1] + len(pieces[-1]))
        froms.append(match.start())
        tos.append(match.end())
        at = match.end()
    if not pieces:
        return marked

    def moved(offset: int) -> int:
        nearest = bisect_right(froms, max(0, offset)) - 1
        if offset < tos[nearest]:
            return starts[nearest]
        return ends[nearest] + offset - tos[nearest]

    text = "".join([*pieces, marked.text[at:]])
    return MarkedText(text=text, marks=tuple((moved(s), moved(e)) for s, e in marked.marks))


def _blank(match: re.Match[str]) -> str:
    at_edge = match.start() == 0 or match.end() == len(match.string)
    return "" if at_edge else " "


def _paragraph_or_blank(match: re.Match[str]) -> str:
    is_paragraph = match[0].count("\n") > PARAGRAPH_BREAKS
    return "\n" if is_paragraph and _blank(match) else _blank(match)


def _defused(match: re.Match[str]) -> str:
    return match[0] + WORD_JOINER


def clean_line(text: str, *, defuse: bool = False, at_most: int = MAX_CHARACTERS) -> str:
    """Return the text on one line."""
    return clean(MarkedText(text=text), defuse=defuse, at_most=at_most).text


def safe_url(url: str) -> str:
    """Return a web address that may stand behind a link, "" when it may not.

    Only http and https with a dotted host pass: Telegram refuses others with a 400.
    """
    url = url.strip()
    if not url or len(url) > MAX_URL or HARMFUL.search(url) or any(map(str.isspace, url)):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    named = "." in host or ":" in host
    return url if parts.scheme.lower() in {"http", "https"} and named else ""
