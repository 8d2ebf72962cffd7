"""Own the commands about the sources that are kept; `finding` has those about ones that may be."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from newsbot.cli import inputs
from newsbot.cli.context import confirm, opened, run
from newsbot.cli.output import moment, print_json, print_table, say
from newsbot.cli.status import complain
from newsbot.domain.source import Source, troubles
from newsbot.errors import Invalid
from newsbot.services import shapes

commands = typer.Typer(name="sources", help="The places that are read.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="[PART=]SELECTOR",
        help="For --kind webpage, CSS or XPath: item=article, title=h2, link, date, text, image.",
    ),
]


@commands.command()
def add(
    context: typer.Context,
    url: str,
    kind: Annotated[str, typer.Option(help="auto, rss, atom, rdf, jsonfeed ...")] = "auto",
    name: Annotated[str, typer.Option(help="Short name, for source: in rules.")] = "",
    interval: Annotated[str, typer.Option(help="Time between polls, such as 15m.")] = "",
    select: Select = None,
    json: Json = False,
) -> None:
    """Add a source; it is polled at once by a running worker.

    The address of a web page is searched for feeds: one is added, several are shown to choose from.
    """
    from newsbot.cli.finding import settle_address
    from newsbot.services import sources as service
    from newsbot.services.selecting import parse_select

    async def work() -> None:
        async with opened(context) as app:
            new = service.NewSource(
                url=url,
                name=name,
                kind=kind,
                interval=inputs.interval(interval) if interval else app.settings.fetch.interval,
                select=parse_select(select or ()),
            )
            await service.check(app.desk(), new)
            if kind == "auto":
                new = replace(new, url=await settle_address(app, url))
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
            ("id", "name", "state", "last success", "trouble or title", "url"),
            (
                (
                    one.id,
                    one.name,
                    one.state,
                    moment(one.last_success_at),
                    _standing(one),
                    one.url,
                )
                for one in found
            ),
            empty="no sources yet; add one with: newsbot sources add URL",
        )

    run(work())


def _standing(one: Source) -> str:
    """Say in a cell what is wrong with a source, else its title."""
    told = one.reason if one.state != "active" else one.error
    codes = [notice.code.replace("_", " ") for notice in troubles(one)]
    return "; ".join(part for part in (told, *codes) if part) or one.title


@commands.command()
def show(context: typer.Context, name: str, json: Json = False) -> None:
    """Show one source, by id, name or URL, and what happened to it."""
    from newsbot.services import sources as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.get(app.desk(), name)
            events = await service.history(app.desk(), name)
        if json:
            print_json(shapes.source(found))
            return
        for key, value in shapes.source(found).items():
            say(f"{key}: {value}")
        for one in events:
            say(f"{moment(one.at)}  {one.kind}: {one.message}")

    run(work())


@commands.command()
def edit(
    context: typer.Context,
    name: str,
    url: Annotated[str, typer.Option(help="New address.")] = "",
    title: Annotated[str, typer.Option(help="Title shown to readers.")] = "",
    interval: Annotated[str, typer.Option(help="Time between polls.")] = "",
    select: Select = None,
    json: Json = False,
) -> None:
    """Change a source."""
    from newsbot.services import sources as service
    from newsbot.services.selecting import parse_select

    changes: dict[str, Any] = {}
    if url:
        changes["url"] = url
    if title:
        changes["title"] = title
    if interval:
        changes["interval"] = inputs.interval(interval)
    if select:
        changes["select"] = parse_select(select)
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


@commands.command()
def history(context: typer.Context, name: str, json: Json = False) -> None:
    """Tell what happened to a source: moves, pauses, gaps, silence; the latest first."""
    from newsbot.services import sources as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.history(app.desk(), name)
        if json:
            for one in found:
                print_json(one)
            return
        print_table(
            ("when", "what", "told"),
            ((moment(one.at), one.kind, one.message) for one in found),
            empty="nothing worth telling happened to it",
        )

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
    from newsbot.services import outlines as service

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
    from newsbot.services import outlines
    from newsbot.services import sources as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.list_all(app.desk())
        made = max((one.created_at for one in found), default=datetime(2000, 1, 1, tzinfo=UTC))
        document = render_opml("newsbot sources", outlines.as_outlines(found), made)
        typer.echo(document.decode())

    run(work())
