"""Own `newsbot fetch`: one poll round now, with progress and a table at the end."""

from typing import Annotated, Any

import typer

from newsbot.cli.context import opened, run
from newsbot.cli.output import print_json, print_table
from newsbot.cli.sources import Json
from newsbot.cli.status import NOT_SO
from newsbot.errors import Invalid, NotFound


def register(root: typer.Typer) -> None:
    """Add `newsbot fetch`, which stands beside the nouns."""

    @root.command()
    def fetch(
        context: typer.Context,
        names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE ...]")] = None,
        every: Annotated[bool, typer.Option("--all", help="Every active source.")] = False,
        strict: Annotated[bool, typer.Option("--strict", help="Fail if any source fails.")] = False,
        json: Json = False,
    ) -> None:
        """Poll sources once, now, whether they are due or not, and store what is new."""
        if bool(names) == every:
            raise Invalid("name the sources to read, or give --all for every one")
        answered, asked = run(_fetch(context, names or [], json=json))
        if answered == 0 or (strict and answered < asked):
            raise typer.Exit(NOT_SO)


async def _fetch(context: typer.Context, names: list[str], *, json: bool) -> tuple[int, int]:
    """Poll and process; return how many sources answered of how many asked."""
    from newsbot.app.roles import heartbeat
    from newsbot.cli.progress import polling
    from newsbot.pipeline import fetch, process
    from newsbot.services import sources as service

    async with opened(context) as app, heartbeat(app):
        desk = app.desk()
        chosen = [await service.get(desk, name) for name in names]
        if not names:
            chosen = [one for one in await service.list_all(desk) if one.state == "active"]
        if not chosen:
            raise NotFound("there is no active source; add one with: newsbot sources add URL")
        with polling(len(chosen), quiet=json) as on_polled:
            polled = await fetch.run_once(
                app.fetch, only=[one.id for one in chosen], on_polled=on_polled
            )
        while await process.run_once(app.process):
            pass
    for one in sorted(polled, key=lambda each: each.source.id):
        if json:
            print_json(
                {
                    "source": one.source.name,
                    "entries": one.entries,
                    "new": one.new,
                    "revised": one.revised,
                    "unchanged": one.unchanged,
                    "error": one.error,
                }
            )
    if not json:
        print_table(
            ("source", "entries", "new", "revised", "outcome"),
            (
                (
                    one.source.name,
                    one.entries,
                    one.new,
                    one.revised,
                    one.error or _outcome(one),
                )
                for one in sorted(polled, key=lambda each: each.source.id)
            ),
            empty="no source was free to poll; another process reads them now",
        )
    return sum(1 for one in polled if not one.error), len(chosen)


def _outcome(one: Any) -> str:
    if one.unchanged:
        return "nothing new"
    return "read; entries may have been missed" if one.gap else "read"
