"""Alias sets as files, and what the starter sets hit."""

import pytest

from newsbot.errors import Invalid
from newsbot.matching import (
    AliasSet,
    Document,
    alias_problems,
    matches,
    parse,
    prepare,
    read_alias_sets,
    starter_alias_sets,
    write_alias_sets,
)

STARTER = {alias_set.name: alias_set.forms for alias_set in starter_alias_sets()}


def hits(query: str, text: str) -> bool:
    parsed = parse(query, aliases=STARTER)
    assert parsed.query is not None, parsed.errors
    return matches(parsed.query, prepare(Document(body=text)))


def test_starter_sets_are_sound_and_survive_export() -> None:
    sets = starter_alias_sets()
    assert len(sets) >= 40
    assert all(alias_problems(alias_set) == () for alias_set in sets)
    assert read_alias_sets(write_alias_sets(sets)) == sets


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("@ukraine", "The Ukrainians said"),
        ("@ukraine", "уряд України"),
        ("@ukraine", "в Украине"),
        ("@ukraine", "l'armée ukrainienne"),
        ("@ukraine", "in der Ukraine"),
        ("@ukraine", "支持乌克兰"),
        ("@ukraine", "우크라이나에서"),
        ("@russia", "Росією"),
        ("@russia", "на россиян"),
        ("@israel", "Israël et l'OTAN"),
        ("@palestine", "الشعب الفلسطيني"),
        ("@gaza", "у Газі"),
        ("@sudan", "au Soudan"),
        ("@nato", "l’OTAN"),
        ("@nato", 'נאט"ו'),
        ("@nato", "北约"),
        ("@un", "the U.N. chief"),
        ("@un", "à l'ONU"),
        ("@eu", "лідери ЄС"),
        ("@who", "the WHO said"),
        ("@usa", "в США"),
        ("@zelensky", "Präsident Selenskyj"),
        ("@zelensky", "Зеленського"),
        ("@putin", "Путіним"),
        ("@climate-change", "der Klimawandel"),
    ],
)
def test_a_starter_set_knows_forms_and_scripts(query: str, text: str) -> None:
    assert hits(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("@who", "who said"),
        ("@un", "un homme"),
        ("@usa", "join us"),
        ("@turkey", "a roast turkey"),
        ("@gaza", "цены на газ, поставки газа"),
        ("@france", "папа Франциск"),
        ("@moscow", "una mosca"),
        ("@sudan", "그 수단은"),
    ],
)
def test_a_starter_set_keeps_clear_of_other_words(query: str, text: str) -> None:
    assert not hits(query, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "no TOML"),
        ("x = 1", "needs a list"),
        ("[x]\nforms = [1]", "needs a list"),
        ("[x]\nforms = []", "holds no form"),
        ('[X]\nforms = ["a"]', "is no name"),
        ('[x]\nforms = ["a*b"]', "is no form"),
        ('[x]\nforms = ["@y"]', "is no form"),
        ('[x]\nforms = ["/y/"]', "is no form"),
        ('[x]\nforms = ["Kyiv", "kyiv"]', "says the same"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(text: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read_alias_sets(text)


def test_a_set_has_limits() -> None:
    forms = tuple(f"w{number}" for number in range(201))
    assert "200 are allowed" in alias_problems(AliasSet(name="x", forms=forms))[0]


@pytest.mark.parametrize("value", ['a "b" \\ c', "tab\there", "del\x7f", "Ünï"])
def test_any_note_survives_export(value: str) -> None:
    alias_set = AliasSet(name="x", forms=("war",), note=value)
    assert read_alias_sets(write_alias_sets([alias_set])) == (alias_set,)
