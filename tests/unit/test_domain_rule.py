"""What others than its owner see of a rule."""

from dataclasses import replace

from newsbot.domain.rule import HIDDEN, Rule, veiled
from newsbot.services.rules import write_rules_file
from newsbot.services.shapes import rule as shape
from tests.factories import NOON

RULE = Rule(
    id=3,
    name="quarrelsome",
    query="quarrelsome OR x",
    canonical="quarrelsome OR x",
    owner_id=1,
    public=False,
    version=2,
    created_at=NOON,
    updated_at=NOON,
)
DISCREET = replace(RULE, discreet=True)


def test_a_discreet_rule_is_shown_without_its_words() -> None:
    assert veiled(RULE) == RULE
    hidden = veiled(DISCREET)
    assert (hidden.id, hidden.version, hidden.owner_id) == (3, 2, 1)
    assert {hidden.name, hidden.query, hidden.canonical} == {HIDDEN}


def test_lists_and_exports_do_not_tell_them_either() -> None:
    assert "quarrelsome" in str(shape(RULE))
    assert "quarrelsome" not in str(shape(DISCREET))
    assert write_rules_file([DISCREET]) == ""
    assert "quarrelsome" in write_rules_file([RULE])
