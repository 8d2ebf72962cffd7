"""Own the answer to /muted: what this chat does not want to hear of, and the end of that."""

import contextlib

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.wording import fitting_lines, moment, name_of
from newsbot.bot.markup import Html, fill, join, shorten
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.errors import NotFound
from newsbot.services import subscribers, wishes
from newsbot.services.wishes import NamedMute

MUTES_SHOWN = 30
NAME_SHOWN = 80
LIST_UNITS = 3_500
IN_A_ROW = 3


async def show_muted(visit: Visit, _argument: str) -> Reply:
    """List what is muted here, each with a button that ends it."""
    here, texts = visit.destination, visit.texts.wishes
    found = [] if here is None else await wishes.named_mutes(visit.desk, [here.id])
    if not found:
        return Reply(text=Html(texts.muted_none))
    lines = [
        Html(f"{number}. {_told(visit, one)}") for number, one in enumerate(found[:MUTES_SHOWN], 1)
    ]
    shown = fitting_lines(lines, LIST_UNITS)
    more = len(found) - len(shown)
    rest = Html(visit.texts.counted(visit.texts.rules_more, more)) if more else Html()
    made = [
        button(texts.label_unmute.format(number=number), Verb.UNMUTE, one.mute.id)
        for number, one in enumerate(found[: len(shown)], 1)
    ]
    return Reply(
        text=join([texts.muted_head, *shown, rest]),
        buttons=tuple(tuple(made[at : at + IN_A_ROW]) for at in range(0, len(made), IN_A_ROW)),
    )


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
