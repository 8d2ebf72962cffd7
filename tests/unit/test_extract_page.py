"""What a whole page becomes: headline, text, date, address, warnings."""

from datetime import UTC, datetime

import pytest

from newsbot.extract import extract_page

SENTENCES = (
    "The harbour council agreed on Tuesday to close the old ferry pier for repairs until spring.",
    "Engineers found cracks in three of the nine piles when the water stood low in September.",
    "“We would rather close it for a winter than lose it for good,” said the harbour master.",
    "Ferries will leave from the fish market instead, and tickets keep their price meanwhile.",
)


def page(*, head: str = "", top: str = "", body: str = "", lang: str = "en") -> bytes:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{top}'
        f"<article><h1>Ferry pier closes for the winter</h1>{paragraphs}{body}</article>"
        "<footer>© 2023 Harbour Herald</footer></body></html>"
    ).encode()


def test_paragraphs_are_separated_by_an_empty_line_and_the_headline_stands_only_in_the_title() -> (
    None
):
    found = extract_page(page())

    assert found.title == "Ferry pier closes for the winter"
    assert found.text == "\n\n".join(SENTENCES)
    assert found.warnings == ()


def test_a_pointer_inside_the_body_is_no_news() -> None:
    found = extract_page(page(body="<p>See also <a href='/x'>Bridge toll to rise in May</a></p>"))

    assert found.text.endswith(SENTENCES[-1])


def test_the_headline_is_dropped_from_the_text_when_only_its_quotation_marks_differ() -> None:
    html = page().decode().replace("closes for the winter</h1>", "closes for 'the winter'</h1>")
    html = html.replace("</h1>", "</h1><p>Ferry pier closes for ‘the winter’</p>")

    found = extract_page(html.encode())

    assert found.title == "Ferry pier closes for 'the winter'"
    assert found.text.startswith(SENTENCES[0])


def test_the_day_in_the_page_header_is_not_the_day_of_the_article() -> None:
    found = extract_page(
        page(top="<div class='header-date'>April 18, 2024</div><p>Harbour Herald</p>")
    )

    assert found.published is None


def test_a_declared_time_becomes_utc() -> None:
    meta = '<meta property="article:published_time" content="2023-10-03T01:30:00+02:00">'

    assert extract_page(page(head=meta)).published == datetime(2023, 10, 2, 23, 30, tzinfo=UTC)


def test_a_time_after_now_is_not_believed() -> None:
    meta = '<meta property="article:published_time" content="2031-10-03T01:30:00Z">'

    assert extract_page(page(head=meta), now=datetime(2024, 1, 1, tzinfo=UTC)).published is None


def test_json_ld_names_author_and_time() -> None:
    data = (
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle",'
        '"headline":"Ferry pier closes for the winter","datePublished":"2023-10-03T08:00:00Z",'
        '"author":[{"@type":"Person","name":"Ida Holm"},{"@type":"Person","name":"Per Aas"}]}]}'
        "</script>"
    )

    found = extract_page(page(head=data))

    assert found.author == "Ida Holm, Per Aas"
    assert found.published == datetime(2023, 10, 3, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("/news/pier", "https://herald.example/news/pier"),
        ("https://herald.example/news/pier#top", "https://herald.example/news/pier"),
        ("javascript:alert(1)", "https://herald.example/2023/pier?x=1"),
        ("https://herald.example/", "https://herald.example/2023/pier?x=1"),
        ("http://localhost/pier", "https://herald.example/2023/pier?x=1"),
    ],
)
def test_the_canonical_address_is_absolute_and_sane(declared: str, expected: str) -> None:
    head = f'<link rel="canonical" href="{declared}">'

    found = extract_page(page(head=head), url="https://herald.example/2023/pier?x=1")

    assert found.canonical_url == expected


def test_the_title_loses_the_name_of_the_site() -> None:
    head = (
        "<title>Ferry pier shut - Harbour Herald</title>"
        '<meta property="og:site_name" content="Harbour Herald">'
    )
    html = page(head=head).replace(b"<h1>Ferry pier closes for the winter</h1>", b"")

    assert extract_page(html).title == "Ferry pier shut"


def test_known_lines_of_a_site_are_dropped() -> None:
    slogan = "The paper of the coast since the year of the great storm."

    found = extract_page(page(body=f"<p>{slogan}</p>"), known_lines=frozenset({slogan}))

    assert slogan not in found.text


def test_a_consent_dialogue_is_no_article() -> None:
    html = (
        "<html><body><h1>We value your privacy</h1><p>We and our 843 partners store cookies and "
        "process personal data with your consent.</p><p>Accept all cookies or manage preferences. "
        "See our privacy policy on legitimate interest.</p></body></html>"
    )

    found = extract_page(html.encode())

    assert found.text == ""
    assert [warning.code for warning in found.warnings] == ["cookie_wall"]


def test_a_teaser_before_a_paywall_is_no_article() -> None:
    html = (
        "<html><body><article><h1>Pier</h1><p>The harbour council agreed to close the pier.</p>"
        "<p>Subscribe to continue reading this article and get unlimited access.</p></article>"
        "</body></html>"
    )

    found = extract_page(html.encode())

    assert found.text == ""
    assert [warning.code for warning in found.warnings] == ["paywall"]


@pytest.mark.parametrize("body", [b"", b"\x00\x01", b"<html></html>", b"<", b"\xff\xfe\xff"])
def test_a_page_without_anything_answers_with_a_warning(body: bytes) -> None:
    found = extract_page(body)

    assert found.text == ""
    assert [warning.code for warning in found.warnings] == ["no_article"]


def test_deep_nesting_is_read_without_an_error() -> None:
    html = "<html><body>" + "<div>" * 5000 + "<p>Word.</p>" + "</div>" * 5000 + "</body></html>"

    assert extract_page(html.encode()).published is None
