"""Say what of a reading is new, edited or known."""

from datetime import timedelta

from newsbot.db.arrivals import KnownEntry
from newsbot.pipeline.accept import TEXT_CHARS, accept, read_entries
from tests.factories import NOON, document, entry, new_article, source


def known(number: int, **given: object) -> KnownEntry:
    values: dict[str, object] = {
        "entry_id": f"id-{number}",
        "url_key": f"paper.example/{number}",
        "id": number,
        "content_hash": f"hash-{number}",
    }
    return KnownEntry(**{**values, **given})  # type: ignore[arg-type]


def test_an_unknown_entry_is_new() -> None:
    found = accept([new_article(1), new_article(2)], [known(1)], was_read=True)

    assert [one.entry_id for one in found.new] == ["id-2"]
    assert found.revisions == ()


def test_other_content_under_a_known_id_is_a_revision() -> None:
    found = accept([new_article(1, content_hash="edited")], [known(1)], was_read=True)

    assert [article_id for article_id, _ in found.revisions] == [1]


def test_an_entry_whose_article_was_pruned_does_not_come_back() -> None:
    found = accept([new_article(1)], [known(1, id=None, content_hash="")], was_read=True)

    assert (found.new, found.revisions) == ((), ())


def test_an_unknown_id_at_the_address_of_an_entry_that_left_is_that_entry() -> None:
    moved = new_article(1, entry_id="new-id")

    found = accept([moved], [known(1)], was_read=True)

    assert (found.new, found.revisions) == ((), ())
    assert found.renamed[0][1].entry_id == "new-id"


def test_several_entries_at_one_address_stay_apart() -> None:
    live = [new_article(n, url_key="paper.example/live", entry_id=f"new-{n}") for n in (1, 2)]

    found = accept(live, [known(9, url_key="paper.example/live")], was_read=True)

    assert len(found.new) == 2


def test_entries_come_newest_first_and_each_id_once() -> None:
    old = entry(1, published=NOON - timedelta(days=2))
    recent = entry(2, published=NOON - timedelta(hours=1))

    _, entries = read_entries(document(old, recent, recent), source(), NOON)

    assert [one.entry_id for one in entries] == ["id-2", "id-1"]


def test_an_entry_without_a_title_is_called_by_its_first_line() -> None:
    text = "A remark that somebody made\n\nand more of it"

    _, entries = read_entries(document(entry(1, title="", text=text)), source(), NOON)

    assert entries[0].title == "A remark that somebody made"


def test_only_the_first_reading_of_a_source_is_a_backlog() -> None:
    _, first = read_entries(document(entry(1)), source(baseline_at=None), NOON)
    _, later = read_entries(document(entry(1)), source(), NOON)

    assert [first[0].backlog, later[0].backlog] == [True, False]


def test_g8_a_text_beyond_every_article_is_cut_and_the_article_says_so() -> None:
    long = entry(1, text="word " * 100_000)

    _, entries = read_entries(document(long), source(), NOON)

    assert len(entries[0].text) == TEXT_CHARS
    assert [notice.code for notice in entries[0].warnings] == ["text_cut"]


def test_an_edit_beyond_the_cut_is_an_edit_all_the_same() -> None:
    before, after = (entry(1, text="word " * 100_000 + end) for end in ("one", "two"))

    read = [read_entries(document(one), source(), NOON)[1][0] for one in (before, after)]

    assert read[0].content_hash != read[1].content_hash
