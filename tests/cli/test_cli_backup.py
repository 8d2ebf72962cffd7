"""Backup and restore on the command line (G5)."""

import sqlite3
from contextlib import closing
from errno import ENOSPC
from pathlib import Path
from typing import NoReturn

from newsbot.db import backup
from tests.cli.terminal import Terminal

DATABASE = ".local/share/newsbot/newsbot.db"


def count(path: Path, what: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute(f"SELECT count(*) FROM {what}").fetchone()[0])


def with_a_waiting_alert(path: Path) -> None:
    """Let an alert wait, as at the moment of a backup, and a source be known."""
    now = "2026-03-14 12:00:00.000000"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            f"""
            INSERT INTO sources (name, url, interval_s, next_fetch_at, created_at, baseline_at)
            VALUES ('paper', 'https://paper.example/', 300, '{now}', '{now}', '{now}');
            INSERT INTO stories (headline, url, first_at, last_at, created_at, updated_at)
            VALUES ('Bridge', 'https://paper.example/1', '{now}', '{now}', '{now}', '{now}');
            INSERT INTO deliveries (destination_id, story_id, kind, state, due_at, created_at)
            SELECT id, 1, 'story', 'sending', '{now}', '{now}' FROM destinations;
            INSERT INTO alerts (subscription_id, story_id, state, created_at)
            SELECT id, 1, 'sending', '{now}' FROM subscriptions;
            """
        )


def broken_off(*_: object) -> NoReturn:
    raise OSError(ENOSPC, "no space left")


def test_g5_a_restore_brings_back_what_was_there_and_sends_nothing_old(terminal: Terminal) -> None:
    terminal.done("subscribers", "add", "console:")
    terminal.done("subscriptions", "add", "--subscriber", "1", "--query", "nato")
    database = terminal.home / DATABASE
    with_a_waiting_alert(database)
    copy = terminal.home / "copy.db"

    terminal.done("db", "backup", str(copy))
    terminal.done("rules", "add", "after the backup")
    sound = terminal.done("db", "restore", str(copy), "--dry-run").out
    done = terminal.done("db", "restore", str(copy), "--yes").out

    assert copy.stat().st_mode & 0o077 == 0
    assert database.stat().st_mode & 0o077 == 0
    assert not list(database.parent.glob(".*.restoring*"))
    assert "1 rules" in sound
    assert "1 alerts that waited then were ended" in done
    assert count(database, "rules WHERE state = 'active'") == 1
    assert count(database, "alerts WHERE state = 'cancelled' AND reason LIKE 'restored%'") == 1
    assert count(database, "deliveries WHERE state = 'cancelled'") == 1
    assert count(database, "sources WHERE baseline_at IS NULL AND etag = ''") == 1
    assert count(Path(f"{database}.before-restore"), "rules") == 2
    assert terminal.done("deliveries", "reconcile", "--json").row["unaccounted"] == []


def test_g5_a_restore_that_is_broken_off_leaves_the_former_database_or_a_settled_one(
    terminal: Terminal,
) -> None:
    terminal.done("subscribers", "add", "console:")
    terminal.done("subscriptions", "add", "--subscriber", "1", "--query", "nato")
    database = terminal.home / DATABASE
    with_a_waiting_alert(database)
    copy = terminal.home / "copy.db"
    terminal.done("db", "backup", str(copy))
    terminal.done("rules", "add", "after the backup")

    for room, step in ((backup, "_fold"), (backup, "_keep"), (Path, "replace")):
        with terminal.patch.context() as patch:
            patch.setattr(room, step, broken_off)
            assert terminal.run("db", "restore", str(copy), "--yes").status == 3
        assert count(database, "rules") == 2
    with terminal.patch.context() as patch:
        patch.setattr(Path, "hardlink_to", broken_off)  # a file system without second names
        terminal.done("db", "restore", str(copy), "--yes")
    assert count(database, "rules") == 1
    assert count(database, "alerts WHERE state = 'sending'") == 0
    assert count(Path(f"{database}.before-restore"), "rules") == 2


def test_a_backup_overwrites_nothing_and_a_restore_takes_no_other_file(terminal: Terminal) -> None:
    terminal.done("rules", "add", "nato")
    copy = str(terminal.home / "copy.db")
    terminal.done("db", "backup", copy)
    twice = terminal.run("db", "backup", copy)
    text = terminal.run("db", "restore", terminal.file("notes.txt", "hello"), "--yes")
    nothing = terminal.run("db", "restore", "missing.db", "--yes")
    unasked = terminal.run("db", "restore", copy)

    assert [one.status for one in (twice, text, nothing, unasked)] == [2, 2, 2, 2]
    assert "no backup of newsbot" in text.err
    assert count(terminal.home / DATABASE, "rules") == 1


def test_a_damaged_backup_is_told_before_anything_is_replaced(terminal: Terminal) -> None:
    terminal.done("rules", "add", "nato")
    copy = terminal.home / "copy.db"
    terminal.done("db", "backup", str(copy))
    content = bytearray(copy.read_bytes())
    for place in range(4096, len(content), 4096):
        content[place : place + 64] = b"\xff" * 64
    copy.write_bytes(content)

    shown = terminal.run("db", "restore", str(copy), "--yes")

    assert shown.status == 2
    assert count(terminal.home / DATABASE, "rules") == 1


def test_a_restore_waits_for_no_running_newsbot(terminal: Terminal) -> None:
    import fcntl

    terminal.done("rules", "add", "nato")
    copy = str(terminal.home / "copy.db")
    terminal.done("db", "backup", copy)
    with (terminal.home / DATABASE).with_name("instance-0.lock").open("ab") as lock:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        shown = terminal.run("db", "restore", copy, "--yes")

    assert shown.status == 3
    assert "stop it first" in shown.err
