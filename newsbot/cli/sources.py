"""Own the commands about sources, and `newsbot fetch`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from newsbot.cli import inputs, shapes
from newsbot.cli.context import confirm, opened, run
from newsbot.cli.output import moment, print_json, print_table, say
from newsbot.cli.status import NOT_SO, complain
from newsbot.domain.ports import Fetched
from newsbot.errors import Invalid, NotFound

commands = typer.Typer(name="sources", help="The places that are read.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@commands.command()
def add(
    context: typer.Context,
    url: str,
    kind: Annotated[str, typer.Option(help="auto, rss, atom, rdf, jsonfeed ...")] = "auto",
    name: Annotated[str, typer.Option(help="Short name, for source: in rules.")] = "",
    interval: Annotated[str, typer.Option(help="Time between polls, such as 15m.")] = "",
    json: Json = False,
) -> None:
    """Add a source; it is polled at once by a running worker."""
    from newsbot.services import sources as service

    async def work() -> None:
        async with opened(context) as app:
            new = service.NewSource(
                url=url,
                name=name,
                kind=kind,
                interval=inputs.interval(interval) if interval else app.settings.fetch.interval,
            )
            added = await service.add(app.desk(), new)
        if json:
            print_json(shapes.source(added))
        else:
            say(f"added source {added.id} {added.name!r}; read it: newsbot fetch {added.name}")

    run(work())


@commands.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the sources with their state."""
    from newsbot.services import sources as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.list_all(app.desk())
        if json:
            for one in found:
                print_json(shapes.source(one))
            return
        print_table(
            ("id", "name", "state", "last success", "error or title", "url"),
            (
                (
                    one.id,
                    one.name,
                    one.state,
                    moment(one.last_success_at),
                    one.error or one.title,
                    one.url,
                )
                for one in found
            ),
            empty="no sources yet; add one with: newsbot sources add URL",
        )

    run(work())


@commands.command()
def show(context: typer.Context, name: str, json: Json = False) -> None:
    """Show one source, by id, name or URL."""
    from newsbot.services import sources as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.get(app.desk(), name)
        if json:
            print_json(shapes.source(found))
            return
        for key, value in shapes.source(found).items():
            say(f"{key}: {value}")

    run(work())


@commands.command()
def edit(
    context: typer.Context,
    name: str,
    url: Annotated[str, typer.Option(help="New address.")] = "",
    title: Annotated[str, typer.Option(help="Title shown to readers.")] = "",
    interval: Annotated[str, typer.Option(help="Time between polls.")] = "",
    json: Json = False,
) -> None:
    """Change a source."""
    from newsbot.services import sources as service

    changes: dict[str, Any] = {}
    if url:
        changes["url"] = url
    if title:
        changes["title"] = title
    if interval:
        changes["interval"] = inputs.interval(interval)
    if not changes:
        raise Invalid("nothing to change was given; see: newsbot sources edit --help")

    async def work() -> None:
        async with opened(context) as app:
            found = await service.edit(app.desk(), name, changes)
        if json:
            print_json(shapes.source(found))
        else:
            say(f"changed source {found.id} {found.name!r}")

    run(work())


@commands.command()
def pause(
    context: typer.Context,
    name: str,
    resume: Annotated[bool, typer.Option("--resume", help="Take it up again.")] = False,
) -> None:
    """Stop polling a source; --resume takes it up again."""
    from newsbot.services import sources as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.pause(app.desk(), name, resume=resume)
        say(f"source {found.name!r} is {found.state}")

    run(work())


@commands.command()
def remove(
    context: typer.Context,
    name: str,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a source with its articles."""
    from newsbot.services import sources as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.get(app.desk(), name)
            confirm(f"Remove {found.name!r} with its articles?", yes=yes)
            await service.remove(app.desk(), name)
        say(f"removed source {found.name!r}")

    run(work())


@commands.command("import")
def import_(
    context: typer.Context,
    file: str,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be added.")] = False,
    json: Json = False,
) -> None:
    """Add the subscriptions of an OPML file (- reads standard input)."""
    from newsbot.feeds import parse_opml
    from newsbot.services import sources as service

    outlines = parse_opml(inputs.read_bytes(file))

    async def work() -> None:
        async with opened(context) as app:
            done = await service.import_outlines(
                app.desk(), outlines, interval=app.settings.fetch.interval, dry_run=dry_run
            )
        for title, reason in done.refused:
            complain(f"left out {title!r}: {reason}")
        if json:
            for one in done.added:
                print_json(shapes.source(one))
            return
        verb = "would add" if dry_run else "added"
        say(
            f"{verb} {len(done.added)} sources, {len(done.known)} were there, "
            f"{len(done.refused)} left out"
        )

    run(work())


@commands.command()
def export(context: typer.Context) -> None:
    """Write the sources as OPML to standard output."""
    from newsbot.feeds import render_opml
    from newsbot.services import sources as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.list_all(app.desk())
        made = max((one.created_at for one in found), default=datetime(2000, 1, 1, tzinfo=UTC))
        document = render_opml("newsbot sources", service.as_outlines(found), made)
        typer.echo(document.decode())

    run(work())


@commands.command()
def preview(
    context: typer.Context,
    place: Annotated[str, typer.Argument(metavar="URL|FILE")],
    url: Annotated[str, typer.Option("--url", help="Address that FILE came from.")] = "",
    json: Json = False,
) -> None:
    """Show the entries of a source as they would be stored; nothing is stored."""

    async def work() -> None:
        async with opened(context) as app:
            if inputs.is_url(place):
                fetched = await app.client.get(place)
            else:
                fetched = Fetched(url=url, body=inputs.read_bytes(place))
            if not isinstance(fetched, Fetched):
                raise NotFound(f"{place} sent nothing")
            document = await app.reader.read(fetched)
        if json:
            print_json(shapes.preview(document))
            return
        title = document.title or Path(place).name
        say(f"{title}: {document.kind}, {len(document.entries)} entries")
        for warning in document.warnings:
            complain(f"warning: {warning.message}")
        print_table(
            ("published", "title", "url"),
            ((moment(one.published), one.title, one.url) for one in document.entries),
            empty="no entries",
        )

    run(work())


def register_fetch(root: typer.Typer) -> None:
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
                    one.error or ("nothing new" if one.unchanged else "read"),
                )
                for one in sorted(polled, key=lambda each: each.source.id)
            ),
            empty="no source was free to poll; another process reads them now",
        )
    return sum(1 for one in polled if not one.error), len(chosen)
