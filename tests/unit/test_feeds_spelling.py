"""Prove how text, addresses, languages, types and times are spelled."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.feeds import spelling
from tests.conformance.values import URI

any_text = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("stated", "spelled"),
    [
        ("https://a.example/x?y=1&z=%20#top", "https://a.example/x?y=1&z=%20#top"),
        (" HTTPS://A.example/x ", "https://a.example/x"),
        (
            'https://a.example/a b"c<d>|e^f`g{h}\\',
            "https://a.example/a%20b%22c%3Cd%3E%7Ce%5Ef%60g%7Bh%7D%5C",
        ),
        (
            "https://a.example/новини?q=ü",
            "https://a.example/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8?q=%C3%BC",
        ),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/x#a#b", "https://a.example/x#a%23b"),
        ("https://a.example/x[1]", "https://a.example/x%5B1%5D"),
        ("https://[2001:db8::1]:8080/x", "https://[2001:db8::1]:8080/x"),
        ("https://user:secret@a.example/", "https://a.example/"),
        ("https://a.example/new\nline\x00", "https://a.example/newline"),
        ("https://a.example", "https://a.example"),
        ("", ""),
        ("/path", ""),
        ("//a.example/", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("ftp://a.example/", ""),
        ("https://", ""),
        ("https://a.example:99999/", ""),
        ("https://[broken/", ""),
    ],
)
def test_an_address_is_a_web_uri_or_nothing(stated: str, spelled: str) -> None:
    assert spelling.web_address(stated) == spelled


@given(any_text)
def test_whatever_is_given_the_address_is_a_uri_or_nothing(text: str) -> None:
    for stated in (text, f"https://{text}", f"https://a.example/{text}"):
        spelled = spelling.web_address(stated)
        assert not spelled or URI.fullmatch(spelled)
        assert spelling.web_address(spelled) == spelled


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("plain", "plain"),
        ("a\x00b\x08c\x1bd", "abcd"),
        ("lone \ud800 half", "lone  half"),
        ("\ud83d\ude00", "😀"),
        ("\ufffe\uffff", ""),
        ("\x93quoted\x94 \x85 \x80\x81", "“quoted” … €"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\U0010ffff\ue000", "\U0010ffff\ue000"),
    ],
)
def test_characters_that_xml_cannot_hold_are_dropped(raw: str, kept: str) -> None:
    assert spelling.characters(raw) == kept


def test_a_line_is_one_line() -> None:
    assert spelling.line("  a\n\tb\u2028c  ") == "a b c"


def test_lines_have_no_doubles_and_none_empty() -> None:
    assert spelling.lines(["a", " ", "b", "a\n"]) == ("a", "b")


@pytest.mark.parametrize(
    ("stated", "tag"),
    [("en", "en"), ("en_GB", "en-GB"), ("zh-Hant-TW", "zh-Hant-TW"), ("English!", ""), ("", "")],
)
def test_a_language_is_a_tag_or_nothing(stated: str, tag: str) -> None:
    assert spelling.language_tag(stated) == tag


@pytest.mark.parametrize(
    ("stated", "url", "found"),
    [
        ("Audio/MPEG; codecs=x", "", "audio/mpeg"),
        ("mp3", "https://a.example/x.MP3?y=1", "audio/mpeg"),
        ("", "https://a.example/x.unknown", ""),
        ("", "https://a.example/", ""),
    ],
)
def test_a_media_type_is_stated_or_told_by_the_ending(stated: str, url: str, found: str) -> None:
    assert spelling.media_type(stated, url) == found


def test_times_are_told_in_utc() -> None:
    moment = datetime(2026, 3, 1, 1, 2, 3, 999, tzinfo=timezone(timedelta(hours=2)))

    assert spelling.rfc822(moment) == "Sat, 28 Feb 2026 23:02:03 GMT"
    assert spelling.rfc3339(moment) == "2026-02-28T23:02:03Z"


def test_a_time_without_zone_counts_as_utc() -> None:
    naive = datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)

    assert spelling.rfc3339(naive) == "2026-03-01T00:00:00Z"
