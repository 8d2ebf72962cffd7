"""A message becomes a document that says what matters within any limit."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.channels.document import CODE, MARK, count_layers, measure, plain
from newsbot.channels.layout import Form, lay_out
from newsbot.channels.wording import DIGEST, FIRST, LIST, WORDS
from newsbot.domain.message import Item, MarkedText, Message, Outlet

SUMMER = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
PLAIN = Form(show_urls=True)
CHAT = Form(max_units=4096, max_entities=100, defuse=True)

MARKED = st.text(max_size=300).flatmap(
    lambda text: st.integers(0, len(text)).map(
        lambda end: MarkedText(text=text, marks=((0, end),) if end else ())
    )
)
ITEMS = st.builds(
    Item,
    headline=MARKED,
    url=st.sampled_from(["", "https://x.org/1", "javascript:x"]),
    summary=MARKED,
    outlets=st.lists(st.builds(Outlet, name=st.text(max_size=30)), max_size=4).map(tuple),
    published=st.sampled_from([None, SUMMER]),
    rules=st.lists(st.text(max_size=30), max_size=4).map(tuple),
)
MESSAGES = st.builds(
    Message,
    items=st.lists(ITEMS, max_size=12).map(tuple),
    heading=st.text(max_size=60),
    more=st.integers(0, 3),
    footer=st.text(max_size=60),
)


def item(number: int = 1, **changes: Any) -> Item:
    story = Item(
        headline=MarkedText(text=f"NATO meets, part {number}", marks=((0, 4),)),
        url=f"https://reuters.example/{number}",
        summary=MarkedText(text="Ministers of NATO met.", marks=((13, 17),)),
        outlets=(Outlet(name="Reuters"), Outlet(name="BBC", url="https://bbc.example/1")),
        published=SUMMER,
        rules=("NATO", "@ukraine"),
    )
    return replace(story, **changes)


def test_a_story_reads_from_headline_to_rules() -> None:
    message = Message(items=(item(),), footer="resurfaced", time_zone="Europe/Kyiv")
    assert plain(lay_out(message, PLAIN)) == (
        "NATO meets, part 1\n"
        "https://reuters.example/1\n"
        "Reuters · 1 Jul 2026, 15:00 EEST\n"
        "also: BBC · sources: 2\n\n"
        "Ministers of NATO met.\n\n"
        "Matched: NATO, @ukraine\n"
        "resurfaced"
    )


def test_matched_words_are_marked_and_rule_names_are_code() -> None:
    document = lay_out(Message(items=(item(),)), CHAT)
    assert [run.text for run in document if MARK in run.layers] == ["NATO", "NATO"]
    assert [run.text for run in document if CODE in run.layers] == ["NATO", "@ukraine"]


def test_a_list_has_a_block_for_each_story_and_counts_the_others() -> None:
    message = Message(items=(item(1), item(2)), heading="9 stories", more=7)
    assert plain(lay_out(message, CHAT)) == (
        "9 stories\n\n"
        "1. NATO meets, part 1\n"
        "Reuters · 1 Jul 2026, 12:00 UTC · sources: 2 · NATO, @ukraine\n"
        "Ministers of NATO met.\n\n"
        "2. NATO meets, part 2\n"
        "Reuters · 1 Jul 2026, 12:00 UTC · sources: 2 · NATO, @ukraine\n"
        "Ministers of NATO met.\n\n"
        "and 7 more"
    )


def test_a_long_list_drops_summaries_then_stories_and_counts_them() -> None:
    long = MarkedText(text="word " * 60)
    message = Message(items=tuple(item(n, summary=long) for n in range(1, 61)), more=1)
    text = plain(lay_out(message, CHAT))
    shown = text.count("NATO meets")
    assert "word" not in text
    assert 20 < shown < 60
    assert text.endswith(f"and {61 - shown} more")


def test_a_long_summary_gives_way_and_the_rules_stay() -> None:
    long = MarkedText(text="word " * 2000)
    document = lay_out(Message(items=(item(summary=long),), footer="end"), CHAT)
    assert 4000 < measure(document) <= 4096
    assert plain(document).endswith("…\n\nMatched: NATO, @ukraine\nend")


def test_a_notice_keeps_its_lines_and_commands() -> None:
    text = plain(lay_out(Message(heading="Paused.\nSend /start to go on."), CHAT))
    assert text == "Paused.\nSend /start to go on."


def test_an_empty_message_is_an_empty_document() -> None:
    assert lay_out(Message(), CHAT) == ()


def test_a_story_without_a_headline_says_so() -> None:
    message = Message(items=(Item(headline=MarkedText(text=" ")),), language="uk")
    assert plain(lay_out(message, CHAT)) == "(без заголовка)"


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "", "../etc/passwd", "UTC"])
def test_an_unknown_zone_is_shown_in_utc(zone: str) -> None:
    message = Message(items=(item(),), time_zone=zone)
    assert "12:00 UTC" in plain(lay_out(message, CHAT))


@given(MESSAGES, st.integers(1, 600), st.integers(0, 20))
@settings(max_examples=60, deadline=None)
def test_every_message_fits_every_form(message: Message, units: int, entities: int) -> None:
    document = lay_out(message, Form(max_units=units, max_entities=entities, defuse=True))
    assert measure(document) <= units
    assert count_layers(document) <= entities


@pytest.mark.parametrize(
    ("heading", "language", "line"),
    [
        ("list", "en", "9 stories"),
        ("list", "de-AT", "9 Meldungen"),
        ("digest", "uk", "Ваш дайджест — новин: 9"),
        (
            "first",
            "en",
            "You will hear of news like these from now on. The last 24 hours: 9 stories",
        ),
        ("list", "xx", "9 stories"),
        ("Breaking", "de", "Breaking"),
    ],
)
def test_a_named_heading_is_worded_in_the_readers_language(
    heading: str, language: str, line: str
) -> None:
    message = Message(items=(item(1), item(2)), heading=heading, more=7, language=language)
    assert plain(lay_out(message, CHAT)).split("\n")[0] == line


def test_a_list_of_one_story_speaks_of_one() -> None:
    text = plain(lay_out(Message(items=(item(),), heading="list"), CHAT))
    assert text.startswith("1 story\n")


@pytest.mark.parametrize("language", sorted(WORDS))
def test_every_language_words_everything(language: str) -> None:
    words = WORDS[language]
    for heading in (FIRST, LIST, DIGEST):
        assert "3" in words.heading(heading, 3)
        assert "{" not in words.heading(heading, 1)
    for phrase in (words.more, words.sources):
        assert "3" in phrase.format(count=3)
