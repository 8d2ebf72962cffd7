"""Errors that help, spellings that are accepted, and the canonical form."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsbot.matching import QueryError, QueryWarning, mark_error, parse

ALIASES = {"ukraine": ["Ukraine", "ukrain*"], "empty": ["*"]}


def codes(query: str) -> list[str]:
    return [error.code for error in parse(query, aliases=ALIASES).errors]


def fixes(query: str) -> tuple[str, ...]:
    return parse(query, aliases=ALIASES).errors[0].fixes


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("NATO", "NATO"),
        ("a AND b", "a b"),
        ("a  b", "a b"),
        ("a and b", "a b"),
        ("a OR b OR c", "a OR b OR c"),
        ("a (b OR c)", "a (b OR c)"),
        ("(a b) OR c", "(a b) OR c"),
        ("a NOT b", "a -b"),
        ("a –b", "a -b"),
        ("a —b", "a -b"),
        ("a NOT (NOT b)", "a b"),
        ("((a))", "a"),
        ("a (b (c d))", "a b c d"),
        ("a a", "a"),
        ("“climate change”", '"climate change"'),
        ("«climate change»", '"climate change"'),
        ('"NATO"', "NATO"),
        ('"or"', '"or"'),
        ("ＮＡＴＯ　＂ａ　ｂ＂", 'NATO "a b"'),
        ("（a ＯＲ b） －c", "(a OR b) -c"),
        ("alias:ukraine", "@ukraine"),
        ("@Ukraine", "@ukraine"),
        ("re:a|b x", "/a|b/ x"),
        ("re:(a/b) x", "/(a\\/b)/ x"),
        ("nuclear>=3", "nuclear >= 3"),
        ("nuclear ≥ 3", "nuclear >= 3"),
        ("nuclear >= 1", "nuclear"),
        ("Title:x", "title:x"),
        ("title:a title:b", "title:(a b)"),
        ("title: foo", "title:foo"),
        ("lang:en-GB", "lang:en"),
        ("site:https://www.bbc.co.uk/news", "site:bbc.co.uk"),
        ('source:"BBC News"', 'source:"BBC News"'),
        ("source:(bbc OR cnn)", "source:(bbc OR cnn)"),
        ("NATO's", "NATO"),
        ("(NATO)", "NATO"),
        ("NATO, ", "NATO"),
        ("NATO: war", "NATO war"),
        ("a near/5 b", "a NEAR/5 b"),
        ("x a NEAR/5 b", "x (a NEAR/5 b)"),
        ("ukrain*", "ukrain*"),
        ('"climate chang*"', '"climate chang*"'),
        ('="Sun Life"', '="Sun Life"'),
        ('צה"ל', 'צה"ל'),
        ("a\nOR b", "a OR b"),
        ("title:or", 'title:"or"'),
    ],
)
def test_the_canonical_form_is_echoed(query: str, canonical: str) -> None:
    parsed = parse(query, aliases=ALIASES)
    assert parsed.errors == ()
    assert parsed.canonical == canonical
    again = parse(canonical, aliases=ALIASES)
    assert again.query == parsed.query
    assert again.canonical == canonical


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["empty"]),
        (" \n", ["empty"]),
        ("a b OR c", ["mixed_and_or"]),
        ("a OR b c", ["mixed_and_or"]),
        ("a OR b -c", ["mixed_and_or"]),
        ("NOT a", ["only_not"]),
        ("-a -b", ["only_not"]),
        ("a OR NOT b", ["or_not"]),
        ("a (b OR NOT c)", ["or_not"]),
        ("a (b OR -c)", ["or_not"]),
        ("*kraine", ["leading_star"]),
        ("*", ["leading_star"]),
        ("uk*", ["short_prefix"]),
        ("F-1*", ["short_prefix"]),
        ("a*b", ["star_inside"]),
        ('"clim* change"', ["star_inside"]),
        ('"climate ch*"', ["short_prefix"]),
        ('""', ["empty_phrase"]),
        ('"..."', ["empty_phrase"]),
        ('"climate', ["unclosed_quote"]),
        ("(a", ["unclosed_parenthesis"]),
        ("a)", ["stray_parenthesis"]),
        ("a ()", ["empty_group"]),
        ("titel:a", ["unknown_field"]),
        ("foo:a", ["unknown_field"]),
        ("title:(body:a)", ["nested_field"]),
        ("@nowhere", ["unknown_alias"]),
        ("@empty", ["unknown_alias"]),
        ("/a(/ x", ["bad_regex"]),
        ("/(?=a)/ x", ["bad_regex"]),
        ("/a x", ["unclosed_regex"]),
        ("// x", ["bad_regex"]),
        ("a NEAR b", ["bad_near"]),
        ("a NEAR/0 b", ["bad_near"]),
        ("a NEAR/5 (b c)", ["near_operand"]),
        ("a NEAR/5 -b", ["near_operand"]),
        ("a NEAR/5 b NEAR/5 c", ["near_operand"]),
        ("a NEAR/5 /b/", ["near_operand"]),
        ("(a b) >= 2", ["count_operand"]),
        ("a >= 0", ["bad_count"]),
        ("a > 2", ["bad_count"]),
        ("a < 2", ["bad_count"]),
        ("a, b", ["comma_or_line_break"]),
        ("a\nb", ["comma_or_line_break"]),
        ("a、b", ["comma_or_line_break"]),
        ("a AND", ["missing_operand"]),
        ("OR a", ["missing_operand"]),
        ("a OR OR b", ["missing_operand"]),
        ("title:", ["missing_word"]),
        ("= WHO", ["bad_count"]),
        ("stem:україна", ["no_word_forms"]),
        ("stem:ยูเครน", ["no_word_forms"]),
        ("lang:uk stem:война", ["no_word_forms"]),
        ("a - b", ["stray_dash"]),
        ("!sport a", ["unknown_sign"]),
        ("a || b", ["unknown_operator"]),
        ("a [b OR c]", ["bracket"]),
        ("... a", ["no_word"]),
        ("lang:english", ["bad_value"]),
        ("source:bbc*", ["bad_value"]),
        ('(titel:a OR "") (b c OR d)', ["unknown_field", "empty_phrase", "mixed_and_or"]),
    ],
)
def test_an_error_has_its_code(query: str, expected: list[str]) -> None:
    assert codes(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a b OR c", ("(a b) OR c", "a (b OR c)")),
        ("a OR b c OR d", ("a OR (b c) OR d", "(a OR b) (c OR d)")),
        ("x (a b OR c)", ("x ((a b) OR c)", "x (a (b OR c))")),
        ("a, b", ("a AND b", "a OR b")),
        ("a b, c", ("(a b) AND c", "(a b) OR c")),
        ("a\nb\nc", ("a AND b AND c", "a OR b OR c")),
        ("titel:x", ("title:x",)),
        ("a OR NOT b", ("a NOT b",)),
        ("@ukrane", ("@ukraine",)),
        ("nuclear > 2", ("nuclear >= 3",)),
        ('a "b', ('a "b"',)),
        ("(a b", ("(a b)",)),
        ("a | b", ("a OR b",)),
        ("a - b", ("a b",)),
    ],
)
def test_an_error_offers_whole_queries_that_parse(query: str, expected: tuple[str, ...]) -> None:
    assert fixes(query) == expected
    for fix in expected:
        assert parse(fix, aliases=ALIASES).errors == ()


def test_every_error_says_what_to_do() -> None:
    for query in ("NOT a", "uk*", "/a(/", "a NEAR/5 (b c)", "title:", "a < 2", '""'):
        error = parse(query).errors[0]
        assert error.fix
        assert error.message.endswith(".")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("war and peace", ["lower_case_operator"]),
        ("war or peace", ["lower_case_operator"]),
        ("war not peace", ["lower_case_operator"]),
        ("/ab/", ["regex_alone"]),
        ("/ab/ war", []),
        ("/a*/ war", ["regex_matches_all"]),
        ("who", ["common_word"]),
        ("lang:en-GB war", ["region_ignored"]),
    ],
)
def test_what_may_not_be_meant_is_a_warning(query: str, expected: list[str]) -> None:
    parsed = parse(query)
    assert parsed.errors == ()
    assert [warning.code for warning in parsed.warnings] == expected


def test_alias_sets_can_come_from_anything_that_knows_them() -> None:
    class Sets:
        def forms(self, name: str) -> Sequence[str] | None:
            return ["Kyiv", "Kiev"] if name == "kyiv" else None

        def names(self) -> Sequence[str]:
            return ["kyiv"]

    assert parse("@kyiv", aliases=Sets()).canonical == "@kyiv"
    assert parse("@kyif", aliases=Sets()).errors[0].fixes == ("@kyiv",)
    assert parse("@kyiv").errors[0].code == "unknown_alias"


def test_patterns_have_a_limit_together() -> None:
    assert codes("war /[^a]e.{90}y/") == []
    assert codes(" ".join(f"/[^{letter}]e.{{90}}y/" for letter in "abcdefgh")) == [
        "patterns_too_big"
    ]
    assert codes("/\\p{L}{20}/ war") == ["patterns_too_big"]


def test_a_common_word_is_warned_of_with_its_share() -> None:
    warnings = parse("who war", share=lambda _: 0.61).warnings
    assert [warning.code for warning in warnings] == ["common_word", "common_word"]
    assert "61%" in warnings[0].message
    assert warnings[0].fix == "=WHO war"
    assert parse("war", share=lambda _: 0.1).warnings == ()


def nested(depth: int) -> str:
    query = "z"
    for level in range(depth):
        query = f"(w{level} {'OR ' if level % 2 else ''}{query})"
    return query


def test_twenty_levels_are_allowed_and_no_more() -> None:
    assert codes(nested(20)) == []
    assert codes(nested(21)) == ["too_deep"]


def test_a_hundred_terms_are_allowed_and_no_more() -> None:
    assert codes(" ".join(f"w{number}" for number in range(100))) == []
    assert codes(" ".join(f"w{number}" for number in range(101))) == ["too_many_terms"]


def test_a_thousand_characters_are_allowed_and_no_more() -> None:
    assert codes("a" * 1_000) == []
    assert codes("a" * 1_001) == ["too_long"]


@pytest.mark.parametrize(
    "sign", ["(", ")", "-", "NOT ", '"', "title:", "=", "a NEAR/1 ", "@", "[a,"]
)
def test_hostile_queries_are_refused(sign: str) -> None:
    assert codes((sign * 1_000)[:999])
    assert codes(sign * 1_000_000)


def test_the_place_of_an_error_is_marked() -> None:
    query = "war titel:x"
    assert mark_error(query, parse(query).errors[0]) == "war titel:x\n    ^^^^^^"


def test_marks_stand_right_under_wide_characters() -> None:
    query = "乌克兰 titel:x"
    assert mark_error(query, parse(query).errors[0]).splitlines()[1] == " " * 7 + "^^^^^^"


def test_a_long_query_is_shown_around_the_place() -> None:
    query = "war " * 200 + "titel:x"
    line, mark = mark_error(query, parse(query).errors[0]).splitlines()
    assert len(line) <= 102
    assert line[mark.index("^") : mark.rindex("^") + 1] == "titel:"


PIECES = st.sampled_from(
    [
        "NATO", "war", "F-16", "U.S.", "C++", "l'OTAN", "1,000", "乌克兰", "ยูเครน", "우크라이나",
        'צה"ל', "🇺🇦", "who", "or", "and", "NOT ", "AND ", "OR ", "-", "–", "(", ")", "[", '"', "“",
        "*", " ", "  ", "\n", ",", ";", ":", "title:", "body:", "tag:", "source:", "lang:", "site:",
        "en", "bbc.co.uk", "foo:", "stem:", "=", "#", "@", "@ukraine", "re:", "/", "\\", "/a|b/",
        ">=", " >= 2", "NEAR/3 ", "NEAR", "!", "|", "&", "~", "^", "?", "$", "'", "’", ".", "％",
        "：", "（", "\u200b", "\u00ad", "\u0301", "\ud800", "ﬁ", "İ", "½",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60))
@example('source:"a b" -"c')
def test_any_text_parses_or_explains_itself(query: str) -> None:
    parsed = parse(query, aliases=ALIASES)
    assert (parsed.query is None) == bool(parsed.errors)
    notes: list[QueryError | QueryWarning] = [*parsed.errors, *parsed.warnings]
    for note in notes:
        assert 0 <= note.start <= note.end <= len(query)
        assert note.message
        mark_error(query, note)
    if parsed.query is None:
        return
    again = parse(parsed.canonical, aliases=ALIASES)
    assert again.errors == ()
    assert again.query == parsed.query
    assert again.canonical == parsed.canonical
