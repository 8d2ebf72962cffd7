"""Finding the feeds of an address."""

from collections.abc import AsyncIterator

import pytest

from newsbot.errors import Blocked, SourceError, Unreachable
from newsbot.net import WebClient, parse_allow
from newsbot.sandbox import Sandbox
from newsbot.sources import FeedReader, FoundSource, discover
from newsbot.sources.places import common_feeds, known_feeds, youtube_channel_feed
from tests.fakes.feedserver import FeedServer

RSS = "<rss><channel><title>{}</title><item><title>x</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("url", "feeds"),
    [
        (
            "https://www.youtube.com/channel/UC1234567890123456789012",
            ["https://www.youtube.com/feeds/videos.xml?channel_id=UC1234567890123456789012"],
        ),
        (
            "https://m.youtube.com/playlist?list=PLx_1",
            ["https://www.youtube.com/feeds/videos.xml?playlist_id=PLx_1"],
        ),
        ("https://www.youtube.com/@somebody", []),
        ("https://old.reddit.com/r/worldnews/", ["https://www.reddit.com/r/worldnews/.rss"]),
        ("https://mastodon.example/@somebody", ["https://mastodon.example/@somebody.rss"]),
        ("https://mastodon.example/@somebody/1123", ["https://mastodon.example/@somebody.rss"]),
        ("https://mastodon.example/users/somebody", ["https://mastodon.example/@somebody.rss"]),
        ("https://mastodon.example/tags/ukraine", ["https://mastodon.example/tags/ukraine.rss"]),
        ("https://t.me/joinchat/abcdef", []),
        ("https://t.me/+abcdef", []),
        ("https://bsky.app/profile/e.org", ["https://bsky.app/profile/e.org/rss"]),
        ("https://t.me/channel_name", ["https://t.me/s/channel_name"]),
        ("https://t.me/s/channel_name/77", ["https://t.me/s/channel_name"]),
        (
            "https://github.com/o/p",
            ["https://github.com/o/p/releases.atom", "https://github.com/o/p/tags.atom"],
        ),
        ("https://medium.com/@x", ["https://medium.com/feed/@x"]),
        ("https://name.substack.com/p/1", ["https://name.substack.com/feed"]),
        ("https://e.org/news", []),
        ("https://[broken", []),
    ],
)
def test_the_feeds_of_known_services_follow_from_the_address(url: str, feeds: list[str]) -> None:
    assert list(known_feeds(url)) == feeds


def test_a_youtube_page_tells_its_channel() -> None:
    page = '<script>{"externalId":"UC1234567890123456789012"}</script>'
    assert youtube_channel_feed(page).endswith("channel_id=UC1234567890123456789012")
    assert youtube_channel_feed("<p>nothing</p>") == ""


def test_usual_places_are_those_of_the_section_and_of_the_site() -> None:
    places = common_feeds("https://e.org/world?x=1")
    assert places[:3] == (
        "https://e.org/world/feed",
        "https://e.org/world/rss",
        "https://e.org/feed",
    )
    assert common_feeds("https://[broken") == ()


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[WebClient]:
    made = WebClient(user_agent="test", allow=parse_allow("127.0.0.1"))
    yield made
    await made.close()


@pytest.fixture
async def reader() -> AsyncIterator[FeedReader]:
    sandbox = Sandbox()
    yield FeedReader(sandbox)
    await sandbox.close()


async def test_the_address_of_a_feed_is_found_as_itself(
    server: FeedServer, client: WebClient, reader: FeedReader
) -> None:
    url = server.put("/feed", RSS.format("News"))
    assert await discover(url, client, reader) == (
        FoundSource(url=url, title="News", kind="rss", entries=1, origin="address"),
    )
    assert len(server.requests) == 1


async def test_the_feeds_that_a_page_names_are_found_and_comments_come_last(
    server: FeedServer, client: WebClient, reader: FeedReader
) -> None:
    page = """<html><head>
    <link rel="alternate" type="application/rss+xml" href="/comments/feed">
    <LINK TYPE='application/atom+xml' HREF='/atom?a=1&amp;b=2' REL='alternate home'>
    <link rel="alternate" type="application/rss+xml" href="/dead">
    <link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="/feed.css">
    </head><body><a href="/rss.xml">RSS</a> <a href="/news">feedback</a></body></html>"""
    url = server.put("/", page, content_type="text/html")
    server.put("/comments/feed", RSS.format("Comments"))
    server.put("/atom", RSS.format("Atom"))
    server.put("/rss.xml", RSS.format("All"))
    found = await discover(url, client, reader)
    assert [(one.title, one.origin) for one in found] == [
        ("Atom", "page"),
        ("Comments", "page"),
        ("All", "page"),
    ]
    assert found[0].url == server.url("/atom?a=1&b=2")
    assert not server.seen("/news")


async def test_usual_places_are_tried_when_the_page_names_none(
    server: FeedServer, client: WebClient, reader: FeedReader
) -> None:
    url = server.put("/", "<html><body>Hello</body></html>", content_type="text/html")
    server.put("/feed.xml", RSS.format("Hidden"))
    found = await discover(url, client, reader)
    assert [(one.title, one.origin) for one in found] == [("Hidden", "usual place")]
    assert len(server.requests) <= 20


async def test_a_page_without_any_feed_gives_nothing(
    server: FeedServer, client: WebClient, reader: FeedReader
) -> None:
    url = server.put("/", "<html><body>Hello</body></html>", content_type="text/html")
    assert await discover(url, client, reader) == ()
    assert len(server.requests) <= 20


async def test_g8_a_page_that_names_a_thousand_feeds_costs_twenty_requests(
    server: FeedServer, client: WebClient, reader: FeedReader
) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/f{n}">' for n in range(1000)
    )
    url = server.put("/", f"<html>{links}</html>", content_type="text/html")
    await discover(url, client, reader)
    assert len(server.requests) == 20


async def test_g9_what_a_page_names_is_guarded(reader: FeedReader) -> None:
    async with FeedServer() as inside, FeedServer() as outside:
        guarded = WebClient(user_agent="test", allow=parse_allow(f"127.0.0.1:{outside.port}"))
        page = f'<link rel=alternate type="application/rss+xml" href="{inside.url("/feed")}">'
        await discover(outside.put("/", page, content_type="text/html"), guarded, reader)
        with pytest.raises(Blocked):
            await discover(inside.url("/"), guarded, reader)
        await guarded.close()
        assert not inside.requests


async def test_an_address_that_does_not_answer_says_why(
    server: FeedServer, client: WebClient, reader: FeedReader
) -> None:
    with pytest.raises(Unreachable, match="404"):
        await discover(server.url("/missing"), client, reader)
    with pytest.raises(SourceError):
        await discover("127.0.0.1:1", client, reader)
