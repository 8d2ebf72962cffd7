"""Own the answers to the buttons under an alert that mute and snooze, and their undoing.

The alert itself stays as it is; below it each pressed button turns into its own undoing.
"""

from datetime import datetime, timedelta

from newsbot.bot.handlers.quiet import morning
from newsbot.bot.handlers.wording import moment
from newsbot.bot.markup import shorten
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.errors import NotFound
from newsbot.pipeline.alert_buttons import (
    FOR_A_DAY,
    FOR_AN_HOUR,
    OPEN,
    TILL_MORNING,
    Pressed,
    alert_buttons,
)
from newsbot.services import subscribers, wishes
from newsbot.services.wishes import Subject

SPANS = {FOR_AN_HOUR: timedelta(hours=1), FOR_A_DAY: timedelta(hours=24)}
SOURCE_SHOWN = 60


async def mute_story(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Hear no more of the alert's story, here."""
    subject = await subject_of(visit, numbers)
    if subject is None:
        return Reply(toast=visit.texts.old_button)
    await subscribers.mute(visit.desk, subject.destination_id, "story", subject.story_id)
    return await _dressed(visit, numbers[0], subject, visit.texts.wishes.story_muted)


async def unmute_story(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Hear of the alert's story again."""
    subject = await subject_of(visit, numbers)
    if subject is None:
        return Reply(toast=visit.texts.old_button)
    await wishes.unmute_kind(visit.desk, subject, "story")
    return await _dressed(visit, numbers[0], subject, visit.texts.wishes.story_unmuted)


async def mute_source(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Hear no more from the alert's source by the rules that told it."""
    subject = await subject_of(visit, numbers)
    if subject is None or subject.source_id is None:
        return Reply(toast=visit.texts.old_button)
    for rule_id in subject.rule_ids:
        await subscribers.mute(
            visit.desk, subject.destination_id, "source", subject.source_id, rule_id=rule_id
        )
    toast = visit.texts.wishes.source_muted.format(source=_source(subject))
    return await _dressed(visit, numbers[0], subject, toast)


async def unmute_source(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Hear from the alert's source again."""
    subject = await subject_of(visit, numbers)
    if subject is None or subject.source_id is None:
        return Reply(toast=visit.texts.old_button)
    await wishes.unmute_kind(visit.desk, subject, "source")
    toast = visit.texts.wishes.source_unmuted.format(source=_source(subject))
    return await _dressed(visit, numbers[0], subject, toast)


async def snooze(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Leave this chat or topic alone for as long as the button says, an hour when it does not."""
    subject = await subject_of(visit, numbers)
    span = numbers[1] if len(numbers) > 1 else FOR_AN_HOUR
    if subject is None or span not in {*SPANS, TILL_MORNING}:
        return Reply(toast=visit.texts.old_button)
    until = _end(visit, span)
    await subscribers.snooze(visit.desk, subject.destination_id, until)
    toast = visit.texts.wishes.snoozed.format(until=moment(visit, until))
    return await _dressed(visit, numbers[0], subject, toast)


def _end(visit: Visit, span: int) -> datetime:
    return morning(visit) if span == TILL_MORNING else visit.desk.clock.now() + SPANS[span]


async def show_snoozes(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Offer how long a snooze may last below the alert, or the other buttons again."""
    subject = await subject_of(visit, numbers)
    if subject is None:
        return Reply(toast=visit.texts.old_button)
    is_open = numbers[1:] == (OPEN,)
    return await _dressed(visit, numbers[0], subject, "", snoozes=is_open)


async def unsnooze(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Let alerts come again at once."""
    subject = await subject_of(visit, numbers)
    if subject is None:
        return Reply(toast=visit.texts.old_button)
    await subscribers.snooze(visit.desk, subject.destination_id, None)
    return await _dressed(visit, numbers[0], subject, visit.texts.wishes.snooze_over)


async def subject_of(visit: Visit, numbers: tuple[int, ...]) -> Subject | None:
    """Return what the button's alert told this chat; None when it is forgotten or another's."""
    if visit.subscriber is None or not numbers:
        return None
    try:
        return await wishes.subject_of(visit.desk, visit.subscriber, numbers[0])
    except NotFound:
        return None


def _source(subject: Subject) -> str:
    return shorten(subject.source_name, SOURCE_SHOWN)


async def _dressed(
    visit: Visit, delivery_id: int, subject: Subject, toast: str, *, snoozes: bool = False
) -> Reply:
    """Say what was done, and let the buttons show what is in force now."""
    place = subject.destination_id
    muted = [one.mute for one in await wishes.named_mutes(visit.desk, [place])]
    quiet = await wishes.wishes_of(visit.desk, place)
    until = quiet.snoozed_until
    pressed = Pressed(
        story=any((one.kind, one.key) == ("story", subject.story_id) for one in muted),
        source=any(
            (one.kind, one.key) == ("source", subject.source_id)
            and one.rule_id in {0, *subject.rule_ids}
            for one in muted
        ),
        snooze=until is not None and until > visit.desk.clock.now(),
        snoozes=snoozes,
    )
    assert visit.subscriber is not None
    language = visit.subscriber.language
    return Reply(
        toast=toast, buttons=alert_buttons(delivery_id, language, pressed), swaps_buttons=True
    )
