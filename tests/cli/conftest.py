"""Give command line tests a terminal of their own."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.cli.terminal import Terminal
from tests.fakes.feedthread import FeedThread


@pytest.fixture(autouse=True)
def untouched_logging() -> Iterator[None]:
    """Put logging back: a command sets it up for the process, which is pytest here."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    """Give a terminal in an empty home folder."""
    for name in list(os.environ):
        if name.startswith(("NEWSBOT_", "XDG_")) or name in {"DATABASE_URL", "PORT"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    return Terminal(home=tmp_path, capture=capsys, patch=monkeypatch)


@pytest.fixture
def site(terminal: Terminal) -> Iterator[FeedThread]:
    """Give a web server on the loopback that the terminal's commands may read."""
    with FeedThread() as server:
        terminal.environment["NEWSBOT_NET_ALLOW"] = server.address
        yield server
