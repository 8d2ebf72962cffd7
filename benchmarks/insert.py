"""Measure how fast articles that are new go into the store: P13, against bare sqlite3.

    python -m benchmarks.insert [--articles N] [--rounds N]

Both write the same rows into the same schema, indexes and all, in transactions of 500 that reach
the disk before they end; CPU time is counted. Then everything is offered once more, when all of it
is known.
"""

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from newsbot import log
from newsbot.db import Database, arrivals, migrate, sources
from newsbot.db.schema import articles
from newsbot.domain.article import NewArticle

BATCH = 500
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
TEXT = "The council of the town met on the bridge and spoke of the river for an hour. " * 12
SKIPPED = frozenset({"id"})


def make(count: int) -> list[NewArticle]:
    """Make articles of about a kilobyte."""
    return [
        NewArticle(
            source_id=1,
            entry_id=f"https://paper.example/item/{number * 2654435761 % 2**32}",
            url=f"https://paper.example/{number}",
            url_key=f"paper.example/{number * 2246822519 % 2**32}",
            title=f"What happened in the town on day {number}",
            author="A. Writer",
            language="en",
            text=f"{number}. {TEXT}",
            teaser="<p>The council met.</p>",
            tags=("town", "river"),
            enclosures=(),
            image="",
            claimed_at=NOON - timedelta(minutes=number),
            first_seen_at=NOON,
            effective_at=NOON - timedelta(minutes=number),
            content_hash=f"{number * 11400714819323198485 % 2**64:064x}",
            text_key=f"{number * 14029467366897019727 % 2**64:024x}",
            backlog=False,
            whole_text=False,
        )
        for number in range(count)
    ]


async def prepared(path: Path) -> Database:
    """Open a migrated database with one source."""
    db = Database(f"sqlite:///{path}")
    await migrate.upgrade(db)
    async with db.transaction() as tx:
        await sources.add(
            tx,
            name="paper",
            url="https://paper.example/feed",
            title="The Paper",
            homepage="",
            kind="rss",
            language="en",
            tags=(),
            interval=timedelta(minutes=5),
            now=NOON,
        )
    return db


async def ours(path: Path, made: list[NewArticle]) -> tuple[float, float, int]:
    """Insert as a poll does; return CPU seconds of the new and the known round, and the rows."""
    db = await prepared(path)
    taken = []
    for _ in range(2):
        begun = time.process_time()
        for start in range(0, len(made), BATCH):
            async with db.transaction() as tx:
                await arrivals.add(tx, made[start : start + BATCH])
        taken.append(time.process_time() - begun)
    async with db.reading() as tx:
        count = (await tx.execute(sa.select(sa.func.count()).select_from(articles))).scalar_one()
    await db.close()
    return taken[0], taken[1], count


async def bare(path: Path, made: list[NewArticle]) -> tuple[float, float, int]:
    """Insert by sqlite3 alone, the rows ready as tuples."""
    db = await prepared(path)
    await arrivals_as_rows(db, made[:1])
    await db.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.row_factory = sqlite3.Row
    names = [one[1] for one in connection.execute("PRAGMA table_info(articles)")]
    names = [name for name in names if name not in SKIPPED]
    model = dict(connection.execute("SELECT * FROM articles").fetchone())
    connection.execute("DELETE FROM articles")
    rows = [tuple((model | _own(one))[name] for name in names) for one in made]
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO articles ({', '.join(names)}) VALUES ({marks}) ON CONFLICT DO NOTHING"
    taken = []
    for _ in range(2):
        begun = time.process_time()
        for start in range(0, len(rows), BATCH):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(statement, rows[start : start + BATCH])
            connection.execute("COMMIT")
        taken.append(time.process_time() - begun)
    (count,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    connection.close()
    return taken[0], taken[1], count


async def arrivals_as_rows(db: Database, made: list[NewArticle]) -> None:
    """Insert a model row: what every row has in common is read from it."""
    async with db.transaction() as tx:
        await arrivals.add(tx, made)


def _own(one: NewArticle) -> dict[str, object]:
    return {
        "entry_id": one.entry_id,
        "url": one.url,
        "url_key": one.url_key,
        "title": one.title,
        "text": one.text,
        "feed_text": one.text,
        "claimed_at": f"{one.claimed_at:%Y-%m-%d %H:%M:%S.%f}",
        "effective_at": f"{one.effective_at:%Y-%m-%d %H:%M:%S.%f}",
        "content_hash": one.content_hash,
        "text_key": one.text_key,
    }


Way = Callable[[Path, list[NewArticle]], Awaitable[tuple[float, float, int]]]
WAYS: dict[str, Way] = {"bare sqlite3": bare, "newsbot": ours}


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    log.configure(level="error", style="text")
    made = make(arguments.articles)
    best: dict[str, tuple[float, float, int]] = {}
    for number in range(arguments.rounds):
        for name, way in WAYS.items():
            with tempfile.TemporaryDirectory() as home:
                path = Path(home) / f"{number}.sqlite3"

                async def run(way: Way = way, path: Path = path) -> tuple[float, float, int]:
                    return await way(path, made)

                found = asyncio.run(run())
            before = best.get(name, found)
            best[name] = min(before[0], found[0]), min(before[1], found[1]), found[2]
    print(f"P13: {arguments.articles} articles, best of {arguments.rounds} rounds, CPU time")
    print(f"{'':14}{'rows':>8}{'new, ms':>10}{'ratio':>8}{'known, ms':>11}{'ratio':>8}")
    reference = best["bare sqlite3"]
    for name, (new, known, rows) in best.items():
        ratios = reference[0] / new, reference[1] / known
        print(
            f"{name:14}{rows:8}{new * 1000:10.0f}{ratios[0]:8.2f}"
            f"{known * 1000:11.0f}{ratios[1]:8.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
