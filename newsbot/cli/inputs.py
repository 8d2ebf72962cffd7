"""Own the reading of arguments that name files, standard input and durations."""

import sys
from datetime import timedelta
from pathlib import Path

from newsbot.cli.status import complain
from newsbot.errors import Invalid
from newsbot.settings.values import parse_duration

MAX_INPUT_BYTES = 64 * 1024 * 1024
SHORTEST_INTERVAL = timedelta(seconds=1)
POLITE_INTERVAL = timedelta(minutes=1)


def read_bytes(name: str) -> bytes:
    """Return the content of a file, or of standard input for `-`. Raises `Invalid`."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as exc:
        raise Invalid(f"{name} cannot be read: {exc.strerror or exc}") from exc
    if len(data) > MAX_INPUT_BYTES:
        raise Invalid(f"{name} is larger than {MAX_INPUT_BYTES // 2**20} MiB")
    return data


def read_text(name: str) -> str:
    """Return the text of a UTF-8 file. Raises `Invalid`."""
    try:
        return read_bytes(name).decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise Invalid(f"{name} is not UTF-8 text (byte {exc.start}); convert it first") from exc


def is_url(name: str) -> bool:
    """Say whether an argument is a web address and not a file."""
    return name.lower().startswith(("http://", "https://"))


def duration(text: str) -> timedelta:
    """Return a duration such as `15m`, `30d`. Raises `Invalid`."""
    try:
        value = parse_duration(text)
    except ValueError as exc:
        raise Invalid(f"{text!r} {exc}") from exc
    if value <= timedelta(0):
        raise Invalid(f"{text!r} is no duration; write one like 30s, 15m, 12h or 30d")
    return value


def interval(text: str) -> timedelta:
    """Return a time between polls; warn of one that publishers mind. Raises `Invalid`."""
    value = duration(text)
    if value < SHORTEST_INTERVAL:
        raise Invalid(f"{text!r} is too short an interval; write 1s or more")
    if value < POLITE_INTERVAL:
        complain("warning: publishers block readers that poll more than once a minute")
    return value
