"""The demo's site serves its pages on loopback, answers conditional requests, and grows."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser
import pytest
from aiohttp import ClientSession
from lxml import html

from newsbot.demo import DemoSite
from newsbot.errors import Conflict

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def links_of(page: str) -> list[str]:
    found = html.fromstring(page).xpath("//a/@href | //link/@href | //img/@src")
    assert isinstance(found, list)
    return [str(link) for link in found]


@pytest.fixture
async def site() -> AsyncIterator[DemoSite]:
    async with DemoSite(now=NOW) as opened:
        yield opened


@pytest.fixture
async def reader(site: DemoSite) -> AsyncIterator[ClientSession]:
    async with ClientSession(site.base_url) as session:
        yield session


async def test_the_site_is_on_loopback_with_a_source_per_outlet(site: DemoSite) -> None:
    assert urlsplit(site.base_url).hostname == "127.0.0.1"
    assert [urlsplit(url).path for url in site.source_urls] == [
        "/harbour-post/feed.xml",
        "/northlight/atom.xml",
        "/blue-heron/index.rdf",
    ]


async def test_feeds_grow_on_demand(site: DemoSite, reader: ClientSession) -> None:
    async def count_entries() -> list[int]:
        counts = []
        for url in site.source_urls:
            async with reader.get(url) as response:
                counts.append(len(feedparser.parse(await response.read()).entries))
        return counts

    before = await count_entries()
    site.grow()
    assert before == [3, 2, 1]
    assert await count_entries() == [5, 5, 5]


async def test_a_known_etag_is_answered_with_304_until_the_feed_grows(
    site: DemoSite, reader: ClientSession
) -> None:
    for url in site.source_urls:
        site.stage = 1
        async with reader.get(url) as first:
            known = {"If-None-Match": first.headers["ETag"]}
        async with reader.get(url, headers=known) as second:
            assert second.status == 304
            assert await second.read() == b""
            assert second.headers["ETag"] == known["If-None-Match"]
        site.grow()
        async with reader.get(url, headers=known) as third:
            assert third.status == 200


async def test_a_known_date_is_answered_with_304_until_the_feed_grows(
    site: DemoSite, reader: ClientSession
) -> None:
    url = site.source_urls[0]
    async with reader.get(url) as first:
        known = {"If-Modified-Since": first.headers["Last-Modified"]}
    async with reader.get(url, headers=known) as second:
        assert second.status == 304
    site.grow()
    async with reader.get(url, headers=known) as third:
        assert third.status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": "Fri, 13 Mar 2026 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "Fri, 13 Mar 2026 00:00:00 -0000"}, 304),
        ({"If-Modified-Since": "yesterday, more or less"}, 200),
    ],
)
async def test_validators_are_read_as_http_says(
    site: DemoSite, reader: ClientSession, headers: dict[str, str], status: int
) -> None:
    async with reader.get(site.source_urls[1], headers=headers) as response:
        assert response.status == status


async def test_every_link_and_picture_of_every_page_leads_somewhere(
    site: DemoSite, reader: ClientSession
) -> None:
    site.grow()
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        async with reader.get(path) as response:
            assert response.status == 200, path
            if response.content_type != "text/html":
                continue
            links = links_of(await response.text())
        for link in links:
            target = link.removeprefix(site.base_url).partition("#")[0]
            assert target == "" or target.startswith("/"), link
            if target and target not in seen:
                seen.add(target)
                waiting.append(target)
    assert {article.path for article in site.press.articles} <= seen


async def test_an_entry_leads_to_its_page_also_with_tracking_parameters(
    site: DemoSite, reader: ClientSession
) -> None:
    async with reader.get(site.source_urls[0]) as response:
        entry = feedparser.parse(await response.read()).entries[0]
    assert "utm_source" in entry.link
    async with reader.get(entry.link) as response:
        assert entry.title in await response.text()
    [enclosure] = entry.enclosures
    async with reader.get(enclosure.href) as response:
        assert len(await response.read()) == int(enclosure.length)
        assert response.content_type == enclosure.type


@pytest.mark.parametrize(
    "path",
    [
        "/harbour-post/news/danube-grain-corridor-signed",
        "/harbour-post/pictures/danube-grain-corridor-signed.svg",
        "/harbour-post/news/nothing",
        "/harbour-post/atom.xml",
        "/elsewhere/",
    ],
)
async def test_what_is_not_out_yet_or_never_was_is_not_found(
    reader: ClientSession, path: str
) -> None:
    async with reader.get(path) as response:
        assert response.status == 404


async def test_answers_forbid_scripts(reader: ClientSession) -> None:
    for path in ("/", "/elsewhere/"):
        async with reader.get(path) as response:
            assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_a_taken_port_is_a_conflict_that_names_it(site: DemoSite) -> None:
    port = urlsplit(site.base_url).port
    assert port
    with pytest.raises(Conflict, match=rf"Port {port} on 127\.0\.0\.1 .* Choose another"):
        async with DemoSite(now=NOW, port=port):
            pass


async def test_a_closed_site_can_be_opened_again_on_its_port() -> None:
    site = DemoSite(now=NOW)
    async with site:
        first = site.base_url
    async with site, ClientSession() as session, session.get(f"{first}/robots.txt") as response:
        assert site.base_url == first
        assert response.status == 200
