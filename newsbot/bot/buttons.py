"""Own what a button carries: a verb and a few numbers in at most 64 bytes.

Longer things, such as a query, are read back from the message under which the button stands: a
button keeps its meaning over restarts, and nothing is stored for it.
"""

import re
import zlib
from enum import StrEnum

from newsbot.domain.message import Button
from newsbot.pipeline import alert_buttons

LABEL_CHARS = 40
"""A longer label is cut by phones anyway."""

_DATA = re.compile(r"(?P<verb>[a-zA-Z])(?P<numbers>(?::[0-9]{1,18}){0,2})")


class Verb(StrEnum):
    """Name what a press asks for; the letters stand in old messages for ever."""

    FOLLOW = "f"
    PREVIEW = "q"
    TOPIC = "t"
    UNFOLLOW = "u"
    LATEST = "l"
    CANCEL = "c"
    RESUME = "r"
    ERASE = "e"
    MUTE_STORY = alert_buttons.MUTE_STORY
    UNMUTE_STORY = alert_buttons.UNMUTE_STORY
    MUTE_SOURCE = alert_buttons.MUTE_SOURCE
    UNMUTE_SOURCE = alert_buttons.UNMUTE_SOURCE
    SNOOZE_HERE = alert_buttons.SNOOZE
    SNOOZES_HERE = alert_buttons.SNOOZES
    MORE = alert_buttons.MORE
    FEWER = alert_buttons.FEWER
    UNSNOOZE_HERE = alert_buttons.UNSNOOZE
    UNMUTE = "x"
    SNOOZE = "s"
    QUIET = "h"
    ZONE = "k"
    DIGEST = "d"
    LANGUAGE = "g"
    EDIT = "a"
    EDIT_RULE = "A"
    SAVE = "v"
    RULES = "R"
    CARD = "C"
    TURN = "W"
    MUTED = "Q"
    OLDER = "Y"
    LANGUAGES = "L"
    SHARE = "H"
    FEED = "F"
    DISCREET = "D"
    SEND_TO = "T"
    FOLLOW_AGAIN = "U"
    SEARCH = "S"
    SOURCES = "O"
    ADMIN = "M"
    ADMIN_SOURCE = "N"
    ADMIN_SUBSCRIBER = "P"
    BROADCAST = "B"


def button(label: str, verb: Verb, *numbers: int) -> Button:
    """Return a button; its label is plain text."""
    text = label if len(label) <= LABEL_CHARS else label[: LABEL_CHARS - 1] + "…"
    return Button(text=text, data=":".join([verb, *map(str, numbers)]))


def read(data: str) -> tuple[Verb, tuple[int, ...]] | None:
    """Return what a button carries, None when it is none of ours."""
    found = _DATA.fullmatch(data)
    if found is None or found["verb"] not in set(Verb):
        return None
    numbers = tuple(int(number) for number in found["numbers"].split(":")[1:])
    return Verb(found["verb"]), numbers


def fingerprint(text: str) -> int:
    """Return a number by which a button tells that what it named has changed since."""
    return zlib.crc32(text.encode())
