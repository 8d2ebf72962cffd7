"""The engine answers as the reference evaluator does, edits and snapshots included."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import numpy as np
import pytest

from benchmarks.match_mixture import ALIASES, random_article, random_query
from newsbot.errors import Invalid
from newsbot.matching import Document, Engine, Query, matches, parse, prepare
from newsbot.matching.codec import decode_query, encode_query

RULES, ARTICLES = 2_400, 500
"""A million decisions, about half a minute of one core."""


def accepted_rules(random: Random, number: int) -> dict[int, Query]:
    rules: dict[int, Query] = {}
    while len(rules) < number:
        parsed = parse(random_query(random), aliases=ALIASES)
        if parsed.query is not None:
            rules[len(rules) + 1] = parsed.query
    return rules


def rule(text: str) -> Query:
    query = parse(text, aliases=ALIASES).query
    assert query is not None
    return query


def found(engine: Engine, body: str = "", **fields: str) -> list[int]:
    return engine.match(prepare(Document(body=body, **fields)))  # type: ignore[arg-type] # by name


def agree(seed: int, rules: int, articles: int) -> int:
    """Hold an engine under edits against the reference; return how many decisions were made."""
    random = Random(seed)
    wanted = accepted_rules(random, rules)
    spare = list(accepted_rules(random, rules // 10).values())
    engine = Engine.build(wanted.items())
    made = hits = 0
    for number in range(articles):
        prepared = prepare(random_article(random))
        expected = [rule_id for rule_id, query in wanted.items() if matches(query, prepared)]
        assert engine.match(prepared) == sorted(expected)
        made, hits = made + len(wanted), hits + len(expected)
        for _ in range(3):
            edit(random, engine, wanted, spare)
        if number % 50 == 49:
            engine.fold()
        assert len(engine) == len(wanted)
    assert hits > made / 100
    return made


def edit(random: Random, engine: Engine, wanted: dict[int, Query], spare: list[Query]) -> None:
    rule_id = random.randrange(1, len(wanted) + 20)
    if random.random() < 0.4:
        engine.remove(rule_id)
        wanted.pop(rule_id, None)
    else:
        wanted[rule_id] = random.choice(spare)
        engine.add(rule_id, wanted[rule_id])


def test_a_million_random_decisions_agree_with_the_reference() -> None:
    assert agree(1, RULES, ARTICLES) > 1_000_000


@pytest.mark.long
def test_ten_million_random_decisions_agree_with_the_reference() -> None:
    assert sum(agree(seed, RULES, ARTICLES) for seed in range(2, 12)) > 10_000_000


def test_rules_in_dictionaries_alone_agree_with_the_reference() -> None:
    random = Random(7)
    wanted = accepted_rules(random, 300)
    engine = Engine()
    for rule_id, query in wanted.items():
        engine.add(rule_id, query)
    for _ in range(100):
        prepared = prepare(random_article(random))
        expected = [rule_id for rule_id, query in wanted.items() if matches(query, prepared)]
        assert engine.match(prepared) == expected


def test_an_edit_counts_from_the_next_article_on() -> None:
    engine = Engine.build([(1, rule("war"))])
    assert found(engine, "war") == [1]
    engine.add(2, rule("war OR peace"))
    assert found(engine, "war") == [1, 2]
    engine.add(1, rule("peace"))
    assert found(engine, "war") == [2]
    engine.remove(2)
    engine.remove(2)
    assert found(engine, "war and peace") == [1]
    assert 1 in engine
    assert 2 not in engine


def test_folding_changes_no_answer() -> None:
    engine = Engine.build([(1, rule("war")), (2, rule("peace"))])
    engine.add(3, rule("war -peace"))
    engine.remove(1)
    assert engine.unfolded == 2
    engine.fold()
    assert engine.unfolded == 0
    assert found(engine, "war") == [3]
    assert found(engine, "peace") == [2]
    assert len(engine) == 2


def test_edits_and_matches_go_on_while_rules_are_folded() -> None:
    random = Random(13)
    wanted = accepted_rules(random, 400)
    spare = list(accepted_rules(random, 40).values())
    engine = Engine.build(wanted.items())
    for _ in range(20):
        edit(random, engine, wanted, spare)
    with ThreadPoolExecutor(max_workers=1) as threads:
        folding = threads.submit(engine.fold)
        for _ in range(30):
            edit(random, engine, wanted, spare)
            prepared = prepare(random_article(random))
            expected = [rule_id for rule_id, query in wanted.items() if matches(query, prepared)]
            assert engine.match(prepared) == sorted(expected)
        folding.result()
    assert engine.match(prepared) == sorted(expected)
    assert len(engine) == len(wanted)


def test_equal_rules_of_many_people_all_answer() -> None:
    engine = Engine.build((rule_id, rule("NATO war")) for rule_id in range(5))
    engine.add(9, rule("war NATO"))
    engine.fold()
    assert found(engine, "war of NATO") == [0, 1, 2, 3, 4, 9]
    engine.remove(3)
    assert found(engine, "war of NATO") == [0, 1, 2, 4, 9]


def test_an_engine_without_rules_answers_nothing() -> None:
    assert found(Engine(), "war") == []
    engine = Engine.build([(1, rule("war"))])
    engine.remove(1)
    engine.fold()
    assert found(engine, "war") == []


def test_a_pattern_alone_is_asked_of_every_article() -> None:
    engine = Engine.build([(1, rule("/w.r/")), (2, rule("title:/w.r/"))])
    assert found(engine, "war") == [1]
    assert found(engine, "war", title="a wild") == [1]


def test_anchors_move_to_what_proves_rare() -> None:
    engine = Engine.build([(1, rule("zebra okapi"))])
    for _ in range(200):
        found(engine, "a zebra")
    engine.add(2, rule("x"))
    engine.fold()
    assert found(engine, "zebra and okapi") == [1]


def test_a_snapshot_answers_alike(tmp_path: Path) -> None:
    random = Random(11)
    wanted = accepted_rules(random, 200)
    engine = Engine.build(wanted.items())
    engine.add(500, rule("NATO"))
    engine.remove(1)
    engine.stamp = "17"
    prepared = [prepare(random_article(random)) for _ in range(50)]
    answers = [engine.match(article) for article in prepared]
    engine.save(tmp_path / "rules.npz")
    loaded = Engine.load(tmp_path / "rules.npz")
    assert loaded.stamp == "17"
    assert len(loaded) == len(engine)
    assert [loaded.match(article) for article in prepared] == answers
    loaded.fold()
    assert [loaded.match(article) for article in prepared] == answers


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"text", b"\x80\x04K\x01."])
def test_what_is_no_snapshot_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rules.npz"
    path.write_bytes(content)
    with pytest.raises(Invalid, match="build the rules anew"):
        Engine.load(path)


def test_a_snapshot_of_another_key_or_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.npz"
    Engine.build([(1, rule("war"))]).save(path)
    with pytest.raises(Invalid, match="hash key"):
        Engine.load(path, hash_key=b"another")
    with np.load(path) as file:
        arrays = dict(file.items())
    manifest = json.loads(arrays["manifest"].tobytes())
    manifest["format"] = -1
    arrays["manifest"] = np.frombuffer(json.dumps(manifest).encode(), dtype=np.uint8)
    np.savez(path, **arrays)
    with pytest.raises(Invalid, match="another version"):
        Engine.load(path)


def test_arrays_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.npz"
    Engine.build([(1, rule("war"))]).save(path)
    with np.load(path) as file:
        arrays = dict(file.items())
    arrays["table.literals"] = arrays["table.literals"] + 1_000
    np.savez(path, **arrays)
    with pytest.raises(Invalid, match="damaged"):
        Engine.load(path)


def test_a_tree_survives_its_stored_form() -> None:
    for query in accepted_rules(Random(3), 300).values():
        assert decode_query(encode_query(query)) == query


@pytest.mark.parametrize("text", ["", "[]", "[1]", '["t"]', '["&",[["x"]]]', "{}", "[" * 10_000])
def test_what_is_no_stored_tree_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        decode_query(text)
