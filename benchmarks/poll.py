"""Measure one poll round of many local feeds: P6 cold, P7 with nothing new (304).

    python -m benchmarks.poll [FOLDER] [--sources N] [--rounds N]

The feeds are served by a process of their own, which answers 304 to who has them already. Counted
is the CPU time of this process: fetching, parsing, storing into an SQLite file. Matching follows
in the process loop and is measured by `benchmarks.match`.
"""

import argparse
import asyncio
import hashlib
import multiprocessing
import sys
import tempfile
import time
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
from newsbot.pipeline.store import Polled
from newsbot.sandbox import Sandbox
from newsbot.sources import FeedReader

DEFAULT_FOLDER = Path(__file__).parents[1].parent / "shared" / "data" / "feeds"
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


async def measure(port: int, count: int) -> list[tuple[str, float, list[Polled]]]:
    """Run a cold round and two without news; return name, CPU seconds and outcomes of each."""
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
        found = []
        try:
            for name in ("cold", "304", "304 again"):
                begun = time.process_time()
                polled = await fetch.run_once(tools)
                found.append((name, time.process_time() - begun, polled))
                clock.ahead += timedelta(days=2)
        finally:
            await client.close()
            await sandbox.close()
            await db.close()
    return found


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--sources", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
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
    best: dict[str, tuple[float, list[Polled]]] = {}
    try:
        port = ours.recv()
        for _ in range(arguments.rounds):
            for name, seconds, polled in asyncio.run(measure(port, arguments.sources)):
                if name not in best or seconds < best[name][0]:
                    best[name] = seconds, polled
    finally:
        server.terminate()
        server.join()
    print(f"{arguments.sources} sources, best of {arguments.rounds} rounds, CPU time")
    print(f"{'round':12}{'answered':>9}{'entries':>9}{'new':>7}{'ms':>9}{'ms/source':>11}")
    for name, (seconds, polled) in best.items():
        answered = sum(not one.error for one in polled)
        entries, new = sum(one.entries for one in polled), sum(one.new for one in polled)
        each = seconds * 1000 / max(len(polled), 1)
        print(f"{name:12}{answered:9}{entries:9}{new:7}{seconds * 1000:9.0f}{each:11.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
