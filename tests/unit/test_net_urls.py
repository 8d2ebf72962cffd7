"""The one spelling of a URL."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsbot.net import canonicalise, page_key, url_key, without_credentials


@pytest.mark.parametrize(
    ("given_url", "wanted"),
    [
        (" HTTP://Example.ORG:80 ", "http://example.org/"),
        ("https://example.org:443/a#part", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org./a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/../../a/..", "https://example.org/"),
        ("https://e.org/%7euser/%c3%a9?q=%41", "https://e.org/~user/%C3%A9?q=A"),
        ("https://e.org/é ü?x=ы", "https://e.org/%C3%A9%20%C3%BC?x=%D1%8B"),
        ("https://e.org/100%", "https://e.org/100%25"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://user:pass@e.org/a", "https://e.org/a"),
        ("https://e.org/a?utm_source=x&id=7&UTM_Medium=y&fbclid=z", "https://e.org/a?id=7"),
        ("https://e.org/a?b=2&a=1&&", "https://e.org/a?b=2&a=1"),
        ("https://e.org/a?xtor=RSS-3208", "https://e.org/a"),
        ("https://[2606:4700::1111]:443/a", "https://[2606:4700::1111]/a"),
        ("mailto:someone@e.org", "mailto:someone@e.org"),
        ("https://[broken/", "https://[broken/"),
        ("https://e.org:port/", "https://e.org:port/"),
        ("not a url", "not a url"),
        ("", ""),
    ],
)
def test_a_url_has_one_spelling(given_url: str, wanted: str) -> None:
    assert canonicalise(given_url) == wanted


@pytest.mark.parametrize(
    "variant",
    [
        "http://example.org/news/a",
        "https://www.example.org/news/a/",
        "https://WWW.example.org:443/news/a?utm_campaign=rss#comments",
        "http://example.org:80/x/../news/a?gclid=1",
    ],
)
def test_scheme_www_tracking_port_fragment_and_slash_do_not_change_the_key(variant: str) -> None:
    assert url_key(variant) == "example.org/news/a"


def test_what_tells_pages_apart_stays_in_the_key() -> None:
    assert url_key("https://e.org/?p=1") != url_key("https://e.org/?p=2")
    assert url_key("https://a.e.org/") != url_key("https://e.org/")
    assert url_key("https://e.org:8080/") != url_key("https://e.org/")
    assert url_key("https://e.org/A") != url_key("https://e.org/a")


def test_a_front_page_is_no_page_of_its_own() -> None:
    assert page_key("https://www.paper.example/?utm_source=rss#top") == ""
    assert page_key("") == ""
    assert page_key("https://paper.example/?p=7") == "paper.example?p=7"
    assert page_key("https://paper.example/7") == url_key("https://paper.example/7")


def test_a_host_that_is_only_www_keeps_its_name() -> None:
    assert url_key("http://www./a") == url_key("https://www./a")


URL_TEXT = st.text(
    alphabet=st.sampled_from([*"abZ019-._~:/?#[]@!$&'()*+,;=%", " ", "é", "ы", "\t", "\\", "\x00"]),
    max_size=40,
)


@settings(deadline=None)
@given(st.sampled_from(["http://", "https://", "HTTP://www.", "https://e.org/", ""]), URL_TEXT)
@example("https://e.org/", "%%34%31")
@example("https://e.org/", "a/%2e%2e/b")
@example("https://", "a.:80/.")
def test_canonicalising_twice_changes_nothing(start: str, rest: str) -> None:
    once = canonicalise(start + rest)
    assert canonicalise(once) == once


@settings(deadline=None)
@given(st.sampled_from(["http://www.", "https://e.org/", "https://e.org/a?"]), URL_TEXT)
def test_the_key_of_the_canonical_url_is_the_key_of_the_url(start: str, rest: str) -> None:
    assert url_key(canonicalise(start + rest)) == url_key(start + rest)


@settings(deadline=None)
@given(URL_TEXT)
def test_the_scheme_never_changes_the_key(rest: str) -> None:
    assert url_key(f"http://e.org/{rest}") == url_key(f"https://e.org/{rest}")


@settings(deadline=None)
@given(st.text(alphabet="abcdefgh&=", max_size=20))
def test_a_tracking_parameter_never_changes_the_canonical_url(query: str) -> None:
    plain = canonicalise(f"https://e.org/a?{query}")
    assert canonicalise(f"https://e.org/a?utm_source=feed&{query}&fbclid=1") == plain


def test_credentials_leave_a_url_before_it_is_shown() -> None:
    assert without_credentials("https://user:secret@e.org/a?b") == "https://e.org/a?b"
    assert "secret" not in without_credentials("https://user:secret@[e.org/")
