"""Every sentence in every language: complete, valid for Telegram, right in number."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import matching
from newsbot.bot import menus
from newsbot.bot.handlers import COMMANDS
from newsbot.bot.handlers.under_alerts import SOURCE_SHOWN
from newsbot.bot.markup import MAX_UNITS, code, escape, fill, measure, pointed, visible
from newsbot.bot.replies import MAX_TOAST
from newsbot.bot.texts import ENGLISH, LANGUAGES, Texts, texts_of
from newsbot.bot.texts.admin import AdminTexts
from newsbot.bot.texts.house import HouseTexts
from newsbot.bot.texts.rules import RuleTexts
from newsbot.bot.texts.stories import StoryTexts
from newsbot.bot.texts.wishes import WishTexts
from newsbot.domain.alert import AlertState
from tests.fakes.botapi import parse_html

NASTY = "<b>&amp; @durov /start tg://x \u202e\x07\ud800 'q' \"r\" {n} </b>"
HARMLESS = {"hashtag", "cashtag", "url", "email", "phone_number"}
"""Links that a client makes of plain words by itself and that do nothing unasked."""

TOASTS = {
    "old_button",
    "admins_only",
    "admins_unknown",
    "slow_down",
    "story_muted",
    "story_unmuted",
    "source_muted",
    "source_unmuted",
    "snoozed",
    "snooze_over",
    "channel_is_read_only",
    "banned",
    "by_invitation",
    "closed",
    "not_yours",
    "not_yourself",
}
PLAIN = ("label_", "language")
Part: TypeAlias = Texts | WishTexts | RuleTexts | StoryTexts | HouseTexts | AdminTexts
PARTS = (WishTexts, RuleTexts, StoryTexts, HouseTexts, AdminTexts)
every_language = pytest.mark.parametrize("texts", LANGUAGES.values(), ids=list(LANGUAGES))


def sentences(texts: Part) -> Iterator[tuple[str, str]]:
    """Yield every sentence with its name; plural forms one by one."""
    for field in fields(texts):
        value: Any = getattr(texts, field.name)
        if isinstance(value, str):
            yield field.name, value
        elif isinstance(value, Mapping):
            yield from ((f"{field.name}.{key}", text) for key, text in value.items())
        elif isinstance(value, PARTS):
            yield from sentences(value)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def example(sentence: str) -> str:
    return fill(sentence, **dict.fromkeys(places(sentence), NASTY))


@every_language
def test_every_sentence_is_valid_for_telegram(texts: Texts) -> None:
    for name, sentence in sentences(texts):
        if name.startswith(PLAIN):
            continue
        text, _ = parse_html(example(sentence))
        assert text.strip(), name
        assert measure(sentence) < MAX_UNITS // 4, name


@every_language
def test_values_never_become_markup_mentions_or_commands(texts: Texts) -> None:
    for name, sentence in sentences(texts):
        if name.startswith(PLAIN) or not places(sentence):
            continue
        own = {(one["type"], one["length"]) for one in parse_html(fill_plainly(sentence))[1]}
        kinds = {one["type"] for one in parse_html(example(sentence))[1]}
        assert kinds <= {kind for kind, _ in own}, name
        assert "@durov" not in example(sentence), name


def fill_plainly(sentence: str) -> str:
    return fill(sentence, **dict.fromkeys(places(sentence), "x"))


@every_language
def test_a_translation_has_the_places_of_the_english(texts: Texts) -> None:
    named = dict(sentences(texts))
    for name, ours in sentences(ENGLISH):
        if name != "language" and ("." not in name or name.startswith(("rhythms.", "weekdays."))):
            assert places(named[name]) == places(ours), name
    for field in fields(texts):
        theirs, ours = getattr(texts, field.name), getattr(ENGLISH, field.name)
        if isinstance(ours, Mapping) and field.name in {"why_states", "commands"}:
            assert set(theirs) == set(ours), field.name
            for key in ours:
                assert places(theirs[key]) == places(ours[key]), key


def counted(texts: Part) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield every sentence that comes in several numbers."""
    for field in fields(texts):
        value: Any = getattr(texts, field.name)
        if isinstance(value, PARTS):
            yield from counted(value)
        elif isinstance(value, Mapping) and "one" in value:
            yield field.name, value


@every_language
def test_each_number_has_its_form(texts: Texts) -> None:
    plurals = dict(counted(texts))
    assert set(plurals) == set(dict(counted(ENGLISH)))
    for name, forms in plurals.items():
        for number in (0, 1, 2, 5, 11, 21, 22, 100, 111):
            text = texts.counted(forms, number)
            assert "{n}" not in text
            assert str(number) in text or number == 1, name


@every_language
def test_queries_that_a_button_reads_back_stand_in_the_same_order(texts: Texts) -> None:
    """A button points to the place of a query in code font, whatever the language."""
    named, ours = dict(sentences(texts)), dict(sentences(ENGLISH))
    for name in ("edit_compared", "edit_done", "reading", "fewer_offer", "broadcast_ask"):
        shown = [place for _, place, _, _ in Formatter().parse(named[name]) if place]
        expected = [place for _, place, _, _ in Formatter().parse(ours[name]) if place]
        quotes = {"old", "new", "query", "text"}
        assert [one for one in shown if one in quotes] == [one for one in expected if one in quotes]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "1 подія"),
        (2, "2 події"),
        (5, "5 подій"),
        (11, "11 подій"),
        (12, "12 подій"),
        (21, "21 подія"),
        (24, "24 події"),
        (111, "111 подій"),
        (122, "122 події"),
    ],
)
def test_ukrainian_counts_as_ukrainians_do(number: int, expected: str) -> None:
    ukrainian = LANGUAGES["uk"]
    assert expected in visible(ukrainian.counted(ukrainian.found, number))


@every_language
def test_the_menu_is_what_telegram_takes(texts: Texts) -> None:
    assert set(texts.commands) <= set(COMMANDS)
    assert all(1 <= len(text) <= 256 for text in texts.commands.values())
    assert set(texts.commands) == set(menus.HOUSE_ADMINS)


@every_language
def test_the_description_is_what_telegram_takes(texts: Texts) -> None:
    assert 0 < len(texts.about) <= 512
    assert "<" not in texts.about


@every_language
def test_toasts_fit(texts: Texts) -> None:
    for name, sentence in sentences(texts):
        if name not in TOASTS:
            continue
        longest = sentence.format(**dict.fromkeys(places(sentence), "x" * SOURCE_SHOWN))
        assert len(longest) <= MAX_TOAST
        assert "<" not in sentence


@every_language
def test_every_state_of_an_alert_can_be_told(texts: Texts) -> None:
    assert set(texts.why_states) == set(AlertState)


@every_language
def test_labels_are_plain_and_short(texts: Texts) -> None:
    labels = [text for name, text in sentences(texts) if name.startswith("label_")]
    assert len(labels) > 40
    assert all(0 < len(label) <= 26 and "<" not in label for label in labels)


@pytest.mark.parametrize(
    ("tag", "language"),
    [("uk", "uk"), ("de-AT", "de"), ("DE", "de"), ("en_GB", "en"), ("pt-br", "en"), ("", "en")],
)
def test_a_language_tag_finds_its_wording(tag: str, language: str) -> None:
    assert texts_of(tag).language == language


@given(st.text())
def test_escaped_text_is_text(text: str) -> None:
    _, entities = parse_html(f"x{escape(text)}")
    assert {one["type"] for one in entities} <= HARMLESS


@given(st.text(min_size=1, max_size=300))
def test_code_can_be_read_back(text: str) -> None:
    shown, entities = parse_html(f"x{code(text)}")
    assert [one["type"] for one in entities] == ["code"]
    kept = "".join(char for char in text if char == "\n" or char.isprintable()).strip()
    assert shown == f"x{kept or '…'}"


@given(st.text(min_size=1, max_size=300), st.data())
def test_a_pointed_place_is_two_lines_of_fixed_width(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown, entities = parse_html(f"x\n{pointed(text, start, end)}")
    assert [one["type"] for one in entities] == ["pre"]
    assert len(shown.split("\n")) == 3
    assert "^" in shown.split("\n")[2]


def test_the_mark_stands_below_the_place() -> None:
    assert visible(pointed("nato AND otan OR nato", 14, 16)) == (
        "nato AND otan OR nato\n              ^^"
    )
    long = "a" * 50 + " XX " + "b" * 50
    line, marks = visible(pointed(long, 51, 53)).split("\n")
    assert line[marks.index("^") : marks.rindex("^") + 1] == "XX"
    assert len(line) <= 30


@pytest.mark.parametrize("value", ["ירושלים", "غزة", "abc غزة"])
def test_what_is_read_from_right_to_left_is_set_apart(value: str) -> None:
    for shown in (
        fill("{n}: {name}, 3", n=1, name=value),
        fill("{n} {name}", n=1, name=code(value)),
    ):
        assert f"\u2068{value}\u2069" in visible(shown)
        parse_html(shown)


def test_what_is_read_from_left_to_right_bears_no_marks() -> None:
    assert "\u2068" not in fill("{name}", name="NATO НАТО 3")


def test_a_query_from_right_to_left_is_read_back_without_its_marks() -> None:
    _, entities = parse_html(fill("x {query}", query=code("غزة")))
    assert [(one["type"], one["length"]) for one in entities] == [("code", 3)]


def codes_of_the_parser() -> set[str]:
    """Return every code of an error or warning that the matching room writes down."""
    found: list[object] = []
    for path in Path(matching.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                given = node.args if node.func.attr in {"error", "warning"} else []
                found += [one.value for one in given if isinstance(one, ast.Constant)]
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
                found += [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
    return {code for code in found if isinstance(code, str) and re.fullmatch(r"[a-z_]{3,}", code)}


@pytest.mark.parametrize("language", ["uk", "de"])
def test_every_fault_of_a_query_is_told_in_the_language_of_the_chat(language: str) -> None:
    codes = codes_of_the_parser()
    assert {"unclosed_quote", "common_word", "star_inside"} <= codes
    assert codes - set(LANGUAGES[language].problems) == set()


def test_the_parsers_quotes_are_shown_as_quotes() -> None:
    assert ENGLISH.problem("x", "`the` hits much") == "“the” hits much"
