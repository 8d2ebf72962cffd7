"""Own how log lines look and where they go: one line an event, on standard error, no secrets.

It reads no settings: `cli` hands them in. What is worth a line is decided by the rooms.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

Style = Literal["text", "json"]
MASK = "********"

CHATTY = (
    "aiohttp.access",
    "alembic",
    "apscheduler",
    "httpcore",
    "httpx",
    "telegram",
    "urllib3",
    "uvicorn",
)
"""Libraries whose INFO tells nothing that our own lines do not; httpx's even holds the token."""

OPINIONATED = ("charset_normalizer", "courlan", "htmldate", "trafilatura")
"""Libraries that log an error for a page they dislike: pages are theirs to dislike, not news."""

SHORTEST_SECRET = 4
"""A shorter one is left to the patterns: masking each `a` would spoil every line."""

_ESCAPES = 2
"""A secret inside a list is escaped by `repr`, and the whole once more by JSON."""

_SECRETS_BY_SHAPE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (":", re.compile(r"(\d{3,}:)[A-Za-z0-9_-]{20,}")),
    ("/bot", re.compile(r"(/bot\d+:)[A-Za-z0-9_-]+")),
    ("@", re.compile(r"(://[^\s:/?#@\"']*:)[^\s/@\"']+(?=@)")),
    (
        "=",
        re.compile(
            r"([?&](?:access_token|api_key|key|password|secret|token)=)[^&\s\"'<>\\]+",
            re.IGNORECASE,
        ),
    ),
    ("earer ", re.compile(r"(\b[Bb]earer\s+)[A-Za-z0-9+/=._~-]{8,}")),
    ("asic ", re.compile(r"(\b[Bb]asic\s+)[A-Za-z0-9+/=]{8,}")),
)
"""What looks like a bot token, a password or a credential, after a text that must be there."""

_COLOURS: Mapping[str, str] = {
    "debug": "\x1b[2m",
    "info": "\x1b[32m",
    "warning": "\x1b[33m",
    "error": "\x1b[31m",
    "critical": "\x1b[1;31m",
}
_PLAIN = "\x1b[0m"
_BARE_VALUE = re.compile(r"[^\s\"'=\\]+")


def configure(
    *,
    level: str = "info",
    style: Style = "text",
    secrets: Iterable[str] = (),
    colour: bool = False,
    stream: TextIO | None = None,
) -> None:
    """Set up our own logger and the standard library's, so that both write the same lines.

    `secrets` are masked wherever they turn up, as is what looks like one. `colour` is for a
    terminal only. `stream` is standard error unless a test says otherwise. To let uvicorn write
    here, start it with `log_config=None`.
    """
    out = _Steady(stream)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    ending: list[Processor] = [
        structlog.processors.format_exc_info,
        _Json() if style == "json" else _Text(colour=colour),
        _Scrubber(secrets),
    ]
    structlog.configure(
        processors=[*shared, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=out),  # type: ignore[arg-type]  # needs write and flush only
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    _rule_the_standard_library(handler, level.upper())


def _rule_the_standard_library(handler: logging.Handler, level: str) -> None:
    """Make `handler` the only one, and keep the libraries' own chatter out.

    A library that was started before us with a log of its own (uvicorn does so by default) is
    brought back under the root.
    """
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger) and not logger.propagate:
            logger.handlers.clear()
            logger.propagate = True
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in OPINIONATED:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.captureWarnings(capture=True)


class _Steady:
    """Write to standard error as it is now, and never fail: a full disk must not stop newsbot."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            return (self._stream or sys.stderr).write(text)
        except (OSError, ValueError):
            return 0

    def flush(self) -> None:
        try:
            (self._stream or sys.stderr).flush()
        except (OSError, ValueError):
            return


class _Scrubber:
    """Mask secrets in a finished line, whatever value, message or traceback they hide in."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spellings = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        for _ in range(_ESCAPES):
            spellings |= {_escaped(text) for text in spellings} | {repr(t)[1:-1] for t in spellings}
        longest_first = sorted(spellings, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def __call__(self, _logger: object, _method: str, line: Any) -> str:
        text = self._known.sub(MASK, str(line))
        for needle, shape in _SECRETS_BY_SHAPE:
            if needle in text:
                text = shape.sub(rf"\1{MASK}", text)
        return text


def _escaped(text: str) -> str:
    """Return a text as it stands between the quotation marks of a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


class _Json:
    """Write an event as one JSON object, time, level and event first."""

    def __call__(self, _logger: object, _method: str, event: EventDict) -> str:
        return json.dumps(_ordered(event), ensure_ascii=False, default=str)


class _Text:
    """Write an event as `time level event key=value`, on one line but for a traceback."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def __call__(self, _logger: object, _method: str, event: EventDict) -> str:
        ordered = _ordered(event)
        trace = str(ordered.pop("exception", "") or "")
        time, level, name = (str(ordered.pop(key, "")) for key in ("time", "level", "event"))
        shown_level = f"{level:<7}"
        if self._colour:
            shown_level = f"{_COLOURS.get(level, '')}{shown_level}{_PLAIN}"
        pairs = "".join(f" {key}={_quoted(value)}" for key, value in ordered.items())
        lines = "".join(f"\n  {_printable(line)}" for line in trace.splitlines())
        return f"{time} {shown_level} {_printable(name.strip())}{pairs}{lines}"


def _ordered(event: MutableMapping[str, Any]) -> dict[str, Any]:
    first = {key: event[key] for key in ("time", "level", "event") if key in event}
    return {**first, **event}


def _quoted(value: object) -> str:
    """Return a value bare when that is unmistakable, else as a JSON string on one line."""
    text = str(value)
    if _BARE_VALUE.fullmatch(text) and text.isprintable():
        return text
    return _printable(json.dumps(text, ensure_ascii=False))


def _printable(text: str) -> str:
    """Escape what could break a line or steer a terminal: log text comes from strangers too."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
