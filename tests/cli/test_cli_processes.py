"""The command line as a process: signals, pipes, encodings, full disks and taken ports."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsbot import __version__
from tests.cli.terminal import DEADLINE_S, Terminal
from tests.e2e.processes import wait_until
from tests.fakes.feedthread import FeedThread

pytestmark = pytest.mark.processes


def test_the_version_is_told_without_any_folder(terminal: Terminal) -> None:
    shown = terminal.spawn("--version", HOME="/nowhere")
    assert (shown.returncode, shown.stdout) == (0, f"newsbot {__version__}\n".encode())


def test_bytes_that_are_no_text_are_refused_without_a_traceback(terminal: Terminal) -> None:
    for arguments in (
        (b"rules", b"add", b"\xff\xfe"),
        (b"why", b"\xff"),
        (b"sources", b"show", b"\xff"),
    ):
        shown = terminal.spawn(*arguments)
        assert shown.returncode in {1, 2}
        assert shown.stdout == b""
        assert shown.stderr.startswith(b"newsbot: ")
        assert b"Traceback" not in shown.stderr


def test_json_stays_json_on_a_terminal_that_is_not_utf_8(terminal: Terminal) -> None:
    rules, articles = '{"id": "п", "query": "дощ"}', '{"id": "\U0001f327", "text": "дощ"}'
    paths = (terminal.file("rules.jsonl", rules), terminal.file("articles.jsonl", articles))
    for encoding in ("ascii", "latin-1", "utf-8"):
        shown = terminal.spawn(
            "rules",
            "match",
            "--rules",
            paths[0],
            "--articles",
            paths[1],
            "--json",
            PYTHONIOENCODING=encoding,
        )
        assert shown.returncode == 0, shown.stderr
        row = json.loads(shown.stdout.decode(encoding))
        assert (row["article"], row["rule"]) == ("\U0001f327", "п")


def test_a_reader_that_leaves_is_no_error(terminal: Terminal) -> None:
    path = terminal.file(
        "articles.jsonl", "".join(f'{{"id": {n}, "text": "rain"}}\n' for n in range(9000))
    )
    rules = terminal.file("rules.jsonl", '{"id": 1, "query": "rain"}')
    child = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "newsbot",
            "rules",
            "match",
            "--rules",
            rules,
            "--articles",
            path,
            "--json",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=terminal.child_environment(),
    )
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.readline().startswith(b'{"article": 0')
    child.stdout.close()
    assert (child.wait(DEADLINE_S), child.stderr.read()) == (0, b"")
    child.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_said(terminal: Terminal) -> None:
    with Path("/dev/full").open("wb") as full:
        shown = subprocess.run(
            [sys.executable, "-m", "newsbot", "config", "example"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=terminal.child_environment(),
            timeout=DEADLINE_S,
            check=False,
        )
    assert shown.returncode == 3
    assert shown.stderr == b"newsbot: the system refused: No space left on device\n"


def test_an_interrupted_command_ends_with_130(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        silent.settimeout(DEADLINE_S)
        child = subprocess.Popen(
            [sys.executable, "-m", "newsbot", "sources", "preview", f"http://{host}:{port}/feed"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=terminal.child_environment(NEWSBOT_NET_ALLOW=f"{host}:{port}"),
        )
        asked, _ = silent.accept()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=DEADLINE_S)
        asked.close()
    assert (child.returncode, out, err) == (130, b"", b"newsbot: interrupted\n")


@contextmanager
def web_processes(terminal: Terminal, port: str) -> Iterator[subprocess.Popen[bytes]]:
    arguments = [sys.executable, "-m", "newsbot", "web", "--workers", "2", "--port", port]
    with (terminal.home / "web.log").open("wb") as out:
        parent = subprocess.Popen(
            arguments, stdout=out, stderr=out, env=terminal.child_environment()
        )
    try:
        yield parent
    finally:
        parent.kill()
        parent.wait()


def is_served(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def children_of(parent: subprocess.Popen[bytes]) -> list[int]:
    listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    if not listed.exists():
        pytest.skip("this system does not tell a process's children in /proc")
    return [int(word) for word in listed.read_text().split()]


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return str(taken.getsockname()[1])


def test_a_killed_web_process_is_started_again_and_all_stop_together(terminal: Terminal) -> None:
    port = free_port()
    with web_processes(terminal, port) as parent:
        wait_until(lambda: is_served(port), "the port is served")
        before = children_of(parent)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        wait_until(lambda: len(set(children_of(parent)) - {before[0]}) == 2, "two run again")
        assert is_served(port)
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(DEADLINE_S) == 0
    assert not is_served(port)


def test_web_processes_end_with_their_parent_and_free_the_port(terminal: Terminal) -> None:
    port = free_port()
    with web_processes(terminal, port) as parent:
        wait_until(lambda: is_served(port), "the port is served")
        parent.kill()
        wait_until(lambda: not is_served(port), "nothing serves the port")


def test_web_processes_that_cannot_begin_say_so_once_and_end(terminal: Terminal) -> None:
    shown = terminal.spawn(
        "web",
        "--workers",
        "2",
        "--port",
        free_port(),
        NEWSBOT_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing",
    )
    assert shown.returncode == 3
    assert b"Traceback" not in shown.stderr
    assert terminal.spawn("web", "--workers", "0").returncode == 2


def test_a_taken_port_is_said_before_anything_starts(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for role in ("run", "web"):
            shown = terminal.spawn(role, "--port", port)
            assert (shown.returncode, shown.stdout) == (3, b"")
            assert shown.stderr.count(b"\n") == 1
            assert f"port {port}".encode() in shown.stderr
            assert b"NEWSBOT_WEB_PORT" in shown.stderr


@contextmanager
def running(
    terminal: Terminal, *arguments: str, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run newsbot in the background until the block ends."""
    child = subprocess.Popen(
        [sys.executable, "-m", "newsbot", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=terminal.child_environment(**environment),
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def test_a_running_service_is_healthy_until_it_is_asked_to_stop(
    terminal: Terminal, site: FeedThread
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    feed = site.put("/feed", "<rss version='2.0'><channel><title>T</title></channel></rss>")
    terminal.done("sources", "add", feed)
    with running(terminal, "run", NEWSBOT_WEB_PORT=port) as service:
        deadline = time.monotonic() + DEADLINE_S
        while terminal.run("healthcheck", NEWSBOT_WEB_PORT=port).status != 0:
            assert service.poll() is None
            assert time.monotonic() < deadline
        service.send_signal(signal.SIGTERM)
        out, err = service.communicate(timeout=DEADLINE_S)
    assert (service.returncode, out) == (0, b"")
    assert b"Traceback" not in err
    assert f"http://127.0.0.1:{port}/".encode() in err
    assert terminal.run("healthcheck", NEWSBOT_WEB_PORT=port).status == 1


def test_many_commands_at_once_share_one_database(terminal: Terminal) -> None:
    terminal.done("rules", "list")
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "newsbot", "rules", "add", f"word{number}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=terminal.child_environment(),
        )
        for number in range(4)
    ]
    for child in children:
        _, err = child.communicate(timeout=DEADLINE_S)
        assert (child.returncode, err) == (0, b"")
    assert len(terminal.done("rules", "list", "--json").rows) == 4


def test_a_first_start_of_many_at_once_makes_one_database(terminal: Terminal) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "newsbot", "rules", "list"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=terminal.child_environment(),
        )
        for _ in range(3)
    ]
    for child in children:
        _, err = child.communicate(timeout=DEADLINE_S)
        assert (child.returncode, err) == (0, b"")


def test_the_demo_shows_itself_and_ends(terminal: Terminal) -> None:
    shown = terminal.spawn("demo", "--once")
    assert shown.returncode == 0, shown.stderr
    assert shown.stderr == b""
    assert b"alerts" in shown.stdout
    assert not list(terminal.home.glob("**/*.db"))


def test_nothing_is_written_beside_the_data_folder(terminal: Terminal) -> None:
    data = terminal.home / "data"
    terminal.spawn("rules", "add", "nato", NEWSBOT_DATA_DIR=str(data))
    assert [path.name for path in terminal.home.iterdir()] == ["data"]
    assert (data / "newsbot.db").is_file()
