"""Own how an error becomes one clear line and an exit status; no traceback reaches a person."""

import sys

from newsbot.errors import (
    ChannelError,
    ConfigError,
    Malformed,
    NewsbotError,
    NotFound,
    SourceError,
    StoreError,
    TooLarge,
    UserError,
)

DONE, NOT_SO, WRONG_USE, CANNOT_NOW, INTERRUPTED = 0, 1, 2, 3, 130


def status_of(error: NewsbotError) -> int:
    """Return the exit status of contracts.md for an error."""
    match error:
        case NotFound():
            return NOT_SO
        case UserError() | ConfigError() | Malformed() | TooLarge():
            return WRONG_USE
        case StoreError() | SourceError() | ChannelError():
            return CANNOT_NOW
        case _:
            return WRONG_USE


def complain(message: str) -> None:
    """Write one diagnosis on standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    shown = message.encode(encoding, "backslashreplace").decode(encoding)
    print(f"newsbot: {shown}", file=sys.stderr)  # noqa: T201 - this is the terminal's room
