"""Own the commands about subscribers."""

from collections.abc import Mapping
from typing import Annotated

import typer

from newsbot.cli.context import confirm, opened, run
from newsbot.cli.output import print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.domain.ports import Channel
from newsbot.domain.subscriber import Destination, Subscriber
from newsbot.services import shapes

commands = typer.Typer(name="subscribers", help="Who receives.", no_args_is_help=True)


@commands.command()
def add(
    context: typer.Context,
    destination: Annotated[str, typer.Argument(metavar="CHANNEL:ADDRESS")],
    name: Annotated[str, typer.Option(help="Name for your own lists.")] = "",
    language: Annotated[str, typer.Option(help="Language of the messages.")] = "en",
    timezone: Annotated[str, typer.Option(help="Time zone, such as Europe/Kyiv.")] = "UTC",
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="The owner of the mailbox has agreed already.")
    ] = False,
    json: Json = False,
) -> None:
    """Add a subscriber: telegram:CHAT_ID[/TOPIC_ID], email:, webhook:URL, apprise:NAME, console:.

    A mailbox gets one mail that asks its owner to confirm, and nothing else before.
    """
    from newsbot.channels import read_address
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            added = await service.add(
                app.desk(),
                destination,
                read_address,
                name=name,
                language=language,
                timezone=timezone,
                confirmed=confirmed,
            )
            keys = _hook_keys(app.channels, added)
            is_open = added.destinations[0].channel in app.channels
        if json:
            print_json({**shapes.subscriber(added), **keys})
            return
        say(
            f"added subscriber {added.id}; subscribe it with: "
            f"newsbot subscriptions add --subscriber {added.id} --query NATO"
        )
        for line in _notes(added, is_open=is_open):
            say(line)
        for key in keys.values():
            say(f"its posts are signed (Standard Webhooks) with the key {key}")

    run(work())


@commands.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the subscribers with their destinations."""
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.list_all(app.desk())
        if json:
            for one in found:
                print_json(shapes.subscriber(one))
            return
        print_table(
            ("id", "name", "state", "destinations"),
            (
                (
                    one.id,
                    one.name,
                    one.state,
                    ", ".join(_standing(place) for place in one.destinations),
                )
                for one in found
            ),
            empty="no subscribers yet; add one with: newsbot subscribers add telegram:CHAT_ID",
        )

    run(work())


@commands.command()
def show(context: typer.Context, subscriber: int, json: Json = False) -> None:
    """Show one subscriber."""
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.get(app.desk(), subscriber)
            shown = {**shapes.subscriber(found), **_hook_keys(app.channels, found)}
        if json:
            print_json(shown)
            return
        for key, value in shown.items():
            say(f"{key}: {value}")

    run(work())


@commands.command()
def pause(
    context: typer.Context,
    subscriber: int,
    resume: Annotated[bool, typer.Option("--resume", help="Begin again.")] = False,
) -> None:
    """Stop alerts for a subscriber; --resume begins them again."""
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.pause(app.desk(), subscriber, resume=resume)
        say(f"subscriber {found.id} is {found.state}")

    run(work())


@commands.command("confirm")
def confirm_mailbox(context: typer.Context, subscriber: int) -> None:
    """Say that the owner of a mailbox agrees to get alerts there, in place of their link."""
    from newsbot.services import mailboxes

    async def work() -> None:
        async with opened(context) as app:
            found = await mailboxes.confirm_for(app.desk(), subscriber)
        say(f"alerts go to {', '.join(place.spelled for place in found.destinations)}")

    run(work())


@commands.command()
def remove(
    context: typer.Context,
    subscriber: int,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a subscriber with its rules, subscriptions and queue."""
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.get(app.desk(), subscriber)
            confirm(f"Remove subscriber {found.id} {found.name!r}?", yes=yes)
            await service.remove(app.desk(), subscriber)
        say(f"removed subscriber {subscriber}")

    run(work())


@commands.command()
def ban(
    context: typer.Context,
    subscriber: int,
    lift: Annotated[bool, typer.Option("--lift", help="Let it in again.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Serve a subscriber no more, also after it erases itself; --lift lets it in again."""
    from newsbot.services import admission
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.get(app.desk(), subscriber)
            if lift:
                await admission.unban(app.desk(), subscriber)
            else:
                confirm(f"Ban subscriber {found.id} {found.name!r}?", yes=yes)
                await admission.ban(app.desk(), subscriber)
        say(f"subscriber {subscriber} is {'let in again' if lift else 'banned'}")

    run(work())


@commands.command()
def languages(
    context: typer.Context,
    subscriber: int,
    tags: Annotated[list[str], typer.Argument(metavar="LANGUAGE...|all")],
) -> None:
    """Tell a subscriber only what is written in these languages, such as uk en; all ends that."""
    from newsbot.services import wishes

    async def work() -> None:
        async with opened(context) as app:
            wanted = [] if tags == ["all"] else tags
            kept = await wishes.set_languages(app.desk(), subscriber, wanted)
        say(f"subscriber {subscriber} reads {', '.join(kept) or 'all languages'}")

    run(work())


@commands.command()
def quiet(
    context: typer.Context,
    subscriber: int,
    hours: Annotated[str, typer.Argument(metavar="22:00-07:00|off")],
    silent: Annotated[
        bool, typer.Option("--silent", help="Send without a sound instead of waiting.")
    ] = False,
) -> None:
    """Leave a subscriber alone in local hours; alerts wait for the end and come as one list."""
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.set_quiet_hours(app.desk(), subscriber, hours, silent=silent)
        say(f"quiet hours of subscriber {found.id} ({found.timezone}): {hours}")

    run(work())


def _standing(place: Destination) -> str:
    """Return an address with its state, and why when it is not active."""
    why = f": {place.reason}" if place.reason else ""
    return f"{place.spelled} ({place.state}{why})"


SETTINGS_OF = {
    "apprise": "apprise.targets",
    "email": "email.host",
    "telegram": "telegram.token",
}


def _notes(added: Subscriber, *, is_open: bool) -> list[str]:
    """Return what is still to be done before anything reaches the new subscriber."""
    place = added.destinations[0]
    notes = []
    if not is_open:
        missing = SETTINGS_OF.get(place.channel, place.channel)
        notes.append(f"{place.channel} is not set up: alerts wait until {missing} is set")
    if place.reason:
        notes.append(
            f"{place.spelled} is {place.reason}: a mail asks for it; if you have their word: "
            f"newsbot subscribers confirm {added.id}"
        )
    return notes


def _hook_keys(channels: Mapping[str, Channel], found: Subscriber) -> dict[str, str]:
    """Return the key with which posts to a webhook are signed; nothing for other channels."""
    from newsbot.channels.webhook import WebhookChannel

    hooks = channels.get("webhook")
    addresses = [place.address for place in found.destinations if place.channel == "webhook"]
    if not addresses or not isinstance(hooks, WebhookChannel):
        return {}
    return {"signing_key": hooks.secret_for(addresses[0])}
