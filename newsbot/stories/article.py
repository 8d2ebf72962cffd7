"""Own the StoryArticle: what this room needs to know of an article, and no more."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """Hold an article as the grouper and the summaries read it.

    `published` is aware UTC and counts as the article's place in time; `url_key` is the canonical
    URL without scheme and host noise ("" when unknown); `language` is a BCP 47 tag or "".
    """

    id: int
    title: str
    text: str
    published: datetime
    language: str = ""
    url_key: str = ""
