"""The engine answers as the reference evaluator does, edits included."""

from random import Random

import pytest

from benchmarks.match_mixture import ALIASES, random_article, random_query
from newsbot.matching import Engine, Query, matches, parse, prepare

RULES, ARTICLES = 2_400, 500
"""A million decisions, about half a minute of one core."""


def accepted_rules(random: Random, number: int) -> dict[int, Query]:
    rules: dict[int, Query] = {}
    while len(rules) < number:
        parsed = parse(random_query(random), aliases=ALIASES)
        if parsed.query is not None:
            rules[len(rules) + 1] = parsed.query
    return rules


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
    assert sum(agree(seed, RULES, ARTICLES) for seed in range(2, 13)) > 10_000_000
