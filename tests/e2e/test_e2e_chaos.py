"""A storm, as `scripts/chaos` runs longer ones: workers killed at random, nothing lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.audit import Row, audit
from tests.fakes.botapi.journal import Call
from tests.fakes.postgres import PostgresServer
from tests.fakes.rssfeed import item

CHAOS = Path(__file__).parents[2] / "scripts" / "chaos"
DEADLINE_S = 600
KILLS = 100
"""On each database: 200 in all, a few minutes; `scripts/chaos --kills 10000` runs longer."""

RATE = "0.5"
"""News a second: what gathers while workers die must be told before the deadline."""

CHAT = "101"


def storm(*arguments: str) -> None:
    ended = subprocess.run(
        [
            sys.executable,
            str(CHAOS),
            "--report",
            "--kills",
            str(KILLS),
            "--rate",
            RATE,
            *arguments,
        ],
        capture_output=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout.decode() + ended.stderr.decode()
    found = json.loads(ended.stdout)
    findings = found["findings"]
    assert found["kills"] == KILLS
    assert findings["deliveries"] > 0
    assert (findings["lost"], findings["third"], findings["disordered"]) == ([], [], [])
    assert findings["extra"] <= findings["ambiguous"]
    assert found["reconciled"]["unaccounted"] == []


@pytest.mark.processes
def test_g1_g2_a_hundred_kills_on_sqlite_lose_nothing() -> None:
    storm("--seed", "11", "--database", "sqlite")


@pytest.mark.processes
def test_g1_g2_a_hundred_kills_of_two_workers_on_postgresql_lose_nothing(
    postgres_server: PostgresServer,
) -> None:
    del postgres_server  # skips where there is none; the storm starts its own
    storm("--seed", "12", "--database", "postgres")


def call(number: int, message_id: int) -> Call:
    told = item(number)
    text = f"{told.title}\n{told.text}"
    return Call(
        time=0.0, method="sendMessage", chat=CHAT, params={}, text=text, message_id=message_id
    )


def row(number: int, **given: object) -> Row:
    values = {
        "id": number,
        "chat": CHAT,
        "state": "sent",
        "ambiguous": 0,
        "receipt": str(number),
        "word": item(number).title.split()[1],
    }
    return Row(**{**values, **given})  # type: ignore[arg-type]  # a test's own values


def judged(rows: list[Row], calls: list[Call], items: int) -> str:
    """Return the names of the faults that the audit finds."""
    found = audit(rows, calls, items=items, chats=[CHAT])
    faults = {
        "lost": found.lost,
        "third": found.third,
        "unexplained": found.unexplained,
        "unsent": found.unsent,
        "disordered": found.disordered,
        "extra": found.extra > found.ambiguous,
    }
    assert found.is_well is not any(faults.values())
    return " ".join(name for name, found_any in faults.items() if found_any)


def test_the_audit_finds_each_kind_of_broken_promise() -> None:
    whole = [row(1), row(2)]
    sent = [call(1, 1), call(2, 2)]
    assert judged(whole, sent, 2) == ""
    assert judged(whole, sent, 3) == "lost"
    assert judged(whole, sent[:1], 2) == "lost"
    assert judged(whole, [sent[1], sent[0]], 2) == "disordered"
    assert judged(whole, [*sent, call(1, 3)], 2) == "unexplained extra"
    assert judged([row(1, ambiguous=1), row(2)], [*sent, call(1, 3)], 2) == ""
    thrice = [call(1, 1), call(1, 2), call(1, 3)]
    assert judged([row(1, ambiguous=2)], thrice, 1) == "third"
    assert judged([row(1, state="dead"), row(2)], sent[1:], 2) == "unsent"
    assert judged([row(1, state="uncertain", ambiguous=2), row(2)], sent[1:], 2) == ""
    assert judged([row(2)], sent, 2) == "lost unexplained"
    assert judged([row(1, receipt="9"), row(2)], sent, 2) == "unexplained"
