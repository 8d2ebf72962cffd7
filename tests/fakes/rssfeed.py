"""Own small RSS documents that grow, as a newspaper's do; it serves nothing."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

SYLLABLES = ("ba", "co", "di", "fu", "ga", "lo", "me", "ni", "pu", "ra", "so", "ti", "vu", "ze")
WORDS_OF_AN_ITEM = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Hold one item as the newspaper writes it."""

    id: str
    title: str
    text: str = ""
    url: str = ""


def item(number: int, keyword: str = "NATO", *, home: str = "https://paper.example") -> Item:
    """Return item `number`: always the same, about `keyword`, and otherwise in words of its own.

    The words have no meaning, so that two items never look like one story.
    """
    dice = random.Random(number)
    words = ["".join(dice.choices(SYLLABLES, k=4)) for _ in range(WORDS_OF_AN_ITEM)]
    return Item(
        id=f"{home}/item/{number}",
        title=f"{keyword} {token(number)} {' '.join(words[:4])}",
        text=f"{' '.join(words[4:])}: so said {words[0]} of {token(number)}.",
        url=f"{home}/{number}",
    )


def token(number: int) -> str:
    """Return the word by which an item is known in the messages that tell it."""
    return f"x{number:06d}x"


@dataclass(slots=True, kw_only=True)
class Paper:
    """Write items; the document shows the newest ones first."""

    name: str = "The Paper"
    home: str = "https://paper.example"
    window: int = 100
    items: list[Item] = field(default_factory=list)

    def write(self, keyword: str = "NATO") -> Item:
        """Add one more item about `keyword` and return it."""
        written = item(len(self.items) + 1, keyword, home=self.home)
        self.items.append(written)
        return written

    def rss(self) -> str:
        """Return the document."""
        return rss(self.items[: -self.window - 1 : -1], title=self.name, home=self.home)


def rss(
    items: Sequence[Item], *, title: str = "The Paper", home: str = "https://paper.example"
) -> str:
    """Return an RSS 2.0 document of these items, in their order."""
    told = "".join(
        f"<item><guid isPermaLink='false'>{escape(each.id)}</guid>"
        f"<title>{escape(each.title)}</title><link>{escape(each.url)}</link>"
        f"<description>{escape(each.text)}</description></item>"
        for each in items
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel>"
        f"<title>{escape(title)}</title><link>{escape(home)}/</link>"
        f"<description>News</description><language>en</language>{told}</channel></rss>"
    )
