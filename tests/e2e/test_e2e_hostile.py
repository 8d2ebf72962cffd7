"""Say that a round over hostile sources stays within its bounds and spares the next source (G8)."""

import asyncio
import json
import sys
from pathlib import Path

from tests.fakes.bombs import BOMBS, rss
from tests.fakes.feedserver import FeedServer
from tests.fakes.hostileserver import HostileServer, raw
from tests.fakes.misbehaviour import FLOODS, OUTCOMES

ROOT = Path(__file__).parents[2]

MOST_GROWN_MIB = 64
"""G8: what the main process may take beyond its usual size."""

LONGEST_BLOCKED_S = 0.1
"""G8: for so long the event loop may serve nobody; counted in CPU time, as others work here too."""

PATIENCE_S = 240.0

GOOD = rss("<item><guid>1</guid><title>fine</title><link>https://e.org/1</link></item>")


async def test_g8_a_round_over_hostile_sources_is_bounded_in_memory_and_blocks_nobody(
    tmp_path: Path,
) -> None:
    database = f"sqlite:///{tmp_path / 'news.sqlite3'}"
    async with HostileServer() as server, FeedServer() as honest:
        scripts = {f"flood{number}": script for number, script in enumerate(FLOODS.values())}
        cases = [script for script, _ in OUTCOMES.values()]
        scripts |= {f"case{number}": script for number, script in enumerate(cases)}
        bombs = [b"HTTP/1.1 200 OK\r\n\r\n" + body for body in BOMBS.values()]
        scripts |= {f"bomb{number}": raw(answer) for number, answer in enumerate(bombs)}
        server.play("/case", OUTCOMES["redirect to itself"][0])  # where some redirect to
        urls = [server.play(f"/{name}", script) for name, script in scripts.items()]
        good = honest.put("/good", GOOD)
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.fakes.hostileround", database, good),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        async with asyncio.timeout(PATIENCE_S):
            said, _ = await child.communicate("\n".join(urls).encode())

    told = json.loads(said.splitlines()[-1])
    outcomes = told["outcomes"]
    assert len(outcomes) == len(urls) + 1
    assert outcomes[good] == [1, ""]
    floods_and_cases = [url for url in urls if "/bomb" not in url]
    assert len(floods_and_cases) >= 30
    assert [url for url in floods_and_cases if not outcomes[url][1]] == []
    assert told["grown_mib"] <= MOST_GROWN_MIB
    assert told["blocked_s"] <= LONGEST_BLOCKED_S
