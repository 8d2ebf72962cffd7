"""Own the commands about users: who administers, in which role, and with which API keys."""

import sys
from datetime import timedelta
from typing import Annotated

import typer

from newsbot.cli import inputs
from newsbot.cli.context import confirm, opened, run, settings_of
from newsbot.cli.output import moment, print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.errors import Invalid
from newsbot.services import shapes

commands = typer.Typer(name="users", help="Who administers, and API keys.", no_args_is_help=True)
keys = typer.Typer(name="key", help="API keys of users.", no_args_is_help=True)
commands.add_typer(keys)

Stdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


@commands.command()
def add(
    context: typer.Context,
    name: str,
    role: Annotated[str, typer.Option(help="admin, editor or viewer.")] = "viewer",
    subscriber: Annotated[
        int | None, typer.Option(help="Subscriber whose rules are this user's own.")
    ] = None,
    password_stdin: Stdin = False,
    json: Json = False,
) -> None:
    """Add a user; a link is shown by which they set their password within 15 minutes."""
    from newsbot.services import accounts, factors

    password = _password_from_stdin() if password_stdin else ""

    async def work() -> None:
        async with opened(context) as app:
            desk = app.desk()
            wanted = accounts.check_role(role)
            added = await accounts.add(
                desk, name, wanted, password=password, subscriber_id=subscriber
            )
            link = "" if password else _link(context, await factors.make_link(desk, added.id))
        if json:
            print_json(shapes.user(added) | ({"link": link} if link else {}))
            return
        say(f"added {added.role} {added.name}")
        if link:
            say(f"their password is set by this link, within 15 minutes: {link}")

    run(work())


@commands.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the users."""
    from newsbot.services import accounts

    async def work() -> None:
        async with opened(context) as app:
            found = await accounts.list_all(app.desk())
        if json:
            for one in found:
                print_json(shapes.user(one))
            return
        print_table(
            ("id", "name", "role", "state", "second factor", "last login"),
            (
                (
                    one.id,
                    one.name,
                    one.role,
                    one.state if one.has_password else "no password yet",
                    "yes" if one.has_totp else "no",
                    moment(one.last_login_at),
                )
                for one in found
            ),
            empty="no users yet; add one with: newsbot users add NAME --role admin",
        )

    run(work())


@commands.command()
def role(context: typer.Context, name: str, role: str, json: Json = False) -> None:
    """Give a user another role; their sessions end."""
    from newsbot.services import accounts

    async def work() -> None:
        async with opened(context) as app:
            user = await accounts.by_name(app.desk(), name)
            changes = {"role": accounts.check_role(role)}
            after = await accounts.edit(app.desk(), user.id, changes)
        if json:
            print_json(shapes.user(after))
        else:
            say(f"{after.name} is {after.role} now")

    run(work())


@commands.command()
def password(
    context: typer.Context,
    name: str,
    password_stdin: Stdin = False,
    drop_totp: Annotated[
        bool, typer.Option("--drop-second-factor", help="For a lost telephone.")
    ] = False,
) -> None:
    """Show a link by which a user sets a new password, or set it from standard input."""
    from newsbot.services import accounts, factors

    given = _password_from_stdin() if password_stdin else ""

    async def work() -> None:
        async with opened(context) as app:
            desk = app.desk()
            user = await accounts.by_name(desk, name)
            if drop_totp:
                await factors.drop(desk, user.id)
                say(f"{user.name} has no second factor any more")
            if given:
                await accounts.set_password(desk, user.id, given)
                say(f"{user.name} has a new password; other sessions ended")
                return
            link = _link(context, await factors.make_link(desk, user.id))
        say(f"{user.name} sets a password by this link, within 15 minutes: {link}")

    run(work())


@commands.command()
def pause(
    context: typer.Context,
    name: str,
    resume: Annotated[bool, typer.Option("--resume", help="Let in again.")] = False,
) -> None:
    """Keep a user out without removing them; their sessions and keys stop working."""
    from newsbot.services import accounts

    async def work() -> None:
        async with opened(context) as app:
            user = await accounts.by_name(app.desk(), name)
            state = "active" if resume else "paused"
            after = await accounts.edit(app.desk(), user.id, {"state": state})
        say(f"{after.name} is {after.state}")

    run(work())


@commands.command()
def remove(
    context: typer.Context,
    name: str,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a user with sessions and keys."""
    from newsbot.services import accounts

    async def work() -> None:
        async with opened(context) as app:
            user = await accounts.by_name(app.desk(), name)
            confirm(f"Remove user {user.name!r}?", yes=yes)
            await accounts.remove(app.desk(), user.id)
        say(f"removed user {user.name}")

    run(work())


@keys.command("add")
def add_key(
    context: typer.Context,
    user: str,
    scope: Annotated[
        list[str] | None, typer.Option(help="read, sources, rules ...; repeatable.")
    ] = None,
    name: Annotated[str, typer.Option(help="What the key is for.")] = "",
    lasts: Annotated[str, typer.Option(help="Such as 90d; else without end.")] = "",
    json: Json = False,
) -> None:
    """Make an API key, shown only now; without --scope it may only read."""
    from newsbot.services import accounts

    back: timedelta | None = inputs.duration(lasts) if lasts else None

    async def work() -> None:
        async with opened(context) as app:
            desk = app.desk()
            owner = await accounts.by_name(desk, user)
            scopes = accounts.check_scopes(scope or ["read"])
            ends = None if back is None else desk.clock.now() + back
            made, key = await accounts.add_key(desk, owner.id, name, scopes, expires_at=ends)
        if json:
            print_json(shapes.api_key(made) | {"key": key})
            return
        say(f"key {made.id} of {owner.name} for {', '.join(made.scopes)}, shown only now:")
        say(key)

    run(work())


@keys.command("list")
def list_keys(context: typer.Context, json: Json = False) -> None:
    """List the API keys in force; the keys themselves are not stored."""
    from newsbot.services import accounts

    async def work() -> None:
        async with opened(context) as app:
            found = await accounts.list_keys(app.desk())
            names = {one.id: one.name for one in await accounts.list_all(app.desk())}
        if json:
            for one in found:
                print_json(shapes.api_key(one))
            return
        print_table(
            ("id", "user", "name", "begins", "scopes", "last used", "ends"),
            (
                (
                    one.id,
                    names.get(one.user_id, ""),
                    one.name,
                    one.hint,
                    ", ".join(one.scopes),
                    moment(one.used_at),
                    moment(one.expires_at),
                )
                for one in found
            ),
            empty="no API keys yet; make one with: newsbot users key add NAME",
        )

    run(work())


@keys.command("revoke")
def revoke_key(context: typer.Context, key: int) -> None:
    """End an API key at once, by its id."""
    from newsbot.services import accounts

    async def work() -> None:
        async with opened(context) as app:
            await accounts.revoke_key(app.desk(), key)
        say(f"key {key} opens nothing any more")

    run(work())


def _link(context: typer.Context, token: str) -> str:
    from newsbot.app.invitation import setup_address

    return setup_address(settings_of(context).web.public_url, token)


def _password_from_stdin() -> str:
    """Return the first line of standard input. Raises `Invalid` where there is none."""
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass("Password: ")
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise Invalid("standard input holds no password")
    return line
