"""Measure a worker's rules out of the database: first start, start with a snapshot, edits (P3, P4).

    python -m benchmarks.rulebook [--rules 100000]

Distinct mixed rules as in `benchmarks.match` go into an SQLite file, each with its tree, as the
services store them. Times are CPU times of this process; the first start reads every tree and
writes the snapshot, the second reads the snapshot, and parses nothing. An edit is one rule put
into the database, taken in by `refresh` and asked of the next article.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import sqlalchemy as sa

from benchmarks.match_rules import RuleMaker, made_articles
from newsbot import matching
from newsbot.db import Database, migrate
from newsbot.db.schema import counters
from newsbot.db.schema import rules as rules_table
from newsbot.pipeline import snapshots
from newsbot.pipeline.rulebook import Rulebook
from newsbot.pipeline.snapshots import FILE_NAME, SnapshotFile
from newsbot.services import rules
from newsbot.services.desk import Desk

SEED = 5
ARTICLES = 100
EDITS = 50
CHUNK = 5_000
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


class FixedClock:
    def now(self) -> datetime:
        return NOW


def rows(number: int, articles: list[matching.Document]) -> Iterator[dict[str, object]]:
    """Yield the rules as rows of the database."""
    for revision, text in enumerate(RuleMaker(articles, Random(SEED)).rules(number), 1):
        query = matching.parse(text).query
        assert query is not None
        yield {
            "name": text[:60],
            "query": text,
            "canonical": text,
            "tree": matching.encode_query(query),
            "revision": revision,
            "created_at": NOW,
            "updated_at": NOW,
        }


async def fill(db: Database, number: int, articles: list[matching.Document]) -> None:
    """Put the rules into an empty database."""
    await migrate.upgrade(db)
    part: list[dict[str, object]] = []
    async with db.transaction() as tx:
        for row in rows(number, articles):
            part.append(row)
            if len(part) == CHUNK:
                await tx.execute(sa.insert(rules_table), part)
                part = []
        if part:
            await tx.execute(sa.insert(rules_table), part)
        await tx.execute(sa.insert(counters).values(name="rules", value=number))


async def start(db: Database, folder: Path) -> tuple[Rulebook, float, float]:
    """Return the rules of a worker that starts, CPU seconds until it judges, and for upkeep."""
    book = Rulebook(SnapshotFile(folder, FixedClock()))
    began = time.process_time()
    await book.refresh(db)
    ready = time.process_time()
    await book.settled()
    return book, ready - began, time.process_time() - ready


async def edits(db: Database, book: Rulebook, articles: list[matching.Document]) -> list[float]:
    """Return for each of some edits the milliseconds until the worker has taken it in."""
    desk = Desk(db=db, clock=FixedClock())
    taken: list[float] = []
    texts = RuleMaker(articles, Random(SEED + 1)).rules(EDITS)
    for text in texts:
        await rules.add(desk, text)
        began = time.process_time()
        await book.refresh(db)
        taken.append((time.process_time() - began) * 1000)
    return taken


async def measure(number: int, folder: Path) -> None:
    """Print the figures of one size."""
    articles = made_articles(Random(SEED), ARTICLES)
    db = Database(f"sqlite:///{folder / 'rules.sqlite3'}")
    await fill(db, number, articles)
    first, first_s, save_s = await start(db, folder)
    again, again_s, _ = await start(db, folder)
    taken = await edits(db, again, articles)
    size = (folder / FILE_NAME).stat().st_size / 1e6 if (folder / FILE_NAME).exists() else 0.0
    await db.close()
    print(f"{number} rules; snapshots from {snapshots.WORTH_SAVING} rules on; CPU time")
    print(f"first start, trees read    {first_s:8.2f} s, snapshot written in {save_s:.2f} s")
    print(f"start with the snapshot    {again_s:8.2f} s, {size:.1f} MB")
    print(f"edit taken in, median      {statistics.median(taken):8.2f} ms, worst {max(taken):.2f}")
    if first.revision + EDITS != again.revision:
        raise AssertionError("an edit was not taken in")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", type=int, default=100_000)
    with tempfile.TemporaryDirectory(prefix="newsbot-rulebook-") as folder:
        asyncio.run(measure(parser.parse_args().rules, Path(folder)))


if __name__ == "__main__":
    main()
