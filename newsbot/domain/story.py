"""Own the Story: the articles that tell the same event. Grouping itself lives in `stories`."""

from dataclasses import dataclass
from datetime import datetime


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
