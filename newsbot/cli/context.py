"""Own what every command shares: its options, the opened app, and the running of its coroutine."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import typer

from newsbot import log
from newsbot.cli.status import complain
from newsbot.errors import Invalid
from newsbot.settings import Settings, load

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Hold the options that stand before the command."""

    config_file: str = ""
    data_dir: str = ""
    database_url: str = ""
    log_level: str = ""


def settings_of(context: typer.Context, *, quiet: bool = True, **flags: object) -> Settings:
    """Read the settings and set up logging; a short command shows warnings only.

    Raises `ConfigError`.
    """
    options: Options = context.obj
    given = {
        "data_dir": options.data_dir or None,
        "database_url": options.database_url or None,
        "log.level": options.log_level or None,
        **{key.replace("__", "."): value for key, value in flags.items()},
    }
    settings = load(
        config_file=Path(options.config_file) if options.config_file else None, flags=given
    )
    level = settings.log.level
    if quiet and not options.log_level and level == "info":
        level = "warning"
    log.configure(
        level=level,
        style=settings.log.format,
        secrets=settings.secrets(),
        colour=sys.stderr.isatty() and "NO_COLOR" not in os.environ,
    )
    for warning in settings.warnings():
        complain(f"warning: {warning}")
    return settings


@asynccontextmanager
async def opened(context: typer.Context) -> AsyncIterator[Any]:
    """Open the app for one short command, whose changes are written down under the user's name."""
    from newsbot.app import open_app

    async with open_app(settings_of(context)) as app:
        yield replace(app, operator=_operator())


def _operator() -> str:
    """Return the name of who types, as the system knows it; "" where it does not."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's number without a name
        return ""


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is destroyed, unless `yes` was given.

    Raises `Invalid` when the answer is no, or when nobody is there to answer.
    """
    if yes:
        return
    sys.stderr.write(f"{question} [y/N]: ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:
        sys.stderr.write("\n")
        raise Invalid("nothing was done: there is nobody to ask; give --yes to do it all the same")
    if answer.strip().lower() not in {"y", "yes"}:
        raise Invalid("nothing was done")


def run(work: Coroutine[Any, Any, T], *, fast_loop: bool = False) -> T:
    """Run a command's coroutine; a single error of a task group is shown as itself.

    `fast_loop` is for what runs long: uvloop takes a while to load and pays by the connection.
    """
    try:
        with asyncio.Runner(loop_factory=_fast_loop() if fast_loop else None) as runner:
            return runner.run(work)
    except BaseExceptionGroup as group:
        first = group.exceptions[0]
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from group


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's factory where there is one (not on Windows)."""
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
