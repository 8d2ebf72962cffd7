"""Own the commands about the delivery ledger, and `newsbot why`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from newsbot.cli import inputs
from newsbot.cli.articles import Limit
from newsbot.cli.context import opened, run
from newsbot.cli.output import clean, moment, plain, print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.cli.status import NOT_SO
from newsbot.services import shapes

if TYPE_CHECKING:  # as in `shapes`: `--help` needs no database
    from newsbot.db.ledger import Path
    from newsbot.services.explanations import Verdict

commands = typer.Typer(name="deliveries", help="What went out, and what did not and why.")


@commands.command("list")
def list_(
    context: typer.Context,
    state: Annotated[list[str] | None, typer.Option(help="Only this state; repeatable.")] = None,
    limit: Limit = 100,
    json: Json = False,
) -> None:
    """List deliveries, the newest first."""
    from newsbot.services import ledger as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.list_deliveries(app.desk(), states=state or (), limit=limit)
        if json:
            for one in found:
                print_json(shapes.delivery(one))
            return
        print_table(
            ("id", "created", "destination", "kind", "state", "sent", "reason"),
            (
                (
                    row.delivery.id,
                    moment(row.delivery.created_at),
                    f"{row.delivery.channel}:{row.delivery.address}",
                    row.delivery.kind,
                    row.delivery.state,
                    moment(row.delivery.sent_at),
                    row.delivery.reason,
                )
                for row in found
            ),
            empty="no deliveries",
        )

    run(work())


@commands.command()
def show(context: typer.Context, delivery: int, json: Json = False) -> None:
    """Show one delivery."""
    from newsbot.services import ledger as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.get(app.desk(), delivery)
        if json:
            print_json(shapes.delivery(found))
            return
        for key, value in shapes.delivery(found).items():
            say(f"{key}: {plain(value)}")

    run(work())


@commands.command()
def retry(context: typer.Context, delivery: int) -> None:
    """Put a dead, uncertain or cancelled delivery back in line."""
    from newsbot.services import ledger as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.retry(app.desk(), delivery)
        say(f"delivery {found.delivery.id} is {found.delivery.state}")

    run(work())


@commands.command()
def reconcile(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="How far back, such as 7d.")] = "",
    json: Json = False,
) -> None:
    """Count every alert by what became of it; status 1 when one is carried by nothing."""
    from newsbot.services import ledger as service

    back = inputs.duration(since) if since else None

    async def work() -> bool:
        async with opened(context) as app:
            found = await service.reconcile(app.desk(), back)
        if json:
            print_json(
                {
                    "matched": found.matched,
                    **found.by_state,
                    "unaccounted": list(found.unaccounted),
                }
            )
        else:
            say(f"matched {found.matched}")
            for state, count in found.by_state.items():
                say(f"{state} {count}")
            say(f"unaccounted {len(found.unaccounted)}")
        return not found.unaccounted

    if not run(work()):
        raise typer.Exit(NOT_SO)


def _tell(rows: "Sequence[Path]", missed: "Sequence[Verdict]") -> None:
    """Tell of one article, whose rows are one a match and subscription."""
    first = rows[0]
    say(f"{clean(first.title)} ({first.source})")
    say(f"  first seen {moment(first.first_seen_at)}, {first.article_state}")
    if not first.rule_name:
        say("  met no rule")
    for one in rows:
        if one.rule_name and not one.destination:
            say(f"  met {one.rule_name!r}, to which nobody is subscribed")
        elif one.rule_name:
            reason = f" ({one.alert_reason})" if one.alert_reason else ""
            state = one.alert_state or "not alerted: subscribed later"
            say(f"  met {one.rule_name!r} for {one.destination}: {state}{reason}")
        if one.sent_at:
            say(f"  sent {moment(one.sent_at)}")
    for verdict in missed:
        nearest = f"; {verdict.nearest}" if verdict.nearest else ""
        say("  " + clean(f"missed {verdict.rule_name!r} by {verdict.missed}{nearest}"))


def register_why(root: typer.Typer) -> None:
    """Add `newsbot why`, which stands beside the nouns."""

    @root.command()
    def why(
        context: typer.Context,
        url: str,
        subscriber: Annotated[int | None, typer.Option(help="Only for this one.")] = None,
        json: Json = False,
    ) -> None:
        """Tell when an article was seen, which rules it met or missed, why, and its alerts."""
        from newsbot.services import explanations
        from newsbot.services import ledger as service

        async def work() -> None:
            async with opened(context) as app:
                found = await service.why(app.desk(), url, subscriber)
                ids = list(dict.fromkeys(one.article_id for one in found))
                missed = await explanations.missed(app.desk(), ids, subscriber)
            if json:
                for one in found:
                    print_json(shapes.path(one, missed.get(one.article_id, ())))
                return
            for article_id in ids:
                rows = [one for one in found if one.article_id == article_id]
                _tell(rows, missed.get(article_id, ()))

        run(work())
