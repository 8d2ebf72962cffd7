"""Own the start of the command line: one Typer application of commands by noun."""

import sys
from typing import Annotated

import typer
from typer._click.exceptions import ClickException

from newsbot import __version__
from newsbot.cli import (
    articles,
    config,
    database,
    deliveries,
    feeds,
    health,
    rules,
    run,
    sources,
    stories,
    subscribers,
    subscriptions,
)
from newsbot.cli.context import Options
from newsbot.cli.status import INTERRUPTED, WRONG_USE, complain, status_of
from newsbot.errors import NewsbotError

app = typer.Typer(
    name="newsbot",
    help="Read news sources, group stories, publish feeds, and push alerts by keyword rules.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsbot {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    config_file: Annotated[
        str, typer.Option("--config", help="Settings file (TOML).", metavar="FILE")
    ] = "",
    data_dir: Annotated[
        str, typer.Option("--data-dir", help="Folder for run-time state.", metavar="DIR")
    ] = "",
    database_url: Annotated[
        str, typer.Option("--database-url", help="Database to use.", metavar="URL")
    ] = "",
    log_level: Annotated[
        str, typer.Option("--log-level", help="debug, info, warning or error.", metavar="LEVEL")
    ] = "",
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    del version
    context.obj = Options(
        config_file=config_file,
        data_dir=data_dir,
        database_url=database_url,
        log_level=log_level,
    )


run.register(app)
health.register(app)
deliveries.register_why(app)
sources.register_fetch(app)
for room in (
    sources,
    articles,
    stories,
    rules,
    subscribers,
    subscriptions,
    deliveries,
    feeds,
    config,
    database,
):
    app.add_typer(room.commands)


def main() -> None:
    """Run the command line and end the process with the status of contracts.md."""
    sys.exit(invoke(sys.argv[1:]))


def invoke(arguments: list[str]) -> int:
    """Run one command and return its exit status."""
    try:
        outcome = typer.main.get_command(app).main(
            arguments, prog_name="newsbot", standalone_mode=False
        )
    except typer.Abort:
        complain("interrupted")
        return INTERRUPTED
    except ClickException as exc:  # typer carries its own copy of click
        exc.show()
        return WRONG_USE
    except NewsbotError as exc:
        complain(str(exc))
        return status_of(exc)
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except Exception as exc:  # noqa: BLE001 - the last boundary: a person never sees a traceback
        complain(
            f"unexpected error, please report it: {type(exc).__name__}: {exc} "
            "(run with --log-level debug for details)"
        )
        return _details(arguments, exc)
    return outcome if isinstance(outcome, int) else 0


def _reader_left() -> int:
    """End quietly when the reader of our output has gone (`| head`)."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _details(arguments: list[str], exc: Exception) -> int:
    if "debug" in arguments:
        import traceback

        traceback.print_exception(exc)
    return WRONG_USE + 1
