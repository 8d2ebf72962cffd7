"""Say how hubs are subscribed to, believed, and no longer believed (WebSub).

Feed, hub and client are real, on the loopback; our own side is the ASGI application itself.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import sqlalchemy as sa
from starlette.responses import PlainTextResponse

from newsbot.db import Database, Tx, hubs, source_polls, sources
from newsbot.db.schema import articles
from newsbot.domain.source import Source
from newsbot.net import WebClient, parse_allow
from newsbot.pipeline import hubs as hub_loop
from newsbot.pipeline.hubs import HubTools
from newsbot.pipeline.push import Intake
from newsbot.sandbox import Sandbox
from newsbot.services import sources as service
from newsbot.sources import FeedReader
from newsbot.web.websub import MAX_BODY_BYTES, WebSubApp
from tests.factories import NOON
from tests.fakes.feedserver import FeedServer
from tests.fakes.hub import FakeHub
from tests.fakes.newsroom import Newsroom

KEY = "a key that nobody knows"
BASE = "http://news.example"
MORNING = NOON - timedelta(hours=4)
NORMAL = timedelta(minutes=5) * 1.35
"""The longest pause of a source that nobody pushes for."""


@dataclass
class Bench:
    """Hold a newsroom that is subscribed through a fake hub."""

    newsroom: Newsroom
    server: FeedServer
    hub: FakeHub
    tools: HubTools

    @property
    def feed_url(self) -> str:
        return self.server.url("/feed")

    def publish(self, *numbers: int, hub: str | None = None) -> bytes:
        """Let the feed show these items; return it."""
        body = feed(self.hub.url if hub is None else hub, self.feed_url, *numbers)
        self.server.put("/feed", body)
        return body

    async def subscribe(self) -> None:
        """Add a source, read it and let the hub confirm."""
        self.publish(1)
        await self.newsroom.add_source(self.feed_url, known=False)
        await self.newsroom.fetch()
        await self.ask()

    async def ask(self) -> int:
        return await hub_loop.run_once(self.tools)

    async def source(self) -> Source:
        async with self.newsroom.db.reading() as tx:
            return (await sources.list_all(tx))[0]

    async def titles(self) -> list[str]:
        async with self.newsroom.db.reading() as tx:
            return sorted((await tx.execute(sa.select(articles.c.title))).scalars())

    async def told(self) -> list[str]:
        async with self.newsroom.desk.db.reading() as tx:
            return [one.message for one in await source_polls.events_of(tx, 1)]

    async def events(self) -> list[str]:
        async with self.newsroom.db.reading() as tx:
            return [str(one.kind) for one in await source_polls.events_of(tx, 1)][::-1]

    async def agreed(self) -> hubs.Subscribed | None:
        async with self.newsroom.db.reading() as tx:
            return await hubs.find(tx, 1)

    async def pause(self) -> timedelta:
        """Poll and return how long it is until the next poll."""
        await self.newsroom.fetch(only=[1])
        return (await self.source()).next_fetch_at - self.newsroom.clock.now()


def feed(hub: str, topic: str, *numbers: int) -> bytes:
    links = f'<atom:link rel="hub" href="{hub}"/><atom:link rel="self" href="{topic}"/>'
    items = "".join(
        f"<item><guid>g{number}</guid><title>Item {number}</title>"
        f"<link>https://paper.example/{number}</link>"
        f"<pubDate>{MORNING + timedelta(minutes=number):%a, %d %b %Y %H:%M:%S GMT}</pubDate></item>"
        for number in numbers
    )
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Paper</title>'
        f"<link>https://paper.example/</link>{links if hub else ''}{items}</channel></rss>"
    ).encode()


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    client = WebClient(user_agent="newsbot-test/1", allow=parse_allow("127.0.0.1"))
    sandbox = Sandbox(workers=1)
    reader = FeedReader(sandbox)
    newsroom = Newsroom(db=database)
    newsroom.fetch_tools = replace(newsroom.fetch_tools, fetcher=client, reader=reader)
    tools = HubTools(db=database, poster=client, clock=newsroom.clock, key=KEY, base_url=BASE)
    intake = Intake(db=database, reader=reader, clock=newsroom.clock, key=KEY)
    async with FeedServer() as server:
        app = WebSubApp(intake, PlainTextResponse("a page"))
        yield Bench(newsroom, server, FakeHub(server, app), tools)
    await sandbox.close()
    await client.close()


async def test_what_a_source_offers_is_subscribed_to_and_confirmed(bench: Bench) -> None:
    await bench.subscribe()

    form = bench.hub.forms[0]
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", bench.feed_url)
    assert form["hub.callback"].startswith(f"{BASE}/websub/1/")
    assert bench.hub.echoes == [(200, "tell me")]
    assert (await bench.source()).push.until == NOON + timedelta(days=10)
    assert await bench.ask() == 0


async def test_a_push_is_stored_at_once_and_then_polls_are_rare(bench: Bench) -> None:
    await bench.subscribe()
    before = await bench.pause()

    status = await bench.hub.push(bench.publish(2, 1))

    assert status == 202
    assert await bench.titles() == ["Item 1", "Item 2"]
    assert await bench.events() == ["pushed"]
    assert before <= NORMAL
    assert await bench.pause() == timedelta(hours=1)


async def test_a_push_of_what_is_new_alone_is_no_gap(bench: Bench) -> None:
    await bench.subscribe()

    await bench.hub.push(feed("", bench.feed_url, 9))

    assert await bench.titles() == ["Item 1", "Item 9"]
    assert (await bench.source()).gap_at is None


async def test_after_a_push_that_never_came_polls_are_as_frequent_as_before(
    bench: Bench,
) -> None:
    await bench.subscribe()
    await bench.hub.push(bench.publish(2, 1))
    assert await bench.pause() == timedelta(hours=1)
    bench.publish(3, 2, 1)

    assert await bench.pause() <= NORMAL
    assert await bench.events() == ["pushed", "push_missed"]
    await bench.hub.push(bench.publish(4, 3, 2, 1))
    assert await bench.pause() <= NORMAL
    bench.newsroom.clock.step(days=1)
    await bench.hub.push(bench.publish(5, 4, 3, 2, 1))
    assert await bench.pause() == timedelta(hours=1)


@pytest.mark.parametrize("method", ["sha1", "sha384", "sha512"])
async def test_every_method_of_the_recommendation_signs(bench: Bench, method: str) -> None:
    await bench.subscribe()

    assert await bench.hub.push(feed("", bench.feed_url, 2), method=method) == 202
    assert await bench.titles() == ["Item 1", "Item 2"]


async def test_what_is_signed_by_another_secret_is_thrown_away(bench: Bench) -> None:
    await bench.subscribe()

    assert await bench.hub.push(feed("", bench.feed_url, 2), secret="another") == 202
    assert await bench.titles() == ["Item 1"]
    assert (await bench.source()).push.pushed_at is None


async def test_a_push_that_cannot_be_read_stores_nothing_and_proves_nothing(bench: Bench) -> None:
    await bench.subscribe()

    assert await bench.hub.push(b"<html>sorry</html>") == 202
    assert (await bench.source()).push.pushed_at is None


async def test_a_callback_that_we_did_not_give_out_is_not_there(bench: Bench) -> None:
    await bench.subscribe()
    for path in ("1/guess", "1/", "2/" + bench.hub.callback[-32:], "x/y", "9" * 30 + "/y"):
        url = f"{BASE}/websub/{path}"

        assert await bench.hub.push(feed("", bench.feed_url, 2), url=url) == 404
    assert await bench.titles() == ["Item 1"]


async def test_a_question_that_we_did_not_ask_for_is_refused(bench: Bench) -> None:
    await bench.subscribe()

    assert (await bench.hub.ask("subscribe", "https://other.example/")).status_code == 404
    assert (await bench.hub.ask("unsubscribe", bench.feed_url)).status_code == 404
    assert (await bench.hub.ask("subscribe", "")).status_code == 404


async def test_a_push_that_is_too_large_is_refused_unread(bench: Bench) -> None:
    await bench.subscribe()

    assert await bench.hub.push(b"<" * (MAX_BODY_BYTES + 1)) == 413


async def test_a_hub_that_drips_holds_one_place_and_delays_no_other(bench: Bench) -> None:
    await bench.subscribe()
    asked, more = asyncio.Event(), asyncio.Event()

    async def drip() -> AsyncIterator[bytes]:
        yield b"<rss>"
        asked.set()
        await more.wait()
        yield b"</rss>"

    async with httpx.AsyncClient(transport=httpx.ASGITransport(bench.hub.app)) as client:
        slow = asyncio.create_task(client.post(bench.hub.callback, content=drip()))
        await asked.wait()
        second = await client.post(bench.hub.callback, content=b"x")
        more.set()
        first = await slow

    assert (second.status_code, second.headers["retry-after"]) == (503, "30")
    assert first.status_code == 202
    assert await bench.hub.push(feed("", bench.feed_url, 2)) == 202


async def test_other_methods_and_codings_are_refused_and_other_paths_passed_on(
    bench: Bench,
) -> None:
    await bench.subscribe()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(bench.hub.app)) as client:
        put = await client.put(bench.hub.callback)
        coded = await client.post(bench.hub.callback, headers={"Content-Encoding": "gzip"})
        page = await client.get(f"{BASE}/websubs")

    assert (put.status_code, put.headers["allow"]) == (405, "GET, POST")
    assert coded.status_code == 415
    assert page.text == "a page"


async def test_a_lease_is_renewed_before_it_ends(bench: Bench) -> None:
    bench.hub.lease_s = 1000
    await bench.subscribe()
    bench.newsroom.clock.step(seconds=799)
    assert await bench.ask() == 0
    bench.newsroom.clock.step(seconds=1)

    assert await bench.ask() == 1
    assert (await bench.source()).push.until == bench.newsroom.clock.now() + timedelta(seconds=1000)


async def test_a_lease_that_ran_out_is_relied_on_no_more(bench: Bench) -> None:
    bench.hub.lease_s = 1000
    await bench.subscribe()
    await bench.hub.push(bench.publish(2, 1))
    bench.hub.accepts = False
    bench.newsroom.clock.step(seconds=1001)

    await bench.ask()

    assert await bench.pause() <= NORMAL


async def test_a_hub_that_fails_or_never_calls_back_is_asked_ever_less(bench: Bench) -> None:
    bench.hub.accepts = False
    await bench.subscribe()
    asked = 0
    for _ in range(72):
        bench.newsroom.clock.step(hours=1)
        asked += await bench.ask()

    assert asked == 6  # after 1, 3, 7, 15, 31 and 55 hours
    assert (await bench.source()).push.until is None


async def test_a_refusal_is_kept_and_asked_again_after_a_day(bench: Bench) -> None:
    await bench.subscribe()

    answer = await bench.hub.ask("denied", bench.feed_url, **{"hub.reason": "no \x1broom"})

    agreed = await bench.agreed()
    assert answer.status_code == 200
    assert agreed is not None
    assert agreed.state == "refused"
    assert await bench.told() == [
        f"its hub {urlsplit(bench.hub.url).netloc} refuses to push: no room"
    ]
    assert (await bench.source()).push.until is None
    bench.newsroom.clock.step(days=1)
    assert await bench.ask() == 1
    assert (await bench.source()).push.until is not None


async def test_a_paused_source_is_taken_off_its_hub(bench: Bench) -> None:
    await bench.subscribe()
    await service.pause(bench.newsroom.desk, "1")

    await bench.ask()

    assert bench.hub.forms[-1]["hub.mode"] == "unsubscribe"
    assert bench.hub.echoes[-1] == (200, "tell me")
    assert await bench.agreed() is None
    assert await bench.hub.push(feed("", bench.feed_url, 2), secret="gone too") == 410


async def test_a_hub_that_takes_no_farewell_is_left_all_the_same(bench: Bench) -> None:
    await bench.subscribe()
    await service.pause(bench.newsroom.desk, "1")
    bench.hub.verifies = False
    for _ in range(6):
        await bench.ask()
        bench.newsroom.clock.step(days=1)

    assert await bench.agreed() is None


async def test_another_hub_gets_a_subscription_and_a_secret_of_its_own(bench: Bench) -> None:
    await bench.subscribe()
    other = FakeHub(bench.server, bench.hub.app, "/other")
    bench.publish(1, hub=other.url)
    await bench.newsroom.fetch(only=[1])

    await bench.ask()

    assert other.forms[0]["hub.secret"] != bench.hub.forms[0]["hub.secret"]
    assert await bench.hub.push(feed("", bench.feed_url, 2)) == 202
    assert await bench.titles() == ["Item 1"]
    assert await other.push(feed("", bench.feed_url, 2)) == 202
    assert await bench.titles() == ["Item 1", "Item 2"]


async def test_another_public_address_is_told_to_the_hub(bench: Bench) -> None:
    await bench.subscribe()
    bench.tools = replace(bench.tools, base_url="https://moved.example")

    assert await bench.ask() == 1
    assert bench.hub.callback.startswith("https://moved.example/websub/1/")


async def test_without_a_public_address_no_hub_is_relied_on(bench: Bench) -> None:
    await bench.subscribe()
    await bench.hub.push(bench.publish(2, 1))

    async with bench.newsroom.db.transaction() as tx:
        await hubs.stand_down(tx)

    assert await bench.pause() <= NORMAL


async def test_a_hub_may_send_the_question_elsewhere(bench: Bench) -> None:
    moved = bench.server.redirect("/moved", bench.hub.url, status=307)
    bench.publish(1, hub=moved)
    await bench.newsroom.add_source(bench.feed_url, known=False)
    await bench.newsroom.fetch()

    await bench.ask()

    assert bench.hub.echoes == [(200, "tell me")]


async def test_g9_a_hub_inside_is_not_asked(bench: Bench) -> None:
    client = WebClient(user_agent="newsbot-test/1")
    bench.tools = replace(bench.tools, poster=client)

    await bench.subscribe()
    await client.close()

    assert bench.hub.forms == []


async def test_a_push_while_the_database_is_gone_is_to_be_sent_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsbot.errors import StoreError

    await bench.subscribe()

    async def gone(tx: Tx, source_id: int) -> Source | None:
        del tx, source_id
        raise StoreError("the database is gone")

    monkeypatch.setattr(sources, "lock", gone)

    assert await bench.hub.push(feed("", bench.feed_url, 2)) == 503


async def test_offers_are_found_by_their_index(sqlite_database: Database) -> None:
    """A hundred thousand sources without a hub must not be read every quarter of a minute."""
    seen: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        seen.append((statement, parameters))

    async with sqlite_database.reading() as tx:
        sa.event.listen(tx.sync_connection, "before_cursor_execute", note)
        await hubs.new_offers(tx, BASE, limit=1)
        statement, parameters = seen[0]
        found = await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = [str(row) for row in found]

    assert any("ix_sources_hub" in step for step in plan)
