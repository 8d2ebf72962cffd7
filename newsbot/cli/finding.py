"""Own the commands about sources that may be added, and the choice of the one that is meant."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from newsbot.cli import inputs
from newsbot.cli.context import opened, run
from newsbot.cli.output import clean, moment, print_json, print_table, say
from newsbot.cli.sources import Json, Select
from newsbot.cli.status import NOT_SO, complain
from newsbot.domain.ports import Fetched
from newsbot.errors import Invalid, NotFound, Unreachable
from newsbot.services import shapes


def register(commands: typer.Typer) -> None:
    """Add the commands, which stand beside those about sources that are kept."""
    commands.command()(preview)
    commands.command()(discover)


def preview(
    context: typer.Context,
    place: Annotated[str, typer.Argument(metavar="URL|FILE")],
    url: Annotated[str, typer.Option("--url", help="Address that FILE came from.")] = "",
    kind: Annotated[str, typer.Option(help="auto, or webpage for a page without feed.")] = "auto",
    select: Select = None,
    json: Json = False,
) -> None:
    """Show the entries of a source as they would be stored; nothing is stored."""
    from newsbot.services.selecting import check_select, parse_select, selectors_of

    chosen = parse_select(select or ())
    check_select(kind, chosen)

    async def work() -> None:
        async with opened(context) as app:
            if inputs.is_url(place):
                fetcher = app.fetch.pages if kind == "webpage" else app.client
                fetched = await fetcher.get(place)
            else:
                fetched = Fetched(url=url, body=inputs.read_bytes(place))
            if not isinstance(fetched, Fetched):
                raise NotFound(f"{place} sent nothing")
            if kind == "webpage":
                document = await app.reader.read_page(fetched, selectors_of(chosen))
            else:
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


def discover(context: typer.Context, url: str, json: Json = False) -> None:
    """Find the feeds that belong to a web page; nothing is added."""
    from newsbot.services.finding import search

    async def work() -> None:
        async with opened(context) as app:
            searched = await search(app.client, app.reader, url)
        if searched.failure:
            raise Unreachable(searched.failure)
        if json:
            for one in searched.found:
                print_json(one)
        else:
            print_table(
                ("kind", "entries", "title", "url", "found by"),
                ((one.kind, one.entries, one.title, one.url, one.origin) for one in searched.found),
                empty=f"no feed was found by {url}",
            )
        if not searched.found:
            raise typer.Exit(NOT_SO)

    run(work())


async def settle_address(app: Any, url: str) -> str:
    """Return the address to add for one that a person gave: itself, or the feed found by it.

    An address that does not answer now is taken as it is. Raises `Invalid` where a page has no
    feed, or several and nobody is there to choose.
    """
    from newsbot.services.finding import nothing_found, search, several_found

    searched = await search(app.client, app.reader, url)
    if searched.failure:
        complain(f"warning: added unread, and tried again later: {searched.failure}")
        return url
    if searched.is_source:
        return url
    if not searched.found:
        if searched.is_page:
            raise nothing_found(url)
        complain("warning: what came is no feed now; see: newsbot sources preview " + url)
        return url
    chosen = searched.found[0]
    if len(searched.found) > 1:
        if not sys.stdin.isatty():
            raise several_found(url, searched.found)
        chosen = searched.found[_choose([f"{one.title}  {one.url}" for one in searched.found])]
    complain(f"{url} is a web page; this is its feed: {chosen.url}")
    return chosen.url


def _choose(offered: list[str]) -> int:
    """Ask a person for one of several; return its place. Raises `Invalid`."""
    for number, one in enumerate(offered, 1):
        complain(f"{number}  {clean(one)}")
    sys.stderr.write("Which one? ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip()
    if not answer.isdigit() or not 1 <= int(answer) <= len(offered):
        raise Invalid(f"nothing was added; answer with a number from 1 to {len(offered)}")
    return int(answer) - 1
