"""Own the pages of a long list and the buttons that turn them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from newsbot.bot.buttons import Verb, button
from newsbot.bot.replies import Keyboard

T = TypeVar("T")

BEFORE, AFTER = "‹", "›"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Hold one page of a list; pages count from 0."""

    items: Sequence[T]
    number: int
    last: int


def page_of(items: Sequence[T], number: int, size: int) -> Page[T]:
    """Return a page of a list; a number beyond its end, of an old button say, is the last one."""
    last = max(0, (len(items) - 1) // size)
    shown = min(max(0, number), last)
    return Page(items=items[shown * size : (shown + 1) * size], number=shown, last=last)


def turns(page: Page[T], verb: Verb, *before: int) -> Keyboard:
    """Return the row that turns pages, nothing for a single one.

    Its buttons carry the numbers `before`, then the page.
    """
    if page.last == 0:
        return ()
    back = [button(BEFORE, verb, *before, page.number - 1)] if page.number else []
    here = button(f"{page.number + 1}/{page.last + 1}", verb, *before, page.number)
    on = [button(AFTER, verb, *before, page.number + 1)] if page.number < page.last else []
    return ((*back, here, *on),)
