"""Own a terminal for tests: run commands in this process or in one of their own, see what came."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from newsbot.cli.entry import invoke

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Hold what one command did: its exit status and both outputs."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return standard output as JSON lines; it holds nothing else."""
        rows = [json.loads(line) for line in self.out.splitlines()]
        assert all(isinstance(row, dict) for row in rows)
        return rows

    @property
    def row(self) -> dict[str, Any]:
        """Return the one JSON object that was shown."""
        (row,) = self.rows
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """Run newsbot with a home folder of its own and nothing inherited from the environment."""

    home: Path
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch
    environment: dict[str, str] = field(default_factory=dict)

    def file(self, name: str, content: str | bytes) -> str:
        """Write a file into the home folder; return its path as an argument."""
        path = self.home / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def run(self, *arguments: str, stdin: str | bytes = b"", **environment: str) -> Shown:
        """Run one command in this process; `environment` is set for it alone."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        self.capture.readouterr()
        with self.patch.context() as patch:
            for name, value in {**self.environment, **environment}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            status = invoke(list(arguments))
        captured = self.capture.readouterr()
        return Shown(status=status, out=captured.out, err=captured.err)

    def done(self, *arguments: str, stdin: str | bytes = b"", **environment: str) -> Shown:
        """Run one command that must succeed."""
        shown = self.run(*arguments, stdin=stdin, **environment)
        assert shown.status == 0, shown
        return shown

    def spawn(
        self, *arguments: str | bytes, stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one command as a process of its own, as a person does."""
        return subprocess.run(
            [sys.executable, "-m", "newsbot", *arguments],
            input=stdin,
            capture_output=True,
            timeout=DEADLINE_S,
            check=False,
            env=self.child_environment(**environment),
        )

    def child_environment(self, **environment: str) -> Mapping[str, str]:
        """Return the whole environment of a process: ours without a trace of newsbot."""
        kept = {key: os.environ[key] for key in ("PATH", "LANG", "TMPDIR") if key in os.environ}
        own = {"HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        return kept | own | self.environment | environment
