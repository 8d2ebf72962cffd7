"""Say what a test of a rule on stored articles promises."""

from datetime import timedelta

import pytest

from newsbot import matching
from newsbot.db import Database
from newsbot.errors import NotFound
from newsbot.matching import Document
from newsbot.matching.articles import document_of
from newsbot.services import aliases, backtests, explanations, lint, rules, volumes, wordforms
from newsbot.services.backtests import Limits
from newsbot.services.desk import Desk
from newsbot.services.queries import RefusedQuery
from tests.factories import NOON, SteppedClock
from tests.fakes.archive import add_source, store

QUERIES = (
    *("Riga", "sanction*", '"it rained"', "Riga -NATO", "stem:sanctions", "title:rain", "=NATO"),
    *("rained NEAR/9 sanction", "санкції", "lang:uk", "day quiet"),
)
MONTH = timedelta(days=30)
NEWS = (
    Document(title="NATO meets in Riga", body="New sanctions were agreed.", lang="en"),
    Document(title="Rain over Riga", body="It rained. The sanction stands.", lang="en"),
    Document(title="Sanctions bite", body="The economy shrinks.", lang="en"),
    Document(title="A quiet day", body="Nothing happened in the north.", lang="en"),
    Document(title="Дощ над Ригою", body="Санкції діють.", lang="uk"),
)


@pytest.fixture
async def desk(database: Database) -> Desk:
    """Give a desk over five articles, one an hour, the first one the newest."""
    source_id = await add_source(database, "paper")
    await store(database, source_id, NEWS)
    return Desk(db=database, clock=SteppedClock())


def titles(found: backtests.Backtest) -> list[str]:
    return [one.article.title for one in found.shown]


async def test_hits_come_newest_first_with_evidence(desk: Desk) -> None:
    found = await backtests.run(desk, "Riga", since=MONTH)
    assert titles(found) == ["NATO meets in Riga", "Rain over Riga"]
    assert [(one.leaf, one.field) for one in found.shown[0].evidence] == [("Riga", "title")]
    assert found.compared.read == 2, "the index narrows down"
    assert not found.compared.is_cut


async def test_what_is_older_is_left_out(desk: Desk) -> None:
    found = await backtests.run(desk, "Riga", since=timedelta(minutes=30))
    assert titles(found) == ["NATO meets in Riga"]


async def test_a_query_of_which_the_index_knows_nothing_is_judged_on_everything(desk: Desk) -> None:
    found = await backtests.run(desk, "/[Rr]ain(s|ed)/", since=MONTH)
    assert titles(found) == ["Rain over Riga"]
    assert found.compared.read == len(NEWS)


async def test_the_difference_to_a_saved_rule_is_told_with_the_articles(desk: Desk) -> None:
    kept = await rules.add(desk, "sanctions")
    found = await backtests.run(desk, "sanction OR quiet", since=MONTH, rule_id=kept.rule.id)
    assert [(one.article.title, one.change) for one in found.shown] == [
        ("NATO meets in Riga", "dropped"),
        ("Rain over Riga", "added"),
        ("Sanctions bite", "dropped"),
        ("A quiet day", "added"),
    ]
    assert {one.leaf for one in found.shown[0].evidence} == {"sanctions"}
    figures = volumes.volume(found)
    assert (figures.hits, figures.added, figures.dropped) == (2, 2, 2)


async def test_a_rule_that_is_not_there_cannot_be_compared_with(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await backtests.run(desk, "Riga", since=MONTH, rule_id=7)


async def test_alias_sets_and_sources_are_known_to_a_test(desk: Desk) -> None:
    await aliases.edit(desk, "latvia", add=["Riga", "Риг*"], create=True)
    assert len((await backtests.run(desk, "@latvia", since=MONTH)).shown) == 3
    assert len((await backtests.run(desk, "source:PAPER", since=MONTH)).shown) == 5
    assert len((await backtests.run(desk, "source:paper lang:uk", since=MONTH)).shown) == 1
    assert (await backtests.run(desk, "source:other", since=MONTH)).shown == ()


async def test_a_bad_query_is_refused_before_anything_is_read(desk: Desk) -> None:
    with pytest.raises(RefusedQuery):
        await backtests.run(desk, '"Riga', since=MONTH)


async def test_a_test_ends_at_its_limits_and_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backtests, "PAGE", 1)
    found = await backtests.run(desk, "Riga", since=MONTH, limits=Limits(hits=1))
    assert (titles(found), found.compared.is_cut) == (["NATO meets in Riga"], True)
    impatient = Limits(patience=timedelta(0))
    found = await backtests.run(desk, "Riga", since=MONTH, limits=impatient)
    assert (len(found.shown), found.compared.is_cut) == (1, True)


async def test_figures_tell_days_forecast_and_peak(database: Database) -> None:
    source_id = await add_source(database, "paper")
    documents = [Document(title=f"Rain {number}") for number in range(48)]
    await store(database, source_id, documents, apart=timedelta(minutes=90))
    desk = Desk(db=database, clock=SteppedClock())
    figures = volumes.volume(await backtests.run(desk, "rain", since=MONTH))
    assert (figures.hits, figures.stories) == (48, 48)
    span = NOON - (NOON - timedelta(minutes=90 * 47))
    assert figures.span == span, "nothing is known of the time before the first article"
    assert figures.per_day == pytest.approx(48 / (span / timedelta(days=1)))
    assert sum(hits for _, hits in figures.days) == 48
    assert [day.isoformat() for day, _ in figures.days] == [
        "2026-03-11", "2026-03-12", "2026-03-13", "2026-03-14",
    ]  # fmt: skip
    assert figures.peak is not None
    assert figures.peak.hits == 1
    assert figures.hour_of_day is not None


async def test_figures_of_nothing_are_zeros(desk: Desk) -> None:
    figures = volumes.volume(await backtests.run(desk, "absent", since=MONTH))
    assert (figures.hits, figures.per_day, figures.peak, figures.hour_of_day) == (0, 0, None, None)


async def test_word_forms_are_offered_with_what_they_would_add(desk: Desk) -> None:
    (offer,) = await wordforms.offers(desk, "sanction")
    assert (offer.term, offer.forms, offer.adds) == ("sanction", ("sanctions",), 2)
    assert offer.message == "sanction misses 2 articles of last week with sanctions"
    assert offer.with_stem == "stem:sanction"
    assert len((await backtests.run(desk, offer.with_or, since=MONTH)).shown) == 3


async def test_word_forms_count_only_what_the_whole_query_would_add(desk: Desk) -> None:
    (offer,) = await wordforms.offers(desk, "sanction (NATO OR rain)")
    assert offer.adds == 1
    assert await wordforms.offers(desk, "stem:sanction") == []
    assert await wordforms.offers(desk, "sanction quiet") == []


async def test_lint_tells_errors_from_hints(desk: Desk) -> None:
    never = await rules.add(desk, "Riga -Riga")
    await rules.add(desk, "rain OR Riga")
    narrower = await rules.add(desk, "Riga NATO")
    found = await lint.lint(desk)
    told = {(one.rule.id, one.code, str(one.severity)) for one in found}
    assert (never.rule.id, "never_matches", "error") in told
    assert (narrower.rule.id, "subset", "hint") in told
    assert lint.has_errors(found)
    assert not lint.has_errors(await lint.lint(desk, narrower.rule))


async def test_lint_compares_with_rules_of_the_same_owner_only(desk: Desk) -> None:
    from newsbot.db import subscribers

    async with desk.db.transaction() as tx:
        owner = await subscribers.add(tx, name="", language="en", timezone="UTC", now=NOON)
    await rules.add(desk, "Riga")
    mine = await rules.add(desk, "Riga", owner_id=owner)
    assert await lint.lint(desk, mine.rule) == []


async def test_lint_names_a_word_that_stands_everywhere(database: Database) -> None:
    source_id = await add_source(database, "paper")
    documents = [Document(title=f"Rain {number}", lang="en") for number in range(40)]
    await store(database, source_id, documents)
    desk = Desk(db=database, clock=SteppedClock())
    kept = await rules.add(desk, "rain")
    assert [one.code for one in await lint.lint(desk, kept.rule)] == ["very_common"]


async def test_a_missed_rule_is_told_with_what_failed_and_what_came_nearest(
    desk: Desk,
) -> None:
    from newsbot.services import subscribers

    kept = await rules.add(desk, "Riga snow")
    person = await subscribers.add(desk, "fake:1", lambda text: ("fake", text))
    await subscribers.subscribe(desk, person.id, lambda text: ("fake", text), rule_id=kept.rule.id)
    found = await backtests.run(desk, "Riga", since=MONTH)
    article = found.shown[0].article
    (verdict,) = (await explanations.missed(desk, [article.id]))[article.id]
    assert (verdict.rule_id, verdict.missed) == (kept.rule.id, "snow")
    assert await explanations.missed(desk, [article.id], person.id + 1) == {article.id: ()}


async def test_backtest_and_live_never_differ(desk: Desk) -> None:
    """The index narrows, the reference judges: the same as judging everything."""
    everything = await backtests.run(desk, "/(?s)./", since=MONTH)
    assert len(everything.shown) == len(NEWS)
    for query in QUERIES:
        tree = matching.parse(query).query
        assert tree is not None
        live = [
            one.article.id
            for one in everything.shown
            if matching.matches(tree, matching.prepare(document_of(one.article)))
        ]
        tested = await backtests.run(desk, query, since=MONTH)
        assert [one.article.id for one in tested.shown] == live, query
        assert live, query
