"""Say that no path whose address comes from outside leads inward (G9): each path, each spelling.

Every attempt to connect is seen at the event loop, so that a way around the guard would show too.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
import sqlalchemy as sa

from newsbot.channels.options import WebhookOptions
from newsbot.channels.webhook import WebhookChannel
from newsbot.db import Database, hubs, source_polls, sources
from newsbot.db.hubs import Offered
from newsbot.db.schema import articles
from newsbot.domain.message import Item, MarkedText, Message
from newsbot.domain.source import EventKind, Source
from newsbot.errors import NewsbotError
from newsbot.net import PageFetcher, WebClient, parse_allow
from newsbot.pipeline import hubs as hub_loop
from newsbot.pipeline.enrich import PageText
from newsbot.pipeline.hubs import HubTools
from newsbot.sandbox import Sandbox
from newsbot.services.finding import search
from newsbot.sources import FeedReader
from tests.factories import NOON, article
from tests.fakes.feedserver import FeedServer
from tests.fakes.inward import INWARD
from tests.fakes.newsroom import Newsroom
from tests.fakes.world import FakeExtractor

PATIENCE_S = 10.0


@dataclass
class Bench:
    """Hold our side with its real client, a server outside, and one inside that nobody reaches."""

    newsroom: Newsroom
    client: WebClient
    reader: FeedReader
    outside: FeedServer
    inside: FeedServer
    connected: list[object] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def pages(self) -> PageFetcher:
        """Return a fetcher that knows no robots.txt yet, as of a new host."""
        return PageFetcher(self.client, user_agent="test")

    async def source(self, url: str, kind: str = "auto") -> Source:
        """Store a source at an address, whatever it is, or return the one that is there."""
        async with self.newsroom.db.reading() as tx:
            found = await sources.find(tx, url)
        found = found or await self.newsroom.add_source(url, name=f"s{next(self.numbers)}")
        async with self.newsroom.db.transaction() as tx:
            await sources.edit(tx, found.id, {"kind": kind})
        return found

    async def poll(self, url: str, kind: str = "auto") -> None:
        """Poll a source at an address."""
        source = await self.source(url, kind)
        self.newsroom.fetch_tools = replace(self.newsroom.fetch_tools, pages=self.pages)
        assert len(await self.newsroom.fetch(only=[source.id])) == 1


@pytest.fixture
async def bench(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    sandbox = Sandbox()
    reader = FeedReader(sandbox)
    async with FeedServer() as outside, FeedServer() as inside:
        inside.put("/", b"the treasure")
        client = WebClient(user_agent="test", allow=parse_allow(f"127.0.0.1:{outside.port}"))
        newsroom = Newsroom(db=sqlite_database)
        newsroom.fetch_tools = replace(newsroom.fetch_tools, fetcher=client, reader=reader)
        bench = Bench(newsroom, client, reader, outside, inside)
        loop = asyncio.get_running_loop()
        connect = loop.sock_connect

        async def seen(sock: Any, address: Any) -> None:
            if address[1] != outside.port:
                bench.connected.append(address)
            await connect(sock, address)

        monkeypatch.setattr(loop, "sock_connect", seen)
        yield bench
    await sandbox.close()
    await client.close()


def feed(**links: str) -> str:
    named = "".join(
        f'<atom:link rel="{rel}" href={quoteattr(href)}/>' for rel, href in links.items()
    )
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>x</title>'
        f"{named}<item><guid>{len(named)}</guid><title>t</title></item></channel></rss>"
    )


async def poll_a_source(bench: Bench, url: str) -> None:
    await bench.poll(url)


async def poll_a_web_page(bench: Bench, url: str) -> None:
    await bench.poll(url, "webpage")


async def poll_what_redirects(bench: Bench, url: str) -> None:
    await bench.poll(bench.outside.redirect("/moved", url, status=301))


async def read_an_earlier_page(bench: Bench, url: str) -> None:
    """Let nothing of a window be known, so that the page before it is asked for."""
    place = bench.outside.put("/feed", feed(next=url))
    source = await bench.source(place)
    async with bench.newsroom.db.transaction() as tx:
        await tx.execute(sa.delete(articles))
        await sources.edit(tx, source.id, {"rhythm": {"since": 1, "times": [1], "pauses": []}})
    await bench.poll(place)
    async with bench.newsroom.db.reading() as tx:
        happened = await source_polls.events_of(tx, source.id)
    assert EventKind.GAP in [one.kind for one in happened]


async def ask_a_hub(bench: Bench, url: str) -> None:
    place = bench.outside.put("/feed", feed(hub=url, self="https://e.org/topic"))
    await bench.poll(place)
    await _ask(bench)


async def ask_a_hub_in_the_table(bench: Bench, url: str) -> None:
    source = await bench.source("https://e.org/feed")
    offer = Offered(source_id=source.id, hub=url, topic="https://e.org/feed")
    async with bench.newsroom.db.transaction() as tx:
        await hubs.begin(tx, offer, "https://us.example/websub/1/x", NOON)
    await _ask(bench)


async def ask_a_hub_that_redirects(bench: Bench, url: str) -> None:
    await ask_a_hub_in_the_table(bench, bench.outside.redirect("/hub", url, status=307))


async def _ask(bench: Bench) -> None:
    tools = HubTools(
        db=bench.newsroom.db,
        poster=bench.client,
        clock=bench.newsroom.clock,
        key="key",
        base_url="https://us.example",
    )
    assert await hub_loop.run_once(tools) <= 1


async def discover(bench: Bench, url: str) -> None:
    await search(bench.client, bench.reader, url)


async def discover_what_a_page_names(bench: Bench, url: str) -> None:
    links = f'<link rel="alternate" type="application/rss+xml" href={quoteattr(url)}>'
    page = bench.outside.put(
        "/page", f"<html>{links}<a href={quoteattr(url + 'feed')}>x</a></html>"
    )
    await search(bench.client, bench.reader, page)


async def read_an_article(bench: Bench, url: str) -> None:
    pages = PageText(bench.pages, FakeExtractor())
    await pages.enrich(article(url=url, url_key=url, whole_text=False), NOON)


async def read_an_article_that_redirects(bench: Bench, url: str) -> None:
    bench.outside.put("/robots.txt", status=404)
    await read_an_article(bench, bench.outside.redirect("/article", url))


async def read_robots_that_redirect(bench: Bench, url: str) -> None:
    bench.outside.redirect("/robots.txt", url)
    await read_an_article(bench, bench.outside.put("/article", "x"))


async def post_a_webhook(bench: Bench, url: str) -> None:
    options = WebhookOptions(secret="s" * 32, poster=bench.client, clock=bench.newsroom.clock)
    item = Item(headline=MarkedText(text="t"))
    await WebhookChannel(options).send(url, Message(key="k", items=(item,)))


Path = Callable[[Bench, str], Awaitable[None]]
PATHS: tuple[Path, ...] = (
    poll_a_source,
    poll_a_web_page,
    poll_what_redirects,
    read_an_earlier_page,
    ask_a_hub,
    ask_a_hub_in_the_table,
    ask_a_hub_that_redirects,
    discover,
    discover_what_a_page_names,
    read_an_article,
    read_an_article_that_redirects,
    read_robots_that_redirect,
    post_a_webhook,
)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
async def test_g9_no_path_from_outside_leads_inward(path: Path, bench: Bench) -> None:
    for pattern in INWARD:
        url = pattern.format(port=bench.inside.port)
        try:
            async with asyncio.timeout(PATIENCE_S):
                await path(bench, url)
        except NewsbotError:
            pass  # refused with a sentence, before or at the door

    assert bench.connected == []
    assert bench.inside.requests == []
