"""Measure one poll round of many local feeds: P6 cold, P7 with nothing new (304).

    python -m benchmarks.poll [FOLDER] [--sources N] [--rounds N]
                              [--reader PYTHON] [--newsboat PATH]

The feeds are served by a process of their own, which answers 304 to who has them already. Counted
is the CPU time of this process: fetching, parsing, storing into an SQLite file. Matching follows
in the process loop and is measured by `benchmarks.match`; the references match nothing.

lemon24/reader runs in the Python that is named, where `pip install reader` put it (by default the
one of NEWSBOT_BENCHMARK_READER), newsboat is a program (NEWSBOT_BENCHMARK_NEWSBOAT); what is not
named is left out, and the table says so. Ratios are by the entries that each stored a second of
CPU time in the cold round, and by the rounds a second without news.
"""

import argparse
import asyncio
import hashlib
import json
import multiprocessing
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web

from newsbot import log
from newsbot.db import Database, migrate, sources
from newsbot.domain.lease import Holder
from newsbot.net import WebClient, parse_allow
from newsbot.pipeline import fetch
from newsbot.pipeline.fetch import FetchSettings, FetchTools
from newsbot.sandbox import Sandbox
from newsbot.sources import FeedReader

DEFAULT_FOLDER = Path(__file__).parents[1].parent / "shared" / "data" / "feeds"
ROUNDS = ("cold", "304", "304 again")
HOLDER = Holder(name="benchmark", life="one")


class SteppedClock:
    """Tell the present, moved on by hand so that every source is due."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def serve(folder: str, ready: "Connection[int, None]") -> None:
    """Serve the folder's feeds as /0, /1 ... until the process is ended."""
    bodies = [path.read_bytes() for path in sorted(Path(folder).iterdir())]
    tags = [f'"{hashlib.sha256(body).hexdigest()[:16]}"' for body in bodies]

    async def answer(request: web.Request) -> web.Response:
        number = int(request.match_info["number"]) % len(bodies)
        headers = {"ETag": tags[number], "Content-Type": "application/xml"}
        if request.headers.get("If-None-Match") == tags[number]:
            return web.Response(status=304, headers=headers)
        return web.Response(body=bodies[number], headers=headers)

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{number}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ready.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Hold one round: CPU seconds, sources that answered, entries in the store after it."""

    name: str
    seconds: float
    answered: int
    entries: int


async def measure(port: int, count: int) -> list[Round]:
    """Run a cold round and two without news."""
    clock = SteppedClock()
    with tempfile.TemporaryDirectory() as home:
        db = Database(f"sqlite:///{home}/news.sqlite3")
        await migrate.upgrade(db)
        async with db.transaction() as tx:
            for number in range(count):
                await sources.add(
                    tx,
                    name=f"feed-{number}",
                    url=f"http://127.0.0.1:{port}/{number}",
                    title="",
                    homepage="",
                    kind="auto",
                    language="",
                    tags=(),
                    interval=timedelta(minutes=5),
                    now=clock.now(),
                )
        client = WebClient(
            user_agent="newsbot-benchmark", allow=parse_allow("127.0.0.1"), host_concurrency=50
        )
        sandbox = Sandbox()
        tools = FetchTools(
            db=db,
            fetcher=client,
            reader=FeedReader(sandbox),
            clock=clock,
            holder=HOLDER,
            settings=FetchSettings(claim_limit=count),
        )
        found: list[Round] = []
        stored = 0
        try:
            for name in ROUNDS:
                begun = time.process_time()
                polled = await fetch.run_once(tools)
                stored += sum(one.new for one in polled)
                found.append(
                    Round(
                        name=name,
                        seconds=time.process_time() - begun,
                        answered=sum(not one.error for one in polled),
                        entries=stored,
                    )
                )
                clock.ahead += timedelta(days=2)
        finally:
            await client.close()
            await sandbox.close()
            await db.close()
    return found


def measure_reader(python: str, port: int, count: int) -> list[Round]:
    """Run the rounds with lemon24/reader in a Python of its own."""
    script = str(Path(__file__).with_name("poll_reference.py"))
    command = [python, "-W", "ignore", script, str(port), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [Round(**json.loads(line)) for line in done.stdout.splitlines()]


def measure_newsboat(program: str, port: int, count: int) -> list[Round]:
    """Run the rounds with newsboat, each in a process of its own, whose start counts too."""
    found = []
    with tempfile.TemporaryDirectory() as home:
        urls, cache, config = (Path(home) / name for name in ("urls", "cache.db", "config"))
        urls.write_text("".join(f"http://127.0.0.1:{port}/{one}\n" for one in range(count)))
        config.write_text("")
        command = [program, "-q", "-u", str(urls), "-c", str(cache), "-C", str(config)]
        for name in ROUNDS:
            begun = os.times()
            subprocess.run([*command, "-x", "reload"], capture_output=True, check=True)
            ended = os.times()
            seconds = ended.children_user - begun.children_user
            seconds += ended.children_system - begun.children_system
            with sqlite3.connect(cache) as store:
                (feeds,) = store.execute("SELECT count(*) FROM rss_feed").fetchone()
                (entries,) = store.execute("SELECT count(*) FROM rss_item").fetchone()
            found.append(Round(name=name, seconds=seconds, answered=feeds, entries=entries))
    return found


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--sources", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reader", default=os.environ.get("NEWSBOT_BENCHMARK_READER", ""))
    parser.add_argument("--newsboat", default=os.environ.get("NEWSBOT_BENCHMARK_NEWSBOAT", ""))
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        print(f"{arguments.folder} holds no feeds.", file=sys.stderr)
        return 2
    log.configure(level="error", style="text")
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(str(arguments.folder), theirs), daemon=True
    )
    server.start()
    best: dict[tuple[str, str], Round] = {}
    try:
        port, count = ours.recv(), arguments.sources
        for _ in range(arguments.rounds):
            rounds = {"newsbot": asyncio.run(measure(port, count))}
            if arguments.reader:
                rounds["reader"] = measure_reader(arguments.reader, port, count)
            if arguments.newsboat:
                rounds["newsboat"] = measure_newsboat(arguments.newsboat, port, count)
            for who, found in rounds.items():
                for one in found:
                    before = best.get((who, one.name), one)
                    best[who, one.name] = min(before, one, key=lambda each: each.seconds)
    finally:
        server.terminate()
        server.join()
    report(best, arguments.sources, arguments.rounds)
    return 0


def report(best: dict[tuple[str, str], Round], count: int, rounds: int) -> None:
    """Print the table; a ratio above 1 means that newsbot is faster."""
    print(f"P6, P7: {count} sources, best of {rounds} rounds, CPU time")
    print(f"{'round':11}{'':10}{'answered':>9}{'entries':>9}{'ms':>9}{'ms/source':>11}{'ratio':>8}")
    for name in ROUNDS:
        mine = best["newsbot", name]
        for (who, round_name), one in best.items():
            if round_name != name:
                continue
            ratio = one.seconds / mine.seconds
            if name == ROUNDS[0]:
                ratio *= mine.entries / max(one.entries, 1)
            print(
                f"{name:11}{who:10}{one.answered:9}{one.entries:9}{one.seconds * 1000:9.0f}"
                f"{one.seconds * 1000 / count:11.2f}{ratio:8.2f}"
            )
    for who in ("reader", "newsboat"):
        if (who, ROUNDS[0]) not in best:
            print(f"{who} was not named: see the head of benchmarks/poll.py")


if __name__ == "__main__":
    sys.exit(main())
