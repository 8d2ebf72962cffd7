"""Which entry is which within a source."""

from dataclasses import replace
from datetime import UTC, datetime

from newsbot.domain.entry import Entry
from newsbot.sources import (
    IdPolicy,
    choose_policy,
    doubled_ids,
    doubled_url_keys,
    entry_id,
    second_keys,
    title_digest,
)


def entry(number: int, **changes: str) -> Entry:
    made = Entry(id=f"id-{number}", url=f"https://e.org/{number}", title=f"Title {number}")
    return replace(made, **changes)  # type: ignore[arg-type]


def entries(**changes: str) -> list[Entry]:
    return [entry(number, **changes) for number in range(5)]


def test_sound_guids_identify_the_entries() -> None:
    assert choose_policy(entries()) is IdPolicy.GUID
    assert entry_id(entry(1), IdPolicy.GUID) == "id-1"


def test_an_empty_source_starts_with_guids() -> None:
    assert choose_policy([]) is IdPolicy.GUID


def test_empty_guids_move_the_source_to_its_urls() -> None:
    assert choose_policy(entries(id="")) is IdPolicy.URL


def test_one_missing_guid_does_not_move_the_source() -> None:
    listed = [*entries(), entry(9, id="")]
    assert choose_policy(listed) is IdPolicy.GUID
    assert entry_id(listed[-1], IdPolicy.GUID) == "e.org/9"


def test_a_guid_on_two_different_entries_moves_the_source_to_its_urls() -> None:
    listed = [*entries(), entry(9, id="id-1")]
    assert doubled_ids(listed) == {"id-1"}
    assert choose_policy(listed) is IdPolicy.URL


def test_an_entry_that_stands_twice_is_no_doubled_guid() -> None:
    assert choose_policy([*entries(), entry(1)]) is IdPolicy.GUID


def test_without_guids_and_with_one_url_for_all_titles_identify() -> None:
    listed = entries(id="", url="https://e.org/")
    assert choose_policy(listed) is IdPolicy.DIGEST
    assert len({entry_id(each, IdPolicy.DIGEST) for each in listed}) == 5


def test_by_url_scheme_host_noise_and_tracking_do_not_change_the_id() -> None:
    ids = {
        entry_id(entry(1, url=url), IdPolicy.URL)
        for url in (
            "https://e.org/1",
            "http://www.e.org/1/",
            "https://e.org/1?utm_source=rss#comments",
        )
    }
    assert ids == {"e.org/1"}


def test_an_id_is_never_empty_and_never_too_long() -> None:
    bare = Entry(id="", url="", title="")
    for policy in IdPolicy:
        assert entry_id(bare, policy)
        assert (
            len(entry_id(entry(1, id="x" * 5000, url="https://e.org/" + "y" * 5000), policy)) < 600
        )


def test_a_digest_sees_title_and_date_but_neither_case_nor_spacing() -> None:
    day = datetime(2025, 9, 19, tzinfo=UTC)
    first = Entry(id="", url="", title="NATO  meets", published=day)
    assert title_digest(first) == title_digest(replace(first, title="Nato meets"))
    assert title_digest(first) != title_digest(replace(first, title="NATO met"))
    assert title_digest(first) != title_digest(replace(first, published=None))


def test_second_keys_survive_a_changed_guid() -> None:
    assert second_keys(entry(1)) == second_keys(entry(1, id="other"))
    assert second_keys(entry(1, url=""))[0] == ""


def test_a_page_with_many_items_gives_no_url_key_to_join_by() -> None:
    changes = [entry(n, url=f"https://e.org/log#{n}") for n in range(3)]
    assert doubled_url_keys(changes) == {"e.org/log"}
    assert doubled_url_keys(entries()) == frozenset()
