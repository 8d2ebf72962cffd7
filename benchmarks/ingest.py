"""Measure how fast newsbot takes news in, against the reference of the same minute.

    python -m benchmarks.ingest [parse] [FOLDER] [--rounds N]

P5, `parse`: real feeds to cleaned entries, with sanitising, plain text, dates and the fallback for
broken documents, against feedparser, which sanitises too. Both run in this process, one after
the other in each round; CPU time is counted, the best round of each is shown.
"""

import argparse
import gc
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from newsbot.domain.ports import Fetched
from newsbot.errors import SourceError
from newsbot.sources.assemble import NeedsSandbox
from newsbot.sources.parse import parse_here, parse_in_sandbox

DEFAULT_FOLDER = Path(__file__).parents[1].parent / "shared" / "data" / "feeds"
BASE = "https://feed.example/feed.xml"


def read_ours(body: bytes) -> int:
    """Return the number of entries that newsbot reads; what belongs in the sandbox counts too."""
    fetched = Fetched(url=BASE, body=body)
    try:
        try:
            return len(parse_here(fetched).entries)
        except NeedsSandbox:
            return len(parse_in_sandbox(fetched).entries)
    except SourceError:
        return 0


def read_theirs(body: bytes) -> int:
    """Return the number of entries that feedparser reads."""
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return len(feedparser.parse(body, response_headers={"content-location": BASE}).entries)


def cpu_seconds(read: Callable[[bytes], int], bodies: list[bytes]) -> tuple[float, int]:
    """Return the CPU seconds that reading all documents takes, and the entries found."""
    gc.collect()  # neither pays for what the other left
    start = time.process_time()
    entries = sum(read(body) for body in bodies)
    return time.process_time() - start, entries


def parse(folder: Path, rounds: int) -> int:
    """Run P5 and print its table."""
    bodies = [path.read_bytes() for path in sorted(folder.iterdir())]
    bodies = [body for body in bodies if body.lstrip()[:1] != b"{"]
    if not bodies:
        print(f"{folder} holds no feeds.", file=sys.stderr)
        return 2
    readers = {"feedparser": read_theirs, "newsbot": read_ours}
    for read in readers.values():
        read(bodies[0])  # imports are not the work
    best: dict[str, tuple[float, int]] = {}
    for _ in range(rounds):
        for name, read in readers.items():
            result = cpu_seconds(read, bodies)
            best[name] = min(best.get(name, result), result)
    size = sum(map(len, bodies)) / 2**20
    print(f"P5 parse: {len(bodies)} feeds, {size:.1f} MiB, best of {rounds} rounds, CPU time")
    print(f"{'':12}{'entries':>9}{'ms':>10}{'MiB/s':>9}{'ratio':>8}")
    for name, (seconds, entries) in best.items():
        ratio = best["feedparser"][0] / seconds
        print(f"{name:12}{entries:9}{seconds * 1000:10.1f}{size / seconds:9.1f}{ratio:8.1f}")
    return 0


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("part", choices=["parse"], nargs="?", default="parse")
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    return parse(arguments.folder, arguments.rounds)


if __name__ == "__main__":
    sys.exit(main())
