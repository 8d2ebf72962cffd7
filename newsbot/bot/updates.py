"""Own the reading of updates: what Telegram sends becomes a small value, or None to be ignored.

Telegram's own types end here. Ignored are channel posts but the one that links a channel, edited
messages, messages of other bots, commands to other bots, and what is said in a group without a
command.
"""

import re

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, MessageEntity, Update, User

from newsbot.bot.requests import (
    CHANNEL,
    LINK,
    Command,
    Expelled,
    Moved,
    Origin,
    Person,
    Press,
    Request,
    Welcomed,
    Words,
)
from newsbot.services.chats import Place

ANONYMOUS_ADMIN = 1_087_968_824
"""@GroupAnonymousBot speaks for admins who hide; Telegram alone can send in its name."""

PRIVATE, GROUPS, NEWS_CHANNEL = "private", frozenset({"group", "supergroup"}), "channel"

OUT = frozenset({"left", "kicked"})
"""Member states in which a bot cannot write (https://core.telegram.org/bots/api#chatmember)."""

_COMMAND = re.compile(
    r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]{1,64}))?(?:\s+(?P<rest>.*))?",
    re.DOTALL,
)


def read(update: Update, username: str) -> Request | None:
    """Return what an update asks of the bot with this user name."""
    if update.message is not None:
        return _read_message(update.message, username)
    if update.callback_query is not None:
        return _read_press(update.callback_query)
    if update.channel_post is not None:
        return _read_channel_post(update.channel_post)
    if update.my_chat_member is not None:
        return _read_membership(update.my_chat_member)
    return None


def _read_message(message: Message, username: str) -> Request | None:
    chat = message.chat
    if message.migrate_to_chat_id:
        return Moved(old=str(chat.id), new=str(message.migrate_to_chat_id))
    if message.migrate_from_chat_id:
        return Moved(old=str(message.migrate_from_chat_id), new=str(chat.id))
    topic = _place(chat, message)
    if message.forum_topic_closed is not None and topic.topic:
        return Expelled(place=topic, reason="the topic was closed")
    if message.forum_topic_reopened is not None and topic.topic:
        return Welcomed(place=topic)
    origin = _origin(message, message.from_user)
    if origin is None:
        return None
    command = _COMMAND.fullmatch((message.text or "").strip())
    if command is not None:
        if command["bot"] and command["bot"].lower() != username.lower():
            return None
        return Command(
            origin=origin,
            name=command["name"].lower(),
            argument=(command["rest"] or "").strip(),
            sent_at=message.date,
            link=_first_link(message.reply_to_message),
        )
    if origin.is_group or _is_service(message):
        return None
    return Words(origin=origin, text=(message.text or "").strip(), sent_at=message.date)


def _read_channel_post(post: Message) -> Command | None:
    """Return the command by which a channel is linked; whoever posts there is its admin."""
    command = _COMMAND.fullmatch((post.text or "").strip())
    if command is None or command["name"].lower() != LINK:
        return None
    origin = Origin(
        place=_place(post.chat),
        person=Person(id=post.chat.id, speaks_for_chat=True),
        is_group=False,
        is_channel=True,
        chat_name=post.chat.title or "",
        message_id=post.message_id,
    )
    argument = (command["rest"] or "").strip()
    return Command(origin=origin, name=LINK, argument=argument, sent_at=post.date)


def _first_link(message: Message | None) -> str:
    """Return the first link of a message, as the headline of an alert is one; "" for none."""
    if message is None:
        return ""
    found = message.parse_entities([MessageEntity.TEXT_LINK, MessageEntity.URL])
    links = sorted(found.items(), key=lambda one: one[0].offset)
    return next((entity.url or text for entity, text in links), "")


def _is_service(message: Message) -> bool:
    """Say whether Telegram itself made the message (a pin, a timer), so that nobody spoke."""
    return not (message.text or message.caption or message.effective_attachment)


def _origin(message: Message, user: User | None) -> Origin | None:
    chat = message.chat
    person = _person(message, user)
    if person is None or (chat.type != PRIVATE and chat.type not in GROUPS):
        return None
    return Origin(
        place=_place(chat, message),
        person=person,
        is_group=chat.type in GROUPS,
        chat_name=chat.title or chat.full_name or "",
        message_id=message.message_id,
    )


def _place(chat: Chat, message: Message | None = None) -> Place:
    topic = ""
    if message is not None and message.is_topic_message and chat.type in GROUPS:
        topic = str(message.message_thread_id or "")
    return Place(channel=CHANNEL, chat=str(chat.id), topic=topic)


def _person(message: Message, user: User | None) -> Person | None:
    """Return who wrote; None for channels that write into a group, and for other bots."""
    sender = message.sender_chat
    if sender is not None:
        hidden_admin = user is not None and user.id == ANONYMOUS_ADMIN
        if sender.id != message.chat.id or not hidden_admin:
            return None
        return Person(id=ANONYMOUS_ADMIN, speaks_for_chat=True)
    if user is None or user.is_bot:
        return None
    return Person(id=user.id, language=user.language_code or "")


def _read_press(query: CallbackQuery) -> Press | None:
    message, user = query.message, query.from_user
    if message is None or user.is_bot:
        return None
    chat = message.chat
    shown = message if isinstance(message, Message) and message.is_accessible else None
    origin = Origin(
        place=_place(chat, shown),
        person=Person(id=user.id, language=user.language_code or ""),
        is_group=chat.type in GROUPS,
        is_channel=chat.type == NEWS_CHANNEL,
        chat_name=chat.title or chat.full_name or "",
        message_id=message.message_id,
    )
    return Press(
        origin=origin,
        id=query.id,
        data=query.data or "",
        quoted=_quoted(shown),
        is_stale=shown is None,
    )


def _quoted(message: Message | None) -> tuple[str, ...]:
    if message is None:
        return ()
    found = message.parse_entities([MessageEntity.CODE])
    return tuple(text for _, text in sorted(found.items(), key=lambda one: one[0].offset))


def _read_membership(change: ChatMemberUpdated) -> Expelled | Welcomed | None:
    if change.new_chat_member.status not in OUT:
        was_out = change.old_chat_member.status in OUT
        return _welcomed(change) if was_out else None
    is_private = change.chat.type == PRIVATE
    reason = "the bot was blocked by the user" if is_private else "the bot was removed"
    return Expelled(place=_place(change.chat), reason=reason)


def _welcomed(change: ChatMemberUpdated) -> Welcomed:
    place, user = _place(change.chat), change.from_user
    if change.chat.type not in GROUPS or user.is_bot:
        return Welcomed(place=place)
    origin = Origin(
        place=place,
        person=Person(id=user.id, language=user.language_code or ""),
        is_group=True,
        chat_name=change.chat.title or "",
    )
    return Welcomed(place=place, origin=origin)
