"""Own the commands about the database."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsbot.cli.context import confirm, opened, run, settings_of
from newsbot.cli.output import print_json, say
from newsbot.cli.sources import Json
from newsbot.cli.status import NOT_SO
from newsbot.errors import Invalid, StoreError

if TYPE_CHECKING:  # as in `shapes`: `--help` needs no database
    from newsbot.db.backup import Backup

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


@commands.command()
def backup(context: typer.Context, file: str, json: Json = False) -> None:
    """Copy the database to FILE while newsbot runs; the copy is checked."""
    from newsbot.db import backup as copies

    done = copies.copy(_sqlite_file(context, "pg_dump --format=custom"), Path(file))
    if json:
        print_json(done)
    else:
        say(f"wrote {file}: {done.size // 2**20} MiB, {_told(done)}")


@commands.command()
def restore(
    context: typer.Context,
    file: str,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check the file.")] = False,
    settle_only: Annotated[
        bool, typer.Option("--settle-only", help="After pg_restore: let nothing old go out.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the database; stop newsbot first. Nothing old is sent again.

    The former database is put aside. With --settle-only FILE is not read (write -).
    """
    from newsbot.app.instance import is_in_use
    from newsbot.db import backup as copies
    from newsbot.db import migrate

    if settle_only:
        address = settings_of(context).database_url.get_secret_value()
        say(f"ended {run(_settle(address))} alerts that waited")
        return
    target = _sqlite_file(context, "pg_restore, then: newsbot db restore --settle-only -")
    found = copies.look(Path(file))
    if found.revision > migrate.HEAD:
        raise Invalid(f"{file} is of a newer newsbot (schema {found.revision}); install that first")
    if dry_run:
        say(f"{file} is sound: {found.size // 2**20} MiB, {_told(found)}")
        return
    if is_in_use(settings_of(context).data_dir):
        raise StoreError("newsbot runs with this data folder; stop it first")
    confirm(f"Put {file} in the place of {target}?", yes=yes)
    fresh = copies.lay_ready(Path(file), target)
    ended = run(_settle(f"sqlite:///{fresh}"))
    aside = copies.put_back(fresh, target)
    say(f"restored {_told(found)}; {ended} alerts that waited then were ended, none is sent again")
    if aside is not None:
        say(f"the former database is {aside}")


async def _settle(address: str) -> int:
    """Bring a restored database up to date and end what waited in it; it is in nobody's use."""
    from newsbot.app import SystemClock
    from newsbot.db import Database, migrate
    from newsbot.db import backup as copies
    from newsbot.services.desk import Desk

    clock = SystemClock()
    db = Database(address)
    desk = Desk(db=db, clock=clock, actor="newsbot", door="cli")
    try:
        await migrate.upgrade(db)
        async with db.transaction() as tx:
            ended = await copies.settle_restored(tx, clock.now())
            await desk.note(tx, "database.restore", "", after={"alerts ended": ended})
    finally:
        await db.close()
    return ended


def _told(one: "Backup") -> str:
    return f"{one.articles} articles, {one.sources} sources, {one.rules} rules"


def _sqlite_file(context: typer.Context, instead: str) -> Path:
    """Return the file of the database. Raises `Invalid` where it is none of SQLite's."""
    from newsbot.db import Database

    db = Database(settings_of(context).database_url.get_secret_value())
    if not db.is_sqlite or not db.url.database:
        raise Invalid(f"PostgreSQL has tools of its own; use: {instead}")
    return Path(db.url.database)
