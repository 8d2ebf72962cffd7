"""How bytes become text and a tree, and that no bytes at all break the reading."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.extract import extract_page, extract_text
from newsbot.extract.document import MAX_ELEMENTS, decode, parse

RUSSIAN = "Паром опоздал, и людям на пристани пришлось ждать его под дождём до самого вечера."


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Fähre".encode(), "", "Fähre"),
        ("Fähre".encode("utf-8-sig"), "", "Fähre"),
        ("Fähre".encode("utf-16"), "text/html; charset=utf-16", "Fähre"),
        ("Fähre".encode("latin-1"), "text/html; charset=ISO-8859-1", "Fähre"),
        ("“Fähre”".encode("cp1252"), "text/html; charset=latin1", "“Fähre”"),
        ("Fähre".encode(), "text/html; charset=ISO-8859-1", "Fähre"),
        (b"<meta charset='windows-1251'>" + RUSSIAN.encode("cp1251"), "", None),
        (
            b"<meta http-equiv=x content='text/html; charset=koi8-r'>" + RUSSIAN.encode("koi8-r"),
            "",
            None,
        ),
        (b"<meta charset=no-such-thing>" + (RUSSIAN * 3).encode("cp1251"), "", None),
        ("渡轮晚点了".encode("gb2312"), "text/html; charset=gb2312", "渡轮晚点了"),
        (b"caf\xc3\xa9 " * 2000 + b"\xff", "", None),
    ],
)
def test_bytes_are_decoded_as_they_were_meant(
    body: bytes, content_type: str, text: str | None
) -> None:
    decoded = decode(body, content_type)

    assert decoded == text if text is not None else (RUSSIAN in decoded or "café" in decoded)


def test_a_page_of_many_elements_is_cut_not_refused() -> None:
    tree = parse("<html><body>" + "<i>x</i>" * (MAX_ELEMENTS + 50) + "</body></html>")

    assert tree is not None
    assert sum(1 for _ in tree.iter()) <= MAX_ELEMENTS + 1


def test_nothing_makes_no_tree() -> None:
    assert parse(" \n\x00 ") is None


TAGS = st.sampled_from(
    ["p", "div", "h1", "h2", "li", "ul", "table", "tr", "td", "br", "a", "b", "time", "pre", "span"]
)
MARKUP = st.lists(
    st.one_of(
        st.builds("<{}>".format, TAGS),
        st.builds("</{}>".format, TAGS),
        st.text(max_size=40),
        st.sampled_from(
            [
                '<script type=\'application/ld+json\'>{"@type":"Article","author":[1,{}]}</script>',
                "<meta name=author content='By A'>",
                "<meta property='og:title' content='x'>",
                "<link rel=canonical href='//[x'>",
                "See also: the pier",
                "3 October 2023",
                "The council agreed to close the old ferry pier for repairs until next spring.",
                "<x:y>",
                "<!--",
                "<![CDATA[",
            ]
        ),
    ),
    max_size=40,
).map("".join)


@settings(deadline=None, max_examples=150)
@given(markup=MARKUP)
def test_any_markup_is_read_into_clean_text(markup: str) -> None:
    found = extract_page(markup.encode("utf-8", "replace"), content_type="text/html")

    for text in (found.title, found.author, found.site, found.text):
        assert text == unicodedata.normalize("NFC", text)
        assert all(
            char.isprintable() or char in "\n\u200c\u200d" or ord(char) > 160 for char in text
        )
    assert "\n\n\n" not in found.text
    assert bool(found.text) != bool(found.warnings)


@settings(deadline=None, max_examples=100)
@given(body=st.binary(max_size=300), content_type=st.sampled_from(["", "text/html", "text/plain"]))
def test_any_bytes_are_read(body: bytes, content_type: str) -> None:
    found = extract_page(body, content_type=content_type)

    assert bool(found.text) != bool(found.warnings)


@settings(deadline=None, max_examples=100)
@given(text=st.text(max_size=400))
def test_plain_text_is_read_into_lines_that_it_has(text: str) -> None:
    found = extract_text(text)

    assert "\n\n\n" not in found.text
    assert found.published is None
