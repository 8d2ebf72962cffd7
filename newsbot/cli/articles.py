"""Own the commands about articles, and `articles extract` for pages that are not stored."""

from typing import Annotated

import typer

from newsbot.cli import inputs
from newsbot.cli.context import opened, run
from newsbot.cli.output import moment, print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.cli.status import complain
from newsbot.errors import Malformed, NotFound
from newsbot.services import shapes

commands = typer.Typer(name="articles", help="What was read and stored.", no_args_is_help=True)

Limit = Annotated[int, typer.Option(min=1, max=10_000, help="How many at the most.")]


@commands.command("list")
def list_(context: typer.Context, limit: Limit = 50, json: Json = False) -> None:
    """List articles, the newest first."""
    from newsbot.db import reading

    async def work() -> None:
        async with opened(context) as app, app.db.reading() as tx:
            found = await reading.select_articles(tx, reading.Selection(), limit=limit)
        if json:
            for one in found:
                print_json(shapes.article(one))
            return
        print_table(
            ("id", "effective", "source", "title"),
            ((one.id, moment(one.effective_at), one.source_name, one.title) for one in found),
            empty="no articles yet; read the sources with: newsbot fetch --all",
        )

    run(work())


@commands.command()
def show(context: typer.Context, article_id: int, json: Json = False) -> None:
    """Show one article with its text."""
    from newsbot.db import reading

    async def work() -> None:
        async with opened(context) as app, app.db.reading() as tx:
            found = await reading.find_article(tx, article_id)
        if found is None:
            raise NotFound(f"there is no article {article_id}; see: newsbot articles list")
        if json:
            print_json(shapes.article(found, text=True))
            return
        say(f"{found.title}\n{found.source_title}, {moment(found.effective_at)} UTC\n{found.url}")
        for warning in found.warnings:
            complain(f"warning: {warning.message}")
        say(f"\n{found.text}")

    run(work())


@commands.command()
def search(context: typer.Context, query: str, limit: Limit = 50, json: Json = False) -> None:
    """Find stored articles by a query in the rule language."""
    from newsbot.services import backtests

    async def work() -> None:
        async with opened(context) as app:
            found = await backtests.run(
                app.desk(),
                query,
                since=app.settings.retention.articles,
                limits=backtests.Limits(hits=limit),
            )
        hits = found.shown
        if json:
            for hit in hits:
                print_json(
                    {**shapes.article(hit.article), "evidence": shapes.evidence(hit.evidence)}
                )
            return
        print_table(
            ("id", "effective", "source", "title"),
            (
                (
                    hit.article.id,
                    moment(hit.article.effective_at),
                    hit.article.source_name,
                    hit.article.title,
                )
                for hit in hits
            ),
            empty="no stored article matches",
        )

    run(work())


@commands.command()
def extract(
    context: typer.Context,
    place: Annotated[str, typer.Argument(metavar="URL|FILE")],
    url: Annotated[str, typer.Option("--url", help="Address that FILE came from.")] = "",
    chars: Annotated[int, typer.Option(min=20, help="Longest summary.")] = 400,
    json: Json = False,
) -> None:
    """Show the article of a page (HTML, or a page saved as text); nothing is stored."""
    from newsbot.domain.ports import Fetched
    from newsbot.extract import NOT_A_PAGE
    from newsbot.stories import summarize

    async def work() -> None:
        async with opened(context) as app:
            if inputs.is_url(place):
                fetched = await app.client.get(place)
            else:
                fetched = Fetched(url=url, body=inputs.read_bytes(place))
            if not isinstance(fetched, Fetched):
                raise NotFound(f"{place} sent nothing")
            page = await app.extractor.extract(fetched)
        if any(warning.code == NOT_A_PAGE for warning in page.warnings):
            raise Malformed(f"{place} is neither a web page nor a text")
        summary = summarize(page.text, title=page.title, language=page.language, max_chars=chars)
        if json:
            print_json(shapes.extracted(page, summary))
            return
        for warning in page.warnings:
            complain(f"warning: {warning.message}")
        stated = (page.author, page.site, moment(page.published))
        byline = ", ".join(part for part in stated if part)
        say(f"{page.title}\n{byline}\n\n{page.text}")

    run(work())
