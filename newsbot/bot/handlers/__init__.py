"""Own the table of what can be asked: each command and button with its handler and who may use it.

A handler takes a visit and answers with a `Reply`; it knows nothing of Telegram.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from newsbot.bot.buttons import Verb
from newsbot.bot.handlers import (
    admin,
    admin_sources,
    admin_subscribers,
    broadcasting,
    cards,
    choosing,
    digests,
    editing,
    entering,
    explaining,
    following,
    greeting,
    keeping,
    muting,
    newest,
    previewing,
    quiet,
    reading,
    searching,
    settings,
    sharing,
    silence,
    telling,
    under_alerts,
    unfollowing,
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
    than a refusal. `for_strangers` is answered also to a chat that is not served yet, and `house`
    only to an admin of the house.
    """

    handle: CommandHandler
    changes: bool = False
    unasked: CommandHandler | None = None
    for_strangers: bool = False
    house: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PressEntry:
    """Hold a button's verb; `changes` and `house` as for commands."""

    handle: PressHandler
    changes: bool = True
    house: bool = False


COMMANDS: Mapping[str, CommandEntry] = {
    "start": CommandEntry(
        handle=entering.start,
        changes=True,
        unasked=greeting.start_unasked,
        for_strangers=True,
    ),
    "help": CommandEntry(handle=greeting.show_help, for_strangers=True),
    "id": CommandEntry(handle=greeting.show_address, for_strangers=True),
    "privacy": CommandEntry(handle=keeping.privacy, for_strangers=True),
    "follow": CommandEntry(handle=following.follow, changes=True),
    "rules": CommandEntry(handle=cards.show_rules),
    "search": CommandEntry(handle=searching.search),
    "sources": CommandEntry(handle=searching.show_sources),
    "share": CommandEntry(handle=sharing.share, changes=True),
    "feed": CommandEntry(handle=sharing.feed, changes=True),
    "channel": CommandEntry(handle=entering.ask_channel, changes=True),
    "export": CommandEntry(handle=keeping.export, changes=True),
    "unfollow": CommandEntry(handle=unfollowing.unfollow, changes=True),
    "latest": CommandEntry(handle=newest.show_latest),
    "edit": CommandEntry(handle=editing.edit, changes=True),
    "story": CommandEntry(handle=telling.story),
    "why": CommandEntry(handle=explaining.why),
    "pause": CommandEntry(handle=silence.pause, changes=True),
    "stop": CommandEntry(handle=silence.pause, changes=True),
    "resume": CommandEntry(handle=silence.resume, changes=True),
    "mute": CommandEntry(handle=muting.mute, changes=True),
    "muted": CommandEntry(handle=muting.show_muted),
    "snooze": CommandEntry(handle=quiet.snooze, changes=True),
    "quiet": CommandEntry(handle=quiet.quiet, changes=True),
    "timezone": CommandEntry(handle=zones.timezone, changes=True),
    "digest": CommandEntry(handle=digests.digest, changes=True),
    "languages": CommandEntry(handle=reading.languages, changes=True),
    "language": CommandEntry(handle=settings.language, changes=True),
    "settings": CommandEntry(handle=settings.show_settings),
    "forgetme": CommandEntry(handle=silence.forget, changes=True, for_strangers=True),
    "cancel": CommandEntry(handle=greeting.cancel, for_strangers=True),
    "admin": CommandEntry(handle=admin.admin, house=True),
}

PRESSES: Mapping[Verb, PressEntry] = {
    Verb.FOLLOW: PressEntry(handle=following.press_follow),
    Verb.PREVIEW: PressEntry(handle=previewing.press_preview),
    Verb.TOPIC: PressEntry(handle=following.press_topic),
    Verb.OLDER: PressEntry(handle=newest.press_older, changes=False),
    Verb.CANCEL: PressEntry(handle=following.press_cancel),
    Verb.FOLLOW_AGAIN: PressEntry(handle=unfollowing.press_follow_again),
    Verb.RULES: PressEntry(handle=cards.press_rules, changes=False),
    Verb.CARD: PressEntry(handle=cards.press_card),
    Verb.SHARE: PressEntry(handle=sharing.press_share),
    Verb.FEED: PressEntry(handle=sharing.press_feed),
    Verb.DISCREET: PressEntry(handle=cards.press_discreet),
    Verb.SEND_TO: PressEntry(handle=cards.press_send_to),
    Verb.SEARCH: PressEntry(handle=searching.press_search, changes=False),
    Verb.SOURCES: PressEntry(handle=searching.press_sources, changes=False),
    Verb.TURN: PressEntry(handle=choosing.press_turn),
    Verb.UNFOLLOW: PressEntry(handle=unfollowing.press_unfollow),
    Verb.LATEST: PressEntry(handle=newest.press_latest, changes=False),
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
    Verb.MUTED: PressEntry(handle=muting.press_muted, changes=False),
    Verb.UNMUTE: PressEntry(handle=muting.press_unmute),
    Verb.SNOOZE: PressEntry(handle=quiet.press_snooze),
    Verb.QUIET: PressEntry(handle=quiet.press_quiet),
    Verb.ZONE: PressEntry(handle=quiet.press_zone),
    Verb.DIGEST: PressEntry(handle=digests.press_digest),
    Verb.LANGUAGE: PressEntry(handle=settings.press_language),
    Verb.LANGUAGES: PressEntry(handle=reading.press_languages),
    Verb.ADMIN: PressEntry(handle=admin.press_admin, house=True),
    Verb.ADMIN_SOURCE: PressEntry(handle=admin_sources.press_source, house=True),
    Verb.ADMIN_SUBSCRIBER: PressEntry(handle=admin_subscribers.press_subscriber, house=True),
    Verb.BROADCAST: PressEntry(handle=broadcasting.press_broadcast, house=True),
}

__all__ = ["COMMANDS", "PRESSES", "CommandEntry", "PressEntry"]
