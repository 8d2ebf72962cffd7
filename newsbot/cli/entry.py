"""Own the start of the command line: one Typer application of commands by noun."""

import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from newsbot import __version__
from newsbot.cli import (
    aliases,
    articles,
    audit,
    config,
    database,
    deliveries,
    feeds,
    fetching,
    finding,
    health,
    rules,
    run,
    setup,
    sources,
    stories,
    subscribers,
    subscriptions,
    trying,
    users,
)
from newsbot.cli.context import Options
from newsbot.cli.status import CANNOT_NOW, DONE, INTERRUPTED, WRONG_USE, complain, status_of
from newsbot.errors import NewsbotError

SHOWN_CHARS = 80

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
setup.register(app)
health.register(app)
deliveries.register_why(app)
fetching.register(app)
finding.register(sources.commands)
trying.register(rules.commands)
for room in (
    sources,
    articles,
    stories,
    rules,
    aliases,
    subscribers,
    subscriptions,
    deliveries,
    feeds,
    users,
    audit,
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
        sys.stdout.flush()  # a reader that left, or a full disk, shows here and not at exit
    except (typer.Abort, KeyboardInterrupt):
        outcome = INTERRUPTED
    except TyperException as exc:
        return _wrong_use(exc)
    except NewsbotError as exc:
        complain(str(exc))
        return status_of(exc)
    except (BrokenPipeError, SystemExit):  # Typer exits by itself only for a closed pipe
        outcome = _drop_output(DONE)
    except OSError as exc:
        complain(f"the system refused: {exc.strerror or exc}")
        outcome = _drop_output(CANNOT_NOW)
    except UnicodeEncodeError as exc:  # an argument of bytes that are no text, on its way out
        complain(f"{exc.object[:SHOWN_CHARS]!r} is not UTF-8 text; write it in UTF-8")
        return WRONG_USE
    except Exception as exc:  # noqa: BLE001 - the last boundary: a person never sees a traceback
        complain(
            f"unexpected error, please report it: {type(exc).__name__}: {exc} "
            "(run with --log-level debug for details)"
        )
        return _details(arguments, exc)
    if outcome == INTERRUPTED:
        complain("interrupted")
    return outcome if isinstance(outcome, int) else 0


def _wrong_use(refusal: TyperException) -> int:
    """Say in one line what the command line lacks, and which command tells more."""
    message = " ".join(refusal.format_message().split())
    if message:  # without one the whole help was shown instead
        path = getattr(getattr(refusal, "ctx", None), "command_path", "newsbot")
        complain(f"{message.rstrip('.')}; see: {path} --help")
    return WRONG_USE


def _drop_output(status: int) -> int:
    """Throw away what nobody takes, such as `| head`: the interpreter would try it once more."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _details(arguments: list[str], exc: Exception) -> int:
    if "debug" in arguments:
        import traceback

        traceback.print_exception(exc)
    return CANNOT_NOW
