"""Run the quick start of the API's document as its reader does, against a real process."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.newsroom import free_port, http_get
from tests.e2e.processes import Installation, wait_until

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.mark.processes
def test_the_quick_start_of_the_api_runs_as_it_stands(tmp_path: Path) -> None:
    installation = Installation(folder=tmp_path / "newsbot")
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    (commands,) = re.findall(r"```\n(newsbot users .*?)```", DOCUMENT.read_text(), re.DOTALL)
    shown = [installation.run(*line.split()[1:])[1].splitlines() for line in commands.splitlines()]
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    web = installation.start("web", "--port", str(port))
    try:
        wait_until(lambda: http_get(f"{base}/health/live")[0] == 200, "it serves")
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"API_BASE": base, "API_KEY": shown[-1][-1], "PATH": ""},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        web.stop()

    assert done.returncode == 0, done.stderr
    assert "version 2 is called Summits" in done.stdout
