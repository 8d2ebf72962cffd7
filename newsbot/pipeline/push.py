"""Own what hubs send us: their questions whether we meant it, and the news that they push.

question -> [tx: confirmed until ...] -> echo
push -> signature -> read -> [tx: upsert articles + what the push leaves]

A push goes the way of a poll, without its fetch. Hubs are asked in `hubs`; HTTP is `web.websub`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import structlog

from newsbot.db import Database, hubs, source_polls, sources
from newsbot.domain.ports import Clock, Fetched, SourceReader
from newsbot.errors import SourceError
from newsbot.pipeline.outcome import push_refused
from newsbot.pipeline.store import Polled, store_pushed
from newsbot.sources.websub import (
    Denied,
    hub_secret,
    is_callback,
    is_signed,
    renewal_after,
    verify_intent,
)

log = structlog.get_logger(__name__)

ASKED_AGAIN_AFTER = timedelta(days=1)
"""A hub that refuses may have had its reasons for a day."""

SHORTEST_RENEWAL = timedelta(minutes=5)
"""A hub that gives a lease of seconds is not asked every few seconds."""


class Taken(StrEnum):
    """Name what became of a push."""

    STORED = "stored"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Take what hubs send. `key` is that of the callbacks. Fits `web.websub.Hubs`."""

    db: Database
    reader: SourceReader
    clock: Clock
    key: str

    def knows(self, source_id: int, token: str) -> bool:
        """Say whether this is the callback of a source; asks no database."""
        return is_callback(self.key, source_id, token)

    async def answer(self, source_id: int, query: Mapping[str, str]) -> str | None:
        """Return what to echo to a hub that asks whether we meant it, None when we did not.

        A refusal of the hub's is taken note of and answered with "". Raises `StoreError`.
        """
        now = self.clock.now()
        async with self.db.transaction() as tx:
            agreed = await hubs.find(tx, source_id, locked=True)
            if agreed is None:
                return None
            verdict = verify_intent(
                query,
                topic=agreed.topic,
                wanted="unsubscribe" if agreed.state == "leaving" else "subscribe",
            )
            log.info(
                "hub called", action="websub", source_id=source_id, verdict=type(verdict).__name__
            )
            if verdict is None:
                return None
            if isinstance(verdict, Denied):
                await hubs.refuse(tx, source_id, verdict.reason, now + ASKED_AGAIN_AFTER)
                refused = push_refused(agreed.hub, verdict.reason, now)
                await source_polls.add_events(tx, [(source_id, refused)])
                return ""
            if agreed.state == "leaving":
                await hubs.end(tx, source_id)
            else:
                renewal = max(renewal_after(verdict.lease), SHORTEST_RENEWAL)
                await hubs.confirm(tx, source_id, until=now + verdict.lease, due_at=now + renewal)
            return verdict.challenge

    async def take(
        self, source_id: int, body: bytes, *, signature: str, content_type: str
    ) -> Taken:
        """Read and store what a hub pushed. Raises `StoreError`: then the hub sends it again.

        What is not signed by the secret, or cannot be read, is ignored: polls find what it said.
        """
        async with self.db.reading() as tx:
            agreed = await hubs.find(tx, source_id)
            source = await sources.find(tx, str(source_id))
        if agreed is None or source is None or agreed.state == "leaving":
            return Taken.UNKNOWN
        secret = hub_secret(self.key, source_id, agreed.hub, agreed.topic)
        if not is_signed(body, signature, secret):
            log.warning("push not signed", action="websub", source=source.name, hub=agreed.hub)
            return Taken.IGNORED
        try:
            fetched = Fetched(url=source.url, body=body, content_type=content_type)
            document = await self.reader.read(fetched)
        except SourceError as exc:
            log.warning("push not readable", action="websub", source=source.name, error=str(exc))
            return Taken.IGNORED
        async with self.db.transaction() as tx:
            held = await sources.lock(tx, source_id)
            if held is None:
                return Taken.UNKNOWN
            polled = await store_pushed(tx, held, document, self.clock.now())
        _log(polled)
        return Taken.STORED


def _log(polled: Polled) -> None:
    log.info(
        "news pushed",
        action="websub",
        source=polled.source.name,
        new=polled.new,
        revised=polled.revised,
    )
