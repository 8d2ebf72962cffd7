"""Prove that subscription lists are written as OPML 2.0 and read as other programs write them."""

from pathlib import Path
from typing import Any

import listparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.domain.feed import Outline
from newsbot.errors import Invalid
from newsbot.feeds import parse_opml, render_opml
from newsbot.feeds.spelling import line
from tests.conformance.opml import check_opml
from tests.feed_factory import HOSTILE_TEXTS, MORNING

REAL_LISTS = Path(__file__).parents[2].parent / "shared" / "data" / "opml"

OUTLINES = (
    Outline(title="First", xml_url="https://a.example/feed?x=1&y=2", html_url="https://a.example/"),
    Outline(title="Second", xml_url="https://b.example/", language="uk", folder=("World", "East")),
    Outline(title="Third", xml_url="https://c.example/", kind="webpage", folder=("World",)),
    Outline(title="Fourth", xml_url="https://d.example/", folder=("World", "East")),
)


def opml(body: str, prolog: str = "") -> bytes:
    return f'{prolog}<opml version="1.1"><head/><body>{body}</body></opml>'.encode()


def test_what_is_written_conforms_and_can_be_read_again() -> None:
    document = render_opml("My list", OUTLINES, MORNING)

    assert check_opml(document) == []
    # Grouped by folder, in the order in which the folders first came.
    first, second, third, fourth = OUTLINES
    assert parse_opml(document) == (first, second, fourth, third)


def test_equal_outlines_give_equal_bytes() -> None:
    assert render_opml("x", OUTLINES, MORNING) == render_opml("x", OUTLINES, MORNING)


def test_another_reader_gets_the_same_list() -> None:
    read = listparser.parse(render_opml("My list", OUTLINES, MORNING))

    assert read.meta.title == "My list"
    assert sorted((each.title, each.url) for each in read.feeds) == sorted(
        (each.title, each.xml_url) for each in OUTLINES
    )


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_g10_hostile_titles_conform_and_come_back(text: str) -> None:
    outline = Outline(title=text, xml_url="https://a.example/", folder=(text,))

    document = render_opml(text, [outline], MORNING)

    assert check_opml(document) == []
    (read,) = parse_opml(document)
    assert read.title == line(text)
    assert read.folder == (line(text),)


plain = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).map(str.strip)


@given(
    st.lists(
        st.builds(
            Outline,
            title=plain.filter(bool),
            xml_url=st.integers(0, 10**6).map(lambda n: f"https://a.example/{n}?a=1&b=<2>"),
            kind=st.sampled_from(["rss", "webpage", "sitemap"]),
            folder=st.lists(plain.filter(bool), max_size=3).map(tuple),
        )
    )
)
def test_any_list_comes_back_whole(outlines: list[Outline]) -> None:
    read = parse_opml(render_opml("x", outlines, MORNING))

    def by_place(each: Outline) -> Any:
        return (each.folder, each.xml_url, each.title, each.kind)

    assert sorted(read, key=by_place) == sorted(outlines, key=by_place)


def test_a_list_of_no_outline_is_read_as_empty() -> None:
    assert parse_opml(render_opml("x", [], MORNING)) == ()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<outline XMLURL="https://a.example/" Text="A"/>', [("A", "https://a.example/")]),
        ('<outline xmlUrl="https://a.example/?b=1&c=2" text="A & B"/>', [("A & B", "https://a.example/?b=1&c=2")]),
        ('<outline xmlUrl="https://a.example/x"/>', [("a.example", "https://a.example/x")]),
        ('<outline title="A" text="" xmlUrl=" https://a.example/ "/>', [("A", "https://a.example/")]),
        ('<outline text="A" xmlUrl="feed://a.example/"/>', [("A", "http://a.example/")]),
        ('<outline text="A" xmlUrl="feed:https://a.example/"/>', [("A", "https://a.example/")]),
        ('<outline text="A" type="link" url="https://a.example/"/>', []),
        ('<outline text="A" xmlUrl=""/>', []),
        ('<outline text="A" xmlUrl="https://a.example/"><outline text="B" xmlUrl="https://b.example/"/></outline>',
         [("A", "https://a.example/"), ("B", "https://b.example/")]),
        ('<OUTLINE text="A" xmlUrl="https://a.example/"/>', [("A", "https://a.example/")]),
        ('<!-- <outline xmlUrl="https://x.example/"/> -->', []),
    ],
)  # fmt: skip
def test_what_real_exports_do_is_forgiven(body: str, found: list[tuple[str, str]]) -> None:
    assert [(each.title, each.xml_url) for each in parse_opml(opml(body))] == found


@pytest.mark.parametrize("kind", ["rss", "atom", "RSS", "", "rdf", "jsonfeed"])
def test_every_kind_that_is_a_feed_is_read_as_rss(kind: str) -> None:
    (read,) = parse_opml(opml(f'<outline text="A" type="{kind}" xmlUrl="https://a.example/"/>'))

    assert read.kind == "rss"


def test_a_category_serves_as_folder_where_there_is_none() -> None:
    body = '<outline text="A" xmlUrl="https://a.example/" category="/World/East,/Other"/>'

    (read,) = parse_opml(opml(body))

    assert read.folder == ("World", "East")


def test_a_namespace_on_the_document_does_no_harm() -> None:
    document = (
        b'<o:opml xmlns:o="urn:x"><o:body><o:outline text="A" xmlUrl="https://a.example/"/>'
        b"</o:body></o:opml>"
    )

    assert [each.title for each in parse_opml(document)] == ["A"]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\n  ", b""])
def test_what_stands_before_the_declaration_does_no_harm(before: bytes) -> None:
    document = before + render_opml("x", OUTLINES[:1], MORNING)

    assert parse_opml(document) == OUTLINES[:1]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = opml('<outline text="Žižkov – é" xmlUrl="https://a.example/"/>').decode()
    text = text.replace("Žižkov – ", "") if encoding == "iso-8859-1" else text

    (read,) = parse_opml(f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding))

    assert read.title.endswith("é")


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not xml",
        b"<html><body><p>Sign in</p></body></html>",
        b"<opml><head/></opml>",
        b"<rss><channel/></rss>",
        b"\x00\x01\x02",
        b'{"opml": 1}',
    ],
)
def test_what_is_no_opml_is_refused_with_advice(document: bytes) -> None:
    with pytest.raises(Invalid, match="not an OPML file"):
        parse_opml(document)


def test_entities_are_refused_before_they_expand() -> None:
    bomb = (
        '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
    )

    with pytest.raises(Invalid, match="declares XML entities"):
        parse_opml(opml('<outline text="&b;" xmlUrl="https://a.example/">&c;</outline>', bomb))


def test_a_doctype_without_entities_is_read() -> None:
    document = opml('<outline text="A" xmlUrl="https://a.example/"/>', "<!DOCTYPE opml>")

    assert len(parse_opml(document)) == 1


def test_folders_without_end_neither_crash_nor_hang() -> None:
    deep = '<outline text="x">' * 5_000 + '<outline text="A" xmlUrl="https://a.example/"/>'

    read = parse_opml(opml(deep + "</outline>" * 5_000))

    assert all(len(each.folder) <= 64 for each in read)


@pytest.mark.skipif(not REAL_LISTS.is_dir(), reason="the shared data is not here")
@pytest.mark.parametrize("path", sorted(REAL_LISTS.glob("*.opml")), ids=lambda path: path.name)
def test_real_lists_are_read_whole_and_written_again(path: Path) -> None:
    document = path.read_bytes()

    read = parse_opml(document)

    assert len(read) == document.lower().count(b"xmlurl=")
    assert any(each.folder for each in read)
    written = render_opml(path.stem, read, MORNING)
    assert check_opml(written) == []
    assert sorted(parse_opml(written), key=repr) == sorted(read, key=repr)


def test_nothing_of_our_own_stands_in_a_plain_list_of_feeds() -> None:
    document = render_opml("x", [each for each in OUTLINES if each.kind == "rss"], MORNING)

    assert b"newsbot" not in document


def test_a_folder_has_a_text_and_nothing_else() -> None:
    document = render_opml("x", OUTLINES[1:2], MORNING)

    # With a title and no type, validators take it for a feed whose address is missing.
    assert b'<outline text="World">' in document
