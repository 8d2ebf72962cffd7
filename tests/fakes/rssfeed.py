"""Own small RSS documents that grow, as a newspaper's do; it serves nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

WORDS = ("amber", "basalt", "cedar", "delta", "ember", "fjord", "garnet", "iris", "juniper", "kelp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Hold one item as the newspaper writes it."""

    id: str
    title: str
    text: str = ""
    url: str = ""


@dataclass(slots=True, kw_only=True)
class Paper:
    """Write items, the newest first; each is a story of its own, told in words of its own."""

    name: str = "The Paper"
    home: str = "https://paper.example"
    window: int = 30
    items: list[Item] = field(default_factory=list)

    def write(self, keyword: str = "NATO") -> Item:
        """Add one more item about `keyword` and return it."""
        number = len(self.items) + 1
        digits = f"{number:04d}"
        words = " ".join(
            WORDS[(int(digit) + 3 * place) % len(WORDS)] for place, digit in enumerate(digits)
        )
        item = Item(
            id=f"{self.home}/item/{number}",
            title=f"{keyword} number{number} {words}",
            text=f"What {keyword} did with number{number}: {words}.",
            url=f"{self.home}/{number}",
        )
        self.items.append(item)
        return item

    def rss(self) -> str:
        """Return the document of the newest items."""
        newest = self.items[: -self.window - 1 : -1]
        return rss(newest, title=self.name, home=self.home)


def rss(
    items: Sequence[Item], *, title: str = "The Paper", home: str = "https://paper.example"
) -> str:
    """Return an RSS 2.0 document of these items, in their order."""
    told = "".join(
        f"<item><guid isPermaLink='false'>{escape(item.id)}</guid>"
        f"<title>{escape(item.title)}</title><link>{escape(item.url)}</link><description>{escape(item.text)}</description></item>"
        for item in items
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel>"
        f"<title>{escape(title)}</title><link>{escape(home)}/</link>"
        f"<description>News</description><language>en</language>{told}</channel></rss>"
    )
