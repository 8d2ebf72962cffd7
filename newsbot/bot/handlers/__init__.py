"""Own the table of what can be asked: each command and button with its handler and who may use it.

A handler takes a visit and answers with a `Reply`; it knows nothing of Telegram.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from newsbot.bot.buttons import Verb
from newsbot.bot.handlers import (
    digests,
    editing,
    explaining,
    following,
    greeting,
    listing,
    muting,
    previewing,
    quiet,
    settings,
    silence,
    telling,
    under_alerts,
    zones,
)
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
    "edit": CommandEntry(handle=editing.edit, changes=True),
    "story": CommandEntry(handle=telling.story),
    "why": CommandEntry(handle=explaining.why),
    "pause": CommandEntry(handle=silence.pause, changes=True),
    "resume": CommandEntry(handle=silence.resume, changes=True),
    "muted": CommandEntry(handle=muting.show_muted),
    "snooze": CommandEntry(handle=quiet.snooze, changes=True),
    "quiet": CommandEntry(handle=quiet.quiet, changes=True),
    "timezone": CommandEntry(handle=zones.timezone, changes=True),
    "digest": CommandEntry(handle=digests.digest, changes=True),
    "language": CommandEntry(handle=settings.language, changes=True),
    "settings": CommandEntry(handle=settings.show_settings),
    "forgetme": CommandEntry(handle=silence.forget, changes=True),
    "cancel": CommandEntry(handle=greeting.cancel),
}

PRESSES: Mapping[Verb, PressEntry] = {
    Verb.FOLLOW: PressEntry(handle=following.press_follow),
    Verb.PREVIEW: PressEntry(handle=previewing.press_preview),
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
    Verb.SNOOZES_HERE: PressEntry(handle=under_alerts.show_snoozes),
    Verb.MORE: PressEntry(handle=telling.more, changes=False),
    Verb.FEWER: PressEntry(handle=editing.fewer),
    Verb.EDIT: PressEntry(handle=editing.press_edit, changes=False),
    Verb.EDIT_RULE: PressEntry(handle=editing.press_edit_rule),
    Verb.SAVE: PressEntry(handle=editing.press_save),
    Verb.UNMUTE: PressEntry(handle=muting.press_unmute),
    Verb.SNOOZE: PressEntry(handle=quiet.press_snooze),
    Verb.QUIET: PressEntry(handle=quiet.press_quiet),
    Verb.ZONE: PressEntry(handle=quiet.press_zone),
    Verb.DIGEST: PressEntry(handle=digests.press_digest),
    Verb.LANGUAGE: PressEntry(handle=settings.press_language),
}

__all__ = ["COMMANDS", "PRESSES", "CommandEntry", "PressEntry"]
