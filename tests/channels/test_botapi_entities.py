"""The fake server reads HTML as Telegram does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.botapi import BadEntities, parse_html
from tests.fakes.botapi.entities import parse_plain


def kinds(markup: str) -> list[tuple[str, int, int]]:
    return [(e["type"], e["offset"], e["length"]) for e in parse_html(markup)[1]]


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("<b>one</b> <i>two</i>", "one two", [("bold", 0, 3), ("italic", 4, 3)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<pre>x</pre>", "x", [("pre", 0, 1)]),
        ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<B>a</b>", "a", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
    ],
)
def test_each_tag_becomes_its_entity(
    markup: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    assert parse_html(markup)[0] == text
    assert kinds(markup) == entities


def test_offsets_count_utf16_units() -> None:
    assert kinds("😀<b>😀é</b>") == [("bold", 2, 3)]


def test_white_space_around_the_text_goes_and_entities_follow() -> None:
    text, entities = parse_html("  <b> a </b>\n")
    assert text == "a"
    assert [(e["offset"], e["length"]) for e in entities] == [(0, 1)]


def test_only_four_named_references_are_decoded() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&nbsp;&#65;&#x41;&copy")[0] == '<>&"&nbsp;AA&copy'


def test_a_link_keeps_its_decoded_address() -> None:
    _, entities = parse_html('<a href="https://x.org/?a=1&amp;b=2">x</a>')
    assert entities[0]["url"] == "https://x.org/?a=1&b=2"


def test_a_link_to_nowhere_is_plain_text() -> None:
    assert parse_html('<a href="javascript:alert(1)">x</a>') == ("x", [])


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'expected "</i>", found "</b>"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a<b", "Unclosed start tag at byte offset 1"),
        ('<a href="x', "Unclosed start tag"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler"'),
    ],
)
def test_broken_markup_is_refused_with_the_servers_words(markup: str, reason: str) -> None:
    with pytest.raises(BadEntities) as caught:
        parse_html(markup)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ask @someone now", "mention"),
        ("see /start here", "bot_command"),
        ("about #news", "hashtag"),
        ("at example.com", "url"),
        ("at https://x.org/y", "url"),
    ],
)
def test_clients_find_links_in_plain_text_but_not_in_code(text: str, kind: str) -> None:
    assert [e["type"] for e in parse_plain(text)[1]] == [kind]
    assert [e["type"] for e in parse_html(f"<code>{text}</code>")[1]] == ["code"]


def test_more_than_a_hundred_entities_are_dropped_in_silence() -> None:
    assert len(parse_html("<b>a</b> " * 150)[1]) == 100


@given(st.text())
@settings(deadline=None)
def test_escaped_text_never_breaks_the_markup(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>")[0] == parse_plain(text)[0]
