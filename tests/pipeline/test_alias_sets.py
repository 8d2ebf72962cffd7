"""Say what alias sets promise: one place to edit, and every rule that uses one follows."""

from collections.abc import Callable, Sequence

import pytest

from newsbot import matching
from newsbot.db import rules as rule_rows
from newsbot.db import ruletrees
from newsbot.domain.aliasset import AliasSet
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.services import aliases, aliasfiles, rules
from newsbot.services.queries import RefusedQuery
from tests.factories import entry
from tests.fakes.newsroom import Newsroom


async def make(newsroom: Newsroom, name: str, *forms: str) -> None:
    await aliases.edit(newsroom.desk, name, add=forms, create=True)


async def told(newsroom: Newsroom) -> list[str]:
    """Return the headlines that were sent, after all loops ran once more."""
    newsroom.clock.step(minutes=6)
    await newsroom.run()
    return [item.headline.text for _, message in newsroom.channel.sent for item in message.items]


async def test_an_edit_of_a_set_counts_from_the_next_article_on(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await make(newsroom, "ukraine", "Ukraine")
    await newsroom.follow("@ukraine")
    newsroom.publish(entry(1, title="Kyiv hit at night"), entry(2, title="Ukraine asks for grain"))
    assert await told(newsroom) == ["Ukraine asks for grain"]

    await aliases.edit(newsroom.desk, "ukraine", add=["Kyiv"], remove=["Ukraine"])
    newsroom.publish(
        entry(3, title="Kyiv rebuilds a bridge"), entry(4, title="Ukraine plays chess")
    )

    assert await told(newsroom) == ["Ukraine asks for grain", "Kyiv rebuilds a bridge"]


async def test_an_edit_leaves_rules_without_the_set_alone(newsroom: Newsroom) -> None:
    await make(newsroom, "ukraine", "Ukraine")
    kept = await rules.add(newsroom.desk, "NATO")
    user = await rules.add(newsroom.desk, "@ukraine NEAR/5 grain")
    async with newsroom.db.reading() as tx:
        before = await rule_rows.revision(tx)

    done = await aliases.edit(newsroom.desk, "ukraine", add=["Kyiv"])

    assert done.followed == (user.rule.id,)
    async with newsroom.db.reading() as tx:
        changed, removed = await ruletrees.edited_since(tx, before)
    assert [one.id for one in changed] == [user.rule.id]
    assert removed == []
    assert (await rules.get(newsroom.desk, user.rule.id)).version == 1
    assert (await rules.get(newsroom.desk, kept.rule.id)).version == 1


async def test_a_rule_that_lost_the_set_no_longer_follows_it(newsroom: Newsroom) -> None:
    await make(newsroom, "ukraine", "Ukraine")
    kept = await rules.add(newsroom.desk, "@ukraine")
    await rules.edit(newsroom.desk, kept.rule.id, query="NATO")

    done = await aliases.edit(newsroom.desk, "ukraine", add=["Kyiv"])

    assert done.followed == ()


async def test_an_unknown_set_is_refused_with_what_may_be_meant(newsroom: Newsroom) -> None:
    await make(newsroom, "ukraine", "Ukraine")
    with pytest.raises(RefusedQuery, match="Did you mean @ukraine"):
        await rules.add(newsroom.desk, "@ukrane grain")
    with pytest.raises(NotFound, match="did you mean ukraine"):
        await aliases.get(newsroom.desk, "@Ukrane")


@pytest.mark.parametrize("form", ["", "uk*", "***", "!", "=AB*", "x" * 101, "a\0b"])
async def test_what_is_no_form_is_refused(newsroom: Newsroom, form: str) -> None:
    with pytest.raises(Invalid, match=r"@ukraine: .* is no form|NUL"):
        await make(newsroom, "ukraine", "Ukraine", form)
    assert await aliases.list_all(newsroom.desk) == []


@pytest.mark.parametrize("name", ["", "two words", "a(b", "-x", "x" * 61, "a.b"])
async def test_what_rules_could_not_name_is_no_name(newsroom: Newsroom, name: str) -> None:
    with pytest.raises(Invalid, match="no name: small letters"):
        await make(newsroom, name, "word")


async def test_a_set_is_never_empty_and_never_too_long(newsroom: Newsroom) -> None:
    await make(newsroom, "un", "UN")
    with pytest.raises(Invalid, match="holds no form"):
        await aliases.edit(newsroom.desk, "un", remove=["UN"])
    with pytest.raises(Invalid, match="holds 1001 forms"):
        await aliases.edit(newsroom.desk, "un", add=[f"word{number}" for number in range(1_000)])
    assert (await aliases.get(newsroom.desk, "un")).forms == ("UN",)


async def test_forms_that_say_the_same_are_told(newsroom: Newsroom) -> None:
    await make(newsroom, "un", "UN")
    with pytest.raises(Invalid, match="says the same as"):
        await aliases.edit(newsroom.desk, "un", add=["un"])


async def test_a_set_in_use_is_not_removed(newsroom: Newsroom) -> None:
    await make(newsroom, "un", "UN")
    kept = await rules.add(newsroom.desk, "@un")
    with pytest.raises(Conflict, match=f"rules {kept.rule.id}"):
        await aliases.remove(newsroom.desk, "un")
    await rules.remove(newsroom.desk, kept.rule.id)
    await aliases.remove(newsroom.desk, "@UN")
    assert await aliases.list_all(newsroom.desk) == []


async def test_every_edit_keeps_its_version_and_a_repetition_is_none(newsroom: Newsroom) -> None:
    await make(newsroom, "un", "UN")
    again = await aliases.edit(newsroom.desk, "un", add=["UN"])
    assert (again.alias_set.version, again.is_new) == (1, False)
    edited = await aliases.edit(newsroom.desk, "UN", add=["United Nations"])
    assert (edited.alias_set.version, edited.alias_set.forms) == (2, ("UN", "United Nations"))


async def test_starter_sets_go_in_once_and_never_over_what_is_there(newsroom: Newsroom) -> None:
    await make(newsroom, "un", "OON")
    starter = matching.starter_alias_sets()
    assert await aliases.plant(newsroom.desk, lambda: starter)
    await aliases.remove(newsroom.desk, "nato")
    assert not await aliases.plant(newsroom.desk, lambda: starter)
    stored = {one.alias_set.name: one.alias_set for one in await aliases.list_all(newsroom.desk)}
    assert stored["un"].forms == ("OON",)
    assert {"nato", *stored} == {one.name for one in starter}
    assert stored["ukraine"].note


@pytest.mark.parametrize("write", [aliasfiles.write_alias_toml, aliasfiles.write_alias_json])
async def test_what_is_exported_is_what_is_imported(
    newsroom: Newsroom, write: Callable[[Sequence[AliasSet]], str]
) -> None:
    await make(newsroom, "ukraine", "Ukraine", "Україна", "=WHO", "ukrain*", "say so")
    await make(newsroom, "чорне_море", "Black Sea")
    await aliases.edit(newsroom.desk, "ukraine", note='The country, called "U"')
    sets = [one.alias_set for one in await aliases.list_all(newsroom.desk)]
    read = aliasfiles.read_alias_file(write(sets), "file")
    assert [(one.name, one.forms, one.note) for one in read] == [
        (one.name, one.forms, one.note) for one in sets
    ]
    done = await aliasfiles.import_sets(newsroom.desk, read)
    assert done.unchanged == [one.name for one in sets]


async def test_an_import_says_what_it_would_do_and_does_it_whole(newsroom: Newsroom) -> None:
    await make(newsroom, "un", "UN")
    await make(newsroom, "eu", "EU")
    wanted = aliasfiles.read_alias_file(
        "un.forms = ['UN', 'OON']\neu.forms = ['EU']\nnato.forms = ['NATO']", "file"
    )
    would = await aliasfiles.import_sets(newsroom.desk, wanted, dry_run=True)
    assert (would.added, would.changed, would.unchanged) == (["nato"], ["un"], ["eu"])
    assert (await aliases.get(newsroom.desk, "un")).version == 1
    await aliasfiles.import_sets(newsroom.desk, wanted)
    assert [one.alias_set.forms for one in await aliases.list_all(newsroom.desk)] == [
        ("EU",),
        ("NATO",),
        ("UN", "OON"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[un]\nform = ['UN']", "sets.toml: @un needs a list"),
        ("[un]\nforms = 'UN'", "needs a list"),
        ("[un]\nforms = []", "holds no form"),
        ("[un]\nforms = ['*']", "is no form"),
        ("[un", "no TOML"),
        ('{"un": ', "no JSON"),
        ('{"un": ["UN"]}', "needs a list of texts"),
        ('{"un": {"forms": ["*"]}}', "is no form"),
        ('{"un": {"forms": ["UN"]}, "UN": {"forms": ["OON"]}}', "@un twice"),
        ('{"name": "un", "forms": ["UN"]}\n["UN"]', "needs a list of texts"),
    ],
)
def test_a_file_that_is_wrong_is_told_with_the_place(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        aliasfiles.read_alias_file(text, "sets.toml")


def test_the_lines_that_a_list_prints_can_be_imported() -> None:
    text = '{"id": 1, "name": "un", "forms": ["UN"], "rules": 2}\n{"name": "eu", "forms": ["EU"]}\n'
    read = aliasfiles.read_alias_file(text, "-")
    assert [(one.name, one.forms) for one in read] == [("un", ("UN",)), ("eu", ("EU",))]
