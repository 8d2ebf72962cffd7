"""Own the full account of one story for a reader: all outlets, a longer summary, why it matched.

It tells a subscriber of its own rules only (G11).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsbot.db import ledger, mutes, reading, stories
from newsbot.domain.article import Article
from newsbot.domain.rule import Evidence
from newsbot.domain.subscriber import Subscriber
from newsbot.errors import NotFound
from newsbot.net.urls import url_key
from newsbot.services.desk import Desk
from newsbot.services.latest import subscribed_rules
from newsbot.stories import StoryArticle, summarize_story

SUMMARY_CHARS = 1_500
"""About a screen of a phone, and far below what a message holds."""

SUMMARY_SENTENCES = 12
ARTICLES_READ = 50
"""Of a story; the outlets of a larger one are not all named anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Hold one outlet's article of a story."""

    outlet: str
    title: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Hold one of the reader's rules that a story met, with what it saw in one article."""

    rule_id: int
    rule_name: str
    article: Article
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Hold a story in full. `tellings` are one an outlet, the first to tell it first."""

    story_id: int
    headline: str
    url: str
    summary: str
    language: str
    first_at: datetime
    last_at: datetime
    articles: int
    tellings: tuple[Telling, ...]
    reasons: tuple[Reason, ...]


async def story_of_delivery(desk: Desk, delivery_id: int) -> int:
    """Return the story that a delivery told. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        found = await mutes.subject_of(tx, delivery_id)
    if found is None:
        raise NotFound(f"there is no alert {delivery_id}")
    return found.story_id


async def story_at(desk: Desk, url: str) -> int:
    """Return the story of the article at an address. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        rows = await ledger.paths(tx, url=url, url_key=url_key(url), subscriber_id=0)
        found = await reading.find_articles(tx, [row.article_id for row in rows])
    for one in found.values():
        if one.story_id is not None:
            return one.story_id
    raise NotFound("no source had an article at this address")


async def brief(desk: Desk, story_id: int, reader: Subscriber | None) -> Brief:
    """Return the account of a story, with the reader's own rules that it met.

    Raises `NotFound`.
    """
    mine = [] if reader is None else await subscribed_rules(desk, reader.id)
    async with desk.db.reading() as tx:
        story = await stories.find(tx, story_id)
        if story is None:
            raise NotFound(f"there is no story {story_id}")
        selection = reading.Selection(story_id=story.id)
        told = await reading.select_articles(tx, selection, limit=ARTICLES_READ, oldest_first=True)
        met = await reading.matched_rules(tx, [one.id for one in told]) if mine else {}
    reasons: dict[int, Reason] = {}
    for one in told:
        for rule_id, rule_name, evidence in met.get(one.id, ()):
            if rule_id in mine:
                found = Reason(rule_id=rule_id, rule_name=rule_name, article=one, evidence=evidence)
                reasons.setdefault(rule_id, found)
    return Brief(
        story_id=story.id,
        headline=story.headline,
        url=story.url,
        summary=await asyncio.to_thread(_summary, told) or story.summary,
        language=story.language,
        first_at=story.first_at,
        last_at=story.last_at,
        articles=story.article_count,
        tellings=_tellings(told),
        reasons=tuple(reasons.values()),
    )


def _tellings(told: Sequence[Article]) -> tuple[Telling, ...]:
    """Return the first article of each outlet."""
    found: dict[str, Telling] = {}
    for one in told:
        outlet = one.source_title or one.source_name
        telling = Telling(outlet=outlet, title=one.title, url=one.url, at=one.effective_at)
        found.setdefault(outlet, telling)
    return tuple(found.values())


def _summary(told: Sequence[Article]) -> str:
    members = [
        StoryArticle(
            id=one.id,
            title=one.title,
            text=one.text,
            published=one.effective_at,
            language=one.language,
            url_key=one.url_key,
        )
        for one in told
    ]
    return summarize_story(members, max_chars=SUMMARY_CHARS, max_sentences=SUMMARY_SENTENCES)
