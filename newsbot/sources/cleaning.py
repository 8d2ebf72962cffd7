"""Own the one sanitiser for markup from outside (G10); plain text is made in `plaintext`.

Input is capped in size and nesting before nh3 sees it: its time is quadratic in both.
"""

import re
from collections import Counter
from html import escape
from typing import Final

import nh3

from newsbot.sources.links import embedded

MAX_MARKUP_CHARS: Final = 2_000_000
"""One entry's markup; a whole book has less. Beyond it only the text is kept."""

MAX_OPEN_STYLES: Final = 150
"""Unclosed `<b>`, `<font>` and their like: HTML repeats each of them in every later paragraph,
so that 250 of them with as many `<p>` grow from 3 to 220 KB, and 2,000 to 14 MB (measured)."""

MAX_OPEN_TAGS: Final = 1000
"""Nesting of the others: 1,000 take 2 ms, 8,000 take 112 ms (measured)."""

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

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
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

_IMAGE = re.compile(r'<img\b[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_ATTRIBUTE = re.compile(r'\s([a-z]+)="([^"]*)"')
_COUNTER = re.compile(
    r"//(?:[^/]*\.)?(?:doubleclick\.net|google-analytics\.com|scorecardresearch\.com|quantserve\.com"
    r"|statcounter\.com|pheedo\.com|feedsportal\.com/c/|pixel\.wp\.com|stats\.wordpress\.com"
    r"|feeds\.wordpress\.com|pixel\.quantserve\.com|imrworldwide\.com|chartbeat\.net|medium\.com/_/stat)"
    r"|/~r/|/~4/|/piwik\.php|/matomo\.php|[./_-](?:tracking[-_]?)?pixel\.(?:gif|png|php)|count\.gif",
    re.IGNORECASE,
)
"""Hosts and paths that only count readers (seen in feeds)."""

_LARGEST_PIXEL: Final = 2


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
        if "<" not in markup and "&" not in markup and ">" not in markup:
            return markup
        if is_excessive(markup):
            return None
        self._base = base
        cleaned = str(self._cleaner.clean(markup))
        return _without_pixels(cleaned) if "<img" in cleaned else cleaned

    def _resolve(self, url: str) -> str | None:
        return embedded(self._base, url)


def without_tags(markup: str) -> str:
    """Return what is left of markup that cannot be cleaned: its text, escaped."""
    return escape(_ANY_TAG.sub(" ", markup[:MAX_MARKUP_CHARS]), quote=False)


def is_excessive(markup: str) -> bool:
    """Return whether markup is too long or too deeply nested to be cleaned."""
    if len(markup) > MAX_MARKUP_CHARS:
        return True
    if markup.count("<") <= MAX_OPEN_STYLES:
        return False
    open_tags: Counter[str] = Counter()
    styles = depth = 0
    for slash, name in _TAG.findall(markup):
        tag = name.lower()
        step = 0 if tag in _NEVER_NESTED else 1
        if slash:
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
    return _IMAGE.sub(lambda match: "" if _is_pixel(match[0]) else match[0], cleaned)


def _is_pixel(tag: str) -> bool:
    """Return whether an image only counts its readers."""
    attributes: dict[str, str] = dict(_ATTRIBUTE.findall(tag))
    source = attributes.get("src", "")
    if not source:
        return True
    for name in ("width", "height"):
        size = attributes.get(name, "").removesuffix("px")
        if size.isascii() and size.isdigit() and int(size[:9]) <= _LARGEST_PIXEL:
            return True
    return _COUNTER.search(source) is not None
