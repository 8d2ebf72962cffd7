"""Own a newspaper as a process of its own, whose feeds grow by themselves at a steady rate.

`python -m tests.e2e.newspaper --rate 4 --papers 2` prints its address as one JSON line. GET
/paper/N/feed is a feed; POST /begin and /stop begin and end the growth and tell how many items
were printed. Item N is always the same (`tests.fakes.rssfeed.item`): to know the count is to know
them all.
"""

import argparse
import contextlib
import json
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.rssfeed import Item, item, rss

KNOWN_ITEMS = 60
"""Items of each paper at the first reading, about other things: no later reading is a flood."""

WINDOW = 400
"""Items that a feed shows: what appears while newsbot is down for a minute is still there."""

KEYWORD, OTHER = "NATO", "Gardening"


def printed_items(paper: int, papers: int, count: int) -> list[Item]:
    """Return the items of one paper after `count` were printed in all, the newest first."""
    first_free = 1_000_000 + paper * KNOWN_ITEMS
    news = range(paper or papers, count + 1, papers)[-WINDOW:]
    known = range(first_free, first_free + min(KNOWN_ITEMS, WINDOW - len(news)))
    return [
        *(item(number, KEYWORD, home=home(paper)) for number in reversed(news)),
        *(item(number, OTHER, home=home(paper)) for number in reversed(known)),
    ]


def home(paper: int) -> str:
    """Return the address that a paper gives for itself."""
    return f"https://paper{paper}.example"


class Press:
    """Count items as time goes by."""

    def __init__(self, rate: float, papers: int) -> None:
        self.papers = papers
        self._rate = rate
        self._started: float | None = None
        self._stopped: int | None = None

    @property
    def count(self) -> int:
        """Return how many items were printed so far."""
        if self._stopped is not None:
            return self._stopped
        if self._started is None:
            return 0
        return int((time.monotonic() - self._started) * self._rate)

    def begin(self) -> None:
        """Begin to print news."""
        self._started = time.monotonic()

    def stop(self) -> None:
        """Print no more."""
        self._stopped = self.count


def handler(press: Press) -> type[BaseHTTPRequestHandler]:
    """Return the class that answers requests about this press."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            paper = int(self.path.split("/")[2])
            document = rss(printed_items(paper, press.papers, press.count), title=f"Paper {paper}")
            self._answer("application/rss+xml", document)

        def do_POST(self) -> None:
            press.stop() if self.path == "/stop" else press.begin()
            self._answer("application/json", json.dumps({"count": press.count}))

        def _answer(self, kind: str, text: str) -> None:
            body = text.encode()
            with contextlib.suppress(OSError):  # a killed reader does not wait for its answer
                self.send_response(200)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            del format, args

    return Handler


class QuietServer(ThreadingHTTPServer):
    """Serve without a word about readers that were killed."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        del request, client_address


def main() -> None:
    """Serve until a signal comes."""
    parser = argparse.ArgumentParser(prog="newspaper", description="Feeds that grow.")
    parser.add_argument("--rate", type=float, default=4.0, help="items a second, in all")
    parser.add_argument("--papers", type=int, default=2)
    arguments = parser.parse_args()
    server = QuietServer(("127.0.0.1", 0), handler(Press(arguments.rate, arguments.papers)))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(json.dumps({"address": "{}:{}".format(*server.server_address)}), flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main()
