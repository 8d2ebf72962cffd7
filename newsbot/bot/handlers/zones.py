"""Own the answers about a chat's time zone: what it is, which one is meant, and its change."""

import asyncio
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from newsbot.bot import zones
from newsbot.bot.buttons import Verb, button, fingerprint
from newsbot.bot.markup import Html, code, fill, join
from newsbot.bot.replies import Keyboard, Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.subscriber import Subscriber
from newsbot.services import wishes

IN_A_ROW = 2


def is_unset(subscriber: Subscriber) -> bool:
    """Say whether a chat has never said where it lives."""
    return subscriber.timezone == zones.UNSET


async def timezone(visit: Visit, argument: str) -> Reply:
    """Read times here as in this zone, or show which one it is."""
    subscriber, texts = visit.subscriber, visit.texts.wishes
    if subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    if not argument:
        text = join([_zone_is(visit, subscriber.timezone), texts.zone_how])
        return Reply(text=text, buttons=await offers(visit))
    found = await asyncio.to_thread(zones.lookup, argument)
    if found:
        await wishes.set_time_zone(visit.desk, subscriber.id, found)
        return Reply(text=_zone_is(visit, found))
    near = await asyncio.to_thread(zones.similar, argument)
    unknown = fill(texts.zone_unknown, given=code(argument))
    return Reply(text=unknown, buttons=_choices(near) if near else await offers(visit))


async def ask_first(visit: Visit, wanted: int = 0) -> Reply:
    """Ask for the zone before what depends on it; `wanted` comes back with the press."""
    return Reply(text=Html(visit.texts.wishes.zone_first), buttons=await offers(visit, wanted))


async def offers(visit: Visit, wanted: int = 0) -> Keyboard:
    """Return zones to choose from."""
    found = await asyncio.to_thread(zones.offered, visit.texts.language)
    return _choices(found, wanted)


def _choices(names: Sequence[str], wanted: int = 0) -> Keyboard:
    made = [button(zones.label(name), Verb.ZONE, fingerprint(name), wanted) for name in names]
    return tuple(tuple(made[at : at + IN_A_ROW]) for at in range(0, len(made), IN_A_ROW))


async def choose(visit: Visit, numbers: tuple[int, ...]) -> Html | None:
    """Take the zone of a pressed button; return what to say, None for a button of no use."""
    subscriber = visit.subscriber
    found = await asyncio.to_thread(zones.by_mark, numbers[0]) if numbers else ""
    if subscriber is None or not found:
        return None
    await wishes.set_time_zone(visit.desk, subscriber.id, found)
    return _zone_is(visit, found)


async def press_zone(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Read times here as in the zone of the button."""
    said = await choose(visit, numbers)
    return Reply(toast=visit.texts.old_button) if said is None else Reply(text=said)


def _zone_is(visit: Visit, name: str) -> Html:
    local = visit.desk.clock.now().astimezone(ZoneInfo(name))
    return fill(visit.texts.wishes.zone_is, zone=code(name), time=f"{local:%H:%M}")
