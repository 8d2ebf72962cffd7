"""Own one poll round over given addresses in a process of its own, measured from inside.

    python -m tests.fakes.hostileround DATABASE GOOD_URL < ADDRESSES

Reads hostile addresses, one a line, stores them as sources with a good one behind them, polls all
at once and prints a JSON object: what each poll answered, how much memory the process took beyond
that of an ordinary round before, and the longest CPU time for which its loop served nobody else.
"""

import asyncio
import json
import resource
import sys
import time
from datetime import UTC, datetime, timedelta

from newsbot.db import Database, migrate, sources
from newsbot.domain.lease import Holder
from newsbot.net import Limits, WebClient, parse_allow
from newsbot.pipeline import fetch
from newsbot.pipeline.fetch import FetchSettings, FetchTools
from newsbot.sandbox import Sandbox
from newsbot.sources import FeedReader

LIMITS = Limits(total_s=6.0, connect_s=2.0, silence_s=0.5, turn_s=120.0)
"""Time is cut short for the test; bytes are those of the product."""

BEAT_S = 0.005


class Clock:
    """Tell the time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Pulse:
    """Measure for how much CPU time of its thread the loop gives nobody a turn."""

    def __init__(self) -> None:
        self.longest_s = 0.0

    async def beat(self) -> None:
        """Beat until cancelled."""
        before = time.thread_time()
        while True:
            await asyncio.sleep(BEAT_S)
            now = time.thread_time()
            self.longest_s = max(self.longest_s, now - before)
            before = now


def memory_mib() -> float:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def add(db: Database, url: str, number: int) -> int:
    """Store a source; return its id."""
    async with db.transaction() as tx:
        added = await sources.add(
            tx,
            name=f"source-{number}",
            url=url,
            title="",
            homepage="",
            kind="auto",
            language="",
            tags=(),
            interval=timedelta(minutes=5),
            now=Clock().now(),
        )
    assert added is not None
    return added.id


async def run(database: str, good: str, hostile: list[str]) -> dict[str, object]:
    """Poll the good source alone, then everything at once."""
    db = Database(database)
    await migrate.upgrade(db)
    client = WebClient(
        user_agent="test", allow=parse_allow("127.0.0.1"), limits=LIMITS, host_concurrency=8
    )
    sandbox = Sandbox(workers=2, preload=("newsbot.sources.parse",))
    tools = FetchTools(
        db=db,
        fetcher=client,
        reader=FeedReader(sandbox),
        clock=Clock(),
        holder=Holder(name="test", life="one"),
        settings=FetchSettings(claim_limit=1000),
    )
    await fetch.run_once(tools, only=[await add(db, f"{good}?first", 0)])
    before = memory_mib()
    ids = {await add(db, url, number): url for number, url in enumerate([*hostile, good], 1)}
    pulse = Pulse()
    beating = asyncio.create_task(pulse.beat())
    polled = await fetch.run_once(tools, only=list(ids))
    beating.cancel()
    await client.close()
    await sandbox.close()
    await db.close()
    return {
        "outcomes": {ids[one.source.id]: [one.entries, one.error] for one in polled},
        "grown_mib": memory_mib() - before,
        "blocked_s": pulse.longest_s,
    }


if __name__ == "__main__":
    found = asyncio.run(run(sys.argv[1], sys.argv[2], sys.stdin.read().split()))
    print(json.dumps(found))  # noqa: T201 - its answer to the test
