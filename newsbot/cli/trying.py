"""Own the commands that try rules out: on stored articles, and on files without a database."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsbot.cli import inputs
from newsbot.cli.context import opened, run
from newsbot.cli.output import clean, moment, print_json, print_table, say
from newsbot.cli.rules import offer_forms
from newsbot.cli.sources import Json
from newsbot.cli.status import NOT_SO, WRONG_USE, complain
from newsbot.services import shapes

if TYPE_CHECKING:  # as in `shapes`: `--help` needs no database
    from newsbot.services.backtests import Backtest
    from newsbot.services.judging import Judgement
    from newsbot.services.volumes import Volume


def register(commands: typer.Typer) -> None:
    """Add the commands to those about rules."""
    commands.command()(test)
    commands.command()(lint)
    commands.command()(recall)
    commands.command()(match)


SIGNS = {"": "", "added": "+", "dropped": "-"}


def recall(
    context: typer.Context,
    rule: Annotated[str, typer.Argument(help="Id or name; without it every rule.")] = "",
    since: Annotated[str, typer.Option(help="How far back, such as 7d.")] = "7d",
    json: Json = False,
) -> None:
    """Show what rules missed: articles of stories that they met, and the words to add."""
    from dataclasses import asdict

    from newsbot.services import recall as service
    from newsbot.services import rules

    back = inputs.duration(since)

    async def work() -> None:
        async with opened(context) as app:
            desk = app.desk()
            asked = [await rules.by_name(desk, rule)] if rule else await rules.list_all(desk)
            found = [await service.recall(desk, one.id, since=back) for one in asked]
        for one in found:
            if json:
                print_json(asdict(one))
                continue
            say(
                f"rule {one.rule_id} {one.name}: missed {one.articles} articles of "
                f"{one.stories} stories that it met"
            )
            for word in one.words:
                say(f"  {word.word}: {word.stories} stories, {word.articles} articles")
        if not found and not json:
            say("no rules yet; add one with: newsbot rules add QUERY")

    run(work())


def test(
    context: typer.Context,
    query: str,
    since: Annotated[str, typer.Option(help="How far back, such as 30d.")] = "30d",
    rule: Annotated[str, typer.Option(help="Compare with this saved rule, by id or name.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Hits shown.")] = 50,
    summary: Annotated[
        bool, typer.Option("--summary", help="Only the figures; with --json as one object.")
    ] = False,
    json: Json = False,
) -> None:
    """Show which stored articles a query would have hit, and how many a day to expect."""
    from newsbot.services import backtests, rules, volumes
    from newsbot.services.wordforms import offers

    back = inputs.duration(since)

    async def work() -> None:
        async with opened(context) as app:
            desk = app.desk()
            saved = await rules.by_name(desk, rule) if rule else None
            shown = None if json else limit
            found = await backtests.run(
                desk,
                query,
                since=back,
                rule_id=None if saved is None else saved.id,
                limits=backtests.Limits(shown=0 if summary else shown),
            )
            missed = await offers(desk, query)
        for warning in found.warnings:
            complain(f"warning: {warning.message}")
        figures = volumes.volume(found)
        if json and summary:
            print_json(shapes.volume(query, found, figures))
        elif json:
            for one in found.shown:
                print_json(_shape(one, compared=found.saved))
        else:
            _tell(found, figures)
            if not summary:
                _list(found)
        offer_forms(missed)

    run(work())


def _shape(one: "Judgement", *, compared: bool) -> dict[str, Any]:
    shown = shapes.article(one.article) | {"evidence": shapes.evidence(one.evidence)}
    return shown | {"change": one.change} if compared else shown


def _tell(found: "Backtest", figures: "Volume") -> None:
    say(f"read as: {found.canonical}")
    say(
        f"{figures.hits} hits in {figures.stories} stories since {moment(found.since)}, "
        f"about {figures.per_day:.1f} hits and {figures.stories_per_day:.1f} stories a day"
    )
    if figures.peak is not None:
        say(
            f"busiest hour: {moment(figures.peak.start)} UTC with {figures.peak.hits}; "
            f"most come from {figures.hour_of_day:02}:00 to {figures.hour_of_day:02}:59"
        )
    if found.saved:
        say(f"against the saved rule: adds {figures.added}, drops {figures.dropped}")
    if figures.hits:
        say("per day: " + ", ".join(f"{day:%m-%d} {hits}" for day, hits in figures.days if hits))


def _list(found: "Backtest") -> None:
    rows = [
        (
            SIGNS[one.change],
            one.article.id,
            moment(one.article.effective_at),
            one.article.source_name,
            one.article.title,
            ", ".join(dict.fromkeys(clean(each.leaf) for each in one.evidence)),
        )
        for one in found.shown
    ]
    columns = ("change", "id", "effective", "source", "title", "because of")
    start = 0 if found.saved else 1
    print_table(columns[start:], (row[start:] for row in rows), empty="no stored article matches")
    if more := len(found.compared.verdicts) - len(found.shown):
        complain(f"{more} more; show them with --limit or --json")


def lint(
    context: typer.Context,
    rule: Annotated[str, typer.Argument(help="One rule, by id or name; else all.")] = "",
    json: Json = False,
) -> None:
    """Say what is odd about rules; status 1 when one can never, or must always, match."""
    from newsbot.services import lint as service
    from newsbot.services import rules

    async def work() -> bool:
        async with opened(context) as app:
            desk = app.desk()
            chosen = await rules.by_name(desk, rule) if rule else None
            found = await service.lint(desk, chosen)
        for one in found:
            if json:
                print_json(shapes.lint(one))
                continue
            say(f"{one.severity}: rule {one.rule.id} {one.rule.name!r}: {one.message}")
            if one.fix:
                say(f"    try: {one.fix}")
        if not found and not json:
            say("nothing odd")
        return not service.has_errors(found)

    if not run(work()):
        raise typer.Exit(NOT_SO)


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
