"""The quick reading of plain words and the full one are the same reading."""

from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from newsbot.matching import chunk_reader
from newsbot.matching.chunk_reader import read_chunk

SIGNS = "\"'()[].,:;!?-’“”…&#+%/@_$\u00ad\u200d"
LETTERS = "abcNATOsSıİſKéßкиївЁΩσςناتوצהनमस्तेไทย北約かナー나토는3०٢"
PIECES = st.text(st.sampled_from(LETTERS + SIGNS), min_size=1, max_size=12)

LEADING = "\"'(["
TRAILING = "]\"').,:;!?"
ASCII_WORDS = st.builds(
    "{}{}{}{}".format,
    st.text(st.sampled_from(LEADING), max_size=3),
    st.text(st.sampled_from("abcinostuACINOSTU"), min_size=1, max_size=6),
    st.sampled_from(["", "'s", "'S", "'t", "s'", "’s"]),
    st.text(st.sampled_from(TRAILING), max_size=4),
)
"""What the quick reading is for, and what only just is not."""


def assert_same(piece: str) -> None:
    quick, full = read_chunk(7, piece), chunk_reader._read(7, piece)
    assert quick == full
    assert chunk_reader.traits_of(quick) == chunk_reader.traits_of(full)


@given(ASCII_WORDS)
@example("NATO's")
@example("'NATO's'")
@example("(U.S.)")
@example("l'OTAN")
@example("it's.)")
@example("s's")
@example("us.com")
def test_a_plain_word_reads_the_same_quickly_and_in_full(piece: str) -> None:
    assert_same(piece)


@given(PIECES)
def test_a_piece_of_any_script_reads_the_same_quickly_and_in_full(piece: str) -> None:
    assert_same(piece)


def test_the_quick_reading_is_taken_for_most_words_of_plain_text() -> None:
    random = Random(5)
    words = ["The", "allies", "met", "in", "Riga,", "(again).", "NATO's", "U.S.", "3.5%", "C++"]
    pieces = [random.choice(words) for _ in range(1_000)]
    taken = [piece for piece in pieces if chunk_reader._SIMPLE.fullmatch(piece)]
    assert 600 <= len(taken) <= 800
    for piece in pieces:
        assert_same(piece)
