"""Own the record of what happened to stories as their articles were revised; it tells nobody.

Written in the transaction of the articles themselves: each revision is an event once or never.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsbot.db import Tx, events, versions
from newsbot.domain.article import Article
from newsbot.domain.story import StoryEvent, StoryEventKind
from newsbot.pipeline.enrich import PAGE_GONE
from newsbot.stories import Change, Wording, compare, is_corrected_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Hold an article that was written, with its story; `joined` one that was there before it."""

    article: Article
    story_id: int
    joined: bool


async def record(tx: Tx, placed: Sequence[Placed], now: datetime) -> list[StoryEvent]:
    """Record what the revised ones of these articles mean to their stories, and corrections.

    Returns the events as they were stored.
    """
    revised = [one.article.id for one in placed if one.article.revision > 1]
    former = await versions.latest(tx, revised) if revised else {}
    happened: list[StoryEvent] = []
    for one in placed:
        before = former.get(one.article.id)
        if before is not None:
            wording = Wording(title=before.title, text=before.text)
            happened += _revised(one, wording, now)
        elif one.joined and is_corrected_title(one.article.title):
            happened.append(_event(one, StoryEventKind.CORRECTION, now, after=one.article.title))
    ids = await events.add(tx, happened) if happened else []
    return [replace(one, id=stored) for one, stored in zip(happened, ids, strict=True)]


def _revised(one: Placed, before: Wording, now: datetime) -> list[StoryEvent]:
    article = one.article
    gone = any(notice.code == PAGE_GONE for notice in article.warnings)
    found = compare(before, Wording(title=article.title, text=article.text), gone=gone)
    if found.change == Change.COSMETIC:
        return []
    kind = StoryEventKind(found.change.value)
    return [_event(one, kind, now, before=found.before, after=found.after)]


def _event(
    one: Placed, kind: StoryEventKind, now: datetime, *, before: str = "", after: str = ""
) -> StoryEvent:
    return StoryEvent(
        story_id=one.story_id,
        article_id=one.article.id,
        kind=kind,
        at=now,
        before=before,
        after=after,
    )
