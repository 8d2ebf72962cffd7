"""What log lines look like, where they go, and what they never hold."""

import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator
from typing import NoReturn

import pytest
import structlog

from newsbot import log

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture(autouse=True)
def untouched_logging() -> Iterator[None]:
    """Put back what `configure` changes for the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    names = [*log.CHATTY, *log.OPINIONATED]
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def refuse(text: str) -> NoReturn:
    raise ValueError(text)


def after_time(line: str) -> str:
    return line.partition(" ")[2]


def test_a_line_of_text_is_time_level_event_and_ids() -> None:
    out = io.StringIO()
    log.configure(stream=out)
    structlog.get_logger().info("delivered", delivery=12, chat="a b", note="x=1", empty="")
    time, _, rest = out.getvalue().partition(" ")
    assert time.endswith("Z")
    assert rest == 'info    delivered delivery=12 chat="a b" note="x=1" empty=""\n'


def test_a_line_of_json_is_one_object_with_time_level_event_first() -> None:
    out = io.StringIO()
    log.configure(style="json", stream=out)
    structlog.get_logger().warning("source silent", source=3, title="Новини\n")
    (line,) = out.getvalue().splitlines()
    document = json.loads(line)
    assert list(document)[:3] == ["time", "level", "event"]
    assert document["title"] == "Новини\n"
    assert "Новини" in line


@pytest.mark.parametrize("style", ["text", "json"])
def test_libraries_write_the_same_lines(style: log.Style) -> None:
    out = io.StringIO()
    log.configure(style=style, stream=out)
    logging.getLogger("uvicorn.error").error("no %s", "socket")
    assert "no socket" in out.getvalue()
    assert "error" in out.getvalue()
    assert len(out.getvalue().splitlines()) == 1


def test_a_library_with_a_log_of_its_own_is_brought_back() -> None:
    library = logging.getLogger("a library of its own")
    library.addHandler(logging.NullHandler())
    library.propagate = False
    out = io.StringIO()
    log.configure(stream=out)
    library.error("disk gone")
    assert "disk gone" in out.getvalue()


def test_everything_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure()
    structlog.get_logger().info("started")
    logging.getLogger("library").warning("hm")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 2


def test_lines_below_the_level_are_left_out() -> None:
    out = io.StringIO()
    log.configure(level="warning", stream=out)
    structlog.get_logger().info("started")
    logging.getLogger("library").info("started")
    assert out.getvalue() == ""


def test_chatty_libraries_are_kept_at_warning_even_when_debugging() -> None:
    out = io.StringIO()
    log.configure(level="debug", stream=out)
    for name in ("httpx", "httpcore.connection", "apscheduler.scheduler", "telegram.ext"):
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).warning("trouble")
    assert [after_time(line) for line in out.getvalue().splitlines()] == ["warning trouble"] * 4


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize(
    ("secret", "text"),
    [
        (TOKEN.partition(":")[2], f"GET https://api.telegram.org/bot{TOKEN}/getMe"),
        (TOKEN.partition(":")[2], f"token {TOKEN}"),
        ("test-1", "POST http://127.0.0.1:8081/bot42:test-1/sendMessage"),
        ("hunter22", "postgresql://news:hunter22@db/news"),
        ("hunter22", "GET /feeds/rule/3.rss?token=hunter22&page=2"),
        ("hunter22", "GET /feeds/all.rss?page=2&Token=hunter22"),
        ("aHVudGVyMjI=", "authorization: Basic aHVudGVyMjI="),
        ("hunter22-hunter22", "authorization: Bearer hunter22-hunter22"),
        ('so "quoted" \\ é', 'password so "quoted" \\ é'),
    ],
)
def test_g12_no_secret_is_written(style: log.Style, secret: str, text: str) -> None:
    out = io.StringIO()
    log.configure(style=style, secrets=['so "quoted" \\ é'], stream=out)
    logger = structlog.get_logger()
    logger.info(text)
    logger.info("event", value=text, nested={"deep": [text]})
    logging.getLogger("library").warning("%s", text)
    try:
        refuse(text)
    except ValueError:
        logger.exception("failed")
        logging.getLogger("library").exception("failed")
    assert out.getvalue().count(log.MASK) >= 6
    assert secret not in out.getvalue()
    assert json.dumps(secret)[1:-1] not in out.getvalue()


def test_what_only_resembles_a_secret_stays() -> None:
    out = io.StringIO()
    log.configure(stream=out, secrets=["a", ""])
    structlog.get_logger().info(
        "read", url="https://a.example:8420/bots?page=2", at="2026-01-02T10:11:12Z"
    )
    assert log.MASK not in out.getvalue()


def test_a_stranger_cannot_break_the_line_or_steer_the_terminal() -> None:
    out = io.StringIO()
    log.configure(stream=out)
    structlog.get_logger().info("a\nb", title="x\r\n2026 info forged \x1b[2J\u202e")
    logging.getLogger("library").warning("a\x1b[2J\nforged")
    try:
        refuse("\x1b[2J")
    except ValueError:
        structlog.get_logger().exception("failed")
    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()
    events = [line for line in out.getvalue().splitlines() if not line.startswith("  ")]
    assert len(events) == 3


def test_a_traceback_follows_its_line_indented() -> None:
    out = io.StringIO()
    log.configure(stream=out)
    try:
        refuse("broken")
    except ValueError:
        structlog.get_logger().exception("failed", source=3)
    first, *rest = out.getvalue().splitlines()
    assert after_time(first) == "error   failed source=3"
    assert rest[0] == "  Traceback (most recent call last):"
    assert rest[-1] == "  ValueError: broken"


def test_colour_marks_the_level_and_nothing_else() -> None:
    out = io.StringIO()
    log.configure(stream=out, colour=True)
    structlog.get_logger().error("failed")
    assert after_time(out.getvalue()) == "\x1b[31merror  \x1b[0m failed\n"


def test_warnings_of_python_become_lines() -> None:
    out = io.StringIO()
    log.configure(stream=out)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        log.configure(stream=out)
        warnings.warn("old call", UserWarning, stacklevel=1)
    assert "UserWarning: old call" in out.getvalue()
    assert len(out.getvalue().splitlines()) == 1


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(28, "No space left on device")

        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    log.configure()
    structlog.get_logger().info("started")
    logging.getLogger("library").warning("hm")
