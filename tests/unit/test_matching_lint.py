"""What is said of a rule before it meets an article, and the offer of word forms."""

from random import Random

import pytest

from benchmarks.match_mixture import ALIASES, random_article, random_query
from newsbot.matching import Document, Engine, Query, lint, matches, offered_forms, parse, prepare
from newsbot.matching.lint import has_literal
from newsbot.matching.query import Leaf, Term
from newsbot.matching.reasoning import can_hold, surely_within


def rule(text: str) -> Query:
    query = parse(text, aliases=ALIASES).query
    assert query is not None
    return query


def codes(text: str, **others: str) -> list[str]:
    rules = {int(name[1:]): rule(query) for name, query in others.items()}
    return [finding.code for finding in lint(rule(text), others=rules)]


@pytest.mark.parametrize(
    "text",
    [
        "war -war",
        '"world war" -war',
        "NATO -nato*",
        "title:war -war",
        "=WHO -who",
        "#brexit -brexit",
        "a NEAR/3 b -b",
        "a NEAR/3 b -(b NEAR/5 a)",
        "war >= 3 -(war >= 2)",
        "lang:en lang:de",
        "site:bbc.co.uk site:cnn.com",
        "site:news.bbc.co.uk -site:bbc.co.uk",
        "Україна -@ukraine",
        "Zelenský -Zelensky",
        "F-16 -F16",
    ],
)
def test_a_contradiction_never_matches(text: str) -> None:
    assert codes(text) == ["never_matches"]


@pytest.mark.parametrize(
    "text",
    ["war -title:war", "who -=WHO", "Zelensky -Zelenský", "war -(war >= 2)", "@ukraine -Україна",
     "invade -stem:war", "site:bbc.co.uk -site:news.bbc.co.uk", "source:a source:b"],
)  # fmt: skip
def test_what_can_match_is_no_contradiction(text: str) -> None:
    assert "never_matches" not in codes(text)


def test_a_pattern_that_needs_nothing_always_matches() -> None:
    assert "always_matches" in codes("/a*/")
    assert "always_matches" not in codes("/^$/")


def test_an_alternative_that_an_exclude_shadows_is_named_with_the_rest() -> None:
    (finding,) = lint(rule('(peace OR "world war") -war'))
    assert (finding.code, finding.clause, finding.fix) == ("shadowed", '"world war"', "peace -war")


def test_an_alternative_that_another_covers_is_named() -> None:
    (finding,) = lint(rule("(ukrain* OR ukrainian) war"))
    assert (finding.code, finding.clause, finding.fix) == ("redundant", "ukrainian", "ukrain* war")


def test_of_equal_alternatives_the_first_stays() -> None:
    assert [finding.clause for finding in lint(rule("F-16 OR F16"))] == ["F16"]


@pytest.mark.parametrize(
    ("text", "other", "code"),
    [
        ("war peace", "war", ["subset"]),
        ("war", "war peace", ["superset"]),
        ("war OR peace", "peace OR war", ["duplicate"]),
        ('"world war"', "war world", ["subset"]),
        ("war -peace", "peace -war", []),
        ("war", "tank", []),
    ],
)
def test_rules_are_compared_with_others(text: str, other: str, code: list[str]) -> None:
    assert codes(text, r7=other) == code


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("tank", True),
        ("(?i)nato", True),
        ("T-\\d+ tank", True),
        ("\\d+", False),
        ("[a-z]{5}", False),
        ("\\p{Lu}+", False),
        ("a.b.c", False),
        ("(abc)", True),
        ("ab?c", False),
        ("Україна", True),
    ],
)
def test_fixed_text_in_a_pattern_is_seen(pattern: str, expected: bool) -> None:
    assert has_literal(pattern) is expected
    assert ("regex_without_literal" in codes(f"war /{pattern}/")) is not expected


def test_a_very_common_term_is_reported_with_its_share() -> None:
    def share(leaf: Leaf) -> float | None:
        return {"who": 0.61, "war": 0.1}.get(leaf.text) if isinstance(leaf, Term) else None

    (finding,) = lint(rule("who war -said"), share=share)
    assert finding.code == "very_common"
    assert "61%" in finding.message


def test_the_engine_knows_shares_once_it_saw_enough() -> None:
    engine = Engine()
    assert engine.share(Term(text="war")) is None
    for _ in range(500):
        engine.match(prepare(Document(body="a war")))
    share = engine.share(Term(text="war"))
    assert share is not None
    assert share > 0.8


def test_no_verdict_is_refuted_by_an_article() -> None:
    random = Random(5)
    rules = [
        query
        for number in range(600)
        if (query := parse(random_query(random, number % 3), aliases=ALIASES).query)
    ]
    articles = [prepare(random_article(random)) for _ in range(60)]
    verdicts = 0
    for query in rules:
        if can_hold(query) is False:
            verdicts += 1
            assert not any(matches(query, article) for article in articles)
    for _ in range(3_000):
        narrow, wide = random.choice(rules), random.choice(rules)
        if narrow != wide and surely_within(narrow, wide):
            verdicts += 1
            for article in articles:
                assert matches(wide, article) or not matches(narrow, article)
    assert verdicts > 20


def test_forms_that_a_rule_misses_are_offered() -> None:
    vocabulary = {"sanction": 1, "sanctions": 31, "sanctioned": 4, "sanctuary": 9, "allies": 9}
    offers = offered_forms(rule("sanction title:ally -war"), vocabulary, lang="en")
    assert [(offer.term, offer.missed) for offer in offers] == [
        ("sanction", (("sanctions", 31), ("sanctioned", 4))),
        ("title:ally", (("allies", 9),)),
    ]
    assert offers[0].message == "sanction misses 35 articles with sanctions, sanctioned."
    assert offers[0].with_stem == "stem:sanction title:ally -war"
    assert offers[0].with_or == "(sanction OR sanctions OR sanctioned) title:ally -war"
    for offer in offers:
        for text in (offer.with_stem, offer.with_or):
            assert parse(text).canonical == text


def test_forms_are_not_offered_for_what_is_not_plain() -> None:
    vocabulary = {"sanctions": 31}
    for text in ("sanction*", "stem:sanction", '"sanction list"', "war -sanction", "=Sanction"):
        assert offered_forms(rule(text), vocabulary, lang="en") == ()


def test_a_language_without_a_stemmer_says_so() -> None:
    (offer,) = offered_forms(rule("санкція"), {"санкції": 31}, lang="uk")
    assert "no stemmer" in offer.message
    assert offer.missed == ()
