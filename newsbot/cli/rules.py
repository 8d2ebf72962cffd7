"""Own the commands about rules, and `rules match` for files of rules and articles."""

from typing import Annotated

import typer

from newsbot.cli import inputs, shapes
from newsbot.cli.context import confirm, opened, run
from newsbot.cli.output import clean, moment, print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.cli.status import WRONG_USE, complain

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

    async def work() -> None:
        async with opened(context) as app:
            kept = await service.add(
                app.desk(), query, name=name, owner_id=owner, public=bool(public)
            )
        for warning in kept.warnings:
            complain(f"warning: {warning.message}")
        if json:
            print_json(shapes.rule(kept.rule))
        else:
            say(f"added rule {kept.rule.id}, read as: {kept.rule.canonical}")

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
                for one in found
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


@commands.command("import")
def import_(
    context: typer.Context,
    file: str,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be added.")] = False,
) -> None:
    """Add the rules of a TOML file; those of a known name stay as they are."""
    from newsbot.services import rules as service

    lines = service.read_rules_file(inputs.read_text(file), file)

    async def work() -> None:
        async with opened(context) as app:
            added, known = await service.import_lines(app.desk(), lines, dry_run=dry_run)
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


@commands.command()
def test(
    context: typer.Context,
    query: str,
    since: Annotated[str, typer.Option(help="How far back, such as 30d.")] = "30d",
    limit: Annotated[int, typer.Option(min=1, help="Hits shown.")] = 50,
    json: Json = False,
) -> None:
    """Show which stored articles a query would have hit, with the words that made it."""
    from newsbot.services import rules as service
    from newsbot.services.queries import read_query

    back = inputs.duration(since)

    async def work() -> None:
        async with opened(context) as app:
            parsed = await read_query(app.desk(), query)
            hits = await service.try_out(app.desk(), query, since=back)
        for warning in parsed.warnings:
            complain(f"warning: {warning.message}")
        if json:
            for hit in hits:
                print_json(
                    {**shapes.article(hit.article), "evidence": shapes.evidence(hit.evidence)}
                )
            return
        days = max(back.total_seconds() / 86_400, 1 / 24)
        say(f"read as: {parsed.canonical}")
        say(f"{len(hits)} hits in {since}, about {len(hits) / days:.1f} a day")
        print_table(
            ("id", "effective", "source", "title", "because of"),
            (
                (
                    hit.article.id,
                    moment(hit.article.effective_at),
                    hit.article.source_name,
                    hit.article.title,
                    ", ".join(dict.fromkeys(clean(one.leaf) for one in hit.evidence)),
                )
                for hit in hits[:limit]
            ),
            empty="no stored article matches",
        )

    run(work())


@commands.command()
def match(
    rules: Annotated[str, typer.Option("--rules", help="JSON lines of {id, query}.")],
    articles: Annotated[str, typer.Option("--articles", help="JSON lines of articles.")],
    json: Json = False,
) -> None:
    """Match files of rules and articles without a database; one line per hit."""
    from newsbot.services import matchfiles

    lines, faults = matchfiles.read_rules(inputs.read_text(rules), rules)
    for fault in faults:
        if json:
            print_json(fault)
        complain(f"rule {fault['rule']}: {fault['errors'][0]['message']}")
    documents = matchfiles.read_articles(inputs.read_text(articles), articles)
    for hit in matchfiles.match(lines, documents):
        if json:
            found = shapes.evidence(hit.evidence)
            print_json({"article": hit.article, "rule": hit.rule, "evidence": found})
        else:
            words = ", ".join(dict.fromkeys(one.leaf for one in hit.evidence))
            say(f"{hit.article}\t{hit.rule}\t{clean(words)}")
    if faults:
        raise typer.Exit(WRONG_USE)
