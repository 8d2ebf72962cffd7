"""Own the commands about rules, and `rules match` for files of rules and articles."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from newsbot.cli import inputs
from newsbot.cli.context import confirm, opened, run
from newsbot.cli.output import moment, print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.cli.status import complain
from newsbot.domain.rule import veiled
from newsbot.services import shapes

if TYPE_CHECKING:  # as in `shapes`: `--help` needs no database
    from newsbot.services.wordforms import Forms

commands = typer.Typer(name="rules", help="The queries that give alerts.", no_args_is_help=True)

Public = Annotated[bool | None, typer.Option("--public/--private", help="Publish as a feed.")]


@commands.command()
def add(
    context: typer.Context,
    query: str,
    name: Annotated[str, typer.Option(help="Name shown in alerts.")] = "",
    owner: Annotated[int | None, typer.Option(help="Subscriber that owns it.")] = None,
    public: Public = False,
    json: Json = False,
) -> None:
    """Add a rule; it is in force for the next article."""
    from newsbot.services import rules as service
    from newsbot.services.wordforms import offers

    async def work() -> None:
        async with opened(context) as app:
            kept = await service.add(
                app.desk(), query, name=name, owner_id=owner, public=bool(public)
            )
            missed = await offers(app.desk(), query)
        for warning in kept.warnings:
            complain(f"warning: {warning.message}")
        if json:
            print_json(shapes.rule(kept.rule))
        else:
            say(f"added rule {kept.rule.id}, read as: {kept.rule.canonical}")
        offer_forms(missed)

    run(work())


@commands.command()
def edit(
    context: typer.Context,
    rule: str,
    query: Annotated[str | None, typer.Option(help="New query.")] = None,
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    public: Public = None,
    json: Json = False,
) -> None:
    """Change a rule, by id or name; its former version is kept."""
    from newsbot.services import rules as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.by_name(app.desk(), rule)
            kept = await service.edit(app.desk(), found.id, query=query, name=name, public=public)
        for warning in kept.warnings:
            complain(f"warning: {warning.message}")
        if json:
            print_json(shapes.rule(kept.rule))
        else:
            say(f"changed rule {kept.rule.id}, version {kept.rule.version}: {kept.rule.canonical}")

    run(work())


@commands.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the rules in force."""
    from newsbot.services import rules as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.list_all(app.desk())
        if json:
            for one in found:
                print_json(shapes.rule(one))
            return
        print_table(
            ("id", "name", "public", "version", "query"),
            (
                (one.id, one.name, "yes" if one.public else "no", one.version, one.canonical)
                for one in map(veiled, found)
            ),
            empty="no rules yet; add one with: newsbot rules add NATO",
        )

    run(work())


@commands.command()
def show(context: typer.Context, rule: str, json: Json = False) -> None:
    """Show one rule, by id or name."""
    from newsbot.services import rules as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.by_name(app.desk(), rule)
        if json:
            print_json(shapes.rule(found))
            return
        for key, value in shapes.rule(found).items():
            say(f"{key}: {value}")

    run(work())


@commands.command()
def remove(
    context: typer.Context,
    rule: str,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take a rule out of force, with its subscriptions."""
    from newsbot.services import rules as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.by_name(app.desk(), rule)
            confirm(f"Remove rule {found.id} {found.name!r}?", yes=yes)
            await service.remove(app.desk(), found.id)
        say(f"removed rule {found.id}")

    run(work())


@commands.command()
def versions(context: typer.Context, rule: str, json: Json = False) -> None:
    """List the versions of a rule, the latest first."""
    from newsbot.services import rules as service
    from newsbot.services import ruleversions

    async def work() -> None:
        async with opened(context) as app:
            found = await service.by_name(app.desk(), rule)
            told = await ruleversions.versions(app.desk(), found.id)
        if json:
            for one in told:
                print_json(shapes.rule_version(one))
            return
        print_table(
            ("version", "since", "by", "name", "query"),
            (
                (one.version, moment(one.changed_at), one.changed_by, one.name, one.canonical)
                for one in told
            ),
            empty="no versions",
        )

    run(work())


@commands.command()
def restore(context: typer.Context, rule: str, version: int, json: Json = False) -> None:
    """Make a former version of a rule the present one, as a version of its own."""
    from newsbot.services import rules as service
    from newsbot.services import ruleversions

    async def work() -> None:
        async with opened(context) as app:
            found = await service.by_name(app.desk(), rule)
            kept = await ruleversions.restore(app.desk(), found.id, version)
        if json:
            print_json(shapes.rule(kept.rule))
        else:
            say(f"rule {kept.rule.id} is what it was, as version {kept.rule.version}")

    run(work())


def offer_forms(missed: "Sequence[Forms]") -> None:
    """Say what word forms would add; on standard error, since it is no result."""
    for one in missed:
        complain(f"hint: {one.message}; to add them write: {one.with_stem or one.with_or}")


@commands.command("import")
def import_(
    context: typer.Context,
    file: str,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be added.")] = False,
    json: Json = False,
) -> None:
    """Add the rules of a TOML file; those of a known name stay as they are."""
    from newsbot.services import rules as service

    lines = service.read_rules_file(inputs.read_text(file), file)

    async def work() -> None:
        async with opened(context) as app:
            added, known = await service.import_lines(app.desk(), lines, dry_run=dry_run)
        if json:
            for line in added:
                print_json(shapes.rule_line(line))
            return
        verb = "would add" if dry_run else "added"
        say(f"{verb} {len(added)} rules, {len(known)} were there")

    run(work())


@commands.command()
def export(context: typer.Context) -> None:
    """Write the rules as TOML to standard output."""
    from newsbot.services import rules as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.list_all(app.desk())
        typer.echo(service.write_rules_file(found), nl=False)

    run(work())
