"""Own how people name the selectors of a web page: `item=article`, `title=h2 a`. It reads no page.

A selector without a part's name in front is the item's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from newsbot.errors import Invalid
from newsbot.sources import PageSelectors
from newsbot.sources.selectors import to_xpath

PARTS = tuple(one.name for one in fields(PageSelectors))


def parse_select(given: Iterable[str]) -> dict[str, str]:
    """Return selectors by part. Raises `Invalid` for a doubled part or one that is no selector."""
    found: dict[str, str] = {}
    for text in given:
        name, equals, selector = text.partition("=")
        part = name.strip().lower()
        if not equals or part not in PARTS:
            part, selector = "item", text
        if part in found:
            raise Invalid(f"the selector for {part!r} was given twice")
        selector = selector.strip()
        if not selector:
            raise Invalid(f"the selector for {part!r} is empty; write {part}=article")
        to_xpath(selector)
        found[part] = selector
    if found and "item" not in found:
        raise Invalid("the items have no selector; add one, such as --select 'item=article'")
    return found


def check_select(kind: str, select: Mapping[str, str]) -> None:
    """See that selectors belong to a web page. Raises `Invalid`."""
    if select and kind != "webpage":
        raise Invalid("selectors are for web pages; add --kind webpage, or leave --select out")


def selectors_of(select: Mapping[str, str]) -> PageSelectors | None:
    """Return the reader's selectors, None where the page's look decides."""
    return PageSelectors(**select) if select else None
