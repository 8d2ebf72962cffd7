"""Words, their keys and offsets in every script, and where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.matching import Document, evidence, matches, parse, prepare
from newsbot.matching.tokens import read_words


def keys(text: str) -> list[str]:
    return read_words(text).keys


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NATO's NATO’s NATO'S", ["nato", "nato", "nato"]),
        ("nato/eu NATO-led", ["nato", "eu", "nato", "led"]),
        ("don't O'Brien", ["don't", "o'brien"]),
        ("workers' rights", ["workers", "rights"]),
        ("U.S. U.S U.S.A. e.g. p.m.", ["u.s", "u.s", "u.s.a", "e.g", "p.m"]),
        ("J.K. Rowling", ["j.k", "rowling"]),
        ("3.5% 5 % 7", ["3.5%", "5%", "7"]),
        ("1,000 1000 1,000,000.5 1,00", ["1000", "1000", "1000000.5", "1,00"]),
        ("1\u00a0000 1\u202f000\u202f000", ["1000", "1000000"]),
        ("$3.5bn €5", ["3.5bn", "5"]),
        ("٢٠٢٢ २०२२", ["2022", "2022"]),
        ("C++ C# F# g++ c", ["c++", "c#", "f#", "g++", "c"]),
        ("AT&T R&D's A & B", ["at&t", "r&d", "a", "b"]),
        (".NET amazon.com", [".net", "amazon", "com"]),
        (
            "l’OTAN d'Europe dell'Ucraina qu'il",
            ["l", "otan", "d", "europe", "dell", "ucraina", "qu", "il"],
        ),
        ("aujourd'hui", ["aujourd'hui"]),
        ("Straße ﬁne İstanbul ½", ["strasse", "fine", "i̇stanbul", "1⁄2"]),
        ("so\u00adft a\u200bb \ufeffx", ["soft", "a", "b", "x"]),
        ("Дем’янюк Дем'янюк Демʼянюк", ["дем'янюк"] * 3),
        ("Ελλάς ΕΛΛΆΣ", ["ελλάσ", "ελλάσ"]),
        ("أُوكرانيـــا إيران فتاة على", ["اوكرانيا", "ايران", "فتاه", "علي"]),
        ("ﻧﺎﺗﻮ", ["ناتو"]),
        ('צה"ל צה״ל "שלום"', ["צהל", "צהל", "שלום"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("ยูเครน", ["ยู", "เ", "ค", "ร", "น"]),
        ("ກໍາ ខ្មែរ", ["ກໍາ", "ខ្", "មែ", "រ"]),
        ("乌克兰NATO", ["乌", "克", "兰", "nato"]),
        ("ウクライナー人々", list("ウクライナー人々")),
        ("ｶﾞｽ", ["ガ", "ス"]),
        ("우크라이나에서 NATO가 G7은", ["우크라이나에서", "nato", "g7"]),
        ("🇺🇦🔥 ❤️ ©", ["🇺🇦", "🔥", "❤"]),
        ("snake_case", ["snake", "case"]),
        ("---", []),
    ],
)
def test_words_are_cut_and_normalised(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Zelenský", "zelensky"),
        ("Łódź", "lodz"),
        ("Kraków", "krakow"),
        ("Ёлка", "елка"),
        ("F-16", "f16"),
        ("F–16", "f16"),
        ("Müller-5", "muller5"),
        ("COVID 19", "covid19"),
        ("S&P 500", "s&p500"),
        ("3.5%", "3.5"),
        ("Disney+", "disney+"),
        ("우크라이나에서는", "우크라이나"),
        ("#Brexit", "#brexit"),
        ("#أوكرانيا", "#اوكرانيا"),
        ("＃ウクライナ", "#ウクライナ"),
    ],
)
def test_a_word_has_further_keys(text: str, key: str) -> None:
    assert key in read_words(text).all_keys()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a 10-year-old", "a10"),
        ("в 10 утра", "в10"),
        ("F, 16", "f16"),
        ("Україна", "украіна"),
        ("й", "и"),
        ("a#b", "#b"),
        ("F-16s", "f16"),
        ("한은", "한"),
    ],
)
def test_a_word_has_no_such_key(text: str, key: str) -> None:
    assert key not in read_words(text).all_keys()


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("One two. Three", {2}),
        ("One two. three", {2}),
        ("One two! Three? Four", {2, 3}),
        ("“One two.” Three", {2}),
        ("(One two.) Three", {2}),
        ("One\n\ntwo", {1}),
        ("One\n \ntwo", {1}),
        ("One\u2029two", {1}),
        ("一。二", {1}),
        ("एक। दो", {1}),
        ("واحد؟ اثنان", {1}),
        ("One… Two", {1}),
        ("One\ntwo", set()),
        ("One: two; three, four – five", set()),
        ("Mr. Smith", set()),
        ("Gen. Milley", set()),
        ("John F. Kennedy", set()),
        ("В. Зеленский", set()),
        ("the U.S. President", set()),
        ("Apple Inc. said", set()),
        ("One… two", set()),
        ("example.com", set()),
        ("3.5 times", set()),
        ("Feb. 24", set()),
    ],
)
def test_sentences_end_where_they_do(text: str, breaks: set[int]) -> None:
    assert read_words(text).breaks == breaks


ALPHABET = st.sampled_from(
    list("abzAZßéİıﬁ½²'’ʼ-–.,&+#%_ \n\u00ad\u200b\u200d\u00a0\u0301019٣٪")
    + list("жёїЇ'άς")
    + list('أىةـُא״"ב')
    + list("क्षनเคำ乌ーｶﾞ가나는🇺🇦🔥\ufe0f")
)


@given(st.text(ALPHABET, max_size=30) | st.text(max_size=30))
def test_offsets_refer_to_the_original_text(text: str) -> None:
    words = read_words(text)
    assert len(words.keys) == len(words.starts) == len(words.ends)
    assert all(words.keys)
    previous = 0
    for start, end in zip(words.starts, words.ends, strict=True):
        assert previous <= start < end <= len(text)
        previous = end
    for key in words.all_keys():
        for hit in words.hits_of(key):
            assert 0 <= hit.first < hit.after <= len(words.keys)
            assert 0 <= hit.start < hit.end <= len(text)


@given(st.text(ALPHABET, max_size=12) | st.text(max_size=12), st.text(ALPHABET, max_size=8))
def test_a_text_is_found_by_its_own_words(text: str, rest: str) -> None:
    text = text.replace('"', " ").replace("*", " ")
    parsed = parse(f'"{text}"')
    if parsed.query is None:
        return
    prepared = prepare(Document(body=f"x, {text}, {rest}"))
    if not prepared.words["body"].breaks:
        assert matches(parsed.query, prepared)
        assert evidence(parsed.query, prepared)


def test_a_long_text_of_one_word_is_read_in_linear_time() -> None:
    prepared = prepare(Document(body="a " * 20_000))
    query = parse('"' + "a " * 490 + '"').query
    assert query is not None
    assert matches(query, prepared)
