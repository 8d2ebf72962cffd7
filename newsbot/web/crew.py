"""Own several web processes on one socket: forked before any loop begins, started again, stopped.

What one of them serves is the business of its `work`; nothing is shared but the socket.
"""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

import structlog

from newsbot.errors import ConfigError

SHORTEST_LIFE_S = 5.0
"""One that ends sooner with an error has something wrong that a new start does not mend."""

MOST = 64

log = structlog.get_logger(__name__)


def check_count(count: int) -> int:
    """Return the number of processes. Raises `ConfigError` where it cannot be had."""
    if not 1 <= count <= MOST:
        raise ConfigError(f"--workers must be from 1 to {MOST}, not {count}")
    if count > 1 and not hasattr(os, "fork"):
        raise ConfigError("this system runs one web process only: leave --workers out")
    return count


class Crew:
    """Run `count` processes of one piece of work until a signal asks to stop.

    `work(number)` runs in a child, numbered from 0, and returns its exit status. A child whose
    parent was killed stops by itself: the port must be free for the next start.
    """

    def __init__(self, count: int, work: Callable[[int], int]) -> None:
        self._count = count
        self._work = work
        self._parents_end, self._own_end = os.pipe()
        self._running: dict[int, tuple[int, float]] = {}
        self._stops = False

    def run(self) -> int:
        """Return the status of the first that failed at its start, else 0."""
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, self._stop)
        for number in range(self._count):
            self._start(number)
        status = 0
        while self._running:
            pid, waited = os.wait()
            failed = self._after(pid, os.waitstatus_to_exitcode(waited))
            status = status or failed
        return status

    def _start(self, number: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            self._live(number)
        self._running[pid] = (number, time.monotonic())
        if self._stops:  # the signal came while the child was being born
            os.kill(pid, signal.SIGTERM)

    def _live(self, number: int) -> None:
        """Be a child to the end; never return into the parent's frames."""
        status = 1
        try:
            for asked in (signal.SIGTERM, signal.SIGINT):
                signal.signal(asked, signal.SIG_DFL)
            os.close(self._own_end)
            threading.Thread(target=self._outlive_nobody, daemon=True).start()
            status = self._work(number)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)

    def _outlive_nobody(self) -> None:
        """Stop when the parent is gone: its end of the pipe closes with it, however it ended."""
        os.read(self._parents_end, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    def _after(self, pid: int, ended: int) -> int:
        """Start again what ended by itself; return the status that ends all, else 0."""
        number, started = self._running.pop(pid, (-1, 0.0))
        if number < 0 or self._stops:
            return 0
        if ended > 0 and time.monotonic() - started < SHORTEST_LIFE_S:
            self._stop(signal.SIGTERM, None)
            return ended
        log.warning("web process starts again", action="web", number=number, status=ended)
        self._start(number)
        return 0

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        del signum, frame
        self._stops = True
        for pid in list(self._running):
            with contextlib.suppress(ProcessLookupError):  # its end was not yet taken note of
                os.kill(pid, signal.SIGTERM)
