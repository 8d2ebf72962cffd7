"""The demo's feeds are good documents, with exactly the faults that were built in."""

from datetime import UTC, datetime
from html import unescape
from itertools import pairwise

import feedparser
import pytest
from lxml import etree

from newsbot.demo import DemoArticle, DemoOutlet, DemoPress, load_press
from newsbot.demo.feeds import FeedFile, render_feed

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
BASE = "http://127.0.0.1:8421"
KEYS = ("harbour-post", "northlight", "blue-heron")


@pytest.fixture(scope="module")
def press() -> DemoPress:
    return load_press(NOW)


def carried(press: DemoPress, key: str, stage: int) -> tuple[DemoOutlet, tuple[DemoArticle, ...]]:
    outlet = next(outlet for outlet in press.outlets if outlet.key == key)
    return outlet, press.newest_first(outlet, stage)


def feed_of(press: DemoPress, key: str, stage: int = 2) -> FeedFile:
    outlet, articles = carried(press, key, stage)
    return render_feed(outlet, articles, BASE)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("stage", [1, 2])
def test_a_feed_is_well_formed_and_holds_every_article(
    press: DemoPress, key: str, stage: int
) -> None:
    outlet, articles = carried(press, key, stage)
    body = feed_of(press, key, stage).body
    etree.fromstring(body)
    parsed = feedparser.parse(body)
    assert not parsed.bozo
    assert parsed.feed.title == outlet.name
    assert [entry.link.partition("?")[0] for entry in parsed.entries] == [
        BASE + article.path for article in articles
    ]
    titles = [unescape(entry.title) for entry in parsed.entries]
    assert titles == [article.title for article in articles]


@pytest.mark.parametrize(
    ("key", "version"),
    [("harbour-post", "rss20"), ("northlight", "atom10"), ("blue-heron", "rss10")],
)
def test_each_outlet_has_a_format_of_its_own(press: DemoPress, key: str, version: str) -> None:
    assert feedparser.parse(feed_of(press, key).body).version == version


@pytest.mark.parametrize("key", KEYS)
def test_growth_adds_entries_and_keeps_the_old_ones_as_they_were(
    press: DemoPress, key: str
) -> None:
    before = feedparser.parse(feed_of(press, key, 1).body).entries
    after = feedparser.parse(feed_of(press, key, 2).body).entries
    assert after[-len(before) :] == before
    assert len(after) > len(before)


@pytest.mark.parametrize("key", KEYS)
def test_dates_are_those_of_the_articles(press: DemoPress, key: str) -> None:
    _, articles = carried(press, key, 2)
    entries = feedparser.parse(feed_of(press, key).body).entries
    for article, entry in zip(articles, entries, strict=True):
        stated = entry.get("published_parsed") or entry.get("updated_parsed")
        assert stated[:6] == article.published.timetuple()[:6]


def test_one_date_has_a_form_that_no_standard_allows(press: DemoPress) -> None:
    body = feed_of(press, "harbour-post").body.decode()
    assert body.count("<pubDate>12 Mar. 2026 06:58:00 GMT</pubDate>") == 1
    assert body.count("<pubDate>Thu, 12 Mar 2026 08:12:00 GMT</pubDate>") == 1


def test_one_entity_is_escaped_twice_in_title_and_teaser(press: DemoPress) -> None:
    body = feed_of(press, "harbour-post").body.decode()
    assert "<title>Senators put off vote on dock &amp;amp; rail pensions</title>" in body
    assert "crane &amp;amp; signal crews" in body
    assert body.count("&amp;amp;") == 2


def test_the_third_feed_is_in_a_cyrillic_code_page(press: DemoPress) -> None:
    feed = feed_of(press, "blue-heron")
    assert feed.body.startswith(b'<?xml version="1.0" encoding="windows-1251"?>')
    assert "зерновий коридор Дунаєм".encode("windows-1251") in feed.body


def test_the_third_feed_carries_the_whole_text_without_links(press: DemoPress) -> None:
    _, articles = carried(press, "blue-heron", 2)
    entries = feedparser.parse(feed_of(press, "blue-heron").body).entries
    for article, entry in zip(articles, entries, strict=True):
        assert entry.content[0].value.count("<p>") == article.text.count("\n\n") + 1
        assert "<a" not in entry.content[0].value


def test_ids_are_unique_and_know_no_port(press: DemoPress) -> None:
    outlet, articles = carried(press, "northlight", 2)
    here = feedparser.parse(render_feed(outlet, articles, BASE).body).entries
    there = feedparser.parse(render_feed(outlet, articles, "http://127.0.0.1:1").body).entries
    assert [entry.id for entry in here] == [entry.id for entry in there]
    assert len({entry.id for entry in here}) == len(here)


def test_entries_stand_newest_first_and_date_the_feed(press: DemoPress) -> None:
    for key in KEYS:
        _, articles = carried(press, key, 2)
        assert all(new.published > old.published for new, old in pairwise(articles))
        assert feed_of(press, key).modified == articles[0].published
