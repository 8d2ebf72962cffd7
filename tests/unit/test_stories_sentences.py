"""Hold the cut into sentences against abbreviations, quotations, scripts and crawled lines."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.stories import split_sentences


def cut(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Weber met Mrs. Ortiz at 10 a.m. on Monday.",
        "The U.S. Senate and J. K. Marlow disagree.",
        "Shares rose 3.5 percent, i.e. Nothing was lost.",
        "Gen. A. Petrov flew to St. Gallen.",
        "Am 3. Mai kam Prof. Huber z.B. nach Wien.",
        "Le 14 juillet, M. Dupont a parlé.",
        "El Sr. Gómez llegó a EE.UU. ayer.",
        "В 2014 г. Москва и др. стороны, т.е. Минск, молчали.",
        "Встреча прошла на ул. Лесной с А. С. Ивановым.",
        '"Will it hold?" asked the engineer.',
        "Yahoo! said it would wait.",
        "Его судят по ч. 6 ст. 290 кодекса.",
        "“We wait. We do not move,” the mayor said.",
        "«Мы ждём. Мы не уйдём», — сказал мэр.",
    ],
)
def test_a_stop_within_a_sentence_does_not_end_it(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained. It poured!", ["It rained.", "It poured!"]),
        ('He said: "We won." Then he left.', ['He said: "We won."', "Then he left."]),
        (
            "«Мы готовы.» Министр уехал. Что дальше?",
            ["«Мы готовы.»", "Министр уехал.", "Что дальше?"],
        ),
        ("大雨が降った。川があふれた！", ["大雨が降った。", "川があふれた！"]),
        ("“雨停了。”他说。", ["“雨停了。”", "他说。"]),
        ("Prices fell in 2009. Wages did not.", ["Prices fell in 2009.", "Wages did not."]),
        ("They work for Acme Inc. The firm grew.", ["They work for Acme Inc.", "The firm grew."]),
        ("Срок неясен.Тем не менее, ждут.", ["Срок неясен.", "Тем не менее, ждут."]),
        ("“We wait. No one spoke.", ["“We wait.", "No one spoke."]),
        ("वर्षा हुई। नदी भर गई।", ["वर्षा हुई।", "नदी भर गई।"]),
    ],
)
def test_an_end_mark_ends_a_sentence(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_a_heading_is_kept_apart_and_is_not_whole() -> None:
    found = split_sentences("Bridge closed\n\nThe old bridge was closed on Friday.")
    assert [(s.text, s.whole, s.paragraph) for s in found] == [
        ("Bridge closed", False, 0),
        ("The old bridge was closed on Friday.", True, 1),
    ]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The council of the small harbour town decided late on Thursday that\n"
        "Pier Nine would stay open through the winter, although the costs of\n"
        "Mayor Lind's plan are not yet known."
    )
    assert cut(text) == [text.replace("\n", " ")]


def test_a_line_that_goes_on_in_lower_case_is_joined() -> None:
    assert cut("The ship left\nthe harbour at dawn.") == ["The ship left the harbour at dawn."]


def test_a_caption_that_a_crawler_ended_with_a_loose_stop_is_not_whole() -> None:
    found = split_sentences("The mayor at the new bridge . She spoke for an hour.")
    assert [s.whole for s in found] == [False, True]


@given(st.text(alphabet=st.sampled_from("ab Z.!?\n\"'()。”т.1"), max_size=80))
def test_places_point_into_the_source_in_order_and_hold_every_word(text: str) -> None:
    found = split_sentences(text)
    for sentence in found:
        assert sentence.text == " ".join(text[sentence.start : sentence.end].split())
    assert all(a.end <= b.start for a, b in pairwise(found))
    kept = "".join(char for s in found for char in s.text if char.isalnum())
    assert kept == "".join(char for char in text if char.isalnum())
