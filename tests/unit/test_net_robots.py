"""What publishers permit programs to read (G20)."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from newsbot.domain.ports import Fetched, NotModified, Validators
from newsbot.errors import Blocked, Unreachable
from newsbot.net import PageFetcher, WebClient, parse_allow
from newsbot.net.robots import matches, parse_reservations, parse_robots, reserves
from tests.fakes.feedserver import FeedServer

AGENT = "newsbot"


@pytest.mark.parametrize(
    ("rules", "path", "permitted"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("user-agent: *\ndisallow: /private # hidden\n", "/private/x", False),
        ("User-agent: *\nDisallow: /private", "/public", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /é", "/%c3%a9", False),
        ("User-agent: NewsBot\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: newsbot\nAllow: /", "/a", True),
        ("User-agent: a\nUser-agent: newsbot\nDisallow: /x", "/x", False),
        ("User-agent: newsbot\nDisallow: /x\nUser-agent: b\nDisallow: /y", "/y", True),
        ("User-agent: newsbot\nDisallow: /x\n\nUser-agent: newsbot\nDisallow: /y", "/y", False),
        ("Disallow: /", "/a", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("<html>not found</html>", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ],
)
def test_robots_rules_are_read_as_rfc_9309_has_them(rules: str, path: str, permitted: bool) -> None:
    robots = parse_robots(rules.encode(), AGENT)
    assert robots.permits(f"https://e.org{path}") is permitted


def test_the_sitemaps_of_a_robots_file_are_listed_once() -> None:
    robots = parse_robots(b"Sitemap: https://e.org/n.xml\nsitemap: https://e.org/n.xml\n", AGENT)
    assert robots.sitemaps == ("https://e.org/n.xml",)


def test_g8_a_pattern_of_many_stars_takes_no_time() -> None:
    assert not matches("/" + "*a" * 900 + "$", "/" + "a" * 5000 + "b")


def test_reservations_are_read_from_their_file() -> None:
    rules = parse_reservations(
        b'[{"location": "/", "tdm-reservation": 1}, {"location": "/free/*", "tdm-reservation": 0},'
        b' "odd", {"tdm-reservation": 1}]'
    )
    assert reserves(rules, "https://e.org/news/1")
    assert not reserves(rules, "https://e.org/free/1")
    for broken in (b"", b"{}", b"[1]", b"<html>", b"[" * 5000):
        assert parse_reservations(broken) == ()


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as running:
        running.put("/page", "<p>text</p>", content_type="text/html", etag='"1"')
        yield running


@pytest.fixture
async def pages() -> AsyncIterator[PageFetcher]:
    client = WebClient(
        user_agent="newsbot/1 (+https://bot.example)", allow=parse_allow("127.0.0.1")
    )
    yield PageFetcher(client, user_agent="newsbot/1 (+https://bot.example)")
    await client.close()


async def test_a_page_that_nothing_speaks_against_is_fetched(
    server: FeedServer, pages: PageFetcher
) -> None:
    fetched = await pages.get(server.url("/page"))
    assert isinstance(fetched, Fetched)
    assert fetched.body == b"<p>text</p>"
    again = await pages.get(server.url("/page"), validators=Validators(etag='"1"'))
    assert isinstance(again, NotModified)
    assert len(server.seen("/robots.txt")) == 1
    assert len(server.seen("/.well-known/tdmrep.json")) == 1


async def test_g20_a_page_that_robots_txt_forbids_is_not_asked_for(
    server: FeedServer, pages: PageFetcher
) -> None:
    server.put("/robots.txt", "User-agent: newsbot\nDisallow: /page")
    with pytest.raises(Blocked, match=r"robots\.txt"):
        await pages.get(server.url("/page"))
    assert not server.seen("/page")


async def test_g20_a_redirect_into_a_forbidden_place_is_not_used(
    server: FeedServer, pages: PageFetcher
) -> None:
    server.put("/robots.txt", "User-agent: *\nDisallow: /page")
    with pytest.raises(Blocked):
        await pages.get(server.redirect("/short", "/page"))


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_g20_an_origin_that_cannot_say_what_it_permits_permits_nothing(
    status: int, server: FeedServer, pages: PageFetcher
) -> None:
    server.put("/robots.txt", status=status)
    with pytest.raises(Blocked):
        await pages.get(server.url("/page"))


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_an_origin_without_a_robots_file_permits_all(
    status: int, server: FeedServer, pages: PageFetcher
) -> None:
    server.put("/robots.txt", status=status)
    assert isinstance(await pages.get(server.url("/page")), Fetched)


async def test_g20_a_reservation_of_the_origin_is_kept(
    server: FeedServer, pages: PageFetcher
) -> None:
    server.put("/.well-known/tdmrep.json", '[{"location": "/", "tdm-reservation": 1}]')
    with pytest.raises(Blocked, match="text and data mining"):
        await pages.get(server.url("/page"))
    assert not server.seen("/page")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"TDM-Reservation": "1"}, "<p>text</p>"),
        ({}, '<head><meta name="tdm-reservation" content="1"></head>'),
        ({}, "<head><META content=1 name=tdm-reservation></head>"),
    ],
)
async def test_g20_a_reservation_of_the_page_itself_is_kept(
    headers: dict[str, str], body: str, server: FeedServer, pages: PageFetcher
) -> None:
    url = server.put("/kept", body, content_type="text/html", headers=headers)
    with pytest.raises(Blocked, match="text and data mining"):
        await pages.get(url)


async def test_a_page_that_gives_its_rights_free_is_fetched(
    server: FeedServer, pages: PageFetcher
) -> None:
    body = '<meta name="tdm-reservation" content="0"><meta name="x" content="1">'
    url = server.put("/free", body, content_type="text/html", headers={"TDM-Reservation": "0"})
    assert isinstance(await pages.get(url), Fetched)


async def test_many_pages_of_an_origin_ask_it_once(server: FeedServer, pages: PageFetcher) -> None:
    await asyncio.gather(*(pages.get(server.url("/page")) for _ in range(5)))
    assert len(server.seen("/robots.txt")) == 1


async def test_g9_the_files_are_fetched_under_the_same_guard(server: FeedServer) -> None:
    client = WebClient(user_agent="newsbot/1")
    with pytest.raises(Blocked, match="not a public address"):
        await PageFetcher(client, user_agent="newsbot/1").get(server.url("/page"))
    await client.close()
    assert not server.requests


async def test_an_error_of_the_page_is_told_as_the_client_tells_it(
    server: FeedServer, pages: PageFetcher
) -> None:
    with pytest.raises(Unreachable) as failure:
        await pages.get(server.url("/missing"))
    assert failure.value.status == 404
    with pytest.raises(Blocked):
        await pages.get("no address")
