"""Own the commands about stories, and grouping and summarising of files."""

from typing import Annotated

import typer

from newsbot.cli import inputs
from newsbot.cli.articles import Limit
from newsbot.cli.context import opened, run
from newsbot.cli.output import moment, print_json, print_table, say
from newsbot.cli.sources import Json
from newsbot.domain.story import StoryEvent
from newsbot.errors import NotFound
from newsbot.services import shapes

commands = typer.Typer(name="stories", help="Articles that tell the same event.")


@commands.command("list")
def list_(context: typer.Context, limit: Limit = 50, json: Json = False) -> None:
    """List stories, the newest first."""
    from newsbot.db import stories

    async def work() -> None:
        async with opened(context) as app, app.db.reading() as tx:
            found = await stories.latest(tx, limit=limit)
        if json:
            for one in found:
                print_json(shapes.story(one))
            return
        print_table(
            ("id", "last", "articles", "headline"),
            ((one.id, moment(one.last_at), one.article_count, one.headline) for one in found),
            empty="no stories yet; read the sources with: newsbot fetch --all",
        )

    run(work())


@commands.command()
def show(context: typer.Context, story_id: int, json: Json = False) -> None:
    """Show one story with its articles and what happened to it."""
    from newsbot.db import events, reading, stories

    async def work() -> None:
        async with opened(context) as app, app.db.reading() as tx:
            found = await stories.find(tx, story_id)
            if found is None:
                raise NotFound(f"there is no story {story_id}; see: newsbot stories list")
            selection = reading.Selection(story_id=found.id)
            told = await reading.select_articles(tx, selection, limit=1000, oldest_first=True)
            happened = await events.of_stories(tx, [found.id])
        if json:
            members = [shapes.article(one) for one in told]
            turns = [shapes.story_event(one) for one in happened]
            print_json({**shapes.story(found), "members": members, "events": turns})
            return
        say(f"{found.headline}\n\n{found.summary}\n")
        print_table(
            ("id", "effective", "source", "title"),
            ((one.id, moment(one.effective_at), one.source_name, one.title) for one in told),
            empty="its articles are past their retention",
        )
        for one in happened:
            say(f"{moment(one.at)}  {one.kind}: {_told(one)}")

    run(work())


def _told(event: StoryEvent) -> str:
    if event.other_id is not None:
        return f"story {event.other_id}"
    return " -> ".join(part for part in (event.before, event.after) if part)


@commands.command()
def group(
    context: typer.Context,
    file: str,
    json: Json = False,
) -> None:
    """Group the articles of a JSON lines file as they would arrive; no database is used."""
    from newsbot.cli.context import settings_of
    from newsbot.services import storyfiles

    articles = storyfiles.read_articles(inputs.read_text(file), file)
    window = settings_of(context).stories.window
    for article_id, story in storyfiles.group(articles, window):
        if json:
            print_json({"id": article_id, "story": story})
        else:
            say(f"{article_id}\t{story}")


@commands.command()
def summarize(
    file: str,
    chars: Annotated[int, typer.Option(min=20, help="Longest summary, in characters.")] = 400,
    as_story: Annotated[
        bool, typer.Option("--as-story", help="One summary over all articles of the file.")
    ] = False,
    json: Json = False,
) -> None:
    """Summarise a text file, or each article of a JSON lines file (- reads standard input)."""
    from newsbot.services import storyfiles

    for summary in storyfiles.summarize(inputs.read_text(file), file, chars, as_story=as_story):
        if json:
            print_json(summary)
        elif "id" in summary:
            say(f"{summary['id']}\t{summary['summary']}")
        else:
            say(summary["summary"])
