"""Measure P15: messages over many chats to a local Bot API server, pacing off, budget off.

Real processes of `newsbot worker` send what the process loop decided; the server is a process too
and notes every message it accepts. Afterwards its notes are held against the database: none lost,
none doubled, none out of order in its chat. The rate is that of the server's own clock, from the
first acceptance to the last.

The server is a small one of this file: it reads a request, notes it and answers, so that what is
measured is newsbot. With `--server fake` it is the full one of the tests, which also parses markup
and holds each call against the published description; then that is what costs.

With `--paced` the limits of Telegram are kept instead, and the rate says how well 30 messages a
second are used.

Run with `python -m benchmarks.deliver [--messages 20000] [--chats 400] [--database sqlite]`.
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import sqlalchemy as sa

from newsbot import log
from newsbot.app.composition import App, open_app
from newsbot.db import sources, subscribers
from newsbot.db.arrivals import add as add_articles
from newsbot.domain.article import NewArticle
from newsbot.pipeline import process
from newsbot.services import rules
from newsbot.settings import Settings, load
from tests.e2e.processes import BotApiProcess, Child, clean_environment
from tests.fakes.botapi.server import TOKEN
from tests.fakes.postgres import open_postgres_server
from tests.fakes.rssfeed import item, token

FIRST_CHAT = 1000
PATIENCE_S = 300.0
WORD = re.compile(r"x\d{6}x")
STATES = sa.text("SELECT state, count(*) FROM deliveries GROUP BY state")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Say what is measured."""

    database: str
    messages: int
    chats: int
    workers: int
    server: str
    paced: bool

    @property
    def stories(self) -> int:
        """Return how many messages each chat gets."""
        return -(-self.messages // self.chats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Hold one message that the server took: when, for whom, and which."""

    at: float
    chat: str
    word: str


class Notes(asyncio.Protocol):
    """Be the small server: note each sendMessage and answer as Telegram would."""

    def __init__(self, notes: list[Accepted]) -> None:
        self._notes = notes
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            length = re.search(rb"content-length: (\d+)", head)
            size = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < size:
                return
            body, self._buffer = self._buffer[end + 4 : size], self._buffer[size:]
            self._answer(head.partition(b"\r\n")[0], body)

    def _answer(self, line: bytes, body: bytes) -> None:
        assert self._transport is not None
        told = parse_qs(body.decode())
        chat = told.get("chat_id", ["0"])[0]
        if b"/sendmessage" in line:
            found = WORD.search(told["text"][0])
            self._notes.append(Accepted(at=time.time(), chat=chat, word=found[0] if found else ""))
        message = {
            "message_id": len(self._notes),
            "date": int(time.time()),
            "chat": {"id": int(chat), "type": "private", "first_name": "Reader"},
            "text": "told",
        }
        answer = json.dumps({"ok": True, "result": message}).encode()
        self._transport.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
            % (len(answer), answer)
        )


async def serve_notes(path: Path) -> None:
    """Run the small server until SIGTERM, then write what it noted."""
    notes: list[Accepted] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Notes(notes), "127.0.0.1", 0, backlog=1024)
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    print(json.dumps({"url": f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"}), flush=True)
    await stop.wait()
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps([one.at, one.chat, one.word]) + "\n" for one in notes)


class SmallServer:
    """Hold the small server as a process."""

    def __init__(self, folder: Path) -> None:
        self._notes = folder / "notes.jsonl"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.deliver", "--serve", str(self._notes)],
            stdout=subprocess.PIPE,
            env=clean_environment(folder),
            cwd=Path(__file__).parents[1],
        )
        assert self.process.stdout is not None
        self.url = str(json.loads(self.process.stdout.readline())["url"])

    def accepted(self) -> list[Accepted]:
        """End the server and return what it took."""
        self.process.terminate()
        self.process.wait()
        lines = self._notes.read_text("utf-8").splitlines()
        return [Accepted(at=at, chat=chat, word=word) for at, chat, word in map(json.loads, lines)]


class FullServer(BotApiProcess):
    """Hold the fake server of the tests."""

    def taken(self) -> list[Accepted]:
        """End the server and return what it took."""
        self.stop()
        return [
            Accepted(at=call.time, chat=call.chat, word=(WORD.findall(call.text) or [""])[0])
            for call in self.calls()
            if call.accepted and call.method == "sendMessage"
        ]


@contextmanager
def server_of(job: Job, folder: Path) -> Iterator[SmallServer | FullServer]:
    """Run the server that the job asks for."""
    made = SmallServer(folder) if job.server == "small" else FullServer(folder, limits(job))
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.process.kill()
            made.process.wait()


def limits(job: Job) -> dict[str, object]:
    """Return the script of the full server: Telegram's limits, or none."""
    return {} if job.paced else {"limits": None}


@contextmanager
def database_of(job: Job, folder: Path) -> Iterator[str]:
    """Give the URL of an empty database."""
    if job.database == "sqlite":
        yield f"sqlite:///{folder}/newsbot.db"
        return
    with open_postgres_server(os.environ.get("NEWSBOT_TEST_POSTGRES_URL", "")) as server:
        url = server.create_database()
        # the server of tests runs unsafe and fast; what is measured must be safe
        server.execute(
            "ALTER SYSTEM RESET ALL",
            "SELECT pg_reload_conf()",
        )
        yield url.replace("+psycopg", "")
        server.drop_database(url)


def settings_of(folder: Path, url: str, **more: str) -> Settings:
    return load(
        flags={"data_dir": str(folder), "database_url": url, "log.level": "error", **more},
        environ={},
        cwd=folder,
        home=folder,
    )


async def fill(app: App, job: Job) -> None:
    """Let the process loop decide `stories` alerts for each of `chats` chats."""
    now = datetime.now(UTC)
    async with app.db.transaction() as tx:
        source = await sources.add(
            tx,
            name="paper",
            url="http://127.0.0.1:9/feed",
            title="The Paper",
            homepage="",
            kind="rss",
            language="en",
            tags=(),
            interval=timedelta(days=30),
            now=now,
        )
        assert source is not None
        later = {"baseline_at": now, "next_fetch_at": now + timedelta(days=30)}
        await sources.edit(tx, source.id, later)
    kept = await rules.add(app.desk(), "nato")
    async with app.db.transaction() as tx:
        for number in range(job.chats):
            subscriber = await subscribers.add(tx, name="", language="en", timezone="UTC", now=now)
            chat = str(FIRST_CHAT + number)
            place = await subscribers.add_destination(tx, subscriber, "telegram", chat, now)
            assert place is not None
            await subscribers.add_subscription(
                tx,
                subscriber_id=subscriber,
                rule_id=kept.rule.id,
                destination_id=place.id,
                cadence="now",
                at="",
                updates="edit",
                now=now,
            )
        await add_articles(tx, [article(n, source.id, now) for n in range(1, job.stories + 1)])
    while await process.run_once(app.process):
        pass


def article(number: int, source_id: int, now: datetime) -> NewArticle:
    told = item(number)
    return NewArticle(
        source_id=source_id,
        entry_id=told.id,
        url=told.url,
        url_key=told.url,
        title=told.title,
        author="",
        language="en",
        text=told.text,
        teaser="",
        tags=(),
        enclosures=(),
        image="",
        claimed_at=None,
        first_seen_at=now,
        effective_at=now,
        content_hash=told.id,
        backlog=False,
        whole_text=True,
    )


async def states_of(app: App) -> Counter[str]:
    async with app.db.reading() as tx:
        return Counter({row[0]: row[1] for row in await tx.execute(STATES)})


def worker_environment(job: Job, folder: Path, url: str, server: str) -> dict[str, str]:
    paced = {} if job.paced else {"NEWSBOT_TELEGRAM__PACING": "false"}
    return clean_environment(
        folder,
        NEWSBOT_DATA_DIR=str(folder),
        NEWSBOT_DATABASE_URL=url,
        NEWSBOT_TELEGRAM_TOKEN=TOKEN,
        NEWSBOT_TELEGRAM_API_URL=server,
        NEWSBOT_ALERTS__BUDGET="0",
        NEWSBOT_LOG_LEVEL="warning",
        **paced,
    )


def measure(job: Job) -> None:
    """Fill, send, reconcile and print one line."""
    with tempfile.TemporaryDirectory(prefix="newsbot-bench-") as name:
        folder = Path(name)
        with database_of(job, folder) as url, server_of(job, folder) as server:
            log.configure(level="error")
            asyncio.run(with_app(settings_of(folder, url), job))
            environment = worker_environment(job, folder, url, server.url)
            workers = [
                Child(["-m", "newsbot", "worker"], environment, folder / f"worker{number}.log")
                for number in range(job.workers)
            ]
            started = time.time()
            try:
                states = wait_until_sent(settings_of(folder, url))
            finally:
                busy = [cpu_seconds(worker.process.pid) for worker in workers]
                for worker in workers:
                    worker.stop()
            taken = server.accepted() if isinstance(server, SmallServer) else server.taken()
    report(job, taken, states, started, busy)


async def with_app(settings: Settings, job: Job) -> None:
    async with open_app(settings) as app:
        await fill(app, job)


def wait_until_sent(settings: Settings) -> Counter[str]:
    """Look at the database every second until nothing is open."""

    async def watch() -> Counter[str]:
        async with open_app(settings, upgrade=False) as app:
            deadline = time.monotonic() + PATIENCE_S
            while time.monotonic() < deadline:
                states = await states_of(app)
                if not states["pending"] + states["held"] + states["sending"]:
                    return states
                await asyncio.sleep(1)
        return states

    return asyncio.run(watch())


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process used, 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def report(
    job: Job, taken: list[Accepted], states: Counter[str], started: float, busy: list[float]
) -> None:
    """Print rate, losses, doubles and order."""
    wanted = {
        (str(FIRST_CHAT + chat), token(story))
        for chat in range(job.chats)
        for story in range(1, job.stories + 1)
    }
    got = Counter((one.chat, one.word) for one in taken)
    last: dict[str, str] = {}
    disordered = 0
    for one in taken:
        disordered += one.word < last.get(one.chat, "")
        last[one.chat] = one.word
    seconds = max(taken[-1].at - taken[0].at, 0.001)
    cpu = sum(busy)
    print(
        f"{job.database:<9}{job.workers:>8}{len(taken):>10}{len(taken) / seconds:>12.0f}"
        f"{len(taken) / cpu if cpu else 0:>14.0f}{taken[0].at - started:>9.1f}"
        f"{len(wanted - set(got)):>6}{sum(got.values()) - len(got):>9}{disordered:>14}  "
        f"{dict(states)}",
        flush=True,
    )


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="deliver", description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--chats", type=int, default=400)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--workers", type=int, help="processes (1 on SQLite, 2 on PostgreSQL)")
    parser.add_argument("--server", choices=("small", "fake"), default="small")
    parser.add_argument("--paced", action="store_true", help="keep Telegram's limits")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        asyncio.run(serve_notes(given.serve))
        return
    print(
        "database  workers  accepted  messages/s  per CPU s  first at  lost  doubled  out of order"
    )
    for database in ("sqlite", "postgres") if given.database == "both" else (given.database,):
        measure(
            Job(
                database=database,
                messages=given.messages,
                chats=given.chats,
                workers=given.workers or (1 if database == "sqlite" else 2),
                server=given.server,
                paced=given.paced,
            )
        )


if __name__ == "__main__":
    main()
