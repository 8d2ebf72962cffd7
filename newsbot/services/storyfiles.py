"""Own grouping and summaries of files (JSON lines or plain text), as the CLI offers them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from newsbot.errors import Invalid
from newsbot.extract import detect_language
from newsbot.net.urls import page_key
from newsbot.services.matchfiles import read_json_lines
from newsbot.stories import Grouper, StoryArticle, summarize_story
from newsbot.stories import summarize as summarize_text

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Articles without a time arrive in the order of the file, within one window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileArticle:
    """Hold an article of a file."""

    id: Any
    title: str
    text: str
    language: str
    url: str
    published: datetime | None


def read_articles(text: str, origin: str) -> list[FileArticle]:
    """Return the articles of a JSON lines text. Raises `Invalid`."""
    return [
        FileArticle(
            id=line["id"],
            title=str(line.get("title") or ""),
            text=str(line.get("text") or ""),
            language=str(line.get("lang") or "") or detect_language(_words(line)),
            url=str(line.get("url") or ""),
            published=_time(line.get("published"), origin, line["id"]),
        )
        for line in read_json_lines(text, origin)
    ]


def _words(line: dict[str, Any]) -> str:
    return f"{line.get('title') or ''}\n{line.get('text') or ''}"


def _time(stated: object, origin: str, article_id: object) -> datetime | None:
    if not stated:
        return None
    try:
        at = datetime.fromisoformat(str(stated))
    except ValueError as exc:
        raise Invalid(
            f"{origin}: article {article_id!r} has an unreadable time {stated!r}; "
            "write RFC 3339, such as 2026-01-31T12:00:00Z"
        ) from exc
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def group(articles: list[FileArticle], window: timedelta) -> list[tuple[Any, Any]]:
    """Return (id, story) in the order of the file; a story bears the id of its first article.

    Articles are judged as they would arrive: by `published`, else by their place in the file.
    """
    dated = [
        (one.published or UNDATED + timedelta(microseconds=place), place, one)
        for place, one in enumerate(articles)
    ]
    grouper = Grouper(window=window)
    told: list[tuple[int, int]] = []
    joined: dict[int, int] = {}
    by_address: dict[str, int] = {}
    for at, place, one in sorted(dated, key=lambda each: each[:2]):
        grouper.expire(at - window)
        article = StoryArticle(
            id=place,
            title=one.title,
            text=one.text,
            published=at,
            language=one.language,
            url_key=page_key(one.url),
        )
        assigned = grouper.assign(article)
        joined |= dict.fromkeys(assigned.merges, assigned.story)
        if article.url_key:  # the same page is the same story, also when the window has passed
            before = by_address.setdefault(article.url_key, assigned.story)
            _join(joined, assigned.story, before)
        told.append((place, assigned.story))
    first: dict[int, int] = {}
    story_of = {place: first.setdefault(_root(joined, story), place) for place, story in told}
    return [(one.id, articles[story_of[place]].id) for place, one in enumerate(articles)]


def _root(joined: dict[int, int], story: int) -> int:
    """Return the story that a merged one became."""
    while story in joined:
        story = joined[story]
    return story


def _join(joined: dict[int, int], one: int, other: int) -> None:
    mine, others = _root(joined, one), _root(joined, other)
    if mine != others:
        joined[max(mine, others)] = min(mine, others)


def summarize(text: str, origin: str, chars: int, *, as_story: bool) -> Iterator[dict[str, Any]]:
    """Yield `{"summary"}` for plain text, `{"id","summary"}` for each article of JSON lines."""
    if not text.lstrip().startswith("{"):
        yield {"summary": summarize_text(text, max_chars=chars)}
        return
    articles = read_articles(text, origin)
    if as_story:
        members = [
            StoryArticle(
                id=place,
                title=one.title,
                text=one.text,
                published=one.published or UNDATED,
                language=one.language,
                url_key="",
            )
            for place, one in enumerate(articles)
        ]
        yield {"summary": summarize_story(members, max_chars=chars)}
        return
    for one in articles:
        summary = summarize_text(one.text, title=one.title, language=one.language, max_chars=chars)
        yield {"id": one.id, "summary": summary}
