"""A death at every single step from feed to chat: each is tried, once and twice in a row."""

import gc
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from newsbot.db import Database, leases
from newsbot.domain.lease import Holder
from tests.e2e.mortality import Fate, MortalChannel, MortalDatabase, live
from tests.factories import NOON, SteppedClock, entry
from tests.fakes.newsroom import Newsroom
from tests.fakes.postgres import PostgresServer
from tests.fakes.rssfeed import item

# A death leaves connections open, as a kill does; they are found here and not in another test.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ITEMS = 3
CHATS = ("one", "two")
ENTRIES = tuple(
    entry(
        number,
        title=item(number).title,
        text=item(number).text,
        published=NOON - timedelta(minutes=10 - number),
    )
    for number in range(ITEMS, 0, -1)
)
PATIENCE = 20
"""Rounds of a minute until everything must have ended."""
OPEN = {"pending", "held", "sending"}


@pytest.fixture(autouse=True)
def _bury_the_dead() -> Iterator[None]:
    """Let what the dead left behind be collected within this module."""
    yield
    gc.collect()


@dataclass(slots=True)
class History:
    """Hold what the chats got over all lives, and what the last life counted."""

    names: list[str] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    ambiguous: int = 0
    alerts: dict[str, int] = field(default_factory=dict)
    unaccounted: list[int] = field(default_factory=list)


async def play(url: str, last_steps: Sequence[int | None]) -> History:
    """Let lives follow each other until one survives; `last_steps` says where each ends."""
    history = History()
    clock = SteppedClock()
    for number, last in enumerate(last_steps):
        fate = Fate(last)
        db = MortalDatabase(url, fate)
        channel = MortalChannel(fate=fate)
        room = Newsroom(
            db=db, clock=clock, channel=channel, holder=Holder(name="test", life=str(number))
        )
        room.publish(*ENTRIES)
        survived = await live(_live(room), fate)
        history.names = fate.names
        history.sent += [
            (address, told.headline.text)
            for address, message in channel.sent
            for told in message.items
        ]
        if survived:
            await _count(room, history)
        await db.close()
        if survived:
            break
    return history


async def prepare(url: str) -> None:
    """Add a source that was read before, and two chats that follow it."""
    db = Database(url)
    room = Newsroom(db=db)
    await room.add_source()
    for chat in CHATS:
        await room.follow("nato", chat)
    await db.close()


async def _live(room: Newsroom) -> None:
    """Start, then run rounds until nothing is open."""
    async with room.db.transaction() as tx:
        await leases.take_over(tx, room.holder)
    for _ in range(PATIENCE):
        await room.run()
        alerts = await room.alerts()
        if alerts and not OPEN & set(alerts):
            return
        room.clock.step(minutes=1)
    raise AssertionError(f"still open after {PATIENCE} minutes: {alerts}")


async def _count(room: Newsroom, history: History) -> None:
    history.alerts = await room.alerts()
    history.unaccounted = await room.unaccounted()
    history.ambiguous = sum(row.delivery.ambiguous for row in await room.ledger())


def check(history: History, deaths: int) -> None:
    """Hold a history against G1 and G2."""
    copies = Counter(history.sent)
    assert sum(history.alerts.values()) == ITEMS * len(CHATS)
    assert history.unaccounted == []
    assert set(history.alerts) <= {"sent", "uncertain"}
    if not history.alerts.get("uncertain"):
        assert len(copies) == ITEMS * len(CHATS)
    assert max(copies.values()) <= 2
    extra = sum(copies.values()) - len(copies)
    assert extra <= history.ambiguous <= deaths * len(CHATS)
    for chat in CHATS:
        first_copies = list(dict.fromkeys(title for to, title in history.sent if to == chat))
        assert first_copies == sorted(first_copies, key=lambda title: title.split()[1])


@pytest.fixture
def fresh(sqlite_template: Path, tmp_path: Path) -> Path:
    """Give a prepared database to copy."""
    path = tmp_path / "prepared.db"
    shutil.copy(sqlite_template, path)
    return path


def copy_of(path: Path, number: int) -> str:
    """Return the URL of a copy of a prepared SQLite file."""
    copied = path.with_name(f"copy{number}.db")
    shutil.copy(path, copied)
    return f"sqlite:///{copied}"


async def test_g1_g2_a_death_at_any_step_loses_nothing_and_costs_one_copy_at_most(
    fresh: Path,
) -> None:
    await prepare(f"sqlite:///{fresh}")
    whole = await play(copy_of(fresh, 0), [None])
    check(whole, deaths=0)
    assert len(whole.sent) == ITEMS * len(CHATS)
    steps = 1 + whole.names.index("accepted", _last(whole.names, "send"))
    assert {"begin", "commit", "committed", "send", "accepted"} == set(whole.names[:steps])
    for last in range(1, steps + 1):
        check(await play(copy_of(fresh, last), [last, None]), deaths=1)


async def test_g2_deaths_in_a_row_never_make_a_third_copy(fresh: Path) -> None:
    await prepare(f"sqlite:///{fresh}")
    dice = random.Random(1)
    for number in range(20):
        deaths = [dice.randint(1, 40) for _ in range(3)]
        check(await play(copy_of(fresh, number), [*deaths, None]), deaths=3)


async def test_g1_g2_on_postgresql_a_death_at_any_step_loses_nothing(
    postgres_server: PostgresServer, postgres_template: str
) -> None:
    prepared = postgres_server.create_database(template=postgres_template)
    await prepare(prepared)
    name = prepared.rpartition("/")[2].partition("?")[0]
    whole_url = postgres_server.create_database(template=name)
    whole = await play(whole_url, [None])
    steps = 1 + whole.names.index("accepted", _last(whole.names, "send"))
    for last in range(2, steps + 1, 3):
        url = postgres_server.create_database(template=name)
        check(await play(url, [last, None]), deaths=1)
        postgres_server.drop_database(url)
    postgres_server.drop_database(whole_url)
    postgres_server.drop_database(prepared)


def _last(names: list[str], name: str) -> int:
    return len(names) - 1 - names[::-1].index(name)
