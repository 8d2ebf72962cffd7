"""Own the answers to /mute and /muted: what this chat does not want to hear of, and its end."""

import contextlib

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.wording import moment, name_of
from newsbot.bot.markup import Html, bold, code, fill, join, shorten
from newsbot.bot.pages import page_of, turns
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.source import Source
from newsbot.errors import NotFound
from newsbot.services import sources, subscribers, wishes
from newsbot.services.wishes import NamedMute

A_PAGE = 12
NAME_SHOWN = 80
IN_A_ROW = 3
NAMES_SHOWN = 8


async def show_muted(visit: Visit, _argument: str) -> Reply:
    """List what is muted here, each with a button that ends it."""
    return await _page(visit, 0)


async def press_muted(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Turn to another page of what is muted."""
    return await _page(visit, numbers[0] if numbers else 0)


async def _page(visit: Visit, number: int) -> Reply:
    here, texts = visit.destination, visit.texts.wishes
    found = [] if here is None else await wishes.named_mutes(visit.desk, [here.id])
    if not found:
        return Reply(text=Html(texts.muted_none))
    page = page_of(found, number, A_PAGE)
    first = page.number * A_PAGE + 1
    lines = [Html(f"{at}. {_told(visit, one)}") for at, one in enumerate(page.items, first)]
    made = [
        button(texts.label_unmute.format(number=at), Verb.UNMUTE, one.mute.id)
        for at, one in enumerate(page.items, first)
    ]
    rows = tuple(tuple(made[at : at + IN_A_ROW]) for at in range(0, len(made), IN_A_ROW))
    return Reply(text=join([texts.muted_head, *lines]), buttons=(*rows, *turns(page, Verb.MUTED)))


async def mute(visit: Visit, argument: str) -> Reply:
    """Hear no more from a source here, whatever rule finds it; say how, when none is named."""
    here, texts = visit.destination, visit.texts.wishes
    if here is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    if not argument:
        return Reply(text=Html(texts.mute_what))
    found = [one for one in await sources.list_all(visit.desk) if _is_called(one, argument)]
    if len(found) != 1:
        near = (found or await _similar(visit, argument))[:NAMES_SHOWN]
        unknown = fill(texts.mute_unknown, given=code(argument))
        names = ", ".join(one.name for one in near)
        return Reply(text=join([unknown, fill(texts.mute_near, names=names) if near else ""]))
    made = await subscribers.mute(visit.desk, here.id, "source", found[0].id)
    undo = button(texts.label_unmute.format(number="").strip(), Verb.UNMUTE, made.id)
    name = bold(shorten(found[0].title or found[0].name, NAME_SHOWN))
    return Reply(text=fill(texts.mute_done, name=name), buttons=((undo,),))


def _is_called(one: Source, wanted: str) -> bool:
    return wanted.strip().casefold() in {one.name.casefold(), one.title.casefold()}


async def _similar(visit: Visit, wanted: str) -> list[Source]:
    """Return the sources whose name holds a part of what was written."""
    key = wanted.strip().casefold()
    every = await sources.list_all(visit.desk)
    return [one for one in every if key in one.name.casefold() or key in one.title.casefold()]


async def press_unmute(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """End the mute of the button and show what is left."""
    here = visit.destination
    if here is None or not numbers:
        return Reply(toast=visit.texts.old_button)
    with contextlib.suppress(NotFound):  # it ended by itself or by another press: see the list
        await subscribers.unmute(visit.desk, numbers[0], here.id)
    return await show_muted(visit, "")


def _told(visit: Visit, one: NamedMute) -> Html:
    texts, mute = visit.texts.wishes, one.mute
    name = fill("<b>{name}</b>", name=shorten(one.name, NAME_SHOWN) or "…")
    if mute.kind == "story" and mute.until is not None:
        return fill(texts.muted_story, name=name, until=moment(visit, mute.until))
    if mute.kind == "source" and mute.rule_id:
        return fill(texts.muted_source_for, name=name, rule=name_of(one.rule_name))
    return name
