"""Own the addresses of Telegram chats: `CHAT_ID`, `CHAT_ID/TOPIC_ID`, `@name`; it calls nobody."""

import re
from dataclasses import dataclass

from newsbot.errors import Invalid

LARGEST_ID = 2**52
"""Chat ids have at most 52 significant bits (https://core.telegram.org/bots/api#chat)."""

GENERAL_TOPIC = 1
"""The General topic of a forum; a message to it must carry no topic, or it is refused."""

NUMBER = re.compile(r"(?P<chat>-?[0-9]{1,17})(?:/(?P<topic>[0-9]{1,10}))?")
NAME = re.compile(r"@(?P<name>[A-Za-z][A-Za-z0-9_]{3,31})(?:/(?P<topic>[0-9]{1,10}))?")
LINK = re.compile(r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:s/)?", re.IGNORECASE)

HELP = (
    "write the chat's number (-1001234567890), with a forum topic -1001234567890/42, or the public"
    " name of a channel or group, @name; the bot answers /id with the number of any chat"
)


@dataclass(frozen=True, slots=True)
class TelegramAddress:
    """Hold a chat, a number or a public name, and a topic of it, 0 for none."""

    chat: int | str
    topic: int = 0

    def __str__(self) -> str:
        """Return the one spelling."""
        return f"{self.chat}/{self.topic}" if self.topic else str(self.chat)

    @property
    def is_group(self) -> bool:
        """Say whether this is a group or channel: their ids are negative, only they have @names.

        (A person's @name is no address for a bot.)
        """
        return isinstance(self.chat, str) or self.chat < 0


def parse_address(text: str) -> TelegramAddress:
    """Return the address that a person wrote.

    Raises:
        Invalid: It is none; the sentence says what is.
    """
    address = LINK.sub("@", text.strip(), count=1).removesuffix("/")
    named = NAME.fullmatch(address)
    if named:
        return TelegramAddress("@" + named["name"].lower(), _topic(named["topic"]))
    numbered = NUMBER.fullmatch(address)
    if numbered is None:
        raise Invalid(f"{text!r} is no Telegram address: {HELP}")
    chat = int(numbered["chat"])
    if chat == 0 or abs(chat) > LARGEST_ID:
        raise Invalid(f"{chat} is no Telegram chat: {HELP}")
    topic = _topic(numbered["topic"])
    if topic and chat > 0:
        raise Invalid(f"{text!r} names a topic of a private chat, which has none: {HELP}")
    return TelegramAddress(chat, topic)


def _topic(digits: str | None) -> int:
    topic = int(digits or 0)
    return 0 if topic == GENERAL_TOPIC else topic
