"""Prove that independent readers get out of our documents what was put in."""

from typing import Any

import fastfeedparser
import feedparser
import pytest
from lxml import etree

from newsbot.feeds import render
from newsbot.feeds.spelling import line
from tests.feed_factory import HOSTILE_TEXTS, MORNING, entry, feed, full_entry

ENTRIES = [
    entry(number, title=text, summary=text) for number, text in enumerate(HOSTILE_TEXTS, start=1)
]
SOUND = [full_entry(1), full_entry(2, title="Ukraine’s “long” winter: AT&T, 5 < 6"), entry(3)]


def feedparser_titles(document: bytes) -> list[tuple[str, str]]:
    read = feedparser.parse(document)
    assert not read.bozo, read.get("bozo_exception")
    return [(each.id, each.title) for each in read.entries]


def fastfeedparser_titles(document: bytes) -> list[tuple[str, str]]:
    return [(each["id"], each["title"]) for each in fastfeedparser.parse(document)["entries"]]


@pytest.mark.parametrize("read", [feedparser_titles, fastfeedparser_titles])
@pytest.mark.parametrize("form", ["rss", "atom"])
def test_readers_get_ids_and_titles_back(read: Any, form: Any) -> None:
    document = render(feed(), SOUND, form)

    assert read(document) == [(each.id, each.title) for each in SOUND]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_xml_gives_every_hostile_title_back_but_for_what_xml_cannot_hold(form: Any) -> None:
    root = etree.fromstring(render(feed(), ENTRIES, form))

    titles = [each.findtext("{*}title") for each in root.iter("{*}item", "{*}entry")]

    assert titles == [line(text) for text in HOSTILE_TEXTS]


@pytest.mark.parametrize("read", [feedparser_titles, fastfeedparser_titles])
@pytest.mark.parametrize("form", ["rss", "atom"])
def test_readers_lose_no_hostile_entry(read: Any, form: Any) -> None:
    document = render(feed(), ENTRIES, form)

    assert [found for found, _ in read(document)] == [each.id for each in ENTRIES]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_gets_the_details_back(form: Any) -> None:
    read = feedparser.parse(render(feed(hub="https://hub.example/"), [full_entry()], form))

    found = read.entries[0]
    assert read.feed.title == "All the news"
    assert read.feed.link == "https://news.example/news"
    assert found.link == "https://outlet.example/story-1"
    assert found.author == "Ann Author"
    assert found.published_parsed[:6] == MORNING.timetuple()[:6]
    assert [tag.term for tag in found.tags] == ["Politics", "War & peace"]
    assert found.source.title == "The Outlet"
    assert found.content[0].value == "<p>Whole <b>text</b> &amp; more.</p>"
    assert found.media_thumbnail == [{"url": "https://outlet.example/i.jpg"}]
    assert found.enclosures[0].href == "https://outlet.example/a.mp3"
    assert found.enclosures[0].length == "1234"
    assert {link.rel for link in read.feed.links} >= {"self", "hub", "alternate"}
