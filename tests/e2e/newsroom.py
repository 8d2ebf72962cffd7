"""Own a newsroom of real processes for tests: a paper is written, newsbot reads it, a chat hears.

Which process dies and when is the tests' business.
"""

import asyncio
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from newsbot.db import Database, ledger
from tests.e2e.processes import BotApiProcess, Child, Installation, wait_until
from tests.fakes.botapi.journal import Call
from tests.fakes.feedthread import FeedThread
from tests.fakes.rssfeed import Item, Paper

CHAT = 42
CANNOT_NOW = 3
"""Exit status of a command whose database or network does not serve now."""

KNOWN_ITEMS = 30
"""Items that are there at the first reading; so many that a few new ones are daily use (G3)."""


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def http_get(url: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers or {}), timeout=5
        ) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()
    except OSError:
        return 0, {}, b""


@dataclass(slots=True, kw_only=True)
class Newsroom:
    """Hold a paper, newsbot and a chat. `workers` is how many processes share the work."""

    installation: Installation
    site: FeedThread
    botapi: BotApiProcess
    workers: int = 1
    port: int = field(default_factory=free_port)
    paper: Paper = field(default_factory=Paper)
    children: list[Child] = field(default_factory=list)

    def open(self, query: str = "nato") -> None:
        """Add the paper as a source and a public rule, whose alerts go to the chat."""
        for _ in range(KNOWN_ITEMS):
            self.paper.write("Gardening")
        self.publish()
        self.installation.ask("sources", "add", self.site.url("/feed"), "--name", "paper")
        self.installation.ask("rules", "add", query, "--public")

    def publish(self, *keywords: str) -> list[Item]:
        """Let the paper print one more item for each keyword."""
        written = [self.paper.write(keyword) for keyword in keywords]
        self.site.put("/feed", self.paper.rss())
        return written

    @contextmanager
    def running(self) -> Iterator[list[Child]]:
        """Run `newsbot run`, and beside it `newsbot worker` where several processes share."""
        self.children = [self.installation.start("run", "--port", str(self.port))]
        self.children += [self.installation.start("worker") for _ in range(self.workers - 1)]
        try:
            yield self.children
        finally:
            for child in self.children:
                if child.runs:
                    child.kill()

    def url(self, path: str) -> str:
        """Return the address of what newsbot serves."""
        return f"http://127.0.0.1:{self.port}{path}"

    def says(self, words: str) -> bool:
        """Say whether one of the processes wrote these words."""
        return any(words in child.said() for child in self.children)

    def serves(self) -> bool:
        """Say whether feeds are answered."""
        return http_get(self.url("/feeds/all.rss"))[0] == 200

    def wait_until_read(self) -> None:
        """Wait until the first reading of the paper is stored and told nobody.

        That the paper was asked for twice does not say so: the first answer may have been lost
        with its database connection.
        """
        wait_until(lambda: self.says("source polled"), "the first reading is stored")
        wait_until(lambda: len(self.site.seen("/feed")) >= 2, "the paper is read twice")

    def copies(self, item: Item) -> list[Call]:
        """Return the accepted messages that tell an item."""
        word = item.title.split()[1]
        return [call for call in self.botapi.accepted(CHAT) if word in call.text]

    def wait_until_told(self, *items: Item, within_s: float = 30.0) -> float:
        """Return after how many seconds every item was told."""
        return wait_until(
            lambda: all(self.copies(item) for item in items),
            lambda: f"told {[len(self.copies(item)) for item in items]} times",
            within_s=within_s,
        )

    def reconciled(self) -> dict[str, Any]:
        """Return what became of every alert, by newsbot's own count.

        A database that a busy machine keeps from answering (exit status 3: cannot now) is asked
        again for a while; any other failure is one.
        """
        asked: list[tuple[int, str, str]] = []

        def answered() -> bool:
            asked.append(self.installation.run("deliveries", "reconcile", "--json"))
            return asked[-1][0] != CANNOT_NOW

        wait_until(answered, lambda: asked[-1][2])
        status, out, err = asked[-1]
        assert status == 0, err
        found: dict[str, Any] = json.loads(out)
        return found

    def ambiguous(self) -> int:
        """Return how many outcomes newsbot counted as unclear."""

        async def count() -> int:
            url = self.installation.settings.get("NEWSBOT_DATABASE_URL")
            db = Database(url or f"sqlite:///{self.installation.folder}/data/newsbot.db")
            try:
                async with db.reading() as tx:
                    rows = await ledger.list_deliveries(tx, limit=10_000)
            finally:
                await db.close()
            return sum(row.delivery.ambiguous for row in rows)

        return asyncio.run(count())

    def wait_until_settled(self, within_s: float = 30.0) -> dict[str, Any]:
        """Wait until no alert is open; return the count."""

        def settled() -> bool:
            found = self.reconciled()
            return not any(found[state] for state in ("pending", "held", "sending"))

        wait_until(settled, lambda: str(self.reconciled()), within_s=within_s)
        return self.reconciled()
