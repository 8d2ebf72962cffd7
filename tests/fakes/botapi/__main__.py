"""Own the fake server as a process: `python -m tests.fakes.botapi --help`.

It prints its address as one JSON line once it listens, and ends on SIGTERM or SIGINT.
"""

import argparse
import asyncio
import json
import signal
from pathlib import Path

from tests.fakes.botapi.journal import Journal
from tests.fakes.botapi.server import TOKEN, FakeBotApi


async def serve(arguments: argparse.Namespace) -> None:
    """Listen until a signal comes."""
    script = json.loads(arguments.script.read_text("utf-8")) if arguments.script else {}
    api = FakeBotApi(
        token=arguments.token, journal=Journal(arguments.journal), seed=script.get("seed", 0)
    )
    api.apply(script)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await api.start(arguments.port)
    print(json.dumps({"url": api.url, "token": api.token}), flush=True)  # noqa: T201 - its one output
    await stop.wait()
    await api.stop()


def main() -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="botapi", description="A Bot API server for tests.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--journal", type=Path, help="append one JSON line for each call")
    parser.add_argument("--script", type=Path, help="JSON: chats, faults, limits, seed")
    parser.add_argument("--token", default=TOKEN)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
