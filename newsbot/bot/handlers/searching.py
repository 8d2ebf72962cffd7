"""Own the answers that look into what was read: a search in the rule language, and the sources."""

from datetime import timedelta

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.previewing import quoted, refused
from newsbot.bot.handlers.wording import fitting_lines, query_of, stories
from newsbot.bot.markup import Html, fill, join, link, shorten
from newsbot.bot.pages import AFTER, BEFORE, page_of, turns
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.source import Source
from newsbot.services import backtests, sources
from newsbot.services.backtests import Limits
from newsbot.services.queries import RefusedQuery
from newsbot.services.rules import Hit

HITS_A_PAGE = 5
LOOKED_BACK = timedelta(days=30)
PATIENCE = timedelta(seconds=3)
DEEPEST_PAGE = 19
"""Nobody turns a hundred pages; each is found by going through those before it."""

HITS_OF_STORY = 5
SOURCES_A_PAGE = 20
SOURCE_SHOWN = 60
LIST_UNITS = 3_500


async def search(visit: Visit, argument: str) -> Reply:
    """Show the newest stories that a query finds."""
    if not argument:
        return Reply(text=Html(visit.texts.stories.search_what))
    return await _found(visit, argument, 0)


async def press_search(visit: Visit, press: Press, numbers: tuple[int, ...]) -> Reply:
    """Turn to another page of what was found."""
    query = quoted(press, (0,))
    if not query:
        return Reply(toast=visit.texts.old_button)
    return await _found(visit, query, min(numbers[0] if numbers else 0, DEEPEST_PAGE))


async def _found(visit: Visit, query: str, page: int) -> Reply:
    texts = visit.texts.stories
    wanted = (page + 1) * HITS_A_PAGE
    limits = Limits(hits=(wanted + 1) * HITS_OF_STORY, patience=PATIENCE)
    try:
        async with visit.house.forecasting:
            found = await backtests.run(visit.desk, query, since=LOOKED_BACK, limits=limits)
    except RefusedQuery as refusal:
        return await refused(visit, query, refusal)
    hits: dict[int, Hit] = {}
    for one in found.shown:
        hit = Hit(article=one.article, evidence=one.evidence)
        hits.setdefault(one.article.story_id or -one.article.id, hit)
    shown = tuple(hits.values())[wanted - HITS_A_PAGE : wanted]
    if not shown:
        return Reply(text=fill(texts.search_none, query=query_of(query)))
    turned = [button(BEFORE, Verb.SEARCH, page - 1)] if page else []
    if len(hits) > wanted and page < DEEPEST_PAGE:
        turned.append(button(AFTER, Verb.SEARCH, page + 1))
    head = fill(texts.search_head, query=query_of(query))
    follow = button(visit.texts.label_follow, Verb.FOLLOW)
    return Reply(text=join([head, stories(visit, shown)], "\n\n"), buttons=((*turned, follow),))


async def show_sources(visit: Visit, _argument: str) -> Reply:
    """List what is read."""
    return await _sources(visit, 0)


async def press_sources(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Turn to another page of the sources."""
    return await _sources(visit, numbers[0] if numbers else 0)


async def _sources(visit: Visit, number: int) -> Reply:
    texts = visit.texts
    every = [one for one in await sources.list_all(visit.desk) if one.state == "active"]
    if not every:
        return Reply(text=Html(texts.stories.sources_none))
    page = page_of(sorted(every, key=_title), number, SOURCES_A_PAGE)
    head = Html(texts.counted(texts.stories.sources_head, len(every)))
    lines = fitting_lines([_source(one) for one in page.items], LIST_UNITS)
    return Reply(text=join([head, *lines]), buttons=turns(page, Verb.SOURCES))


def _title(one: Source) -> str:
    return (one.title or one.name).casefold()


def _source(one: Source) -> Html:
    title = link(shorten(one.title or one.name, SOURCE_SHOWN), one.homepage)
    return Html(f"{title} ({one.language})") if one.language else title
