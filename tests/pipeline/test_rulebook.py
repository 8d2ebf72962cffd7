"""Say what the rules of a worker promise: in step with the database, and started at once."""

import gc
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from newsbot import matching
from newsbot.db import Database, Tx, ruletrees
from newsbot.db.schema import rules as rules_table
from newsbot.domain.rule import Match
from newsbot.matching.articles import document_of
from newsbot.matching.codec import decode_query
from newsbot.pipeline import rulebook as module
from newsbot.pipeline import snapshots
from newsbot.pipeline.rulebook import Rulebook
from newsbot.pipeline.snapshots import FILE_NAME, SnapshotFile
from newsbot.services import rules
from newsbot.services.desk import Desk
from tests.factories import SteppedClock, article
from tests.fakes.newsroom import Newsroom

NEWS = article(title="NATO meets in Riga", text="The allies met in Riga. NATO is pleased.")


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(db=database, clock=SteppedClock())


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few rules be worth a snapshot."""
    monkeypatch.setattr(snapshots, "WORTH_SAVING", 1)
    monkeypatch.setattr(module, "SAVE_AFTER", 1)


async def matched(book: Rulebook, db: Database) -> list[Match]:
    judged = await book.match(db, NEWS, matching.prepare(document_of(NEWS)))
    return list(judged.matches)


async def names(book: Rulebook, db: Database) -> list[str]:
    return [one.rule_name for one in await matched(book, db)]


async def opened(db: Database, folder: Path | None = None) -> Rulebook:
    """Return the rules of a worker that just started; its snapshot is written before."""
    book = Rulebook(None if folder is None else SnapshotFile(folder, SteppedClock()))
    await book.refresh(db)
    await book.settled()
    return book


async def test_rules_come_and_go_without_a_rebuild(desk: Desk) -> None:
    book = await opened(desk.db)
    assert await names(book, desk.db) == []
    nato = await rules.add(desk, "NATO")
    riga = await rules.add(desk, "Riga")
    await book.refresh(desk.db)
    assert await names(book, desk.db) == ["NATO", "Riga"]
    await rules.remove(desk, nato.rule.id)
    await rules.edit(desk, riga.rule.id, query="Riga -allies", name="quiet")
    await book.refresh(desk.db)
    assert await names(book, desk.db) == []


async def test_a_match_tells_the_version_and_the_revision_it_was_judged_by(desk: Desk) -> None:
    kept = await rules.add(desk, "Vilnius")
    await rules.edit(desk, kept.rule.id, query="Riga")
    book = await opened(desk.db)
    judged = await book.match(desk.db, NEWS, matching.prepare(document_of(NEWS)))
    assert [one.rule_version for one in judged.matches] == [2]
    assert judged.revision == book.revision == 2


async def test_evidence_is_worked_out_only_where_somebody_sees_it(newsroom: Newsroom) -> None:
    await newsroom.follow("NATO")
    await rules.add(newsroom.desk, "Riga", public=True)
    await rules.add(newsroom.desk, "allies")
    book = await opened(newsroom.db)
    found = {one.rule_name: one.evidence for one in await matched(book, newsroom.db)}
    assert [one.text for one in found["NATO"]] == ["NATO", "NATO"]
    assert [one.field for one in found["Riga"]] == ["title", "body"]
    assert found["allies"] == ()


async def test_a_rule_edited_while_an_article_is_judged_counts_as_edited(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = await rules.add(desk, "NATO")
    book = await opened(desk.db)
    edits = iter(["Riga OR NATO"])
    judging = ruletrees.judging

    async def edited_meanwhile(tx: Tx, ids: list[int]) -> list[ruletrees.Judging]:
        for query in edits:
            await rules.edit(desk, kept.rule.id, query=query)
        return await judging(tx, ids)

    monkeypatch.setattr(ruletrees, "judging", edited_meanwhile)
    assert [one.rule_version for one in await matched(book, desk.db)] == [2]


async def test_a_rule_of_an_earlier_version_is_parsed_once_and_kept(desk: Desk) -> None:
    kept = await rules.add(desk, "Riga")
    async with desk.db.transaction() as tx:
        await tx.execute(sa.update(rules_table).values(tree=""))
    book = await opened(desk.db)
    assert await names(book, desk.db) == ["Riga"]
    async with desk.db.reading() as tx:
        (stored,) = await ruletrees.page(tx, after=0, limit=9)
    assert (stored.id, stored.tree != "") == (kept.rule.id, True)


async def test_a_rule_that_no_longer_can_be_read_stops_no_other(desk: Desk) -> None:
    bad = await rules.add(desk, "Riga")
    await rules.add(desk, "NATO")
    async with desk.db.transaction() as tx:
        where = rules_table.c.id == bad.rule.id
        await tx.execute(sa.update(rules_table).where(where).values(tree="[", query='"Riga'))
    assert await names(await opened(desk.db), desk.db) == ["NATO"]


@pytest.mark.usefixtures("eager")
async def test_a_start_with_a_snapshot_reads_no_rule(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for query in ("NATO", "Riga", "Vilnius"):
        await rules.add(desk, query)
    await opened(desk.db, tmp_path)
    later = await rules.add(desk, "allies")

    read: list[str] = []

    async def page(*_: object, **__: object) -> list[ruletrees.StoredTree]:
        raise AssertionError("the rules were read")

    def parse(*_: object, **__: object) -> None:
        raise AssertionError("a rule was parsed")

    def decode(text: str) -> matching.Query:
        read.append(text)
        return decode_query(text)

    monkeypatch.setattr(ruletrees, "page", page)
    monkeypatch.setattr(matching, "parse", parse)
    monkeypatch.setattr(module, "decode_query", decode)
    book = Rulebook(SnapshotFile(tmp_path, SteppedClock()))
    await book.refresh(desk.db)

    assert len(read) == 1, "only what came since"
    assert await names(book, desk.db) == ["NATO", "Riga", later.rule.name]


@pytest.mark.usefixtures("eager")
async def test_rules_removed_since_the_snapshot_are_gone(desk: Desk, tmp_path: Path) -> None:
    nato = await rules.add(desk, "NATO")
    await rules.add(desk, "Riga")
    await opened(desk.db, tmp_path)
    await rules.remove(desk, nato.rule.id)
    assert await names(await opened(desk.db, tmp_path), desk.db) == ["Riga"]


@pytest.mark.usefixtures("eager")
async def test_the_snapshot_of_another_database_is_not_used(
    sqlite_database: Database, sqlite_template: Path, tmp_path: Path
) -> None:
    await rules.add(Desk(db=sqlite_database, clock=SteppedClock()), "NATO")
    await opened(sqlite_database, tmp_path)
    shutil.copy(sqlite_template, tmp_path / "other.sqlite3")
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    try:
        await rules.add(Desk(db=other, clock=SteppedClock()), "Riga")
        assert await names(await opened(other, tmp_path), other) == ["Riga"]
    finally:
        await other.close()


@pytest.mark.usefixtures("eager")
async def test_a_snapshot_is_not_used_after_an_older_backup_was_restored(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = Path(str(sqlite_database.url.database))
    desk = Desk(db=sqlite_database, clock=SteppedClock())
    await rules.add(desk, "Riga")
    await sqlite_database.close()
    shutil.copy(path, tmp_path / "backup.sqlite3")
    await rules.add(desk, "NATO")
    await opened(sqlite_database, tmp_path)
    await sqlite_database.close()

    restored = Database(f"sqlite:///{tmp_path / 'backup.sqlite3'}")
    try:
        await rules.add(Desk(db=restored, clock=SteppedClock()), "pleased")  # the same revision
        assert await names(await opened(restored, tmp_path), restored) == ["Riga", "pleased"]
    finally:
        await restored.close()


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("content", [b"", b"no snapshot", b"PK\x03\x04 half of one"])
async def test_a_broken_snapshot_costs_a_slower_start_only(
    desk: Desk, tmp_path: Path, content: bytes
) -> None:
    await rules.add(desk, "NATO")
    (tmp_path / FILE_NAME).write_bytes(content)
    assert await names(await opened(desk.db, tmp_path), desk.db) == ["NATO"]
    assert (tmp_path / FILE_NAME).read_bytes() != content


@pytest.mark.usefixtures("eager")
async def test_a_folder_that_cannot_be_written_stops_nothing(desk: Desk, tmp_path: Path) -> None:
    await rules.add(desk, "NATO")
    assert await names(await opened(desk.db, tmp_path / "nowhere"), desk.db) == ["NATO"]
    assert not (tmp_path / "nowhere").exists()


async def test_few_rules_leave_no_file(desk: Desk, tmp_path: Path) -> None:
    await rules.add(desk, "NATO")
    await opened(desk.db, tmp_path)
    assert not (tmp_path / FILE_NAME).exists()


async def test_a_change_of_very_many_rules_is_folded_in_the_background(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FOLD_AT", 2)
    monkeypatch.setattr(module, "MANY", 2)
    book = await opened(desk.db)
    for query in ("NATO", "Riga", "Vilnius"):
        await rules.add(desk, query)
    await book.refresh(desk.db)
    await book.settled()
    assert book.unfolded == 0
    assert await names(book, desk.db) == ["NATO", "Riga"]


@pytest.mark.parametrize(("rules_held", "freezes"), [(1, False), (2, True)])
async def test_many_rules_are_kept_out_of_garbage_collections(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, rules_held: int, freezes: bool
) -> None:
    monkeypatch.setattr(module, "FREEZE_AT", 2)
    for query in ("NATO", "Riga")[:rules_held]:
        await rules.add(desk, query)
    before = gc.get_freeze_count()
    try:
        book = await opened(desk.db)
        assert (gc.get_freeze_count() > before) is freezes
    finally:
        gc.unfreeze()
    assert len(await names(book, desk.db)) == rules_held
