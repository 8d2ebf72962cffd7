"""Own a storm: workers are killed at random points while news come in and Telegram misbehaves.

What came of it is judged by `audit`. A worker is a process of its own that runs
`newsbot worker`; with `start="fork"` it is forked from this one, which has loaded the program
already, so that a life costs a fifth of a second and not two.
"""

import asyncio
import gc
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from newsbot.cli.entry import invoke
from newsbot.db import Database
from tests.e2e.audit import Findings, audit, count_open, count_stored, read_rows
from tests.e2e.newspaper import KNOWN_ITEMS
from tests.e2e.processes import (
    PATIENCE_S,
    ROOT,
    BotApiProcess,
    Installation,
    TooLate,
    clean_environment,
    wait_until,
)
from tests.fakes.postgres import open_postgres_server

PRIVATE_CHATS = ("101", "102", "103", "104", "105", "106")
GROUPS = ("-1001000000001", "-1001000000002")
CHATS = (*PRIVATE_CHATS, *GROUPS)
QUERIES = ("nato", "said AND nato")
"""Two rules that hit the same stories: where a chat follows both, one message tells both."""

FAULTS: tuple[Mapping[str, Any], ...] = (
    {"action": "reply", "retry_after": 1, "probability": 0.02},
    {"action": "reply", "status": 500, "probability": 0.02},
    {"action": "close_before", "probability": 0.01},
    {"action": "close_after", "probability": 0.01},
    {"action": "fail_after", "probability": 0.01},
    {"action": "garble", "probability": 0.01},
    {"action": "hang_after", "probability": 0.002},
    {"action": "slow", "delay_s": 0.3, "probability": 0.3},
)
DEATHS_IN_START = 0.2
"""Of the kills, so many come while the process still starts, at any time since its birth."""

LONGEST_START_S, LONGEST_LIFE_S = 0.4, 1.2
GRACEFUL = 0.05
"""Of the ends, so many are a SIGTERM that is followed by SIGKILL at a random time."""

PAUSE_S = 12.0
"""A stopped process loses its leases (10 s) and comes back as one who knows nothing of it."""

STALL_S = 240.0
"""A storm has settled when nothing is open; it fails when for so long nothing moves. How much is
open after thousands of kills, and how fast a busy machine gets through it, is nobody's fault."""

LOOK_S = 0.1

Start = Literal["fork", "exec"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Say how rough it gets."""

    kills: int
    seed: int
    database: Literal["sqlite", "postgres"]
    pauses: int = 0
    rate: float = 2.0
    papers: int = 2
    start: Start = "fork"

    @property
    def workers(self) -> int:
        """Return how many processes share the work."""
        return 1 if self.database == "sqlite" else 2


@dataclass(slots=True, kw_only=True)
class Outcome:
    """Hold what happened, for the report."""

    plan: Plan
    kills: int = 0
    kills_in_start: int = 0
    pauses: int = 0
    seconds: float = 0.0
    settled_s: float = 0.0
    reconciled: dict[str, Any] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)

    @property
    def is_well(self) -> bool:
        """Say whether nothing was lost and newsbot's own count says so too."""
        counted = self.reconciled
        is_closed = not any(counted.get(state) for state in ("pending", "held", "sending"))
        return self.findings.is_well and is_closed and counted.get("unaccounted") == []


class Life:
    """Hold one worker process."""

    def __init__(self, installation: Installation, start: Start) -> None:
        installation.lives += 1
        self.log = installation.folder / f"life-{installation.lives:05d}.log"
        self._environment = installation.environment()
        self.pid = self._forked() if start == "fork" else self._executed()

    def _forked(self) -> int:
        pid = os.fork()
        if pid:
            return pid
        try:  # the child, until its end
            descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            for standard in (1, 2):
                os.dup2(descriptor, standard)
            os.environ.clear()
            os.environ.update(self._environment)
            random.seed()
            os._exit(invoke(["worker"]))
        finally:
            os._exit(70)

    def _executed(self) -> int:
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "newsbot", "worker"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
            )
        child.returncode = 0  # we wait for it ourselves, by its id
        return child.pid

    @property
    def has_started(self) -> bool:
        """Say whether it got so far as to say so."""
        return b"newsbot runs" in self.log.read_bytes() if self.log.exists() else False

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def end(self) -> int:
        """Kill it and return its wait status; one that ended by itself is a fault of newsbot's."""
        self.send(signal.SIGKILL)
        return os.waitpid(self.pid, 0)[1]

    def stop(self) -> int:
        """Ask it to stop and return its exit status."""
        self.send(signal.SIGTERM)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@contextmanager
def newspaper(folder: Path, plan: Plan) -> Iterator[str]:
    """Run the newspaper; give its address."""
    place = folder / "newspaper.address"
    arguments = ["--rate", str(plan.rate), "--papers", str(plan.papers)]
    with place.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.newspaper", *arguments],
            env=clean_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=out,
            cwd=ROOT,
        )
    try:
        wait_until(lambda: place.read_bytes().endswith(b"\n"), "the newspaper listens")
        yield str(json.loads(place.read_bytes())["address"])
    finally:
        child.kill()
        child.wait()


@contextmanager
def database_url(plan: Plan) -> Iterator[str]:
    """Give the URL of an empty database, "" for the default file."""
    if plan.database == "sqlite":
        yield ""
        return
    with open_postgres_server(os.environ.get("NEWSBOT_TEST_POSTGRES_URL", "")) as server:
        url = server.create_database()
        try:
            yield url.replace("+psycopg", "")
        finally:
            server.drop_database(url)


def ask(url: str, *, post: bool = False) -> dict[str, Any]:
    """Return the JSON that the newspaper answers."""
    request = urllib.request.Request(f"http://{url}", data=b"" if post else None)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


def set_up(installation: Installation, address: str, plan: Plan) -> None:
    """Add the papers, the rules, and chats that follow them."""
    for paper in range(plan.papers):
        installation.ask("sources", "add", f"http://{address}/paper/{paper}/feed")
    rules = [installation.ask("rules", "add", query)[0]["id"] for query in QUERIES]
    for number, chat in enumerate(CHATS):
        (added,) = installation.ask("subscribers", "add", f"telegram:{chat}")
        follows = rules if number % 3 == 0 else rules[:1]
        for rule in follows:
            installation.ask(
                "subscriptions", "add", "--subscriber", str(added["id"]), "--rule", str(rule)
            )
    status, _, err = installation.run("fetch", "--all")
    assert status == 0, err


def rage(plan: Plan, folder: Path, *, say: Callable[[str], None]) -> Outcome:
    """Run the storm and let it settle; return what came out. The folder must be empty."""
    started = time.monotonic()
    outcome = Outcome(plan=plan)
    with ExitStack() as stack:
        url = stack.enter_context(database_url(plan))
        botapi = stack.enter_context(BotApiProcess(folder, {"limits": None, "seed": plan.seed}))
        address = stack.enter_context(newspaper(folder, plan))
        installation = Installation(folder=folder / "newsbot", settings=settings(botapi, address))
        if url:
            installation.settings["NEWSBOT_DATABASE_URL"] = url
        set_up(installation, address, plan)
        gc.freeze()
        botapi.script({"faults": list(FAULTS)})
        ask(f"{address}/begin", post=True)
        lives = [Life(installation, plan.start) for _ in range(plan.workers)]
        try:
            _kill(lives, installation, outcome, say)
            botapi.be_well()
            printed = int(ask(f"{address}/stop", post=True)["count"])
            outcome.settled_s = _settle(installation, printed, plan)
        finally:
            stopped = [life.stop() for life in lives]
        assert stopped == [0] * plan.workers, f"a stop ended with {stopped}"
        _, out, err = installation.run("deliveries", "reconcile", "--json")
        outcome.reconciled = json.loads(out or "{}")
        assert outcome.reconciled, err
        rows = asyncio.run(_with_database(installation, read_rows))
        outcome.findings = audit(rows, botapi.calls(), items=printed, chats=CHATS)
    outcome.seconds = time.monotonic() - started
    return outcome


def settings(botapi: BotApiProcess, address: str) -> dict[str, str]:
    """Return settings under which an item is told in tenths of a second."""
    return {
        **botapi.settings,
        "NEWSBOT_NET_ALLOW": address,
        "NEWSBOT_FETCH__INTERVAL": "1s",
        "NEWSBOT_FETCH__FULL_TEXT": "false",
        "NEWSBOT_WORKER__TICK": "50ms",
        "NEWSBOT_ALERTS__BUDGET": "0",
        "NEWSBOT_TELEGRAM__MESSAGES_PER_SECOND": "1000",
        "NEWSBOT_TELEGRAM__CHAT_INTERVAL": "0s",
        "NEWSBOT_TELEGRAM__GROUP_MESSAGES_PER_MINUTE": "1000",
        "NEWSBOT_TELEGRAM__TIMEOUT": "5s",
    }


def _kill(
    lives: list[Life], installation: Installation, outcome: Outcome, say: Callable[[str], None]
) -> None:
    """Kill and start again, `plan.kills` times; a place in `lives` is one worker."""
    plan = outcome.plan
    dice = random.Random(plan.seed)
    pause_after = set(dice.sample(range(plan.kills), k=min(plan.pauses, plan.kills)))
    for number in range(plan.kills):
        place = dice.randrange(plan.workers)
        life = lives[place]
        _let_live(life, dice)
        if number in pause_after:
            life.send(signal.SIGSTOP)
            time.sleep(PAUSE_S)
            life.send(signal.SIGCONT)
            outcome.pauses += 1
        if dice.random() < GRACEFUL:
            life.send(signal.SIGTERM)
            time.sleep(dice.uniform(0, 0.3))
        outcome.kills_in_start += not life.has_started
        status = life.end()
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise TooLate(f"a worker ended by itself: {life.log.read_text('utf-8')}")
        outcome.kills += 1
        lives[place] = Life(installation, plan.start)
        if (number + 1) % 50 == 0:
            say(f"{number + 1} kills")


def _let_live(life: Life, dice: random.Random) -> None:
    """Wait for the moment of the kill: while it starts, or some time after."""
    if dice.random() < DEATHS_IN_START:
        time.sleep(dice.uniform(0, LONGEST_START_S))
        return
    wait_until(lambda: life.has_started, life.log.read_text)
    time.sleep(dice.uniform(0, LONGEST_LIFE_S))


def _settle(installation: Installation, printed: int, plan: Plan) -> float:
    """Wait until everything that was printed is stored and nothing is open."""
    wanted = printed + KNOWN_ITEMS * plan.papers

    async def look(db: Database) -> tuple[int, int]:
        return await count_stored(db), await count_open(db)

    def state() -> tuple[int, int]:
        return asyncio.run(_with_database(installation, look))

    started = moved_at = time.monotonic()
    last = state()
    while last[0] < wanted or last[1] > 0:
        if time.monotonic() - moved_at > STALL_S:
            raise TooLate(f"{wanted} articles to store; stored, open: {last}; nothing moves")
        time.sleep(LOOK_S)
        found = state()
        if found != last:
            last, moved_at = found, time.monotonic()
    return time.monotonic() - started


async def _with_database(installation: Installation, work: Callable[[Database], Awaitable[T]]) -> T:
    url = installation.settings.get("NEWSBOT_DATABASE_URL")
    db = Database(url or f"sqlite:///{installation.folder}/data/newsbot.db")
    try:
        return await work(db)
    finally:
        await db.close()
