"""Outside text is made harmless and its marks stay on their words."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.channels.cleaning import clean, clean_line, safe_url
from newsbot.domain.message import MarkedText

TEXTS = st.text(st.characters() | st.sampled_from(" \n\t@/\u202e\x1b\u200b"))


@st.composite
def marked_texts(draw: st.DrawFn) -> MarkedText:
    text = draw(TEXTS)
    borders = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    return MarkedText(text=text, marks=tuple(zip(borders[::2], borders[1::2], strict=False)))


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("  a \n b\t", "a b"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\x07b\x9b1mc", "ab1mc"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("half \ud83d pair", "half pair"),
        ("a\u2028b", "a b"),
        ("so\u00adft", "soft"),
        ("\ufeffbom", "bom"),
        ("\u200fעברית", "\u200fעברית"),
    ],
)
def test_what_a_screen_would_obey_is_taken_away(raw: str, line: str) -> None:
    assert clean_line(raw) == line


def test_paragraphs_keep_a_line_each() -> None:
    text = MarkedText(text="one\ntwo\n\n\nthree\r\n\r\nfour")
    assert clean(text, breaks=True).text == "one two\nthree\nfour"


def test_marks_stay_on_their_words() -> None:
    marked = MarkedText(text="  the\x00  NATO\nsummit", marks=((8, 12),))
    moved = clean(marked)
    assert [moved.text[start:end] for start, end in moved.marks] == ["NATO"]


@given(marked_texts(), st.booleans(), st.booleans())
@settings(deadline=None)
def test_nothing_dangerous_is_left_whatever_came(
    marked: MarkedText, breaks: bool, defuse: bool
) -> None:
    cleaned = clean(marked, breaks=breaks, defuse=defuse)
    assert cleaned.text == cleaned.text.strip()
    for character in cleaned.text:
        assert character == "\n" or unicodedata.category(character) not in {"Cc", "Cs"}
        assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    last = 0
    for start, end in cleaned.marks:
        assert last <= start < end <= len(cleaned.text)
        last = end


def test_only_the_beginning_of_a_huge_text_is_looked_at() -> None:
    huge = MarkedText(text="word " * 100_000, marks=((0, 4), (400_000, 400_004)))
    cleaned = clean(huge, at_most=7)
    assert (cleaned.text, cleaned.marks) == ("word wo…", ((0, 4),))


@given(marked_texts())
@settings(deadline=None)
def test_cleaning_twice_changes_nothing(marked: MarkedText) -> None:
    once = clean(marked, defuse=True)
    assert clean(once, defuse=True) == once


@pytest.mark.parametrize(
    ("text", "active"),
    [
        ("tap /start now", "/start"),
        ("ask @support now", "@support"),
        ("@\u202ename", "@name"),
        ("go tg://resolve?domain=x", "tg://"),
    ],
)
def test_commands_mentions_and_own_schemes_are_defused(text: str, active: str) -> None:
    assert active in clean_line(text)
    assert active not in clean_line(text, defuse=True)


def test_an_address_of_mail_or_a_fraction_is_left_alone() -> None:
    assert clean_line("a@b.org km/h 1/2", defuse=True) == "a@b.org km/h 1/2"


@pytest.mark.parametrize(
    "url",
    ["https://x.org/a?b=c#d", "http://127.0.0.1:8420/", "HTTPS://X.org", "https://[2001:db8::1]/x"],
)
def test_a_web_address_passes(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//x.org/",
        "/relative",
        "https://localhost/",
        "https://",
        "https://x.org/a b",
        "https://x.org/\x1b[31m",
        "https://x.org/\u202e",
        "https://[bad",
        "https://x.org/" + "a" * 2048,
        "tg://resolve?domain=x",
    ],
)
def test_any_other_address_is_no_link(url: str) -> None:
    assert safe_url(url) == ""
