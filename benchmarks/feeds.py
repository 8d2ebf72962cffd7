"""Measure P11 (rebuild a feed after one new article) and P12 (serve a cached feed).

Both print CPU time beside their reference in the same run. P11's reference is feedgen building
the whole document; P12's is nginx serving the same bytes as static files, loaded by wrk
(`apt-get install nginx-light wrk`; without them P12 says so and is left out).

Run with `python -m benchmarks.feeds [p11] [p12] [--seconds N]`.
"""

import argparse
import asyncio
import gzip
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from feedgen.feed import FeedGenerator

from newsbot.domain.feed import Feed, FeedEntry
from newsbot.feeds import CONTENT_TYPES, Form, assemble, fragment
from newsbot.web.feed_lane import lane_protocol
from newsbot.web.feeds import Credentials, Document, FeedAnswer, FeedApp, FeedPath
from tests.conformance.atom import check_atom
from tests.conformance.jsonfeed import check_jsonfeed
from tests.conformance.rss import check_rss

MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)
WORDS = (
    *("the", "minister", "said", "on", "Monday", "that", "talks", "would", "go", "until", "both"),
    *("sides", "agree", "about", "grain", "exports", "through", "ports", "which", "were", "shut"),
    *("since", "spring", "while", "prices", "rose", "again", "in", "markets", "from", "here"),
)
CHECKS = {"rss": check_rss, "atom": check_atom, "json": check_jsonfeed}


def sample_feed() -> Feed:
    return Feed(
        id="tag:news.example,2026:feeds/all",
        title="All the news",
        base_url="https://news.example",
        path="/feeds/all",
        home_url="https://news.example/",
        language="en",
        updated=MORNING,
    )


def sample_entries(count: int) -> list[FeedEntry]:
    """Make entries as public feeds have them: a headline, 60 words of summary, three tags."""
    random = Random(7)
    return [
        FeedEntry(
            id=f"tag:news.example,2026:article/{number}",
            key=f"{number}.1",
            url=f"https://outlet{number % 9}.example/world/2026/03/01/story-{number}",
            title=" ".join(random.choices(WORDS, k=9)).capitalize(),
            summary=" ".join(random.choices(WORDS, k=60)).capitalize() + ".",
            author=f"Author {number % 40}",
            source=f"Outlet {number % 9}",
            source_url=f"https://outlet{number % 9}.example/",
            language="en",
            published=MORNING - timedelta(minutes=number),
            updated=MORNING - timedelta(minutes=number),
            tags=("World", "Economy", f"Topic {number % 30}"),
        )
        for number in range(count)
    ]


def cpu_ms(work: Callable[[], object], repeats: int) -> float:
    """Return the median CPU time of one call in milliseconds."""
    times = []
    for _ in range(repeats):
        start = time.process_time_ns()
        work()
        times.append((time.process_time_ns() - start) / 1e6)
    return median(times)


def whole_with_feedgen(entries: list[FeedEntry], form: str) -> bytes:
    """Build the document as feedgen's manual shows it, with what it can say of our entries."""
    generator = FeedGenerator()
    generator.id("tag:news.example,2026:feeds/all")
    generator.title("All the news")
    generator.author(name="newsbot")
    generator.link(href="https://news.example/", rel="alternate")
    generator.link(href=f"https://news.example/feeds/all.{form}", rel="self")
    generator.description("All the news")
    generator.language("en")
    generator.updated(MORNING)
    for entry in entries:
        made = generator.add_entry(order="append")
        made.id(entry.id)
        made.title(entry.title)
        made.link(href=entry.url)
        made.description(entry.summary, isSummary=True)
        made.author(name=entry.author)
        made.published(entry.published)
        made.updated(entry.updated)
        made.source(url=entry.source_url, title=entry.source)
        made.category([{"term": tag} for tag in entry.tags])
    document: bytes = generator.rss_str() if form == "rss" else generator.atom_str()
    return document


def rebuilt(newest: FeedEntry, cached: list[bytes], form: Form) -> bytes:
    return assemble(sample_feed(), [fragment(newest, form), *cached], form)


def rebuild(count: int = 500) -> None:
    """Print P11."""
    newest, *rest = entries = sample_entries(count)
    print(f"P11  rebuild a feed of {count} entries after one new article, CPU ms, median")
    print(
        f"{'':6}{'whole, feedgen':>16}{'newsbot':>10}{'ratio':>8}{'entries':>9}"
        f"{'bytes':>20}{'findings':>10}"
    )
    form: Form
    for form in ("rss", "atom", "json"):
        ours = partial(rebuilt, newest, [fragment(entry, form) for entry in rest], form)
        document = ours()
        marks = {"rss": b"<item>", "atom": b"<entry", "json": b'{"id":'}
        mine = cpu_ms(ours, 60)
        theirs, size = "-", "-"
        ratio = ""
        if form != "json":
            reference = cpu_ms(partial(whole_with_feedgen, entries, form), 5)
            theirs, ratio = f"{reference:.2f}", f"{reference / mine:.0f}x"
            size = str(len(whole_with_feedgen(entries, form)))
        print(
            f"{form:6}{theirs:>16}{mine:>10.3f}{ratio:>8}{document.count(marks[form]):>9}"
            f"{size + ' / ' + str(len(document)):>20}{len(CHECKS[form](document)):>10}"
        )
    print("target: 50x, no finding\n")


class OnePort:
    """Answer every path with one document, as a port with a warm cache does."""

    def __init__(self, document: Document) -> None:
        self._document = document

    async def feed(
        self, _path: FeedPath, _query: Mapping[str, str], _credentials: Credentials | None
    ) -> FeedAnswer:
        return self._document


def sample_body() -> bytes:
    return assemble(sample_feed(), [fragment(e, "rss") for e in sample_entries(50)], "rss")


def make_app() -> FeedApp:
    async def nothing(*_: object) -> None:
        raise LookupError("only feeds are measured")

    document = Document(
        body=sample_body(),
        content_type=CONTENT_TYPES["rss"],
        last_modified=MORNING,
        fresh_for_s=1.0,
    )
    return FeedApp(OnePort(document), nothing)


def serve(kind: str, port: int) -> None:
    """Run one server in this process until it is ended."""
    if kind == "granian":
        os.execv(
            sys.executable,
            [sys.executable, "-m", "granian", "--interface", "asgi", "--loop", "uvloop",
             "--host", "127.0.0.1", "--port", str(port), "--no-access-log", "--log-level", "error",
             "--no-ws", "--factory", "benchmarks.feeds:make_app"],
        )  # fmt: skip
    import uvicorn

    http = lane_protocol() if kind == "newsbot" else kind.removeprefix("uvicorn+")
    uvicorn.run(
        make_app(),
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http=http,
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and its living descendants (Linux)."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    ticks = os.sysconf("SC_CLK_TCK")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
        spent[int(stat.parent.name)] = (int(fields[11]) + int(fields[12])) / ticks
    total = 0.0
    for each, seconds in spent.items():
        above = each
        while above not in {0, pid}:
            above = parents.get(above, 0)
        total += seconds if above == pid else 0.0
    return total


NGINX = """\
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  types {{ application/rss+xml rss; }}
  open_file_cache max=100;
  server {{ listen 127.0.0.1:{port}; root {folder}/root; gzip_static on; gzip_vary on; }}
}}
"""


CLIENTS = """\
local texts, at = {}, 0
function init(args)
  for n = 1, 64 do
    wrk.headers["User-Agent"] = "Reader/" .. n .. " (+https://reader.example/; feed reader)"
    texts[n] = wrk.format()
  end
end
function request()
  at = at % 64 + 1
  return texts[at]
end
"""
"""What wrk sends: the same request as of 64 different readers, in turn."""


@contextmanager
def running(kind: str) -> Iterator[tuple[int, str]]:
    """Start a server, yield its process id and the address of the feed, and end it."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        if kind == "nginx":
            path = Path(folder, "root", "feeds", "all.rss")
            path.parent.mkdir(parents=True)
            path.write_bytes(sample_body())
            path.with_suffix(".rss.gz").write_bytes(gzip.compress(sample_body(), 6))
            for each in (Path(folder), Path(folder, "root"), path.parent):
                each.chmod(0o755)
            config = Path(folder, "nginx.conf")
            config.write_text(NGINX.format(folder=folder, port=port))
            command = [shutil.which("nginx") or "nginx", "-c", str(config)]
        else:
            command = [sys.executable, "-m", "benchmarks.feeds", "--serve", kind, str(port)]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            wait_for(port, server)
            yield server.pid, f"http://127.0.0.1:{port}/feeds/all.rss"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the server to be measured did not start")


async def answer_of(address: str, *headers: str) -> tuple[int, dict[str, str]]:
    """Return status and headers of one request."""
    host, _, path = address.removeprefix("http://").partition("/")
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    lines = "".join(f"{line}\r\n" for line in headers)
    writer.write(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    writer.close()
    found = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
    return int(head[0].split()[1]), found


def load(pid: int, address: str, seconds: int, *headers: str) -> tuple[int, float]:
    """Return the requests answered under load, and the CPU seconds that the server spent."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(CLIENTS)
        script.flush()
        command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "-s", script.name, address]
        for header in headers:
            command[1:1] = ["-H", header]
        before = cpu_seconds(pid)
        report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = cpu_seconds(pid) - before
    if "Non-2xx" in report or "Socket errors" in report:
        raise SystemExit(f"the load was not answered well:\n{report}")
    answered = re.search(r"(\d+) requests in", report)
    return int(answered[1]) if answered else 0, spent


def measure(kind: str, seconds: int) -> dict[str, float]:
    """Return the answers per CPU second of one server for each kind of request."""
    gz = "Accept-Encoding: gzip"
    rates = {}
    with running(kind) as (pid, address):
        status, headers = asyncio.run(answer_of(address, gz))
        condition = f"If-None-Match: {headers['etag']}"
        confirmed, _ = asyncio.run(answer_of(address, gz, condition))
        if (status, confirmed, headers.get("content-encoding")) != (200, 304, "gzip"):
            raise SystemExit(f"{kind} does not answer as it should: {status}, {confirmed}")
        for work, asked in (("gzip", (gz,)), ("304", (gz, condition))):
            load(pid, address, 1, *asked)
            answered, spent = load(pid, address, seconds, *asked)
            rates[work] = answered / spent
        rates["bytes"] = float(headers["content-length"])
    return rates


def serving(seconds: int) -> None:
    """Print P12."""
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        print(f"P12  left out: {' and '.join(missing)} not found (apt-get install nginx-light wrk)")
        return
    kinds = ["nginx", "newsbot", "uvicorn+h11"]
    kinds += ["uvicorn+httptools"] if importlib.util.find_spec("httptools") else []
    kinds += ["granian"] if importlib.util.find_spec("granian") else []
    print(f"P12  serve a cached feed, {len(sample_body())} bytes plain, answers per CPU second")
    print("     64 readers ask in turn; newsbot's port is asked once a second for each document")
    print(f"{'':20}{'gzip':>10}{'ratio':>8}{'304':>10}{'ratio':>8}{'gzip bytes':>12}")
    reference: dict[str, float] = {}
    for kind in kinds:
        rates = measure(kind, seconds)
        reference = reference or rates
        cells = "".join(
            f"{rates[work]:>10.0f}{rates[work] / reference[work]:>7.2f}x"
            for work in ("gzip", "304")
        )
        print(f"{kind:20}{cells}{rates['bytes']:>12.0f}")
    print("target: 0.5x of nginx\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("which", nargs="*", help="p11, p12 or both")
    parser.add_argument("--seconds", type=int, default=3, help="of load for each kind of request")
    parser.add_argument("--serve", nargs=2, metavar=("KIND", "PORT"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.serve[0], int(chosen.serve[1]))
        return
    which = {each.lower() for each in chosen.which} or {"p11", "p12"}
    if "p11" in which:
        rebuild()
    if "p12" in which:
        serving(chosen.seconds)


if __name__ == "__main__":
    main()
