"""Own the commands about the database."""

import typer

from newsbot.cli.context import opened, run, settings_of
from newsbot.cli.output import print_json, say
from newsbot.cli.sources import Json
from newsbot.cli.status import NOT_SO

commands = typer.Typer(name="db", help="The database.", no_args_is_help=True)


@commands.command()
def upgrade(context: typer.Context) -> None:
    """Bring the schema up to date; `run` does it by itself."""
    from newsbot.db import Database, migrate

    settings = settings_of(context)

    async def work() -> None:
        db = Database(settings.database_url.get_secret_value())
        try:
            before, after = await migrate.upgrade(db)
        finally:
            await db.close()
        if before == after:
            say(f"the schema is up to date ({after})")
        else:
            say(f"upgraded the schema from {before or 'nothing'} to {after}")

    run(work())


@commands.command()
def check(context: typer.Context) -> None:
    """Say whether the database can be reached and has the schema of this version."""
    from newsbot.db import Database, migrate

    settings = settings_of(context)

    async def work() -> bool:
        db = Database(settings.database_url.get_secret_value())
        try:
            present = await migrate.current(db)
        finally:
            await db.close()
        if present == migrate.HEAD:
            say(f"the database is up to date ({present})")
            return True
        say(f"the schema is {present or 'not there'}; run: newsbot db upgrade")
        return False

    if not run(work()):
        raise typer.Exit(NOT_SO)


@commands.command()
def stats(context: typer.Context, json: Json = False) -> None:
    """Count what is stored."""
    from newsbot.db import ledger, reading, sources

    async def work() -> None:
        async with opened(context) as app, app.db.reading() as tx:
            counted = {
                "sources": len(await sources.list_all(tx)),
                "articles": await reading.count_articles(tx),
                "alerts": await ledger.count_alerts(tx),
            }
        if json:
            print_json(counted)
        else:
            for key, value in counted.items():
                say(f"{key}: {value}")

    run(work())


@commands.command()
def prune(context: typer.Context) -> None:
    """Delete what is past its retention now, instead of within the hour."""
    from newsbot.pipeline import prune as loop

    async def work() -> None:
        async with opened(context) as app:
            done = await loop.run_once(
                app.db, clock=app.clock, articles_kept=app.settings.retention.articles
            )
        say(f"pruned {done.articles} articles and {done.stories} stories")

    run(work())
