"""Own a newsroom for tests: database, clock and fake world, with the loops ready to run."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from newsbot.db import Database, deliveries, destinations, ledger, queues, sources, subscribers
from newsbot.db.ledger import LedgerRow
from newsbot.domain.attention import Budget
from newsbot.domain.entry import Entry
from newsbot.domain.lease import Holder
from newsbot.domain.ports import Fetched
from newsbot.domain.source import Source
from newsbot.pipeline import deliver, fetch, process
from newsbot.pipeline.deliver import DeliverSettings, DeliverTools
from newsbot.pipeline.enrich import PageText
from newsbot.pipeline.fetch import FetchTools
from newsbot.pipeline.grouping import StoryIndex
from newsbot.pipeline.process import ProcessSettings, ProcessTools
from newsbot.pipeline.rulebook import Rulebook
from newsbot.pipeline.store import Polled
from newsbot.services import rules
from newsbot.services import subscribers as subscriber_service
from newsbot.services.desk import Desk
from tests.factories import HOLDER, NOON, SteppedClock, document
from tests.fakes.world import FakeChannel, FakeExtractor, FakeFetcher, FakeReader

FEED = "https://paper.example/feed"


@dataclass
class Newsroom:
    """Hold everything that a loop needs, on one database."""

    db: Database
    clock: SteppedClock = field(default_factory=SteppedClock)
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    reader: FakeReader = field(default_factory=FakeReader)
    extractor: FakeExtractor = field(default_factory=FakeExtractor)
    channel: FakeChannel = field(default_factory=FakeChannel)
    holder: Holder = HOLDER
    budget: Budget = field(default_factory=lambda: Budget(notifications=0))
    process_settings: ProcessSettings = field(default_factory=ProcessSettings)

    def __post_init__(self) -> None:
        self.process_tools = ProcessTools(
            db=self.db,
            pages=PageText(self.fetcher, self.extractor),
            rulebook=Rulebook(),
            index=StoryIndex(timedelta(days=4)),
            clock=self.clock,
            holder=self.holder,
            settings=self.process_settings,
        )
        self.fetch_tools = FetchTools(
            db=self.db,
            fetcher=self.fetcher,
            reader=self.reader,
            clock=self.clock,
            holder=self.holder,
        )
        self.deliver_tools = DeliverTools(
            db=self.db,
            channels={self.channel.name: self.channel},
            clock=self.clock,
            holder=self.holder,
            settings=DeliverSettings(budget=self.budget),
        )

    @property
    def desk(self) -> Desk:
        return Desk(db=self.db, clock=self.clock, actor="test", door="test")

    async def add_source(self, url: str = FEED, *, known: bool = True, name: str = "") -> Source:
        """Add a source; a known one was read before, so that its news are not a backlog."""
        async with self.db.transaction() as tx:
            added = await sources.add(
                tx,
                name=name or f"paper{len(self.reader.documents)}",
                url=url,
                title=name or "The Paper",
                homepage="",
                kind="auto",
                language="en",
                tags=(),
                interval=timedelta(minutes=5),
                now=self.clock.now(),
            )
            assert added is not None
            if known:
                before = NOON - timedelta(days=30)
                edited = await sources.edit(tx, added.id, {"baseline_at": before})
                assert edited is not None
                added = edited
        self.publish(url=url)
        return added

    def publish(self, *entries: Entry, url: str = FEED, **given: Any) -> None:
        """Let the source at `url` answer with these entries."""
        self.fetcher.answers[url] = Fetched(url=url, body=b"")
        self.reader.documents[url] = document(*entries, **given)

    async def follow(
        self, query: str, address: str = "chat", *, cadence: str = "now"
    ) -> tuple[int, int]:
        """Let a chat follow a query; return the ids of rule and subscription."""
        kept = await rules.add(self.desk, query)
        async with self.db.transaction() as tx:
            place = await subscribers.find_destination(tx, "fake", address)
        if place is None:
            added = await subscriber_service.add(
                self.desk, f"fake:{address}", lambda text: ("fake", text.partition(":")[2])
            )
            place = added.destinations[0]
        subscribed = await subscriber_service.subscribe(
            self.desk,
            place.subscriber_id,
            lambda text: ("fake", text.partition(":")[2]),
            rule_id=kept.rule.id,
            cadence=cadence,
        )
        return kept.rule.id, subscribed.id

    async def fetch(self, **given: Any) -> list[Polled]:
        return await fetch.run_once(self.fetch_tools, **given)

    async def process(self) -> int:
        done = 0
        while step := await process.run_once(self.process_tools):
            done += step
        return done

    async def deliver(self) -> int:
        tried = 0
        while step := await deliver.run_once(self.deliver_tools):
            tried += step
        return tried

    async def run(self) -> None:
        """Take everything that is due through all loops once."""
        await self.fetch()
        await self.process()
        await self.deliver()

    async def ledger(self) -> list[LedgerRow]:
        """Return every delivery, the oldest first."""
        async with self.db.reading() as tx:
            return (await ledger.list_deliveries(tx, limit=10_000))[::-1]

    async def alerts(self) -> dict[str, int]:
        async with self.db.reading() as tx:
            return await ledger.count_alerts(tx)

    async def unaccounted(self) -> list[int]:
        async with self.db.reading() as tx:
            return await ledger.unaccounted(tx)

    async def leave_in_sending(self, holder: Holder) -> None:
        """Begin every waiting delivery as a process that dies before it sends."""
        async with self.db.transaction() as tx:
            now = self.clock.now()
            claimed = await destinations.claim(
                tx, holder=holder, now=now, limit=100, channels=["fake"]
            )
            queued = await queues.load(tx, claimed, now=now, since=now)
            ids = [one.id for queue in queued for one in queue.waiting]
            await deliveries.begin(tx, ids, holder, now)
