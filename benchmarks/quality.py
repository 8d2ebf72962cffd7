"""Write how well feeds and pages are read, beside the references of the same run.

    python -m benchmarks quality
    python -m benchmarks.quality [--data FOLDER] [--into FOLDER] [--rounds N]

Into docs/quality.md go the agreement with feedparser, entry by entry, with the table of exceptions,
and the totals of extraction; docs/quality-extract.md has the latter in full.
"""

import argparse
import asyncio
import logging
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks import extract, quality_feeds

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"

REPORT = """\
# How well newsbot reads

Written by `python -m benchmarks quality`, all figures of one run. Other data of the same kinds will
give other figures. Grouping and summaries stand in [quality-stories](quality-stories.md), rules in
[quality-matching](quality-matching.md).

## Feeds

Real feeds (RSS 0.91 to 2.0, RDF, Atom), each entry beside what feedparser {feedparser} makes of it.
feedparser is a second opinion, not the truth: the second table says where ours is meant to differ.
Titles and bodies are compared as words, dates as moments, links and ids as they are.

{feeds}

## Pages

The whole of it, with both halves and what is known to be missing:
[quality-extract](quality-extract.md).

{pages}
"""


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder with feeds/ and pages/")
    parser.add_argument("--into", type=Path, default=ROOT / "docs", help="folder of the reports")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of time measurement")
    arguments = parser.parse_args()
    folder: Path = arguments.data
    if not (folder / "feeds").is_dir() or not (folder / "pages" / "truth.jsonl").is_file():
        print(f"{folder} has no feeds/ or no pages/truth.jsonl: name another with --data")
        return 2
    logging.disable(logging.CRITICAL)
    feeds = asyncio.run(quality_feeds.compare(quality_feeds.load(folder / "feeds")))
    pages = extract.load(folder / "pages")
    results = extract.measure(pages, arguments.rounds)
    days = extract.measure_days(pages, arguments.rounds)
    whole = extract.report(pages, results, days, arguments.rounds)
    (arguments.into / "quality-extract.md").write_text(whole, encoding="utf-8")
    text = REPORT.format(
        feedparser=version("feedparser"),
        feeds=quality_feeds.markdown(feeds),
        pages=extract.table(results["all"]),
    )
    (arguments.into / "quality.md").write_text(text, encoding="utf-8")
    print(text)
    return int(not feeds.is_good)


if __name__ == "__main__":
    sys.exit(main())
