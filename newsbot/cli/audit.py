"""Own the command about the audit trail: who changed what, through which door."""

import csv
import sys
from typing import Annotated

import typer

from newsbot.cli import inputs
from newsbot.cli.context import opened, run
from newsbot.cli.output import moment, plain, print_json, print_table
from newsbot.cli.sources import Json
from newsbot.errors import Invalid
from newsbot.services import shapes

commands = typer.Typer(name="audit", help="Who changed what.", no_args_is_help=True)


@commands.command("list")
def list_(
    context: typer.Context,
    actor: Annotated[str, typer.Option(help="Only what this one did.")] = "",
    action: Annotated[str, typer.Option(help="Such as rule.edit, or rule for all.")] = "",
    since: Annotated[str, typer.Option(help="How far back, such as 7d.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="How many at the most; 0 for all.")] = 100,
    as_csv: Annotated[bool, typer.Option("--csv", help="A table for spreadsheets.")] = False,
    json: Json = False,
) -> None:
    """List changes, the newest first."""
    from newsbot.services import trail

    if as_csv and json:
        raise Invalid("choose --csv or --json")
    back = inputs.duration(since) if since else None

    async def work() -> None:
        async with opened(context) as app:
            wanted = trail.Wanted(actor=actor, action=action, back=back)
            found = trail.walk(app.desk(), wanted, limit=limit or None)
            if json:
                async for one in found:
                    print_json(shapes.trail_line(one))
            elif as_csv:
                writer = csv.writer(sys.stdout, lineterminator="\n")
                writer.writerow(trail.COLUMNS)
                async for one in found:
                    writer.writerow(trail.cells(plain(shapes.trail_line(one))))
            else:
                rows = [
                    (moment(one.at), one.actor, one.door, one.action, one.object_)
                    async for one in found
                ]
                columns = ("when", "who", "door", "what", "of")
                print_table(columns, rows, empty="nothing was changed yet")

    run(work())
