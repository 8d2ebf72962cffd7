"""Own the sources as the house's admins see them: which are in trouble, and their pause."""

from collections import Counter

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.admin_sections import (
    A_PAGE,
    LIST_UNITS,
    NAME_SHOWN,
    PAUSE,
    RESUME,
    SHOW,
    SOURCES,
    back,
    rows_of,
)
from newsbot.bot.handlers.wording import fitting_lines, moment
from newsbot.bot.markup import bold, code, fill, join, link, shorten
from newsbot.bot.pages import page_of, turns
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.source import Source, troubles
from newsbot.errors import NotFound
from newsbot.services import sources

TROUBLE_SHOWN = 160


async def list_sources(visit: Visit, number: int) -> Reply:
    """List the sources, those in trouble first, with what is wrong."""
    texts = visit.texts.admin
    every = sorted(await sources.list_all(visit.desk), key=lambda one: (is_well(one), one.name))
    page = page_of(every, number, A_PAGE)
    counts = Counter(one.state for one in every)
    lines = [
        fill(
            texts.source_line,
            id=one.id,
            name=bold(shorten(one.title or one.name, NAME_SHOWN)),
            trouble=shorten(_trouble(one), TROUBLE_SHOWN) or "✓",
        )
        for one in page.items
    ]
    states = ", ".join(f"{state}: {count}" for state, count in counts.items())
    head = fill(texts.sources_head, count=len(every), states=states)
    numbered = [button(str(one.id), Verb.ADMIN_SOURCE, one.id, SHOW) for one in page.items]
    return Reply(
        text=join([head, *fitting_lines(lines, LIST_UNITS)]),
        buttons=(*rows_of(numbered), *turns(page, Verb.ADMIN, SOURCES), *back(visit)),
    )


def is_well(one: Source) -> bool:
    """Say whether a source is read and has nothing to be told of."""
    return one.state == "active" and not troubles(one)


def _trouble(one: Source) -> str:
    said = [one.reason or one.state] if one.state != "active" else []
    return "; ".join([*said, *(notice.message for notice in troubles(one))])


async def press_source(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Show one source, pause it or let it be read again."""
    texts, (source_id, action) = visit.texts.admin, (*numbers, 0, SHOW)[:2]
    try:
        one = await sources.get(visit.desk, str(source_id))
        if action in {PAUSE, RESUME}:
            one = await sources.pause(visit.desk, one.name, resume=action == RESUME)
    except NotFound:
        return Reply(toast=visit.texts.old_button)
    never = "-"
    text = fill(
        texts.source_card,
        id=one.id,
        name=link(shorten(one.title or one.name, NAME_SHOWN), one.homepage),
        url=code(one.url),
        state=one.state,
        last=never if one.last_success_at is None else moment(visit, one.last_success_at),
        trouble=_trouble(one) or never,
    )
    is_paused = one.state != "active"
    label = texts.label_resume if is_paused else texts.label_pause
    act = button(label, Verb.ADMIN_SOURCE, one.id, RESUME if is_paused else PAUSE)
    return Reply(text=text, buttons=((act,), *back(visit, SOURCES)))
