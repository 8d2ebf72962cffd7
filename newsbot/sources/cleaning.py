"""Own the one sanitiser for markup from outside (G10); plain text is made in `plaintext`.

Input is capped in size and nesting before nh3 sees it: its time is quadratic in both.
"""

import re
from collections import Counter
from html import escape
from typing import Final

import nh3

from newsbot.sources.links import embedded
from newsbot.sources.plaintext import resolve_entities

MAX_MARKUP_CHARS: Final = 2_000_000
"""One entry's markup; a whole book has less. Beyond it only the text is kept."""

MAX_OPEN_STYLES: Final = 150
"""Unclosed `<b>`, `<font>` and their like: HTML repeats each of them in every later paragraph,
so that 250 of them with as many `<p>` grow from 3 to 220 KB, and 2,000 to 14 MB (measured)."""

MAX_OPEN_TAGS: Final = 1000
"""Nesting of the others: 1,000 take 2 ms, 8,000 take 112 ms (measured)."""

MAX_GROWTH: Final = 3
GROWTH_FLOOR_CHARS: Final = 4096
"""Cleaning escapes and closes, which adds a half at most; more is made to fill memory."""

TAGS: Final = frozenset(
    {
        *("a", "abbr", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br"),
        *("caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn"),
        *("div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre"),
        *("q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strike"),
        *("strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("time", "tr", "tt", "u", "ul", "var", "video", "wbr"),
    }
)
"""What may remain: text, lists, tables, pictures, sound and film. No form, frame, style or id."""

_DROPPED_WITH_CONTENT: Final = frozenset(
    {
        *("script", "style", "template", "svg", "math", "title", "textarea", "select", "option"),
        *("button", "xmp", "noembed", "noframes", "iframe", "object", "applet", "head"),
    }
)

_ATTRIBUTES: Final = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "audio": {"controls", "src"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "title", "width"},
    "ins": {"cite", "datetime"},
    "ol": {"reversed", "start"},
    "q": {"cite"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"controls", "height", "poster", "src", "width"},
}

_URL_SCHEMES: Final = {"http", "https", "mailto"}

_TAG = re.compile(r"<(/?[A-Za-z][^\s/>]*)")
_ANY_TAG = re.compile(r"<[!/?A-Za-z][^<>]*>?")
_STYLES: Final = frozenset(
    {
        *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong"),
        *("tt", "u"),
    }
)
"""The formatting elements of the HTML standard (13.2.4.3)."""

_NEVER_NESTED: Final = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "option"),
    }
)
"""Void elements, and those that the next of their kind closes."""

_SWALLOWERS: Final = (
    *("iframe", "object", "textarea", "title", "select", "button", "noembed", "noframes", "xmp"),
    *("svg", "math", "template", "script", "style"),
)
_SWALLOWS = re.compile(
    r"<(?:[iI][fF]|[oO][bB]|[tT](?:[eE][xXmM]|[iI][tT])|[sS](?:[eE][lL]|[vV]|[cC]|[tT][yY])|[bB][uU]"
    r"|[nN][oO][eEfF]|[xX]|[mM][aA][tT])"
)
"""Whether one of them may be there: by first letters, twice as fast as ignoring case."""
_SELF_CLOSED = re.compile(rf"<(?:{'|'.join(_SWALLOWERS)})\b[^<>]*/>", re.IGNORECASE)

_IMAGE = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r'\s([a-z]+)="([^"]*)"')
_SIZES: Final = ('="0"', '="1"', '="2"', '="0px"', '="1px"')
_TINY = re.compile(r'\s(?:width|height)="[0-2](?:px)?"')

_COUNTER_DOMAINS: Final = frozenset(
    {
        *("doubleclick.net", "google-analytics.com", "scorecardresearch.com", "statcounter.com"),
        *("quantserve.com", "pheedo.com", "feedsportal.com", "imrworldwide.com", "chartbeat.net"),
    }
)
_COUNTER_HOSTS: Final = frozenset(
    {"pixel.wp.com", "stats.wordpress.com", "feeds.wordpress.com", "b.scorecardresearch.com"}
)
_COUNTER_PATHS: Final = (
    *("/~r/", "/~4/", "/piwik.php", "/matomo.php", "/count.gif", "/_/stat?", "pixel.gif"),
    "pixel.png",
)
"""Domains, hosts and paths of pictures that only count readers (seen in feeds)."""


class Sanitiser:
    """Clean markup. One instance serves one thread: the base of the call in progress is kept."""

    def __init__(self) -> None:
        self._base = ""
        self._cleaner = nh3.Cleaner(
            tags=set(TAGS),
            clean_content_tags=set(_DROPPED_WITH_CONTENT),
            attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
            url_schemes=set(_URL_SCHEMES),
            url_relative=self._resolve,
            strip_comments=True,
            link_rel="noopener noreferrer",
        )

    def clean(self, markup: str, base: str = "") -> str | None:
        """Return safe markup with absolute URLs, None for what is too deep or too long."""
        if "<" not in markup:
            return escape(resolve_entities(markup), quote=False) if "&" in markup else markup
        if is_excessive(markup):
            return None
        if _SWALLOWS.search(markup):
            markup = _without_swallowers(markup)
        self._base = base
        cleaned = str(self._cleaner.clean(markup))
        if len(cleaned) > MAX_GROWTH * len(markup) + GROWTH_FLOOR_CHARS:
            return None
        return _without_pixels(cleaned) if "<img" in cleaned else cleaned

    def _resolve(self, url: str) -> str | None:
        return embedded(self._base, url)


def _without_swallowers(markup: str) -> str:
    """Take out what HTML would let swallow the rest of the text because nothing closes it.

    Blogger writes `<iframe ... />`; only XML knows that this is the end of it.
    """
    markup = _SELF_CLOSED.sub("", markup)
    lowered = markup.lower()
    for name in _SWALLOWERS:
        if f"<{name}" in lowered and f"</{name}" not in lowered:
            markup = re.sub(rf"<{name}\b[^<>]*>", "", markup, flags=re.IGNORECASE)
    return markup


def without_tags(markup: str) -> str:
    """Return what is left of markup that cannot be cleaned: its text, escaped."""
    return escape(_ANY_TAG.sub(" ", markup[:MAX_MARKUP_CHARS]), quote=False)


def is_excessive(markup: str) -> bool:
    """Return whether markup is too long or too deeply nested to be cleaned."""
    if len(markup) > MAX_MARKUP_CHARS:
        return True
    if markup.count("<") - markup.count("</") <= 2 * MAX_OPEN_STYLES:
        return False  # half of them styles, half paragraphs is the worst that this few can do
    tags = [tag.lower() for tag in _TAG.findall(markup)]
    counts = Counter(tags)
    opened = sum(count for tag, count in counts.items() if tag[0] != "/")
    styles = sum(counts[tag] for tag in _STYLES)
    if opened <= MAX_OPEN_TAGS and styles <= MAX_OPEN_STYLES:
        return False
    return _nests_too_deep(tags)


def _nests_too_deep(tags: list[str]) -> bool:
    """Return whether more tags are open at once than may be; a stray end tag closes nothing."""
    open_tags: Counter[str] = Counter()
    styles = depth = 0
    for name in tags:
        tag = name.removeprefix("/")
        step = 0 if tag in _NEVER_NESTED else 1
        if tag is not name:
            step = -step if open_tags[tag] else 0
        open_tags[tag] += step
        depth += step
        styles += step if tag in _STYLES else 0
        if depth > MAX_OPEN_TAGS or styles > MAX_OPEN_STYLES:
            return True
    return False


def first_image(cleaned: str) -> str:
    """Return the address of the first picture in cleaned markup, "" when there is none."""
    if "<img" not in cleaned:
        return ""
    for match in _IMAGE.finditer(cleaned):
        attributes: dict[str, str] = dict(_ATTRIBUTE.findall(match[0]))
        if source := attributes.get("src", ""):
            return source.replace("&amp;", "&")
    return ""


def _without_pixels(cleaned: str) -> str:
    """Take out pictures that nobody sees, and those that lost their address."""
    tags = [part[: part.find('">') + 1] for part in cleaned.split("<img")[1:]]
    if not any(map(_is_pixel, tags)):
        return cleaned
    return _IMAGE.sub(lambda match: "" if _is_pixel(match[0]) else match[0], cleaned)


def _is_pixel(tag: str) -> bool:
    """Return whether an image shows nothing: it lost its address, or only counts its readers."""
    start = tag.find(' src="')
    if start < 0:
        return True
    if any(map(tag.__contains__, _SIZES)) and _TINY.search(tag):
        return True
    source = tag[start + len(' src="') : tag.find('"', start + len(' src="'))]
    host = source.split("/", 3)[2] if "//" in source else ""
    if host in _COUNTER_HOSTS or ".".join(host.rsplit(".", 2)[-2:]) in _COUNTER_DOMAINS:
        return True
    return any(map(source.__contains__, _COUNTER_PATHS))
