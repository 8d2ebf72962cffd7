"""A document is measured as Telegram measures it and cut where no reader is hurt."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.channels.document import (
    BOLD,
    CODE,
    MARK,
    Layer,
    Run,
    count_layers,
    cut,
    cut_text,
    measure,
    plain,
    thin,
    utf16_units,
)

LAYERS = st.sampled_from([(), (BOLD,), (BOLD, MARK), (CODE,)])
DOCUMENTS = st.lists(st.builds(Run, st.text(), LAYERS), max_size=12).map(tuple)


@given(st.text())
@settings(deadline=None)
def test_units_are_those_of_utf16(text: str) -> None:
    assert utf16_units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(), st.integers(0, 50))
@settings(deadline=None)
def test_a_cut_text_fits_and_begins_as_the_whole(text: str, limit: int) -> None:
    short = cut_text(text, limit)
    assert utf16_units(short) <= limit
    if short != text and limit:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


@given(DOCUMENTS, st.integers(0, 60))
@settings(deadline=None)
def test_a_cut_document_fits_and_says_that_it_was_cut(
    document: tuple[Run, ...], limit: int
) -> None:
    short = cut(document, limit)
    assert measure(short) <= limit
    if measure(document) > limit > 0:
        assert plain(short).endswith("…")


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 5, "aaaa…"),
        ("one", 0, ""),
        ("one", 1, "…"),
        ("😀😀", 3, "😀…"),
        ("😀😀", 2, "…"),
    ],
)
def test_a_cut_falls_at_a_word_and_leaves_room_for_the_ellipsis(
    text: str, limit: int, short: str
) -> None:
    assert cut_text(text, limit) == short


def test_a_cut_leaves_no_accent_without_its_letter() -> None:
    text = unicodedata.normalize("NFD", "éééé")
    assert cut_text(text, 4) == text[:2] + "…"


def test_a_cut_leaves_no_half_of_a_family() -> None:
    family = "👨\u200d👩\u200d👧"
    assert cut_text("x" + family, 6) == "x…"


@given(DOCUMENTS, st.integers(0, 6))
@settings(deadline=None)
def test_a_thinned_document_keeps_its_text(document: tuple[Run, ...], limit: int) -> None:
    thinner = thin(document, limit)
    assert plain(thinner) == plain(document)
    assert count_layers(thinner) <= limit


def test_marks_give_way_before_other_layers() -> None:
    document = (Run("a", (BOLD,)), Run("b", (MARK,)), Run("c", (CODE,)))
    assert [run.layers for run in thin(document, 2)] == [(BOLD,), (), (CODE,)]


def test_neighbours_under_one_link_count_once() -> None:
    link = Layer(BOLD.look, "x")
    assert count_layers((Run("a", (link,)), Run("b", (link, MARK)), Run("c", (link,)))) == 2
