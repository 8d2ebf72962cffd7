"""Prove what a document holds: entries joined from fragments, the human page, safe addresses."""

import json
import re
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any, get_args

import pytest
from lxml import etree

from newsbot.domain.entry import Enclosure
from newsbot.feeds import CONTENT_TYPES, Form, assemble, fragment, render
from tests.feed_factory import MORNING, entry, feed, full_entry

FORMS = get_args(Form)
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.mark.parametrize("form", FORMS)
def test_fragments_joined_are_the_document(form: Form) -> None:
    entries = [full_entry(1), entry(2)]

    joined = assemble(feed(), [fragment(each, form) for each in entries], form)

    assert joined == render(feed(), entries, form)


@pytest.mark.parametrize("form", FORMS)
def test_a_fragment_does_not_depend_on_its_feed(form: Form) -> None:
    document = render(feed(title="Other", language="fr"), [full_entry()], form)

    assert fragment(full_entry(), form) in document


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_fragment_declares_no_namespace_again(form: Any) -> None:
    assert b"xmlns" not in fragment(full_entry(), form)


@pytest.mark.parametrize("form", FORMS)
def test_an_entry_given_twice_stands_once(form: Form) -> None:
    document = render(feed(), [entry(1), entry(2), entry(1)], form)

    assert re.findall(rb"article/(\d)", document) == [b"1", b"2"]


@pytest.mark.parametrize("form", FORMS)
def test_a_withdrawn_entry_is_left_out(form: Form) -> None:
    document = render(feed(), [entry(1), entry(2)], form, withdrawn=[(entry(1).id, MORNING)])

    assert b"Headline 1" not in document
    assert b"Headline 2" in document


def test_atom_names_a_withdrawn_entry_as_deleted() -> None:
    document = assemble(feed(), [], "atom", withdrawn=[("urn:x:1", MORNING)])

    tombstone = etree.fromstring(document).find(
        "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
    )
    assert tombstone is not None
    assert tombstone.get("ref") == "urn:x:1"
    assert tombstone.get("when") == "2026-03-01T08:30:00Z"


@pytest.mark.parametrize("home", ["https://news.example/news", "/news"])
def test_each_format_names_the_human_page(home: str) -> None:
    head = feed(home_url=home)

    rss = etree.fromstring(render(head, [], "rss"))
    atom = etree.fromstring(render(head, [], "atom"))
    page = json.loads(render(head, [], "json"))["home_page_url"]

    alternates = [
        dict(link.attrib) for link in atom.iter(f"{ATOM}link") if link.get("rel") == "alternate"
    ]
    assert rss.findtext("channel/link") == page == "https://news.example/news"
    assert alternates == [{"rel": "alternate", "type": "text/html", "href": page}]


def test_a_base_address_with_a_path_is_kept() -> None:
    head = feed(base_url="https://host.example/news/", home_url="")

    document = json.loads(render(head, [], "json"))

    assert document["feed_url"] == "https://host.example/news/feeds/all.json"
    assert document["home_page_url"] == "https://host.example/news/"


@pytest.mark.parametrize("form", FORMS)
def test_g10_only_web_addresses_are_published(form: Form) -> None:
    bad = "javascript:alert(1)"
    document = render(
        feed(hub=bad),
        [
            full_entry(
                url=bad,
                source_url=bad,
                image="data:image/svg+xml,x",
                enclosures=(Enclosure(url=bad, type="audio/mpeg"),),
                related=(("x", bad),),
            )
        ],
        form,
    )

    assert b"javascript:" not in document
    assert b"data:" not in document
    assert b"Headline 1" in document


def rss_item(summary: str) -> etree._Element:
    found = etree.fromstring(render(feed(), [entry(summary=summary)], "rss")).find("channel/item")
    assert found is not None
    return found


def test_g10_a_plain_summary_stays_plain_where_readers_expect_html() -> None:
    item = rss_item("1 < 2 <script>x</script>")

    assert item.findtext("description") == "1 &lt; 2 &lt;script&gt;x&lt;/script&gt;"


def test_paragraphs_of_a_summary_are_kept_in_rss() -> None:
    item = rss_item("One\nline.\n\nTwo.")

    assert item.findtext("description") == "<p>One<br>line.</p><p>Two.</p>"


def test_a_public_entry_without_content_has_none_in_any_format() -> None:
    bare = entry()

    assert b"content" not in fragment(bare, "rss")
    assert b"<content" not in fragment(bare, "atom")
    assert json.loads(fragment(bare, "json"))["content_text"] == "What happened, 1."


def test_an_outlet_without_an_address_is_named_as_publisher() -> None:
    nameless = entry(source="The Outlet")

    for xml in (fragment(nameless, "rss"), fragment(nameless, "atom")):
        assert b"<dc:publisher>The Outlet</dc:publisher>" in xml
    assert json.loads(fragment(nameless, "json"))["_newsbot"] == {"source": {"title": "The Outlet"}}


def test_an_atom_entry_names_its_source_fully() -> None:
    root = etree.fromstring(render(feed(), [full_entry()], "atom"))

    source = root.find(f"{ATOM}entry/{ATOM}source")
    assert source is not None
    assert [(each.tag.removeprefix(ATOM), each.text) for each in source] == [
        ("title", "The Outlet"),
        ("link", None),
        ("id", "https://outlet.example/"),
        ("updated", "2026-03-01T08:30:00Z"),
    ]


def test_a_long_summary_lends_its_beginning_as_headline() -> None:
    item = json.loads(fragment(entry(title=" ", summary="word " * 40), "json"))

    assert len(item["title"]) <= 100
    assert item["title"].endswith("word…")


@pytest.mark.parametrize("form", FORMS)
def test_an_entry_without_an_id_is_known_by_its_address(form: Form) -> None:
    assert b"https://outlet.example/story-1" in fragment(replace(entry(), id=""), form)


@pytest.mark.parametrize("form", FORMS)
def test_times_are_told_in_utc_to_the_second(form: Form) -> None:
    elsewhere = MORNING.astimezone(timezone(timedelta(hours=5, minutes=45)))
    shifted = elsewhere + timedelta(microseconds=999_999)

    assert fragment(entry(published=shifted, updated=shifted), form) == fragment(entry(), form)


def test_content_types_are_known_for_each_document() -> None:
    assert CONTENT_TYPES == {
        "rss": "application/rss+xml; charset=utf-8",
        "atom": "application/atom+xml; charset=utf-8",
        "json": "application/feed+json",
        "opml": "text/x-opml; charset=utf-8",
    }


def test_json_feed_says_what_it_knows() -> None:
    head = feed(hub="https://hub.example/", next_path="?before=9")

    document = json.loads(render(head, [full_entry()], "json"))

    items = document.pop("items")
    assert document == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "All the news",
        "home_page_url": "https://news.example/news",
        "feed_url": "https://news.example/feeds/all.json",
        "description": "Everything that came in",
        "next_url": "https://news.example/feeds/all.json?before=9",
        "authors": [{"name": "newsbot"}],
        "language": "en",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
    }
    assert items == [
        {
            "id": "tag:news.example,2026:article/1",
            "url": "https://outlet.example/story-1",
            "title": "Headline 1",
            "content_html": "<p>Whole <b>text</b> &amp; more.</p>",
            "summary": "What happened, 1.",
            "image": "https://outlet.example/i.jpg",
            "date_published": "2026-03-01T08:30:00Z",
            "date_modified": "2026-03-01T08:30:00Z",
            "authors": [{"name": "Ann Author"}],
            "tags": ["Politics", "War & peace"],
            "language": "en-GB",
            "attachments": [
                {
                    "url": "https://outlet.example/a.mp3",
                    "mime_type": "audio/mpeg",
                    "size_in_bytes": 1234,
                },
                {"url": "https://outlet.example/b.mp4", "mime_type": "video/mp4"},
            ],
            "_newsbot": {
                "source": {"title": "The Outlet", "url": "https://outlet.example/"},
                "related": [{"title": "The same elsewhere", "url": "https://other.example/story"}],
            },
        }
    ]


def test_a_namespace_that_few_validators_know_is_declared_where_it_is_used_only() -> None:
    assert b"tombstones" not in render(feed(), [entry()], "atom")
