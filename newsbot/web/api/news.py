"""Own `/articles` and `/stories`: lists by time, search in the rule language, `why`."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import Query

from newsbot.db import events, reading, stories
from newsbot.domain.account import Role
from newsbot.errors import NotFound
from newsbot.services import backtests, explanations, ledger, shapes
from newsbot.services.shapes import plain
from newsbot.web.api import shown
from newsbot.web.api.answers import LARGEST_ID, Id, Paging, id_of, moment_of
from newsbot.web.api.caller import Calling
from newsbot.web.api.routing import make_router, needs

articles = make_router("articles")
story_router = make_router("stories")
why_router = make_router("why")

PATIENCE = timedelta(seconds=8)
MEMBERS = 1000


@articles.get("", response_model=list[shown.ArticleShown], response_model_exclude_defaults=True)
@needs(Role.VIEWER)
async def list_articles(
    call: Calling,
    paging: Paging,
    source: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
    rule: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
) -> Any:
    """List articles, the newest first."""
    if rule is not None:
        await _check_open(call, rule)
    selection = reading.Selection(source_id=source, rule_id=rule)
    before = moment_of(paging.cursor)
    async with call.desk.db.reading() as tx:
        found = await reading.select_articles(tx, selection, limit=paging.wanted, before=before)
    page = paging.give(found, lambda one: f"{one.effective_at.isoformat()} {one.id}")
    return [plain(shapes.article(one)) for one in page]


async def _check_open(call: Calling, rule_id: int) -> None:
    """What a hidden rule hits would tell what it asks for. Raises `NotFound`."""
    from newsbot.services import rules
    from newsbot.web.api.rules import is_hidden

    if is_hidden(await rules.get(call.desk, rule_id), call.principal):
        raise NotFound(f"there is no rule {rule_id} that you may read")


@articles.get("/search", response_model=list[shown.HitShown], response_model_exclude_defaults=True)
@needs(Role.VIEWER)
async def search_articles(
    call: Calling,
    q: Annotated[
        str, Query(min_length=1, max_length=2000, pattern=r"^[^\x00]*$", examples=["nato"])
    ],
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Find stored articles by a query in the rule language, the newest first."""
    found = await backtests.run(
        call.desk,
        q,
        since=call.tools.articles_kept,
        limits=backtests.Limits(hits=limit, patience=PATIENCE),
    )
    return [
        plain(shapes.article(one.article) | {"evidence": shapes.evidence(one.evidence)})
        for one in found.shown
    ]


@articles.get(
    "/{article_id:int}", response_model=shown.ArticleShown, response_model_exclude_defaults=True
)
@needs(Role.VIEWER)
async def show_article(call: Calling, article_id: Id) -> Any:
    """Show one article with its text."""
    async with call.desk.db.reading() as tx:
        found = await reading.find_article(tx, article_id)
    if found is None:
        raise NotFound(f"there is no article {article_id}")
    return plain(shapes.article(found, text=True))


@story_router.get("", response_model=list[shown.StoryShown])
@needs(Role.VIEWER)
async def list_stories(call: Calling, paging: Paging) -> Any:
    """List stories, the newest first."""
    before = id_of(paging.cursor)
    async with call.desk.db.reading() as tx:
        found = await stories.latest(tx, limit=paging.wanted, before_id=before)
    page = paging.give(found, lambda one: str(one.id))
    return [plain(shapes.story(one)) for one in page]


@story_router.get("/{story_id:int}", response_model=shown.StoryShown)
@needs(Role.VIEWER)
async def show_story(call: Calling, story_id: Id) -> Any:
    """Show one story with its articles and what happened to it."""
    async with call.desk.db.reading() as tx:
        found = await stories.find(tx, story_id)
        if found is None:
            raise NotFound(f"there is no story {story_id}")
        selection = reading.Selection(story_id=found.id)
        told = await reading.select_articles(tx, selection, limit=MEMBERS, oldest_first=True)
        happened = await events.of_stories(tx, [found.id])
    members = [shapes.article(one) for one in told]
    turns = [shapes.story_event(one) for one in happened]
    return plain({**shapes.story(found), "members": members, "events": turns})


@why_router.get("", response_model=list[shown.PathShown])
@needs(Role.ADMIN)
async def why(
    call: Calling,
    url: Annotated[
        str,
        Query(
            min_length=1,
            max_length=2000,
            pattern=r"^[^\x00]*$",
            examples=["https://paper.example/1"],
        ),
    ],
    subscriber: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
) -> Any:
    """Tell when an article was seen, which rules it met or missed, and its alerts.

    Only of rules that the caller may read.
    """
    from newsbot.services import rules
    from newsbot.web.api.rules import is_hidden

    found = await ledger.why(call.desk, url, subscriber)
    ids = list(dict.fromkeys(one.article_id for one in found))
    missed = await explanations.missed(call.desk, ids, subscriber)
    every = await rules.list_all(call.desk)
    hidden = {one.id for one in every if is_hidden(one, call.principal)}
    return [
        plain(
            shapes.path(
                one,
                [each for each in missed.get(one.article_id, ()) if each.rule_id not in hidden],
            )
        )
        for one in found
        if one.rule_id not in hidden
    ]
