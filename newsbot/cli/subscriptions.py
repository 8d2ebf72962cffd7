"""Own the commands about subscriptions."""

from typing import Annotated, Any

import typer

from newsbot.cli.context import opened, run
from newsbot.cli.output import print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.services import shapes

commands = typer.Typer(name="subscriptions", help="Who is told of which rule, and where.")


@commands.command()
def add(
    context: typer.Context,
    subscriber: Annotated[int, typer.Option(help="Id of the subscriber.")],
    rule: Annotated[int | None, typer.Option(help="Id of a rule.")] = None,
    query: Annotated[str, typer.Option(help="Or a query, for a rule of its own.")] = "",
    to: Annotated[str, typer.Option(help="CHANNEL:ADDRESS; the default one without.")] = "",
    cadence: Annotated[str, typer.Option(help="now, silent, hourly, daily or weekly.")] = "now",
    at: Annotated[str, typer.Option(help="Time of a digest: 08:00, or mon 08:00.")] = "",
    updates: Annotated[str, typer.Option(help="edit, reply or every.")] = "edit",
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
            ("id", "subscriber", "rule", "destination", "cadence", "state"),
            (
                (
                    one.id,
                    one.subscriber_id,
                    one.rule_name,
                    one.destination,
                    one.cadence,
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
    updates: Annotated[str, typer.Option(help="edit, reply or every.")] = "",
    json: Json = False,
) -> None:
    """Change the wishes of a subscription."""
    from newsbot.errors import Invalid
    from newsbot.services import subscribers as service

    stated = {"cadence": cadence, "updates": updates}
    changes: dict[str, Any] = {key: value for key, value in stated.items() if value}
    if not changes:
        raise Invalid("nothing to change was given; see: newsbot subscriptions edit --help")

    async def work() -> None:
        async with opened(context) as app:
            found = await service.edit_subscription(app.desk(), subscription, changes)
        if json:
            print_json(shapes.subscription(found))
        else:
            say(f"changed subscription {found.id}: {found.cadence}, updates {found.updates}")

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
