"""Own what an editor sees of one story: its articles in time, their former headlines, evidence.

Rules that their owners keep private are left out (G17).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from newsbot.db import events, figures, reading, stories, versions
from newsbot.db.reading import Selection
from newsbot.db.rule_lists import find_many
from newsbot.domain.article import Article
from newsbot.domain.rule import Evidence
from newsbot.domain.story import Story, StoryEvent
from newsbot.errors import NotFound
from newsbot.services.desk import Desk
from newsbot.services.rulelists import is_private

ARTICLES = 200
"""Of a story; larger ones are no single event any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerTitle:
    """Hold a headline that an outlet changed, and when."""

    title: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Hold a rule that an article met."""

    rule_id: int
    name: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Hold one article of a story. `private` counts the rules that are not named."""

    article: Article
    former: tuple[FormerTitle, ...]
    matched: tuple[Matched, ...]
    private: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """Hold a story as an editor sees it; `alerts` counts those about it by state."""

    story: Story
    members: tuple[Member, ...]
    events: tuple[StoryEvent, ...]
    alerts: dict[str, int]


async def look(desk: Desk, story_id: int, *, reader: int | None = None) -> StoryView:
    """Return a story; a merged one is the story that took it in. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        story = await stories.find(tx, story_id)
        if story is None:
            raise NotFound(f"there is no story {story_id}; see: newsbot stories list")
        selection = Selection(story_id=story.id)
        articles = await reading.select_articles(tx, selection, limit=ARTICLES, oldest_first=True)
        ids = [one.id for one in articles]
        matched = await reading.matched_rules(tx, ids)
        rule_ids = sorted({rule_id for found in matched.values() for rule_id, _, _ in found})
        hidden = {rule.id for rule in await find_many(tx, rule_ids) if is_private(rule, reader)}
        former = await versions.of_articles(tx, ids)
        happened = await events.of_stories(tx, [story.id])
        alerts = await figures.alerts_of_story(tx, story.id)
    titles: dict[int, list[FormerTitle]] = defaultdict(list)
    now = {one.id: one.title for one in articles}
    for each in former:
        titles[each.article_id].append(FormerTitle(title=each.title, until=each.replaced_at))
    return StoryView(
        story=story,
        members=tuple(
            Member(
                article=one,
                former=_changed(titles[one.id], now[one.id]),
                matched=tuple(
                    Matched(rule_id=rule_id, name=name, evidence=evidence)
                    for rule_id, name, evidence in matched.get(one.id, ())
                    if rule_id not in hidden
                ),
                private=sum(rule_id in hidden for rule_id, _, _ in matched.get(one.id, ())),
            )
            for one in articles
        ),
        events=tuple(happened),
        alerts=alerts,
    )


def _changed(found: list[FormerTitle], present: str) -> tuple[FormerTitle, ...]:
    """Return the headlines that are no more, leaving out revisions of the text alone."""
    kept = []
    for number, one in enumerate(found):
        following = found[number + 1].title if number + 1 < len(found) else present
        if one.title != following:
            kept.append(one)
    return tuple(kept)


async def latest(desk: Desk, *, before_id: int | None = None, limit: int = 50) -> list[Story]:
    """Return stories, the newest first."""
    async with desk.db.reading() as tx:
        return await stories.latest(tx, limit=limit, before_id=before_id)


async def newest_articles(
    desk: Desk, *, before: tuple[datetime, int] | None = None, limit: int = 50
) -> list[Article]:
    """Return stored articles, the newest first; page by (effective_at, id)."""
    async with desk.db.reading() as tx:
        return await reading.select_articles(tx, Selection(), limit=limit, before=before)


async def article(desk: Desk, article_id: int) -> Article:
    """Return one article. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        found = await reading.find_article(tx, article_id)
    if found is None:
        raise NotFound(f"there is no article {article_id}; see: newsbot articles list")
    return found
