"""Prove that the conformance checks can fail: each break of a sound document is found."""

from collections.abc import Callable

import pytest

from newsbot.domain.feed import Outline
from newsbot.feeds import render, render_opml
from tests.conformance.atom import check_atom
from tests.conformance.jsonfeed import check_jsonfeed
from tests.conformance.opml import check_opml
from tests.conformance.rss import check_rss
from tests.feed_factory import MORNING, feed, full_entry

RSS = render(feed(), [full_entry()], "rss")
ATOM = render(feed(), [full_entry()], "atom", withdrawn=[("urn:x:1", MORNING)])
JSON = render(feed(hub="https://hub.example/"), [full_entry()], "json")
OPML = render_opml("List", [Outline(title="A", xml_url="https://a.example/feed")], MORNING)

BREAKS: tuple[tuple[Callable[[bytes], list[str]], bytes, bytes, bytes, str], ...] = (
    (check_rss, RSS, b"</channel>", b"", "not well-formed"),
    (check_rss, RSS, b'<?xml version="1.0" encoding="UTF-8"?>', b"", "declaration"),
    (check_rss, RSS, b"https://outlet.example/story-1", b"https://outlet.example/a b", "no http"),
    (check_rss, RSS, b"<guid", b"<guid>x</guid><guid", "2 of <guid>"),
    (check_rss, RSS, b'"false">tag:', b'"true">tag:', "permalink"),
    (check_rss, RSS, b"Sun, 01 Mar", b"Mon, 01 Mar", "wrong day"),
    (check_rss, RSS, b"Sun, 01 Mar 2026", b"2026-03-01", "RFC 822"),
    (check_rss, RSS, b'length="1234"', b'length=""', "no number"),
    (check_rss, RSS, b"<dc:creator>", b"<author>a@b.example</author><dc:creator>", "say the same"),
    (check_rss, RSS, b'rel="self"', b'rel="other"', "rel=self"),
    (check_rss, RSS, b"</item>", b"</item><ttl>5</ttl>", "after the first item"),
    (check_rss, RSS, b"&lt;b&gt;", b"&lt;script&gt;", "active content"),
    (check_rss, RSS, b"&lt;b&gt;", b'&lt;b onclick="x"&gt;', "['onclick']"),
    (check_atom, ATOM, b"&lt;b&gt;", b'&lt;a href=" javascript:x"&gt;', "['href']"),
    (check_rss, RSS, b"<docs>", b"<blink/><docs>", "knows no <blink>"),
    (check_rss, RSS, b"<source url=", b"<source nourl=", "source url"),
    (check_atom, ATOM, b"<id>tag:news.example,2026:article/1</id>", b"", "id"),
    (check_atom, ATOM, b"<updated>2026-03-01T08:30:00Z", b"<updated>2026-03-01", "RFC 3339"),
    (check_atom, ATOM, b"<updated>2026-03-01T", b"<updated>2026-02-31T", "impossible"),
    (check_atom, ATOM, b'rel="via"', b'rel="alternate"', "same type"),
    (check_atom, ATOM, b'type="html">', b'type="CDATA">', "has the type CDATA"),
    (check_atom, ATOM, b'xml:lang="en-GB"', b'xml:lang="british english"', "language tag"),
    (check_atom, ATOM, b"<name>Ann Author</name>", b"<name/>", "no name"),
    (check_atom, ATOM, b'term="Politics"', b'term=""', "no term"),
    (check_atom, ATOM, b'ref="urn:x:1"', b'ref="tag:news.example,2026:article/1"', "is deleted"),
    (check_atom, ATOM, b'type="audio/mpeg"', b'type="mp3"', "media type"),
    (check_atom, ATOM, b'xmlns="http://www.w3.org/2005/Atom" ', b"", "not <feed>"),
    (check_jsonfeed, JSON, b"version/1.1", b"version/1", "wrong version"),
    (check_jsonfeed, JSON, b'"id":', b'"guid":', "no id"),
    (check_jsonfeed, JSON, b'"content_html":', b'"content":', "no content"),
    (check_jsonfeed, JSON, b'"size_in_bytes":1234', b'"size_in_bytes":"1234"', "no number"),
    (check_jsonfeed, JSON, b'"_newsbot":{', b'"newsbot":{', "knows no newsbot"),
    (check_jsonfeed, JSON, b'"type":"WebSub"', b'"type":""', "hub"),
    (check_jsonfeed, JSON, b'"name":"Ann Author"', b'"name":""', "author is empty"),
    (check_jsonfeed, JSON, b"]}", b"", "not JSON"),
    (check_opml, OPML, b' text="A"', b"", "no text"),
    (check_opml, OPML, b'version="2.0"', b'version="1.0"', "2.0"),
    (check_opml, OPML, b"xmlUrl", b"xmlurl", "xmlurl"),
    (check_opml, OPML, b"<dateCreated>Sun,", b"<dateCreated>", "RFC 822"),
)


def test_a_sound_document_has_no_finding() -> None:
    assert check_rss(RSS) == []
    assert check_atom(ATOM) == []
    assert check_jsonfeed(JSON) == []
    assert check_opml(OPML) == []


@pytest.mark.parametrize(
    ("check", "sound", "old", "new", "finding"), BREAKS, ids=[each[4] for each in BREAKS]
)
def test_a_break_is_found(
    check: Callable[[bytes], list[str]], sound: bytes, old: bytes, new: bytes, finding: str
) -> None:
    assert old in sound, "the break touches the document"

    assert any(finding in each for each in check(sound.replace(old, new)))
