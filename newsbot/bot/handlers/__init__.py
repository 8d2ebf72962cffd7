"""Own the table of what can be asked: each command and button with its handler and who may use it.

A handler takes a visit and answers with a `Reply`; it knows nothing of Telegram.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from newsbot.bot.buttons import Verb
from newsbot.bot.handlers import explaining, following, greeting, listing, silence, under_alerts
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit

CommandHandler = Callable[[Visit, str], Awaitable[Reply]]
PressHandler = Callable[[Visit, Press, tuple[int, ...]], Awaitable[Reply]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandEntry:
    """Hold a command. `changes` what the chat follows or receives: in a group its admins only.

    `unasked` answers in its place somebody who may not change anything, when that is friendlier
    than a refusal.
    """

    handle: CommandHandler
    changes: bool = False
    unasked: CommandHandler | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PressEntry:
    """Hold a button's verb; `changes` as for commands."""

    handle: PressHandler
    changes: bool = True


COMMANDS: Mapping[str, CommandEntry] = {
    "start": CommandEntry(handle=greeting.start, changes=True, unasked=greeting.start_unasked),
    "help": CommandEntry(handle=greeting.show_help),
    "id": CommandEntry(handle=greeting.show_address),
    "follow": CommandEntry(handle=following.follow, changes=True),
    "rules": CommandEntry(handle=listing.show_rules),
    "unfollow": CommandEntry(handle=listing.unfollow, changes=True),
    "latest": CommandEntry(handle=listing.show_latest),
    "why": CommandEntry(handle=explaining.why),
    "pause": CommandEntry(handle=silence.pause, changes=True),
    "resume": CommandEntry(handle=silence.resume, changes=True),
    "forgetme": CommandEntry(handle=silence.forget, changes=True),
    "cancel": CommandEntry(handle=greeting.cancel),
}

PRESSES: Mapping[Verb, PressEntry] = {
    Verb.FOLLOW: PressEntry(handle=following.press_follow),
    Verb.PREVIEW: PressEntry(handle=following.press_preview),
    Verb.TOPIC: PressEntry(handle=following.press_topic),
    Verb.CANCEL: PressEntry(handle=following.press_cancel),
    Verb.UNFOLLOW: PressEntry(handle=listing.press_unfollow),
    Verb.LATEST: PressEntry(handle=listing.press_latest, changes=False),
    Verb.RESUME: PressEntry(handle=silence.press_resume),
    Verb.ERASE: PressEntry(handle=silence.press_erase),
    Verb.MUTE_STORY: PressEntry(handle=under_alerts.mute_story),
    Verb.UNMUTE_STORY: PressEntry(handle=under_alerts.unmute_story),
    Verb.MUTE_SOURCE: PressEntry(handle=under_alerts.mute_source),
    Verb.UNMUTE_SOURCE: PressEntry(handle=under_alerts.unmute_source),
    Verb.SNOOZE_HERE: PressEntry(handle=under_alerts.snooze),
    Verb.UNSNOOZE_HERE: PressEntry(handle=under_alerts.unsnooze),
}

__all__ = ["COMMANDS", "PRESSES", "CommandEntry", "PressEntry"]
