"""Own the answers about silence for a while: snooze, and quiet hours of every day."""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers import zones
from newsbot.bot.handlers.wording import moment
from newsbot.bot.markup import Html, code, fill, join
from newsbot.bot.replies import Keyboard, Reply, column
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.schedule import QuietHours, digest_window, read_clock
from newsbot.services import subscribers, wishes

END, HOUR, MORNING, DAY = range(4)
"""What a snooze button carries; the numbers stand in old messages for ever."""

SPANS = {HOUR: timedelta(hours=1), DAY: timedelta(hours=24)}
LONGEST_HOURS = 168

USUAL = (
    QuietHours(start=time(22), end=time(7)),
    QuietHours(start=time(23), end=time(8)),
)

_HOURS = re.compile(r"([0-9]{1,3})\s*h?")
_SPAN = re.compile(r"(?P<start>[0-9:]+)\s*[-–—]\s*(?P<end>[0-9:]+)(?P<silent>\s+silent)?")
_PACKED = re.compile(r"1(?P<start>[0-9]{4})(?P<end>[0-9]{4})(?P<silent>[01])")


async def snooze(visit: Visit, argument: str) -> Reply:
    """Leave this chat or topic alone for a while, or ask how long."""
    here, texts = visit.destination, visit.texts.wishes
    if here is None:
        return Reply(text=Html(visit.texts.rules_none))
    wanted = argument.lower()
    if not wanted:
        until = (await wishes.wishes_of(visit.desk, here.id)).snoozed_until
        if until is not None and until > visit.desk.clock.now():
            return _snoozed(visit, until)
        return Reply(text=Html(texts.snooze_what), buttons=_spans(visit))
    hours = _HOURS.fullmatch(wanted)
    if wanted in {"off", "end", "0"}:
        return await _snooze(visit, here.id, None)
    if wanted == "morning":
        return await _till_morning(visit, here.id)
    if hours is not None and 0 < int(hours[1]) <= LONGEST_HOURS:
        until = visit.desk.clock.now() + timedelta(hours=int(hours[1]))
        return await _snooze(visit, here.id, until)
    return Reply(text=fill(texts.snooze_bad, given=code(argument)), buttons=_spans(visit))


async def press_snooze(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Leave this chat alone for as long as the button says."""
    here, wanted = visit.destination, numbers[0] if numbers else -1
    if here is None or wanted not in {END, HOUR, MORNING, DAY}:
        return Reply(toast=visit.texts.old_button)
    if wanted == END:
        return await _snooze(visit, here.id, None)
    if wanted == MORNING:
        return await _till_morning(visit, here.id)
    return await _snooze(visit, here.id, visit.desk.clock.now() + SPANS[wanted])


async def _till_morning(visit: Visit, destination_id: int) -> Reply:
    """Be quiet till the morning of the chat's clock; of one that never chose a clock, ask."""
    done = await _snooze(visit, destination_id, morning(visit))
    if visit.subscriber is None or not zones.is_unset(visit.subscriber):
        return done
    text = join([done.text, visit.texts.wishes.zone_hint])
    return replace(done, text=text, buttons=(*done.buttons, *await zones.offers(visit)))


def morning(visit: Visit) -> datetime:
    """Return when the next digest of the morning would come."""
    zone = ZoneInfo(visit.time_zone)
    return digest_window("daily", "", zone, visit.desk.clock.now()).due_at


async def _snooze(visit: Visit, destination_id: int, until: datetime | None) -> Reply:
    await subscribers.snooze(visit.desk, destination_id, until)
    if until is None:
        return Reply(text=Html(visit.texts.wishes.snooze_over))
    return _snoozed(visit, until)


def _snoozed(visit: Visit, until: datetime) -> Reply:
    texts = visit.texts.wishes
    return Reply(
        text=fill(texts.snoozed, until=moment(visit, until)),
        buttons=((button(texts.label_end_snooze, Verb.SNOOZE, END),),),
    )


def _spans(visit: Visit) -> Keyboard:
    texts = visit.texts.wishes
    labels = ((texts.label_hour, HOUR), (texts.label_morning, MORNING), (texts.label_day, DAY))
    return column(button(label, Verb.SNOOZE, number) for label, number in labels)


async def quiet(visit: Visit, argument: str) -> Reply:
    """Keep quiet in these hours of every day, or show which ones they are."""
    subscriber, texts = visit.subscriber, visit.texts.wishes
    if subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    if argument.lower() == "off":
        return await _quiet(visit, None)
    if not argument:
        return Reply(text=await told(visit), buttons=_usual(visit))
    hours = read_hours(argument)
    if hours is None:
        text = fill(texts.quiet_bad, given=code(argument))
        return Reply(text=text, buttons=_usual(visit))
    if zones.is_unset(subscriber):
        return await zones.ask_first(visit, pack(hours))
    return await _quiet(visit, hours)


async def press_quiet(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Keep quiet in the hours of the button; none ends them."""
    subscriber, packed = visit.subscriber, numbers[0] if numbers else 0
    hours = unpack(packed)
    if subscriber is None or (packed and hours is None):
        return Reply(toast=visit.texts.old_button)
    if hours is not None and zones.is_unset(subscriber):
        return await zones.ask_first(visit, packed)
    return await _quiet(visit, hours)


async def press_zone(visit: Visit, press: Press, numbers: tuple[int, ...]) -> Reply:
    """Take the zone of the button, and the hours that were asked for before it."""
    hours = unpack(numbers[1]) if len(numbers) > 1 else None
    if hours is None:
        return await zones.press_zone(visit, press, numbers)
    said = await zones.choose(visit, numbers)
    if said is None:
        return Reply(toast=visit.texts.old_button)
    done = await _quiet(visit, hours)
    return replace(done, text=join([said, done.text]))


async def _quiet(visit: Visit, hours: QuietHours | None) -> Reply:
    texts, subscriber = visit.texts.wishes, visit.subscriber
    assert subscriber is not None
    if hours is None:
        await subscribers.set_quiet_hours(visit.desk, subscriber.id, "off")
        return Reply(text=Html(texts.quiet_off))
    await subscribers.set_quiet_hours(visit.desk, subscriber.id, span(hours), silent=hours.silent)
    return Reply(
        text=_hours_told(visit, hours),
        buttons=((button(texts.label_no_quiet, Verb.QUIET, 0),),),
    )


async def told(visit: Visit) -> Html:
    """Say which hours of this chat are quiet."""
    hours = await quiet_hours(visit)
    return Html(visit.texts.wishes.quiet_none) if hours is None else _hours_told(visit, hours)


async def quiet_hours(visit: Visit) -> QuietHours | None:
    """Return the quiet hours of the whole chat."""
    places = () if visit.subscriber is None else visit.subscriber.destinations
    return (await wishes.wishes_of(visit.desk, places[0].id)).quiet if places else None


def _hours_told(visit: Visit, hours: QuietHours) -> Html:
    texts = visit.texts.wishes
    return fill(texts.quiet_silent if hours.silent else texts.quiet_are, hours=span(hours))


def _usual(visit: Visit) -> Keyboard:
    texts = visit.texts.wishes
    offered = [button(span(hours), Verb.QUIET, pack(hours)) for hours in USUAL]
    return tuple(offered), (button(texts.label_no_quiet, Verb.QUIET, 0),)


def span(hours: QuietHours) -> str:
    """Return hours as they are written: `22:00-07:00`."""
    return f"{hours.start:%H:%M}-{hours.end:%H:%M}"


def read_hours(text: str) -> QuietHours | None:
    """Return the hours of `22:00-07:00`, `22-7` or `22:00-07:00 silent`; None for all else."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        return None
    start, end = (_clock(found[name]) for name in ("start", "end"))
    if start is None or end is None or start == end:
        return None
    return QuietHours(start=start, end=end, silent=found["silent"] is not None)


def _clock(text: str) -> time | None:
    return read_clock(text if ":" in text else f"{text}:00")


def pack(hours: QuietHours) -> int:
    """Return hours as the number that a button carries."""
    return int(f"1{hours.start:%H%M}{hours.end:%H%M}{int(hours.silent)}")


def unpack(number: int) -> QuietHours | None:
    """Return the hours that a button carries, None when it carries none."""
    found = _PACKED.fullmatch(str(number))
    if found is None:
        return None
    text = f"{found['start'][:2]}:{found['start'][2:]}-{found['end'][:2]}:{found['end'][2:]}"
    hours = read_hours(text)
    return None if hours is None else replace(hours, silent=found["silent"] == "1")
