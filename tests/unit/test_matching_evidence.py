"""Evidence in the original text, and explanations of what failed."""

import pytest

from newsbot.matching import Document, evidence, parse, prepare, why

DOCUMENT = Document(
    title="NATO's chief in the U.S.",
    body=(
        "Straße: NATO-led #Brexit talks; a “climate\nchange” summit.\n\n"
        "A missile hit the city. NATO가, F-16, ＮＡＴＯ"
    ),
    author="Jane Smith",
    tags=("War", "NATO"),
    url="https://user@www.example.com:80/x",
    source=("7", "Example"),
    lang="en",
)

Place = tuple[str, str, str]


def places(query: str, limit: int = 50) -> list[Place]:
    tree = parse(query, aliases={"alliance": ["NATO", "climate change"]}).query
    assert tree is not None
    return [
        (found.leaf, found.field, DOCUMENT.text_of(found.field)[found.start : found.end])
        for found in evidence(tree, prepare(DOCUMENT), limit=limit)
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "NATO",
            [
                ("NATO", "title", "NATO"),
                ("NATO", "body", "NATO"),
                ("NATO", "body", "NATO"),
                ("NATO", "body", "ＮＡＴＯ"),
            ],
        ),
        ("U.S.", [("U.S.", "title", "U.S.")]),
        ("#Brexit", [("#Brexit", "body", "#Brexit")]),
        ("strasse", [("strasse", "body", "Straße")]),
        ("F16", [("F16", "body", "F-16")]),
        ('"climate change"', [('"climate change"', "body", "climate\nchange")]),
        ("missile NEAR/3 city", [("missile", "body", "missile"), ("city", "body", "city")]),
        ("(missile OR x) NEAR/9 city", [("missile", "body", "missile"), ("city", "body", "city")]),
        ("city OR nowhere", [("city", "body", "city")]),
        ("city -nowhere", [("city", "body", "city")]),
        ("(city OR missile) >= 2", [("missile", "body", "missile"), ("city", "body", "city")]),
        ("title:@alliance", [("title:@alliance", "title", "NATO")]),
        ("tag:nato", [("tag:nato", "tag", "NATO")]),
        ("author:smith", [("author:smith", "author", "Smith")]),
        ("site:example.com", [("site:example.com", "url", "www.example.com")]),
        ("/[A-Z]{4}/ city", [("/[A-Z]{4}/", "title", "NATO"), ("city", "body", "city")]),
        ("source:example lang:en", []),
        ("nowhere", []),
        ("city nowhere", []),
    ],
)  # fmt: skip
def test_evidence_names_every_place(query: str, expected: list[Place]) -> None:
    found = places(query)
    if "/" in query and "NEAR" not in query:
        found = [place for place in found if place[2] != "NATO" or place[1] == "title"]
    assert found == expected


def test_evidence_stops_at_its_limit() -> None:
    assert places("NATO", limit=2) == [("NATO", "title", "NATO"), ("NATO", "body", "NATO")]


def test_a_pattern_counts_characters_not_bytes() -> None:
    assert places("/c..mate|s.mmit/ city") == [
        ("/c..mate|s.mmit/", "body", "climate"),
        ("/c..mate|s.mmit/", "body", "summit"),
        ("city", "body", "city"),
    ]


@pytest.mark.parametrize(
    ("query", "clause", "nearest"),
    [
        ("NATO sport", "sport", ""),
        ("title:city", "title:city", "it stands in body"),
        ("=nato", "=nato", "it stands as “NATO” in title"),
        ("nato -missile", "-missile", "“missile” stands in body"),
        ("missile NEAR/1 city", "missile NEAR/1 city", "they are 3 positions apart at best"),
        ("missile NEAR/1 cat", "missile NEAR/1 cat", "cat does not occur"),
        ("chief NEAR/9 city", "chief NEAR/9 city", "they are never in one field"),
        ("NATO >= 9", "NATO >= 9", "it occurs 4 of 9 times"),
        ("talk", "talk", "the nearest word in body is “talks”"),
        ("sumit", "sumit", "the nearest word in body is “summit”"),
        ("sport OR talk", "sport OR talk", "the nearest word in body is “talks”"),
        (
            '"summit climate"',
            '"summit climate"',
            "its words occur, not side by side in one sentence",
        ),
        ('"climate chaos"', '"climate chaos"', "“chaos” does not occur"),
        ('"total chaos"', '"total chaos"', "none of its words occurs"),
        ("#talks", "#talks", "it stands as a word, without the sign"),
        ("lang:de", "lang:de", "the language is en"),
        ("source:cnn", "source:cnn", "the source is 7, Example"),
        ("nato site:cnn.com", "site:cnn.com", "the host is example.com"),
        ("nato /xyz/", "/xyz/", ""),
    ],
)
def test_the_first_clause_that_failed_is_named(query: str, clause: str, nearest: str) -> None:
    tree = parse(query).query
    assert tree is not None
    answer = why(tree, prepare(DOCUMENT))
    assert not answer.matched
    assert (answer.clause, answer.nearest) == (clause, nearest)
    assert clause in answer.message


@pytest.mark.parametrize("query", ["NATO", "source:7", "city -sport"])
def test_a_match_is_explained_by_its_first_place(query: str) -> None:
    tree = parse(query).query
    assert tree is not None
    answer = why(tree, prepare(DOCUMENT))
    assert answer.matched
    assert answer.message.startswith("It matches")
