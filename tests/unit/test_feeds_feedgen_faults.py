"""Guard each fault of feedgen 1.0 that the renderers mend: what feedgen does, and what we do.

The first half of each test pins the fault. When it fails, feedgen was mended and our correction
can go.
"""

import locale
import re
from typing import Any

import pytest
from feedgen.entry import FeedEntry as Generated
from feedgen.feed import FeedGenerator
from lxml import etree

from newsbot.domain.entry import Enclosure
from newsbot.feeds import fragment, render
from tests.conformance.atom import check_atom
from tests.conformance.rss import check_rss
from tests.feed_factory import MORNING, entry, feed, full_entry

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"


def generated(**values: Any) -> Generated:
    made = Generated()
    made.id("urn:x:1")
    made.title(values.get("title", "Title"))
    made.updated(MORNING)
    return made


def rss_item(document: bytes) -> etree._Element:
    found = etree.fromstring(document).find("channel/item")
    assert found is not None
    return found


def atom_entry(document: bytes) -> etree._Element:
    found = etree.fromstring(document).find(f"{ATOM}entry")
    assert found is not None
    return found


def test_an_atom_link_keeps_rel_type_and_length() -> None:
    made = generated()
    made.link(href="https://a.example/", rel="alternate")
    made.link(href="https://a.example/a.mp3", rel="enclosure", type="audio/mpeg", length="9")
    assert [dict(link.attrib) for link in made.atom_entry().findall("link")] == [
        {"href": "https://a.example/"},
        {"href": "https://a.example/a.mp3"},
    ]

    ours = atom_entry(render(feed(), [full_entry()], "atom"))

    assert [dict(link.attrib) for link in ours.findall(f"{ATOM}link")] == [
        {"href": "https://outlet.example/story-1", "rel": "alternate"},
        {"href": "https://outlet.example/", "rel": "via", "title": "The Outlet"},
        {
            "href": "https://other.example/story",
            "rel": "related",
            "title": "The same elsewhere",
        },
        {
            "href": "https://outlet.example/a.mp3",
            "rel": "enclosure",
            "type": "audio/mpeg",
            "length": "1234",
        },
        {"href": "https://outlet.example/b.mp4", "rel": "enclosure", "type": "video/mp4"},
    ]


def test_an_rss_item_links_to_the_article_whatever_else_it_links_to() -> None:
    made = generated()
    made.link(href="https://a.example/article")
    made.link(href="https://a.example/other")
    assert made.rss_entry().findtext("link") == "https://a.example/other"

    ours = rss_item(render(feed(), [full_entry()], "rss"))

    assert ours.findtext("link") == "https://outlet.example/story-1"


def test_entries_stand_in_the_order_given() -> None:
    generator = FeedGenerator()
    assert [generator.add_entry(), generator.add_entry()] == generator.entry()[::-1]

    document = render(feed(), [entry(3), entry(1), entry(2)], "rss")

    assert re.findall(rb"Headline (\d)", document) == [b"3", b"1", b"2"]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_times_come_from_the_data_so_that_equal_data_gives_equal_bytes(form: Any) -> None:
    assert Generated().updated() != MORNING, "feedgen takes the time of the build"

    first, second = (render(feed(), [full_entry()], form) for _ in range(2))

    assert first == second
    morning = {"rss": "Sun, 01 Mar 2026 08:30:00 GMT", "atom": "2026-03-01T08:30:00Z"}[form]
    told = etree.fromstring(first).iter(
        "lastBuildDate", "pubDate", f"{ATOM}updated", f"{ATOM}published"
    )
    assert {each.text for each in told} == {morning}


def test_an_rss_author_without_an_address_is_named() -> None:
    made = generated()
    made.author(name="Ann Author")
    assert b"Ann Author" not in etree.tostring(made.rss_entry())

    ours = rss_item(render(feed(), [entry(author="Ann Author")], "rss"))

    assert ours.findtext(f"{DC}creator") == "Ann Author"
    assert ours.find("author") is None


def test_an_atom_entry_has_an_author_even_when_nobody_is_named() -> None:
    made = generated()
    made.link(href="https://a.example/")
    assert made.atom_entry().find("author") is None, "and feedgen says nothing"

    ours = atom_entry(render(feed(), [entry(author="", source="")], "atom"))

    assert ours.findtext(f"{ATOM}author/{ATOM}name") == "outlet.example"


def test_atom_content_has_a_type_that_exists() -> None:
    made = generated()
    made.content("<p>x</p>", type="CDATA")
    content = made.atom_entry().find("content")
    assert content is not None
    assert content.get("type") == "CDATA", "no such type in RFC 4287"

    ours = atom_entry(render(feed(), [full_entry()], "atom")).find(f"{ATOM}content")

    assert ours is not None
    assert ours.get("type") == "html"
    assert ours.text == "<p>Whole <b>text</b> &amp; more.</p>"


def test_a_control_character_costs_neither_the_feed_nor_the_entry() -> None:
    with pytest.raises(ValueError, match="XML compatible"):
        generated(title="bad \x08 title").rss_entry()

    document = render(feed(), [entry(1), entry(2, title="bad \x08 title"), entry(3)], "rss")

    assert re.findall(rb"<title>([^<]*)</title>", document)[1:] == [
        b"Headline 1",
        b"bad  title",
        b"Headline 3",
    ]
    assert check_rss(document) == []


def test_a_picture_is_not_wrapped_in_a_group_of_one() -> None:
    made = generated()
    made.load_extension("media")
    made.media.thumbnail(url="https://a.example/i.jpg")
    made.media.content(url="https://a.example/i.jpg")
    assert made.rss_entry().find(f"{MEDIA}thumbnail") is None
    assert made.rss_entry().find(f"{MEDIA}group/{MEDIA}thumbnail") is not None

    for document in (
        render(feed(), [full_entry()], "rss"),
        render(feed(), [full_entry()], "atom"),
    ):
        assert b"media:group" not in document
        assert document.count(b"<media:thumbnail") == 1


def test_the_first_enclosure_is_the_one_of_rss_and_the_others_are_kept_beside_it() -> None:
    made = generated()
    made.enclosure("https://a.example/1.mp3", 1, "audio/mpeg")
    made.enclosure("https://a.example/2.mp3", 2, "audio/mpeg")
    assert [each.get("length") for each in made.rss_entry().findall("enclosure")] == ["2"]

    ours = rss_item(render(feed(), [full_entry()], "rss"))

    assert [each.get("url") for each in ours.findall("enclosure")] == [
        "https://outlet.example/a.mp3"
    ]
    assert [each.get("url") for each in ours.findall(f"{MEDIA}content")] == [
        "https://outlet.example/b.mp4"
    ]


def test_an_enclosure_of_unknown_length_says_zero_in_rss_and_nothing_in_atom() -> None:
    made = generated()
    made.enclosure("https://a.example/1.mp3", None, "audio/mpeg")
    assert made.rss_entry().find("enclosure").get("length") == "None"

    unknown = entry(enclosures=(Enclosure(url="https://a.example/file"),))

    enclosure = rss_item(render(feed(), [unknown], "rss")).find("enclosure")
    assert enclosure is not None
    assert enclosure.get("url") == "https://a.example/file"
    assert enclosure.get("length") == "0"
    assert enclosure.get("type") == "application/octet-stream"
    assert b'<link href="https://a.example/file" rel="enclosure"/>' in fragment(unknown, "atom")


def test_an_entry_without_title_or_link_is_not_lost() -> None:
    made = generated(title="")
    with pytest.raises(ValueError, match="Required fields"):
        made.atom_entry()
    with pytest.raises(ValueError, match="alternate link"):
        generated().atom_entry()

    document = render(feed(), [entry(title="", url="javascript:alert(1)")], "atom")

    assert atom_entry(document).findtext(f"{ATOM}title") == "What happened, 1."
    assert check_atom(document) == []


def test_writing_a_date_leaves_the_locale_of_the_process_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(locale, "setlocale", lambda *names: asked.append(names))
    made = generated()
    made.published(MORNING)
    made.rss_entry()
    assert asked, "feedgen switches it, for all threads"
    asked.clear()

    render(feed(), [full_entry()], "rss")

    assert asked == []


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_hub_and_paging_are_named(form: Any) -> None:
    head = feed(hub="https://hub.example/", query="page=2", next_path="page=3", prev_path="page=1")

    root = etree.fromstring(render(head, [], form))

    here = f"https://news.example/feeds/all.{form}"
    links = {str(link.get("rel")): link.get("href") for link in root.iter(f"{ATOM}link")}
    links.pop("alternate", None)
    assert links == {
        "self": f"{here}?page=2",
        "hub": "https://hub.example/",
        "next": f"{here}?page=3",
        "previous": f"{here}?page=1",
        "first": here,
    }
