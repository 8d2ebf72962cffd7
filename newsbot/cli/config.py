"""Own the commands about settings."""

import typer

from newsbot import settings as settings_room
from newsbot.cli.context import settings_of
from newsbot.cli.output import print_json, say
from newsbot.cli.sources import Json

commands = typer.Typer(name="config", help="The settings of this process.", no_args_is_help=True)


@commands.command()
def example() -> None:
    """Write a settings file with every key, its default and what it does."""
    typer.echo(settings_room.example_toml(), nl=False)


@commands.command()
def check(context: typer.Context) -> None:
    """Say whether the settings are right; every fault is named."""
    settings_of(context)
    say("the settings are right")


@commands.command()
def show(context: typer.Context, json: Json = False) -> None:
    """Show the settings in force and where each came from; secrets are masked."""
    from pathlib import Path

    options = context.obj
    settings_of(context)
    loaded = settings_room.load_with_origins(
        config_file=Path(options.config_file) if options.config_file else None,
        flags={
            "data_dir": options.data_dir or None,
            "database_url": options.database_url or None,
            "log.level": options.log_level or None,
        },
    )
    rows = settings_room.shown(loaded)
    for row in rows:
        if json:
            print_json(row)
        else:
            say(f"{row.key} = {row.value}  # {row.origin}")
