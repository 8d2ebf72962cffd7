"""Own two small decisions about alerts: what a first fetch may tell, and which summary is shown."""

from datetime import datetime, timedelta

from newsbot.domain.alert import AlertState
from newsbot.domain.article import Article
from newsbot.domain.rule import Match
from newsbot.stories import summarize

FIRST_FETCH_AGE = timedelta(hours=24)
"""A first fetch tells what the chat would have had in the last day (G3)."""


def first_fetch_state(article: Article, now: datetime, first_fetch: str) -> tuple[AlertState, str]:
    """Return the state in which an alert about this article begins, with the reason.

    Old news under a new date were told before and alert nobody, whatever the setting.
    """
    for one in article.warnings:
        if one.code == "resurfaced":
            return AlertState.SUPPRESSED, f"resurfaced: {one.message}"
    if not article.backlog or first_fetch == "all":
        return AlertState.PENDING, ""
    if first_fetch == "none":
        return AlertState.SUPPRESSED, "first fetch: told nothing (alerts.first_fetch = none)"
    if now - article.effective_at > FIRST_FETCH_AGE:
        return AlertState.SUPPRESSED, "first fetch: older than a day"
    return AlertState.PENDING, ""


def summary_for(article: Article, match: Match | None, max_chars: int) -> str:
    """Return the summary to show, with the matched words' sentence in it when there is room."""
    spans = []
    if match is not None:
        spans = [(one.start, one.end) for one in match.evidence if one.field == "body"]
    return summarize(
        article.text,
        title=article.title,
        language=article.language,
        max_chars=max_chars,
        must_include=spans,
    )
