"""Own the cut of whole branches that by tag or by name hold no article.

It judges by names only; what a branch says is judged line by line in `cleaning`.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from lxml.html import HtmlElement

from newsbot.extract.paragraphs import paragraph_length, text_length

_NEVER = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "nav",
        "footer",
        "aside",
        "button",
        "select",
        "textarea",
        "input",
        "dialog",
        "menu",
        "link",
        "meta",
        "figcaption",
    }
)
"""Tags that hold no running text of an article (HTML Standard); trafilatura drops most as well."""

_NAMED = re.compile(
    r"""(?:^|[\s_-])(?:
    related|recirc\w*|recommend(?:ed|ation|ations|er)?|read-?(?:more|next|also)|also-?read|see-?also
    |more-?(?:stories|news|articles|from|like|on)|most-?(?:read|popular|viewed|recent)|trending
    |popular-?(?:posts|stories|news)|you-?(?:may|might)-?(?:also-?)?like|up-?next|next-?(?:up|article)
    |newsletters?|sign-?up|subscri(?:be|ption|ptions)|opt-?in|mc4wp\w*|mailchimp|mailing-?list
    |share|shares|sharing|share-?(?:bar|buttons?|tools?)|social|socials|addthis\w*|addtoany\w*
    |sharedaddy|jp-relatedposts|yarpp\w*|outbrain|taboola|zergnet|revcontent|disqus\w*
    |comments?-?(?:list|area|section|container|wrap\w*|form|thread)?|respond
    |captions?|credits?|photo-?credit|image-?(?:caption|credit)|wp-caption-text
    |author-?(?:bio|box|info|card|description)|about-?(?:the-?)?author|bio-?box
    |cookies?|cookie-?\w+|gdpr|consent|ad|ads|advert|advertisement|advertising|adsbygoogle|ad-?slot
    |sponsored|promo|promos|promotion|promoted|breadcrumbs?|pagination|pager|tags|tag-?list|post-?tags
    |entry-?(?:tags|footer)|skip-?(?:link|to-content)|sr-only|screen-?reader-?text
    |visually-?hidden|visuallyhidden|toolbar|login|log-?in|modal|popup|pop-up|lightbox|donat(?:e|ion)
    |correction-?form|feedback|rating|poll|ticker|livestream-?bar|weather
    )(?:$|[\s_-])""",
    re.VERBOSE,
)
"""Names of branches by class or id, as whole words of them."""

_KEEPS = frozenset({"html", "body", "main", "article"})
_LARGE_SHARE = 0.3
"""A named branch with more of the page's text than this is a wrapper, not furniture."""

_LEAST_LENGTH = 400
"""With less text in paragraphs than this, a page has its text in blocks of other kinds."""

_HEADER_SHARE = 0.15
"""Text in paragraphs that may stand over a headline and still be no article: notices, teasers."""

Length = Callable[[HtmlElement], int]


def prune(tree: HtmlElement, heading: HtmlElement | None = None) -> None:
    """Cut furniture out of a tree in place; `heading` is the element that shows the headline.

    A branch that holds the headline or a large share of the page's text stays, whatever its name.
    What stands before the headline goes when it has little of the page's text.
    """
    for element in list(tree.iter(*_NEVER)):
        if element.getparent() is not None:
            element.drop_tree()
    length = paragraph_length if paragraph_length(tree) >= _LEAST_LENGTH else text_length
    whole = length(tree)
    if heading is not None:
        _cut_before(heading, length, whole)
    stack = [tree]
    while stack:
        element = stack.pop()
        if _is_furniture(element) and not _is_wrapper(element, length, whole):
            element.drop_tree()
        else:
            stack.extend(element)
    _open_layout_tables(tree)


def _cut_before(heading: HtmlElement, length: Length, whole: int) -> None:
    """Cut the branches that end before the headline, up to the body."""
    blocks = [heading, *heading.iterancestors()]
    inner = [block for block in blocks if block.tag not in {"body", "html"}]
    if len(inner) == len(blocks):
        return
    before = [branch for block in inner for branch in block.itersiblings(preceding=True)]
    if sum(map(length, before)) > _HEADER_SHARE * whole:
        return
    for branch in before:
        branch.drop_tree()
    for block in inner:
        parent = block.getparent()
        if parent is not None:
            parent.text = None


def _open_layout_tables(tree: HtmlElement) -> None:
    """Make plain blocks of tables that arrange a page: a cell of theirs has paragraphs."""
    for table in tree.iter("table"):
        cells = table.iter("td")
        if any(next(cell.iter("p", "h1", "table"), None) is not None for cell in cells):
            for part in table.iter("table", "tbody", "tr", "td", "th", "thead"):
                part.tag = "div"


def _is_furniture(element: HtmlElement) -> bool:
    attributes = element.attrib
    if not attributes or element.tag in _KEEPS or element.getparent() is None:
        return False
    if _is_named(attributes.get("class", ""), attributes.get("id", "")):
        return True
    style = attributes.get("style")
    return "hidden" in attributes or bool(
        style and "display:none" in style.replace(" ", "").lower()
    )


@lru_cache(maxsize=16_384)
def _is_named(classes: str, identifier: str) -> bool:
    """Say whether class or id names furniture; the elements of a page share few names."""
    return bool(_NAMED.search(f"{classes} {identifier}".lower()))


def _is_wrapper(element: HtmlElement, length: Length, whole: int) -> bool:
    if len(element) == 0:
        return False
    if next(element.iter("h1"), None) is not None:
        return True
    return length(element) > _LARGE_SHARE * whole
