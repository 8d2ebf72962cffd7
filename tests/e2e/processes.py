"""Own the processes of end-to-end runs: newsbot itself and the fake Bot API server, as children.

It judges nothing. Every wait is for a condition and has a deadline.
"""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from unittest import mock

from newsbot.cli.entry import invoke
from tests.fakes.botapi.journal import Call, read_journal
from tests.fakes.botapi.server import TOKEN

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 30.0
POLL_S = 0.02


class TooLate(AssertionError):
    """Say what did not come true in time."""


def wait_until(
    claim: Callable[[], object], what: str | Callable[[], str], *, within_s: float = PATIENCE_S
) -> float:
    """Return after how many seconds `claim` became true. Raises `TooLate`."""
    started = time.monotonic()
    while not claim():
        if time.monotonic() - started > within_s:
            said = what if isinstance(what, str) else what()
            raise TooLate(f"not within {within_s:g} s: {said}")
        time.sleep(POLL_S)
    return time.monotonic() - started


def clean_environment(home: Path, **settings: str) -> dict[str, str]:
    """Return the whole environment of a child: nothing of ours but where programs are."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "TMPDIR") if key in os.environ}
    return kept | {"HOME": str(home), "PYTHONPATH": str(ROOT)} | settings


class Child:
    """Hold a child process whose standard error goes into a file."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, *arguments],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=file,
                cwd=ROOT,
            )

    @property
    def runs(self) -> bool:
        """Say whether the process has not ended."""
        return self.process.poll() is None

    def kill(self) -> None:
        """Send SIGKILL, as a power cut would, and wait for the end."""
        self.process.kill()
        self.process.wait()

    def stop(self, within_s: float = PATIENCE_S) -> int:
        """Ask to stop with SIGTERM; return the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within_s)

    def said(self) -> str:
        """Return what it wrote on standard error."""
        return self.log.read_text("utf-8", "replace")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.runs:
            self.kill()


class BotApiProcess(Child):
    """Hold the fake Bot API server as a process, with its journal."""

    def __init__(
        self, folder: Path, script: Mapping[str, Any] | None = None, *, port: int = 0
    ) -> None:
        self.journal_path = folder / "journal.jsonl"
        address = folder / "botapi.address"
        script_path = folder / "botapi.script.json"
        script_path.write_text(json.dumps(script or {}), "utf-8")
        arguments = ["-m", "tests.fakes.botapi", "--journal", str(self.journal_path)]
        arguments += ["--port", str(port)]
        environment = clean_environment(folder)
        with address.open("wb") as out, (folder / "botapi.log").open("ab") as err:
            self.log = folder / "botapi.log"
            self.process = subprocess.Popen(
                [sys.executable, *arguments, "--script", str(script_path)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=ROOT,
            )
        try:
            wait_until(lambda: address.read_bytes().endswith(b"\n"), "the fake Bot API listens")
        except TooLate:
            self.kill()
            raise
        self.url = str(json.loads(address.read_text("utf-8"))["url"])

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings by which newsbot talks to this server."""
        return {"NEWSBOT_TELEGRAM_API_URL": self.url, "NEWSBOT_TELEGRAM_TOKEN": TOKEN}

    def script(self, script: Mapping[str, Any]) -> None:
        """Add chats and faults, set limits."""
        self._control("script", script)

    def be_well(self) -> None:
        """Take every fault away."""
        self._control("clear", {})

    def calls(self) -> list[Call]:
        """Return every call so far."""
        return list(read_journal(self.journal_path)) if self.journal_path.exists() else []

    def asked_to_send(self) -> bool:
        """Say whether a message was asked for, whatever became of it."""
        return any(call.method.startswith("send") for call in self.calls())

    def accepted(self, chat: int | str | None = None) -> list[Call]:
        """Return the messages that were put into a chat, or into any."""
        return [
            call
            for call in self.calls()
            if call.accepted
            and call.method.startswith("sendMessage")
            and (chat is None or call.chat == str(chat))
        ]

    def _control(self, what: str, body: Mapping[str, Any]) -> None:
        request = urllib.request.Request(
            f"{self.url}/_fake/{what}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            assert answer.status == 200


@dataclass(slots=True, kw_only=True)
class Installation:
    """Hold one installation of newsbot: its folder and settings. Commands run in this process."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    lives: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.settings.setdefault("NEWSBOT_DATA_DIR", str(self.folder / "data"))

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of its processes."""
        return clean_environment(self.folder, **self.settings, **more)

    def start(self, *arguments: str, **more: str) -> Child:
        """Start a process of newsbot: its role and options."""
        self.lives += 1
        log = self.folder / f"life-{self.lives:04d}.log"
        return Child(["-m", "newsbot", *arguments], self.environment(**more), log)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run one command; return status, standard output and standard error."""
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, self.environment(), clear=True),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            status = invoke(list(arguments))
        return status, out.getvalue(), err.getvalue()

    def ask(self, *arguments: str) -> list[dict[str, Any]]:
        """Run one command with --json that must succeed; return its lines."""
        status, out, err = self.run(*arguments, "--json")
        assert status == 0, err
        return [json.loads(line) for line in out.splitlines()]
