"""Where the article is found, and what helps when the first reader loses it."""

import json

from newsbot.extract import extract_page, learn_lines
from newsbot.extract.body import article_lines
from newsbot.extract.document import parse
from newsbot.extract.lines import Kind, Line, join_lines, split_lines
from newsbot.extract.paragraphs import richest_lines

SENTENCES = [
    f"Sentence number {number} tells how the harbour council of the town came to close its pier."
    for number in range(1, 9)
]


def page(body: str, head: str = "") -> bytes:
    return f"<html><head><title>Pier shut</title>{head}</head><body>{body}</body></html>".encode()


def test_a_page_of_line_breaks_has_paragraphs() -> None:
    found = extract_page(page("<b>Pier shut</b><br><br>" + "<br><br>".join(SENTENCES)))

    assert found.text.split("\n\n") == SENTENCES


def test_an_article_in_a_table_that_arranges_the_page_is_found() -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    body = f"<table><tr><td>Menu</td><td><h1>Pier shut</h1>{paragraphs}</td></tr></table>"

    assert extract_page(page(body)).text.split("\n\n") == SENTENCES


def test_a_table_of_figures_has_a_line_each_row() -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    table = "<table><tr><td>Pier</td><td>1902</td></tr><tr><td>Mole</td><td>1911</td></tr></table>"

    text = extract_page(page(f"<article>{paragraphs}{table}{paragraphs[:200]}</article>")).text

    assert "Pier | 1902\n\nMole | 1911" in text


def test_text_that_is_only_in_json_ld_is_taken_from_there() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": "<p>" + "</p><p>".join(SENTENCES)})
    head = f'<script type="application/ld+json">{data}</script>'

    found = extract_page(page(f"<p>{SENTENCES[0]}</p>", head))

    assert found.text.split("\n\n") == SENTENCES


def test_lines_around_the_text_that_json_ld_states_are_dropped() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(SENTENCES)})
    head = f'<script type="application/ld+json">{data}</script>'
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    around = "<p>Our offer for you in this month is cheaper than it has ever been before.</p>"

    found = extract_page(page(f"<article>{around}{paragraphs}{around}</article>", head))

    assert found.text.split("\n\n") == SENTENCES


def test_headings_between_paragraphs_stay_where_no_container_is_named() -> None:
    body = "<h1>Pier shut</h1>" + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:4])
    body += "<h2>What now</h2>" + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[4:])

    text = extract_page(page(body)).text

    assert text.split("\n\n") == [*SENTENCES[:4], "What now", *SENTENCES[4:]]


def test_branches_named_as_furniture_are_cut_but_never_the_article() -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    related = (
        "<div class='related-stories'><p>A ferry that never sailed, and why it did not.</p></div>"
    )

    named = extract_page(page(f"<div class='post'>{paragraphs}{related}</div>"))
    wrapped = extract_page(page(f"<div class='social'><h1>Pier shut</h1>{paragraphs}</div>"))

    assert named.text.split("\n\n") == SENTENCES
    assert wrapped.text.split("\n\n") == SENTENCES


def test_the_richest_branch_wins_over_menus_and_teasers() -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    menu = "<ul>" + "<li><a href='/x'>A long headline of another story in the menu</a></li>" * 30
    tree = parse(f"<html><body>{menu}</ul><div><section>{paragraphs}</section></div></body></html>")
    assert tree is not None

    assert [line.text for line in richest_lines(tree)] == SENTENCES


def test_a_short_article_is_not_given_up_for_a_long_list_of_comments() -> None:
    article = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:3])
    talk = "".join(
        f"<div class='entry'><p>Voice {number} says that the old pier was never any good.</p></div>"
        for number in range(40)
    )
    body = f"<main><h1>Pier shut</h1>{article}</main><div class='voices'><div>{talk}</div></div>"

    text = extract_page(page(body)).text

    assert text.split("\n\n") == SENTENCES[:3]


def test_a_line_that_is_a_link_is_marked() -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    link = "<h3><a href='/x'>Bridge toll to rise again</a></h3>"
    tree = parse(f"<html><body><article>{paragraphs}{link}{paragraphs}</article></body></html>")
    assert tree is not None

    marked = [line.text for line in article_lines(tree) if line.is_link]

    assert marked == ["Bridge toll to rise again"]


def test_lines_join_by_an_empty_line_and_rows_by_a_break() -> None:
    lines = [Line(text="a"), Line(text="b", opens=False), Line(text="c", kind=Kind.ITEM)]

    assert join_lines(lines) == "a\nb\n\nc"
    assert [line.text for line in split_lines("a\nb\n\nc\n")] == ["a", "b", "c"]
    assert [line.opens for line in split_lines("a\nb\n\nc\n")] == [True, False, True]
    assert [line.opens for line in split_lines("a\nb\nc")] == [True, True, True]


def test_lines_on_many_pages_of_a_site_are_learned() -> None:
    texts = [f"{sentence}\n\nThe paper of the coast." for sentence in SENTENCES]

    assert learn_lines(texts) == frozenset({"the paper of the coast"})
