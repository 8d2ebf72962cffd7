"""Hold the running API against its own description, with requests that a machine makes up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.processes import wait_until

ROOT = Path(__file__).parents[2]
SCOPES = ("read", "sources", "rules", "subscribers", "deliveries", "feeds", "users", "audit")
DEADLINE_S = 240
FIRST_ID = 70_000
"""Ids of the caller that made-up requests do not hit: they would take its key away."""


@pytest.mark.processes
def test_no_made_up_request_finds_a_fault_in_the_api(tmp_path: Path) -> None:
    pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    from tests.e2e.newsroom import free_port, http_get

    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "newsbot", "--data-dir", str(tmp_path)]
    key = _key_of_a_robot(command, tmp_path)
    with subprocess.Popen(
        [*command, "web", "--port", str(port)],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_until(lambda: http_get(f"{base}/health/live")[0] == 200, "it serves")
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "schemathesis.cli"),
                    *("--config-file", str(ROOT / "schemathesis.toml")),
                    *("run", f"{base}/api/v1/openapi.json", "--url", f"{base}/api/v1"),
                    *("-H", f"Authorization: Bearer {key}", "--checks", "all"),
                    *("--phases", "examples,coverage,fuzzing", "--max-examples", "3"),
                    *("--generation-deterministic", "--suppress-health-check", "all"),
                    *("--request-timeout", "20"),
                ],
                cwd=tmp_path,
                env=environment(),
                capture_output=True,
                text=True,
                timeout=DEADLINE_S,
                check=False,
            )
        finally:
            server.terminate()
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def environment() -> dict[str, str]:
    """Return ours without a trace of newsbot, with this checkout to import from."""
    kept = {key: one for key, one in os.environ.items() if not key.startswith("NEWSBOT_")}
    paths = [str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}


def _key_of_a_robot(command: list[str], folder: Path) -> str:
    import sqlite3
    from contextlib import closing

    def run(*arguments: str) -> str:
        shown = subprocess.run(
            [*command, *arguments],
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return shown.stdout

    run("users", "add", "boss", "--role", "admin")
    with closing(sqlite3.connect(folder / "newsbot.db")) as db:
        db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'users'", (FIRST_ID,))
        db.execute("INSERT INTO sqlite_sequence VALUES ('api_keys', ?)", (FIRST_ID,))
        db.commit()
    run("users", "add", "robot", "--role", "admin")
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    return run("users", "key", "add", "robot", *scopes).splitlines()[-1]
