"""Measure a rule tested on stored articles beside a LIKE scan of the same database (P14).

    python -m benchmarks.backtest [--articles 100000] [--keep FILE]

Articles of made-up words, distributed as in news, go into an SQLite file: by bulk statements, as
filling it is not what is measured, with the words that the process loop would index (checked on a
sample). Both sides run in this process one after the other, each query three times, the best
counts; times are CPU times. The LIKE scan counts articles that hold the text of a word, not the
word. A backtest counts hits and stories by day and hour (`rules test --summary`: the ratio is of
this); the next column also reads some and gives evidence. A phrase must be judged on what it reads.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from newsbot import matching
from newsbot.db import Database, migrate, reading, sources
from newsbot.domain.search import index_word
from newsbot.matching.articles import document_of
from newsbot.pipeline.indexing import WORDS_FORMAT, words_of
from newsbot.services import backtests, volumes
from newsbot.services.desk import Desk

SEED = 7
WORDS = 60_000
"""Distinct words there are."""

LENGTH = (300, 800)
"""Words of one article, as in `benchmarks.match`."""

ROUNDS = 3
SHOWN = 10
"""Hits read, judged and shown with evidence; without them all are counted, by day and hour."""

MONTH = timedelta(days=30)
CHUNK = 5_000
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
SYLLABLES = [first + last for first in "bdfgklmnprstvz" for last in ("a", "e", "i", "o", "u")]


class FixedClock:
    def now(self) -> datetime:
        return NOW


def spelled(number: int) -> str:
    """Return the word of a number: as many syllables as it takes, at least two."""
    text = ""
    while number or len(text) < 4:
        number, place = divmod(number, len(SYLLABLES))
        text += SYLLABLES[place]
    return text


def made(size: int) -> Iterator[tuple[int, str, str, set[str]]]:
    """Yield id, title, text and words of each article."""
    random = Random(SEED)
    vocabulary = [spelled(number) for number in range(WORDS)]
    total = 0.0
    heaped = [total := total + 1 / (rank + 3) for rank in range(WORDS)]
    for number in range(1, size + 1):
        words = random.choices(vocabulary, cum_weights=heaped, k=random.randrange(*LENGTH))
        title = " ".join(words[:8])
        body = " ".join(words[8:])
        yield number, title, body, {*words, *(index_word("title", word) for word in words[:8])}


def fill(path: Path, size: int) -> None:
    """Put the articles into the database, spread over a month."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    moment = NOW.replace(tzinfo=None)
    rows: list[tuple[object, ...]] = []
    index: list[tuple[int, str]] = []

    def write() -> None:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO articles (id, source_id, entry_id, title, text, language, first_seen_at,"
            " effective_at, updated_at, due_at, processed_at, content_hash, state, words_format)"
            f" VALUES (?, 1, ?, ?, ?, 'en', ?, ?, ?, ?, ?, '', 'done', {WORDS_FORMAT})",
            rows,
        )
        connection.executemany("INSERT INTO article_words (rowid, words) VALUES (?, ?)", index)
        connection.execute("COMMIT")
        rows.clear()
        index.clear()

    fixed = [index_word("source", "1"), index_word("lang", "en")]
    for number, title, body, words in made(size):
        at = str(moment - MONTH * (size - number) / size)
        rows.append((number, str(number), title, body, at, at, at, at, at))
        index.append((number, " ".join([*fixed, *words])))
        if len(rows) == CHUNK:
            write()
    write()
    connection.execute("ANALYZE")
    connection.close()


def queries() -> list[tuple[str, str, str]]:
    """Return name, query and LIKE condition."""
    rare, rarer, middle, common = (spelled(number) for number in (9_000, 50_000, 900, 30))

    def like(word: str) -> str:
        return f"(title LIKE '%{word}%' OR text LIKE '%{word}%')"

    return [
        ("a rare word", rare, like(rare)),
        ("a very rare word", rarer, like(rarer)),
        ("two words", f"{rare} {middle}", f"{like(rare)} AND {like(middle)}"),
        ("either word", f"{rare} OR {rarer}", f"{like(rare)} OR {like(rarer)}"),
        ("a phrase", f'"{rare} {common}"', like(f"{rare} {common}")),
        ("a beginning", f"{rare[:5]}*", like(rare[:5])),
        ("word, not another", f"{rare} -{common}", f"{like(rare)} AND NOT {like(common)}"),
        ("a middling word", middle, like(middle)),
    ]


async def ours(desk: Desk, query: str, shown: int) -> tuple[float, backtests.Backtest]:
    """Return the least CPU seconds of several tests of a rule, figures included."""
    taken: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        limits = backtests.Limits(shown=shown)
        found = await backtests.run(desk, query, since=MONTH, limits=limits)
        volumes.volume(found)
        taken.append(time.process_time() - start)
    return min(taken), found


def theirs(connection: sqlite3.Connection, condition: str) -> tuple[float, int]:
    """Return the least CPU seconds of several scans, and the hits."""
    taken: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        statement = f"SELECT count(*) FROM articles WHERE {condition}"
        (hits,) = connection.execute(statement).fetchone()
        taken.append(time.process_time() - start)
    return min(taken), hits


async def check_words(db: Database) -> None:
    """Make sure that the bulk statements index what the process loop would."""
    async with db.reading() as tx:
        articles = await reading.select_articles(tx, reading.Selection(), limit=20)
    for article in articles:
        wanted = set(words_of(article, matching.prepare(document_of(article))))
        made_words = (
            next(words for number, _, _, words in made(article.id) if number == article.id)
            if article.id < CHUNK
            else None
        )
        if made_words is not None and not made_words <= wanted:
            raise AssertionError("the benchmark indexes other words than the product")


async def measure(path: Path, size_mib: float) -> None:
    """Print the table."""
    connection = sqlite3.connect(path)
    (size,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    print(f"P14: {size} stored articles, {size_mib:.0f} MiB, CPU time in ms")
    print(
        f"{'':20}{'hits':>7}{'counted':>9}{f'{SHOWN} shown':>10}{'read':>6}"
        f"{'LIKE hits':>11}{'LIKE':>9}{'times':>8}"
    )
    db = Database(f"sqlite:///{path}")
    desk = Desk(db=db, clock=FixedClock())
    await check_words(db)
    for name, query, condition in queries():
        counted, figures = await ours(desk, query, 0)
        shown, found = await ours(desk, query, SHOWN)
        scan, like_hits = theirs(connection, condition)
        print(
            f"{name:20}{volumes.volume(figures).hits:7}{counted * 1000:9.1f}{shown * 1000:10.1f}"
            f"{found.compared.read:6}{like_hits:11}{scan * 1000:9.0f}{scan / counted:8.0f}",
            flush=True,
        )
    await db.close()


async def make(path: Path) -> None:
    """Make an empty database with one source."""
    db = Database(f"sqlite:///{path}")
    await migrate.upgrade(db)
    async with db.transaction() as tx:
        await sources.add(
            tx, name="made", url="https://made.example/", title="", homepage="", kind="rss",
            language="en", tags=(), interval=MONTH, now=NOW,
        )  # fmt: skip
    await db.close()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="Database file to make, or to use again.")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsbot-backtest-") as folder:
        path = arguments.keep or Path(folder) / "articles.sqlite3"
        if not path.exists():
            asyncio.run(make(path))
            start = time.process_time()
            fill(path, arguments.articles)
            print(f"filled in {time.process_time() - start:.0f} s of CPU")
        asyncio.run(measure(path, path.stat().st_size / 2**20))


if __name__ == "__main__":
    main()
