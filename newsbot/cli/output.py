"""Own how results are printed: JSON lines for programs, tables for people."""

import codecs
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsbot.services.shapes import plain

__all__ = ["clean", "moment", "plain", "print_json", "print_table", "say"]


def print_json(value: Any) -> None:
    """Print one JSON object a line; nothing else goes to standard output."""
    say(json.dumps(plain(value), ensure_ascii=codecs.lookup(_encoding()).name != "utf-8"))


def say(text: str) -> None:
    """Print a line; what standard output cannot show is escaped, in JSON as JSON does it."""
    encoding = _encoding()
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _encoding() -> str:
    return sys.stdout.encoding or "utf-8"


def clean(text: object) -> str:
    """Return text from outside on one line, without characters that steer a terminal."""
    joined = " ".join(str(text).split())
    return "".join(char for char in joined if char.isprintable())


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Print a table, or what to do when there is nothing to show."""
    listed = [[clean(cell) for cell in row] for row in rows]
    if not listed:
        say(empty)
        return
    if not sys.stdout.isatty():
        for row in [list(columns), *listed]:
            say("\t".join(row))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in listed:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def moment(value: datetime | None) -> str:
    """Return a time for people, in UTC; a dash for none."""
    return "-" if value is None else value.strftime("%Y-%m-%d %H:%M")
