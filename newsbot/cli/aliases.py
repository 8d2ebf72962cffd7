"""Own the commands about alias sets, the names that rules use as `@ukraine`."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from newsbot.cli import inputs
from newsbot.cli.context import confirm, opened, run
from newsbot.cli.output import print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.cli.status import complain
from newsbot.services import shapes

if TYPE_CHECKING:  # as in `shapes`: `--help` needs no database
    from newsbot.services.aliases import Edited

commands = typer.Typer(
    name="aliases", help="Words, forms and scripts under one name: @ukraine.", no_args_is_help=True
)


FORMS_SHOWN = 6
"""Forms of one set in a list; `show` tells all."""


class Form(StrEnum):
    """Name what `export` writes."""

    TOML = "toml"
    JSON = "json"


@commands.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the alias sets."""
    from newsbot.services import aliases as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.list_all(app.desk())
        if json:
            for one in found:
                print_json(shapes.alias_set(one.alias_set) | {"rules": one.rules})
            return
        print_table(
            ("name", "version", "rules", "forms"),
            (
                (
                    f"@{one.alias_set.name}",
                    one.alias_set.version,
                    one.rules,
                    _shown(one.alias_set.forms),
                )
                for one in found
            ),
            empty="no alias sets; add one with: newsbot aliases edit NAME --new --add WORD",
        )

    run(work())


@commands.command()
def show(context: typer.Context, name: str, json: Json = False) -> None:
    """Show one set, a form a line."""
    from newsbot.services import aliases as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.get(app.desk(), name)
        if json:
            print_json(shapes.alias_set(found))
            return
        for form in found.forms:
            say(form)

    run(work())


@commands.command()
def edit(
    context: typer.Context,
    name: str,
    add: Annotated[list[str] | None, typer.Option(help="Form to add; repeatable.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="Form to take out.")] = None,
    note: Annotated[str | None, typer.Option(help="What the set is for.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Make the set if there is none.")] = False,
    json: Json = False,
) -> None:
    """Change a set; the rules that use it follow before the next article."""
    from newsbot.services import aliases as service

    async def work() -> None:
        async with opened(context) as app:
            done = await service.edit(
                app.desk(), name, add=add or (), remove=remove or (), note=note, create=new
            )
        _warn_of_left(done)
        if json:
            print_json(shapes.alias_set(done.alias_set))
            return
        verb = "made" if done.is_new else "changed"
        say(
            f"{verb} @{done.alias_set.name}, version {done.alias_set.version}, "
            f"{len(done.alias_set.forms)} forms; {len(done.followed)} rules follow it"
        )

    run(work())


@commands.command()
def remove(
    context: typer.Context,
    name: str,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a set that no rule uses."""
    from newsbot.services import aliases as service

    async def work() -> None:
        async with opened(context) as app:
            found = await service.get(app.desk(), name)
            confirm(f"Remove @{found.name} with {len(found.forms)} forms?", yes=yes)
            await service.remove(app.desk(), name)
        say(f"removed @{found.name}")

    run(work())


@commands.command("import")
def import_(
    context: typer.Context,
    file: str,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change.")] = False,
    json: Json = False,
) -> None:
    """Give each set of a TOML or JSON file the forms that stand there; others stay."""
    from newsbot.services import aliasfiles

    sets = aliasfiles.read_alias_file(inputs.read_text(file), file)

    async def work() -> None:
        async with opened(context) as app:
            done = await aliasfiles.import_sets(app.desk(), sets, dry_run=dry_run)
        for one in done.edits:
            _warn_of_left(one)
        if json:
            print_json({"added": done.added, "changed": done.changed, "unchanged": done.unchanged})
            return
        verb = "would add" if dry_run else "added"
        say(
            f"{verb} {len(done.added)} sets, {'change' if dry_run else 'changed'} "
            f"{len(done.changed)}, {len(done.unchanged)} were so already"
        )

    run(work())


@commands.command()
def export(
    context: typer.Context,
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = Form.TOML,
) -> None:
    """Write the sets to standard output, as `import` reads them."""
    from newsbot.services import aliases as service
    from newsbot.services import aliasfiles

    async def work() -> None:
        async with opened(context) as app:
            found = [one.alias_set for one in await service.list_all(app.desk())]
        write = aliasfiles.write_alias_toml if form is Form.TOML else aliasfiles.write_alias_json
        say(write(found).rstrip("\n"))

    run(work())


def _shown(forms: Sequence[str]) -> str:
    """Return the first forms and how many there are."""
    more = len(forms) - FORMS_SHOWN
    return ", ".join(forms[:FORMS_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _warn_of_left(done: "Edited") -> None:
    for rule_id in done.left:
        complain(f"warning: rule {rule_id} keeps the old forms: the new ones make it unreadable")
