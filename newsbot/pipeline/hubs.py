"""Own the asking of hubs: what sources offer is subscribed to, renewed in time, and left again.

offers -> [tx: begin] -> due -> [tx: asked] -> form to the hub -> (the hub calls back: `push`)

What hubs push is `push`'s. That a hub does not answer changes nothing: its source is polled.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urljoin

import structlog

from newsbot.db import Database, hubs
from newsbot.db.hubs import Subscribed
from newsbot.domain.ports import Clock
from newsbot.errors import SourceError
from newsbot.net import Answer
from newsbot.sources.websub import callback_path, hub_secret, subscription_form

log = structlog.get_logger(__name__)

OFFERS = 100
QUESTIONS = 20
"""Subscriptions begun, and hubs asked, in one round: thousands of sources are not asked at once."""

CALLS_BACK_WITHIN = timedelta(hours=1)
"""Hubs call back within seconds; after an hour the question is lost, and asked again."""

LONGEST_PAUSE = timedelta(days=1)
"""A hub that fails is asked daily: its source is polled meanwhile."""

FAREWELLS = 3
"""A hub that takes no end of a subscription after so many tries gets no answer to its pushes."""

MAX_REDIRECTS = 3
"""Section 5: a hub may answer 307 or 308, and the question is put there."""


class Poster(Protocol):
    """Post a form. Fits `net.WebClient`, which guards the address (G9)."""

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Post once. Raises `SourceError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubTools:
    """Hold what is needed to ask hubs; `base_url` is our public address, without a final slash."""

    db: Database
    poster: Poster
    clock: Clock
    key: str
    base_url: str


async def run_once(tools: HubTools) -> int:
    """Subscribe, renew and leave what is due; return how many hubs were asked."""
    now = tools.clock.now()
    async with tools.db.transaction() as tx:
        await hubs.leave_unwanted(tx, now)
        for offer in await hubs.new_offers(tx, f"{tools.base_url}/", limit=OFFERS):
            callback = tools.base_url + callback_path(tools.key, offer.source_id)
            await hubs.begin(tx, offer, callback, now)
        due = await hubs.take_due(tx, now=now, again_at=now + CALLS_BACK_WITHIN, limit=QUESTIONS)
    async with asyncio.TaskGroup() as tasks:
        for one in due:
            tasks.create_task(_ask(one, tools))
    return len(due)


async def _ask(asked: Subscribed, tools: HubTools) -> None:
    """Put one question to a hub and keep when to ask again should it not call back."""
    error = await _put(asked, tools)
    log.info(
        "hub asked",
        action="websub",
        source_id=asked.source_id,
        hub=asked.hub,
        state=asked.state,
        error=error or None,
    )
    async with tools.db.transaction() as tx:
        if asked.state == "leaving" and asked.failures >= FAREWELLS:
            await hubs.end(tx, asked.source_id)
            return
        pause = min(CALLS_BACK_WITHIN * (1 << min(asked.failures, 8)), LONGEST_PAUSE)
        await hubs.put_off(tx, asked, error, tools.clock.now() + pause)


async def _put(asked: Subscribed, tools: HubTools) -> str:
    """Send the form; return "" when the hub took it, else why it did not."""
    form = subscription_form(
        mode="unsubscribe" if asked.state == "leaving" else "subscribe",
        topic=asked.topic,
        callback=asked.callback,
        secret=hub_secret(tools.key, asked.source_id, asked.hub, asked.topic),
    )
    url = asked.hub
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        for _ in range(MAX_REDIRECTS + 1):
            answer = await tools.poster.post(url, form, headers=headers)
            moved = answer.status in {
                HTTPStatus.TEMPORARY_REDIRECT,
                HTTPStatus.PERMANENT_REDIRECT,
            }
            if not moved:
                break
            url = urljoin(url, answer.headers.get("location", ""))
    except (SourceError, ValueError) as exc:
        return str(exc)
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return ""
    return f"the hub answers with HTTP {answer.status}"
