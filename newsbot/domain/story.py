"""Own the Story: the articles that tell the same event. Grouping itself lives in `stories`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Hold what a reader is alerted about; `id` never changes, a merge leaves an alias."""

    id: int
    headline: str
    url: str
    summary: str
    language: str
    first_at: datetime
    last_at: datetime
    article_count: int


class StoryEventKind(StrEnum):
    """Say what happened to a story after it was first told."""

    UPDATE = "update"
    HEADLINE = "headline"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvent:
    """Hold one turn of a story that those who were told of it may want to hear.

    `article_id` is the article that was revised, None for a merge or a split (and for an article
    past its retention). `before` and `after` are both headlines (HEADLINE, WITHDRAWN), or `after`
    alone is the sentence that corrects or is new (CORRECTION, UPDATE), "" where nothing is said.
    `other_id` is the story that was taken in or split off, else None. `id` is 0 until stored.
    """

    story_id: int
    article_id: int | None
    kind: StoryEventKind
    at: datetime
    before: str = ""
    after: str = ""
    other_id: int | None = None
    id: int = 0
