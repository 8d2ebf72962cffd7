"""Own the reading of a page that was saved as plain text; markup is read by `page`."""

from collections import Counter
from collections.abc import Sequence

from newsbot.domain.article import Extracted
from newsbot.extract.address import web_address
from newsbot.extract.cleaning import PageWords, clean_lines
from newsbot.extract.guard import judge
from newsbot.extract.language import detect_language
from newsbot.extract.lines import Line, join_lines, line_key, split_lines, word_count
from newsbot.extract.signatures import DATE_LINE, SENTENCE_END

TOP_WINDOW = 25
"""Lines over the first paragraph in which the headline is looked for."""

PARAGRAPH_WORDS = 30
"""A line this long is running text; headlines stay below (8 to 20 words)."""

HEADLINE_WORDS = 3
"""Fewest words of a headline; menus and section names have one or two."""

ENOUGH_WORDS = 8
"""From this length on a line is as likely a headline as a longer one."""

NAME_WORDS = 5
"""Most words of a site's name."""


def extract_text(
    text: str,
    *,
    url: str = "",
    site_title: str = "",
    known_lines: frozenset[str] = frozenset(),
) -> Extracted:
    """Return the article in a page saved as plain text.

    What stands over the headline (day of saving, site name, slogan) is dropped. `published` stays
    None: nothing in plain text tells the day of the article from the day of saving.
    """
    lines = split_lines(text)
    at = headline_at(lines, site_title, known_lines)
    title = lines[at].text if at is not None else ""
    top, rest = (lines[:at], lines[at + 1 :]) if at is not None else ([], lines)
    site = site_title or site_name(top)
    words = PageWords(title=title, site=site, known_lines=known_lines)
    kept = clean_lines(rest, words)
    notice = judge(rest, kept, title=title, paid=False, stated=bool(title))
    body = join_lines(kept)
    return Extracted(
        title=title,
        language=detect_language(body or title),
        canonical_url=web_address(url),
        site=site,
        text="" if notice else body,
        warnings=(notice,) if notice else (),
    )


def headline_at(lines: Sequence[Line], site_title: str, known_lines: frozenset[str]) -> int | None:
    """Return where the headline stands: the line that is repeated, else the likeliest."""
    top: list[int] = []
    for at, line in enumerate(lines[:TOP_WINDOW]):
        if word_count(line.text) >= PARAGRAPH_WORDS:
            break
        top.append(at)
    keys = Counter(line_key(lines[at].text) for at in top)
    for at in top:
        if keys[line_key(lines[at].text)] > 1 and word_count(lines[at].text) >= HEADLINE_WORDS:
            return at
    furniture = {line_key(line) for line in (site_title, *known_lines)}
    fit = [
        at
        for at in top
        if word_count(lines[at].text) >= HEADLINE_WORDS
        and not SENTENCE_END.search(lines[at].text)
        and not DATE_LINE.match(lines[at].text.lower())
        and line_key(lines[at].text) not in furniture
    ]
    ranked = enumerate(fit)
    best = max(ranked, key=lambda item: _likeness(lines[item[1]], item[0]), default=None)
    return best[1] if best else None


def _likeness(line: Line, rank: int) -> tuple[int, int]:
    """Weigh a line as headline: long enough, and late, since names and slogans come first."""
    return min(word_count(line.text), ENOUGH_WORDS) + rank, rank


def site_name(top: Sequence[Line]) -> str:
    """Return the first short line over the headline that is no date."""
    return next(
        (
            line.text
            for line in top
            if word_count(line.text) <= NAME_WORDS and not DATE_LINE.match(line.text.lower())
        ),
        "",
    )
