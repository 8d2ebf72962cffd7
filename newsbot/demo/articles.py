"""Own the news of the demo: read the package's own copy and date it from a given moment.

It renders nothing; pages and feeds are made of its values elsewhere.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import resources
from typing import Any, Final

from newsbot.demo.wording import on_day, on_eve

FIRST_STAGE: Final = 1
LAST_STAGE: Final = 2
"""What the outlets carry when the demo starts, and after they grew."""

_CROSSHEAD = "## "
_LINK = "-> "


class BlockKind(StrEnum):
    """Name the parts of an article's body."""

    PARAGRAPH = "paragraph"
    CROSSHEAD = "crosshead"
    SEE_ALSO = "see-also"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Hold one part of a body as plain text; `target` is where a see-also link leads."""

    kind: BlockKind
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRule:
    """Hold a rule that the demo shows, in the product's query language."""

    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOutlet:
    """Hold an invented outlet. `format` is rss, atom or rdf; `trending` are links of its menu."""

    key: str
    name: str
    slogan: str
    place: str
    language: str
    format: str
    document: str
    sections: tuple[str, ...]
    trending: tuple[str, ...]

    @property
    def home_path(self) -> str:
        """Return the path of its front page."""
        return f"/{self.key}/"

    @property
    def feed_path(self) -> str:
        """Return the path of its feed."""
        return f"/{self.key}/{self.document}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """Hold an invented article, dated.

    `story` names the event that it tells and `matches` the demo rules that hold for its title
    and text: both say what the product should find, and are shown to nobody.
    `second_headline` is the headline once more in other quotation marks, `odd_date` and
    `double_escaped` ask for two faults that feeds in the wild have.
    """

    outlet: DemoOutlet
    slug: str
    stage: int
    published: datetime
    language: str
    story: str
    matches: tuple[str, ...]
    title: str
    second_headline: str
    teaser: str
    author: str
    section: str
    tags: tuple[str, ...]
    blocks: tuple[Block, ...]
    odd_date: bool
    double_escaped: bool

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return f"/{self.outlet.key}/news/{self.slug}"

    @property
    def picture_path(self) -> str:
        """Return the path of its illustration."""
        return f"/{self.outlet.key}/pictures/{self.slug}.svg"

    @property
    def text(self) -> str:
        """Return what it says, paragraphs separated by an empty line, without see-also links."""
        own = (block.text for block in self.blocks if block.kind is not BlockKind.SEE_ALSO)
        return "\n\n".join(own)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPress:
    """Hold all outlets, their articles (oldest first), and the rules; `now` is the demo's start."""

    now: datetime
    outlets: tuple[DemoOutlet, ...]
    articles: tuple[DemoArticle, ...]
    rules: tuple[DemoRule, ...]

    def newest_first(self, outlet: DemoOutlet, stage: int) -> tuple[DemoArticle, ...]:
        """Return what an outlet carries at a stage, in the order of its front page."""
        return tuple(
            article
            for article in reversed(self.articles)
            if article.outlet == outlet and article.stage <= stage
        )


def load_press(now: datetime) -> DemoPress:
    """Read the package's own news and date it back from `now`, an aware time.

    The same `now` gives the same press; seconds are dropped, as editors do.
    """
    start = now.astimezone(UTC).replace(second=0, microsecond=0)
    manuscript = resources.files("newsbot.demo").joinpath("articles.toml").read_text("utf-8")
    tables = tomllib.loads(manuscript)
    outlets = tuple(_outlet(table) for table in tables["outlet"])
    by_key = {outlet.key: outlet for outlet in outlets}
    bodies = {table["slug"]: table.get("body", "") for table in tables["article"]}
    articles = [
        _article(table, by_key[table["outlet"]], bodies, start) for table in tables["article"]
    ]
    return DemoPress(
        now=start,
        outlets=outlets,
        articles=tuple(sorted(articles, key=lambda article: article.published)),
        rules=tuple(DemoRule(name=table["name"], query=table["query"]) for table in tables["rule"]),
    )


def _outlet(table: dict[str, Any]) -> DemoOutlet:
    lists = {key: tuple(table[key]) for key in ("sections", "trending")}
    return DemoOutlet(**{**table, **lists})


def _article(
    table: dict[str, Any], outlet: DemoOutlet, bodies: dict[str, str], now: datetime
) -> DemoArticle:
    published = now - timedelta(minutes=table["minutes_ago"])
    language = table.get("language", outlet.language)
    body = bodies[table.get("body_of", table["slug"])]
    body = body.format(on_day=on_day(published, language), on_eve=on_eve(published, language))
    return DemoArticle(
        outlet=outlet,
        slug=table["slug"],
        stage=table["stage"],
        published=published,
        language=language,
        story=table["story"],
        matches=tuple(table["matches"]),
        title=table["title"],
        second_headline=table.get("second_headline", ""),
        teaser=table["teaser"],
        author=table["author"],
        section=table["section"],
        tags=tuple(table["tags"]),
        blocks=tuple(_block(part) for part in body.strip().split("\n\n")),
        odd_date=table.get("odd_date", False),
        double_escaped=table.get("double_escaped", False),
    )


def _block(part: str) -> Block:
    if part.startswith(_CROSSHEAD):
        return Block(kind=BlockKind.CROSSHEAD, text=part.removeprefix(_CROSSHEAD))
    if part.startswith(_LINK):
        target, _, text = part.removeprefix(_LINK).partition(" | ")
        return Block(kind=BlockKind.SEE_ALSO, text=text, target=target)
    return Block(kind=BlockKind.PARAGRAPH, text=part)
