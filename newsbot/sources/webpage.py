"""Own the reading of a web page as a source: its list of news, by selectors or by its look.

It runs in the sandbox, since selectors and pages come from outside. It fetches no linked page.
"""

import re
from collections import defaultdict
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from newsbot.domain.entry import Notice
from newsbot.errors import Invalid, Malformed
from newsbot.sources import charset
from newsbot.sources.links import absolute, host_of
from newsbot.sources.pages import PageSelectors, known_selectors
from newsbot.sources.raw import NO_TEXT, RawDocument, RawEntry, RawText
from newsbot.sources.selectors import to_xpath

MAX_ITEMS: Final = 200
"""News taken from one page; front pages list about a hundred."""

MIN_HEADLINE_CHARS: Final = 20
"""A link's text from here on may be a headline; what is shorter is mostly navigation."""

MIN_HEADLINES: Final = 3
"""Fewer alike links are no list of news."""

MAX_HEADLINE_CHARS: Final = 300

_SIGNATURE_DEPTH: Final = 4
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer|header|sidebar|breadcrumb|comment|social|share|cookie|banner"
    r"|promo|related|popular|login|tag-?cloud)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")


def read_page(
    body: bytes, url: str, content_type: str, selectors: PageSelectors | None
) -> RawDocument:
    """Read a page's news. Raises `Malformed` when there are none, `Invalid` for a bad selector."""
    root = _parse(body, content_type)
    base = _first(root, ".//base/@href")
    document = RawDocument(
        kind="webpage",
        title=RawText(_first(root, ".//head/title/text()"), is_html=False),
        link=url,
        language=_first(root, "./@lang"),
        base=absolute(url, base) if base else "",
    )
    selectors = selectors or known_selectors(url)
    if selectors is not None:
        document.entries = _by_selectors(root, selectors)
        if not document.entries:
            raise Malformed(f"No element of the page fits the item selector {selectors.item!r}.")
        return document
    document.entries = _by_look(root, url)
    if not document.entries:
        raise Malformed("The page shows no list of news; name its items by a selector.")
    message = "The page's news were found by its look; a selector would be surer."
    document.notices.append(Notice(code="guessed_items", message=message))
    return document


def _parse(body: bytes, content_type: str) -> etree._Element:
    """Parse a page. Raises `Malformed`."""
    decoded = charset.decode(body, content_type)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        return lxml_html.document_fromstring(decoded.text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, ValueError) as exc:
        raise Malformed("The page cannot be read as HTML.") from exc


def _by_selectors(root: etree._Element, selectors: PageSelectors) -> list[RawEntry]:
    """Read the items that the selectors name."""
    entries = []
    for item in _elements(root, selectors.item)[:MAX_ITEMS]:
        link = _elements(item, selectors.link or "a[href]")
        anchor = item if not link and item.get("href") else next(iter(link), None)
        title = _elements(item, selectors.title) if selectors.title else []
        date = next(iter(_elements(item, selectors.date or "time")), None)
        text = next(iter(_elements(item, selectors.text)), None) if selectors.text else None
        image = next(iter(_elements(item, selectors.image or "img")), None)
        href = str(anchor.get("href") or "") if anchor is not None else ""
        named = title[0] if title else anchor
        entries.append(
            RawEntry(
                id=href,
                link=href,
                title=RawText(_headline(named), is_html=False) if named is not None else NO_TEXT,
                published=str(date.get("datetime") or _words(date)) if date is not None else "",
                summary=_markup(text) if text is not None else NO_TEXT,
                image=str(image.get("src") or "") if image is not None else "",
            )
        )
    return entries


def _by_look(root: etree._Element, url: str) -> list[RawEntry]:
    """Read the largest group of links that look alike and read like headlines."""
    groups: dict[tuple[str, ...], list[etree._Element]] = defaultdict(list)
    seen: set[str] = set()
    site = _site(url)
    for anchor in root.iter("a"):
        href = absolute(url, str(anchor.get("href") or ""))
        words = _words(anchor)
        if len(words) < MIN_HEADLINE_CHARS or href in seen or not href or _in_noise(anchor):
            continue
        if site and _site(href) != site:
            continue
        seen.add(href)
        groups[_signature(anchor)].append(anchor)
    weights = {key: sum(len(_words(one)) for one in group) for key, group in groups.items()}
    best = max(weights, key=lambda key: weights[key], default=None)
    if best is None or len(groups[best]) < MIN_HEADLINES:
        return []
    return [
        RawEntry(
            id=str(anchor.get("href") or ""),
            link=str(anchor.get("href") or ""),
            title=RawText(_headline(anchor), is_html=False),
            published=_near_date(anchor),
        )
        for anchor in groups[best][:MAX_ITEMS]
    ]


def _near_date(anchor: etree._Element) -> str:
    """Return the machine-readable date of the box that a headline stands in."""
    step: etree._Element | None = anchor
    for _ in range(_SIGNATURE_DEPTH):
        step = step.getparent() if step is not None else None
        if step is None:
            return ""
        dates = step.xpath(".//time/@datetime")
        if isinstance(dates, list) and len(dates) == 1:
            return str(dates[0])
    return ""


def _signature(anchor: etree._Element) -> tuple[str, ...]:
    """Return what alike links have in common: the elements around them, without numbers."""
    steps: list[str] = []
    step: etree._Element | None = anchor
    while step is not None and len(steps) < _SIGNATURE_DEPTH:
        classes = _NUMBERS.sub("", str(step.get("class") or ""))
        steps.append(f"{step.tag}.{' '.join(sorted(classes.split())[:3])}")
        step = step.getparent()
    return tuple(steps)


def _in_noise(anchor: etree._Element) -> bool:
    """Return whether a link stands in navigation, a footer or their like."""
    step: etree._Element | None = anchor
    while step is not None:
        if step.tag in {"nav", "footer", "aside", "form"}:
            return True
        if _NOISE.search(f"{step.get('class') or ''} {step.get('id') or ''}"):
            return step.tag not in {"body", "html"}
        step = step.getparent()
    return False


def _site(url: str) -> str:
    """Return the last two labels of a URL's host."""
    return ".".join(host_of(url).split(".")[-2:])


def _elements(element: etree._Element, selector: str) -> list[etree._Element]:
    """Return the elements that a selector finds. Raises `Invalid`."""
    try:
        found = element.xpath(to_xpath(selector))
    except etree.XPathError as exc:
        raise Invalid(f"The selector {selector!r} is no valid XPath: {exc}.") from exc
    if not isinstance(found, list):
        raise Invalid(f"The selector {selector!r} finds no elements but a value.")
    return [one for one in found if isinstance(one, etree._Element)]  # noqa: SLF001 - lxml's type


def _first(element: etree._Element, path: str) -> str:
    """Return the first text that an XPath finds, stripped."""
    found = element.xpath(path)
    return str(found[0]).strip() if isinstance(found, list) and found else ""


def _words(element: etree._Element) -> str:
    """Return an element's text on one line."""
    return " ".join("".join([str(part) for part in element.itertext()]).split())


def _headline(element: etree._Element) -> str:
    """Return an element's heading, else its first line, else its title attribute."""
    heading = next((one for one in element.iter("h1", "h2", "h3", "h4", "h5") if _words(one)), None)
    line = _words(heading) if heading is not None else _first_line(element)
    return line[:MAX_HEADLINE_CHARS] or str(element.get("title") or element.get("aria-label") or "")


def _first_line(element: etree._Element) -> str:
    """Return the text before the first line break that stands behind enough of it."""
    parts: list[str] = []
    nodes = element.xpath(".//text() | .//br")
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, str):
            parts.append(node)
        elif len("".join(parts).strip()) >= MIN_HEADLINE_CHARS:
            break
    return " ".join("".join(parts).split())


def _markup(element: etree._Element) -> RawText:
    """Return an element's markup, which the sanitiser cleans later."""
    return RawText(str(etree.tostring(element, encoding="unicode", method="html", with_tail=False)))
