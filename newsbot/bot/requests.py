"""Own what can be asked of the bot, as values; how updates are read into them stands in `updates`.

They know nothing of Telegram's own types.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from newsbot.services.chats import Place

CHANNEL = "telegram"

LINK = "link"
"""The one command that is read in a channel."""


def deep_link(bot_name: str, code: str, *, group: bool = False) -> str:
    """Return the address that opens a chat with the bot, or a choice of groups, with a code."""
    return f"https://t.me/{bot_name}?{'startgroup' if group else 'start'}={code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Name who asks. `speaks_for_chat` is an admin who writes as the group itself."""

    id: int
    language: str = ""
    speaks_for_chat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Hold where a request came from; `message_id` is the message it was made with.

    In a channel (`is_channel`) nobody speaks to the bot; its readers can only press.
    """

    place: Place
    person: Person
    is_group: bool
    is_channel: bool = False
    chat_name: str = ""
    message_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Ask by `/name argument`; `link` is the first link of the message that it replies to."""

    origin: Origin
    name: str
    argument: str
    sent_at: datetime
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Say something in a private chat; `text` is "" for what is no text (a photo, a sticker)."""

    origin: Origin
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Press a button. `quoted` are the pieces in code font of the message above it.

    `is_stale` when Telegram does not show that message any more.
    """

    origin: Origin
    id: str
    data: str
    quoted: tuple[str, ...]
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Report that a group became a supergroup with another id."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expelled:
    """Report that the bot was blocked by a person or removed from a group, or a topic closed."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcomed:
    """Report that the bot may write again: unblocked, taken back, or a topic opened again.

    `origin` is who brought it into a group, None elsewhere.
    """

    place: Place
    origin: Origin | None = None


Asked: TypeAlias = Command | Words | Press
Request: TypeAlias = Asked | Moved | Expelled | Welcomed


def chat_id(request: Request) -> str:
    """Return the chat that a request belongs to: those of one chat are answered in order."""
    match request:
        case Moved(old=old):
            return old
        case Expelled(place=place) | Welcomed(place=place):
            return place.chat
        case _:
            return request.origin.place.chat
