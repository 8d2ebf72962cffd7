"""Own the commands about published feeds."""

import sys
from typing import Annotated

import typer

from newsbot.cli.context import opened, run
from newsbot.cli.output import moment, print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.errors import Invalid, NotFound

commands = typer.Typer(name="feeds", help="The documents that are published.")

FORMS = ("rss", "atom", "json")


@commands.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the public feeds with their addresses."""
    from newsbot.services import feeds as service

    async def work() -> None:
        async with opened(context) as app:
            site = await service.open_site(app.db, app.settings.web.public_url, app.clock.now())
            found = await service.outlines(app.db, site)
        if json:
            for one in found:
                print_json({"title": one.title, "url": one.xml_url})
            return
        print_table(
            ("title", "address"), ((one.title, one.xml_url) for one in found), empty="no feeds"
        )

    run(work())


@commands.command()
def render(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="all, source/ID, rule/ID, tag/TAG or story/ID.")],
    form: Annotated[str, typer.Option("--format", help="rss, atom or json.")] = "rss",
) -> None:
    """Write a public feed to standard output, as it is served."""
    from newsbot import feeds as feed_room
    from newsbot.services import feeds as service

    if form not in FORMS:
        raise Invalid(f"format {form!r} is not known; choose one of {', '.join(FORMS)}")
    kind, _, key = name.strip("/").partition("/")

    async def work() -> bytes:
        async with opened(context) as app:
            site = await service.open_site(app.db, app.settings.web.public_url, app.clock.now())
            wanted = (kind, key) if key else ("feed", kind)
            try:
                selected = await service.select(app.db, site, *wanted)
            except NotFound as exc:
                raise NotFound(
                    f"there is no public feed {name!r}; see: newsbot feeds list"
                ) from exc
        return feed_room.render(selected.feed, selected.entries, form)  # type: ignore[arg-type]  # checked above

    sys.stdout.buffer.write(run(work()))


@commands.command()
def publish(context: typer.Context, folder: str) -> None:
    """Write the public feeds and an index page below FOLDER; only what changed is rewritten."""
    from pathlib import Path

    from newsbot.services import feeds as service
    from newsbot.services import publishing
    from newsbot.web.site import STYLE, home_page

    async def work() -> None:
        async with opened(context) as app:
            site = await service.open_site(app.db, app.settings.web.public_url, app.clock.now())
            pages = {
                "index.html": home_page(await service.outlines(app.db, site)),
                "style.css": STYLE,
            }
            done = await publishing.publish(app.db, site, Path(folder), pages)
        say(f"wrote {done.written} files, {done.unchanged} were right already")

    run(work())


@commands.command()
def token(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="rule/ID")] = "",
    listed: Annotated[bool, typer.Option("--list", help="List the tokens in force.")] = False,
    revoke: Annotated[int | None, typer.Option(help="Close what this token opens.")] = None,
    json: Json = False,
) -> None:
    """Make a secret address for the feed of a private rule; it is shown once."""
    from newsbot.services import feedtokens as service

    if bool(name) + listed + (revoke is not None) != 1:
        raise Invalid("give rule/ID for a new token, or --list, or --revoke ID")

    async def work() -> None:
        async with opened(context) as app:
            desk = app.desk()
            if revoke is not None:
                await service.revoke(desk, revoke)
                say(f"revoked token {revoke}")
            elif listed:
                for one in await service.list_all(desk):
                    if json:
                        print_json(one)
                    else:
                        say(f"{one.id}\t{one.feed}\t{moment(one.created_at)}")
            else:
                made, secret = await service.make(desk, name.strip("/"))
                url = f"{app.settings.web.public_url}/feeds/{made.feed}.rss?token={secret}"
                if json:
                    print_json({"id": made.id, "feed": made.feed, "url": url})
                else:
                    say(f"{url}\nKeep it secret; it is not shown again (token {made.id}).")

    run(work())
