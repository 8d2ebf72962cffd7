"""Make domain values with sensible defaults, so that a test states only what matters to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from newsbot.domain.article import Article, NewArticle
from newsbot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from newsbot.domain.entry import Entry, SourceDocument
from newsbot.domain.lease import Holder
from newsbot.domain.ports import Validators
from newsbot.domain.source import Source

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
HOLDER = Holder(name="test", life="one")
OTHER = Holder(name="other", life="one")


class SteppedClock:
    """Tell a time that only a test moves."""

    def __init__(self, start: datetime = NOON) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    def step(self, **by: float) -> None:
        self.time += timedelta(**by)


def entry(number: int = 1, **given: Any) -> Entry:
    values: dict[str, Any] = {
        "id": f"id-{number}",
        "url": f"https://paper.example/{number}",
        "title": f"Headline number {number}",
        "published": NOON - timedelta(hours=1, minutes=number),
        "text": f"Body of article {number}, which tells something.",
    }
    return Entry(**{**values, **given})


def document(*entries: Entry, **given: Any) -> SourceDocument:
    values: dict[str, Any] = {
        "kind": "rss",
        "title": "The Paper",
        "url": "https://paper.example/",
        "language": "en",
    }
    return SourceDocument(**{**values, **given, "entries": entries})


def source(**given: Any) -> Source:
    values: dict[str, Any] = {
        "id": 1,
        "name": "paper",
        "title": "The Paper",
        "url": "https://paper.example/feed",
        "homepage": "",
        "kind": "auto",
        "language": "",
        "tags": (),
        "interval": timedelta(minutes=5),
        "state": "active",
        "reason": "",
        "licensed": False,
        "identity": "",
        "validators": Validators(),
        "next_fetch_at": NOON,
        "last_fetch_at": None,
        "last_success_at": None,
        "baseline_at": NOON - timedelta(days=1),
        "error": "",
        "failures": 0,
        "warnings": (),
        "created_at": NOON - timedelta(days=2),
    }
    return Source(**{**values, **given})


def new_article(number: int = 1, **given: Any) -> NewArticle:
    values: dict[str, Any] = {
        "source_id": 1,
        "entry_id": f"id-{number}",
        "url": f"https://paper.example/{number}",
        "url_key": f"paper.example/{number}",
        "title": f"Headline number {number}",
        "author": "",
        "language": "en",
        "text": f"Body of article {number}.",
        "teaser": "",
        "tags": (),
        "enclosures": (),
        "image": "",
        "claimed_at": NOON - timedelta(minutes=number),
        "first_seen_at": NOON,
        "effective_at": NOON - timedelta(minutes=number),
        "content_hash": f"hash-{number}",
        "backlog": False,
        "whole_text": False,
    }
    return NewArticle(**{**values, **given})


def article(number: int = 1, **given: Any) -> Article:
    values: dict[str, Any] = {
        "id": number,
        "source_id": 1,
        "source_name": "paper",
        "source_title": "The Paper",
        "entry_id": f"id-{number}",
        "url": f"https://paper.example/{number}",
        "url_key": f"paper.example/{number}",
        "title": f"Headline number {number}",
        "author": "",
        "language": "en",
        "text": f"Body of article {number}.",
        "teaser": "",
        "summary": "",
        "tags": (),
        "enclosures": (),
        "image": "",
        "claimed_at": NOON,
        "first_seen_at": NOON,
        "effective_at": NOON,
        "updated_at": NOON,
        "content_hash": "hash",
        "revision": 1,
        "backlog": False,
        "whole_text": False,
        "story_id": None,
    }
    return Article(**{**values, **given})


def delivery(**given: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": 1,
        "destination_id": 1,
        "channel": "fake",
        "address": "chat",
        "kind": DeliveryKind.STORY,
        "story_id": 1,
        "state": DeliveryState.SENDING,
        "reason": "",
        "attempts": 0,
        "ambiguous": 0,
        "due_at": NOON,
        "created_at": NOON,
    }
    return Delivery(**{**values, **given})
