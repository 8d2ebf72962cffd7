"""Own the commands about subscriptions."""

from typing import Annotated, Any

import typer

from newsbot.cli.context import opened, run
from newsbot.cli.output import print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.domain.subscriber import Subscription
from newsbot.services import shapes

commands = typer.Typer(name="subscriptions", help="Who is told of which rule, and where.")

UPDATES_HELP = (
    "How a story goes on: edit (outlets appended to the sent message), reply (further articles "
    "below it) or every (each as its own message)."
)
URGENT_HELP = "Break through quiet hours and snooze."


def _wishes(one: Subscription) -> str:
    """Return cadence, time, updates and urgency in a few words."""
    words = [one.cadence, one.at, f"updates {one.updates}", "urgent" if one.urgent else ""]
    return ", ".join(word for word in words if word)


@commands.command()
def add(
    context: typer.Context,
    subscriber: Annotated[int, typer.Option(help="Id of the subscriber.")],
    rule: Annotated[int | None, typer.Option(help="Id of a rule.")] = None,
    query: Annotated[str, typer.Option(help="Or a query, for a rule of its own.")] = "",
    to: Annotated[str, typer.Option(help="CHANNEL:ADDRESS; the default one without.")] = "",
    cadence: Annotated[str, typer.Option(help="now, silent, hourly, daily or weekly.")] = "now",
    at: Annotated[str, typer.Option(help="Time of a digest: 08:00, or mon 08:00.")] = "",
    updates: Annotated[str, typer.Option(help=UPDATES_HELP)] = "edit",
    urgent: Annotated[bool, typer.Option("--urgent", help=URGENT_HELP)] = False,
    json: Json = False,
) -> None:
    """Subscribe somebody to a rule."""
    from newsbot.channels import read_address
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            added = await service.subscribe(
                app.desk(),
                subscriber,
                read_address,
                rule_id=rule,
                query=query,
                to=to,
                cadence=cadence,
                at=at,
                updates=updates,
            )
            if urgent:
                added = await service.edit_subscription(app.desk(), added.id, {"urgent": True})
        if json:
            print_json(shapes.subscription(added))
        else:
            say(f"added subscription {added.id}: {added.rule_name} to {added.destination}")

    run(work())


@commands.command("list")
def list_(
    context: typer.Context,
    subscriber: Annotated[int | None, typer.Option(help="Only those of this one.")] = None,
    json: Json = False,
) -> None:
    """List subscriptions."""
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.list_subscriptions(app.desk(), subscriber)
        if json:
            for one in found:
                print_json(shapes.subscription(one))
            return
        print_table(
            ("id", "subscriber", "rule", "destination", "wishes", "state"),
            (
                (
                    one.id,
                    one.subscriber_id,
                    one.rule_name,
                    one.destination,
                    _wishes(one),
                    one.state,
                )
                for one in found
            ),
            empty="no subscriptions yet; see: newsbot subscriptions add --help",
        )

    run(work())


@commands.command()
def edit(
    context: typer.Context,
    subscription: int,
    cadence: Annotated[str, typer.Option(help="now, silent, hourly, daily or weekly.")] = "",
    at: Annotated[str, typer.Option(help="Time of a digest: 08:00, or mon 08:00.")] = "",
    updates: Annotated[str, typer.Option(help=UPDATES_HELP)] = "",
    urgent: Annotated[bool | None, typer.Option(help=URGENT_HELP)] = None,
    json: Json = False,
) -> None:
    """Change the wishes of a subscription."""
    from newsbot.errors import Invalid
    from newsbot.services import subscribers as service

    stated = {"cadence": cadence, "at": at, "updates": updates}
    changes: dict[str, Any] = {key: value for key, value in stated.items() if value}
    if urgent is not None:
        changes["urgent"] = urgent
    if not changes:
        raise Invalid("nothing to change was given; see: newsbot subscriptions edit --help")

    async def work() -> None:
        async with opened(context) as app:
            found = await service.edit_subscription(app.desk(), subscription, changes)
        if json:
            print_json(shapes.subscription(found))
        else:
            say(f"changed subscription {found.id}: {_wishes(found)}")

    run(work())


@commands.command()
def remove(context: typer.Context, subscription: int) -> None:
    """End a subscription; alerts that wait already are still told."""
    from newsbot.services import subscribers as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.unsubscribe(app.desk(), subscription)
        say(f"removed subscription {found.id}")

    run(work())
