"""Own the progress display of `newsbot fetch`; silent when nobody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from newsbot.pipeline.store import Polled


@contextmanager
def polling(count: int, *, quiet: bool) -> Iterator[Callable[[Polled], None]]:
    """Show a bar on standard error while sources are polled."""
    if quiet or not sys.stderr.isatty():
        yield _unseen
        return
    console = Console(stderr=True)
    name = TextColumn("{task.fields[last]}")
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), name)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("fetch", total=count, last="")
        yield lambda polled: progress.update(task, advance=1, last=polled.source.name)


def _unseen(polled: Polled) -> None:
    """Take the news of a poll where no terminal shows it."""
    del polled
