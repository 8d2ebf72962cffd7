"""Own the buttons under an alert: which they are and what they carry; `bot` answers the press.

A button carries the id of the delivery alone. What the alert told, and whom, is read when it is
pressed: nobody mutes by a forged button what was not told to the very chat.
"""

from dataclasses import dataclass

from newsbot.channels.wording import Words, words_of
from newsbot.domain.delivery import Delivery, DeliveryKind
from newsbot.domain.message import Button

MUTE_STORY, UNMUTE_STORY = "m", "n"
MUTE_SOURCE, UNMUTE_SOURCE = "o", "p"
SNOOZE, UNSNOOZE = "z", "w"
MORE, FEWER, SNOOZES = "i", "j", "y"
"""The letters stand in old messages for ever."""

FOR_AN_HOUR, TILL_MORNING, FOR_A_DAY = 1, 2, 3
"""What a snooze button carries behind the delivery; one that carries nothing means an hour."""

CLOSED, OPEN = 0, 1
"""What the button carries that shows or hides how long a snooze may last."""

CHANNEL = "telegram"
"""The one channel whose receivers can press."""

KINDS = frozenset({DeliveryKind.STORY, DeliveryKind.EDIT})
"""An edit takes the place of its story's message, and the buttons with it."""

Choice = tuple[str, str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """Say which buttons were pressed: such a one offers the way back.

    `snoozes` shows how long a snooze may last in the place of the other buttons.
    """

    story: bool = False
    source: bool = False
    snooze: bool = False
    snoozes: bool = False


def bears_buttons(delivery: Delivery) -> bool:
    """Say whether a delivery is an alert whose readers can press.

    A public name is a channel's or a public group's, where strangers read. Of a negative number
    nothing tells whether it is a channel; there the press is answered with a refusal.
    """
    can_press = delivery.channel == CHANNEL and not delivery.address.startswith("@")
    return can_press and delivery.kind in KINDS


def alert_buttons(
    delivery_id: int, language: str, pressed: Pressed | None = None
) -> tuple[tuple[Button, ...], ...]:
    """Return the rows of buttons under the alert of a delivery, in the reader's language."""
    words, done = words_of(language), pressed or Pressed()
    rows = _spans(words) if done.snoozes else _actions(words, done)
    return tuple(
        tuple(
            Button(text=label, data=":".join([verb, str(delivery_id), *map(str, numbers)]))
            for label, verb, numbers in row
        )
        for row in rows
    )


def _actions(words: Words, done: Pressed) -> tuple[tuple[Choice, ...], ...]:
    """Return what can be done about an alert; what was done offers its undoing."""
    story = (words.unmute_story, UNMUTE_STORY) if done.story else (words.mute_story, MUTE_STORY)
    source = (
        (words.unmute_source, UNMUTE_SOURCE) if done.source else (words.mute_source, MUTE_SOURCE)
    )
    snooze: Choice = (words.snooze, SNOOZES, (OPEN,))
    if done.snooze:
        snooze = (words.unsnooze, UNSNOOZE, ())
    return (
        ((words.tell_more, MORE, ()), (words.fewer, FEWER, ())),
        ((*story, ()), (*source, ())),
        (snooze,),
    )


def _spans(words: Words) -> tuple[tuple[Choice, ...], ...]:
    return (
        (
            (words.snooze_hour, SNOOZE, (FOR_AN_HOUR,)),
            (words.snooze_morning, SNOOZE, (TILL_MORNING,)),
            (words.snooze_day, SNOOZE, (FOR_A_DAY,)),
        ),
        ((words.back, SNOOZES, (CLOSED,)),),
    )
