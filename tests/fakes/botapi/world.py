"""Own what exists on the fake Telegram: chats, messages, updates; it checks no markup."""

import asyncio
import re
from dataclasses import dataclass, field
from enum import StrEnum

from tests.fakes.botapi.replies import ApiError, Json, bad_request, conflict, forbidden

BOT_ID = 4_200_000_000
BOT_USER: Json = {
    "id": BOT_ID,
    "is_bot": True,
    "first_name": "Fake newsbot",
    "username": "fake_newsbot",
}
CHANNEL_IDS = -1_001_000_000_000
"""Ids of supergroups and channels lie at and below this number."""


class Condition(StrEnum):
    """Name why a chat takes no message, "" when it does."""

    OPEN = ""
    BLOCKED = "blocked"
    KICKED = "kicked"
    DEACTIVATED = "deactivated"
    UNKNOWN = "unknown"
    NOT_STARTED = "not_started"
    NO_RIGHTS = "no_rights"
    TOPIC_CLOSED = "topic_closed"


@dataclass(slots=True, kw_only=True)
class Chat:
    """Hold one chat; `topics` of None means that every topic exists."""

    id: int
    kind: str
    title: str = ""
    username: str = ""
    condition: Condition = Condition.OPEN
    migrated_to: int = 0
    topics: set[int] | None = None
    admins: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
    last_message_id: int = 0

    @property
    def is_group(self) -> bool:
        """Say whether the limit of groups and channels holds here."""
        return self.kind != "private"

    def refusal(self) -> ApiError | None:
        """Return the error of this chat's condition."""
        if self.migrated_to:
            sentence = "group chat was upgraded to a supergroup chat"
            return bad_request(sentence, migrate_to_chat_id=self.migrated_to)
        match self.condition:
            case Condition.BLOCKED:
                return forbidden("bot was blocked by the user")
            case Condition.KICKED:
                return forbidden(f"bot was kicked from the {self.kind} chat")
            case Condition.DEACTIVATED:
                return forbidden("user is deactivated")
            case Condition.NOT_STARTED:
                return forbidden("bot can't initiate conversation with a user")
            case Condition.UNKNOWN:
                return bad_request("chat not found")
            case Condition.NO_RIGHTS:
                return bad_request("not enough rights to send text messages to the chat")
            case Condition.TOPIC_CLOSED:
                return bad_request("TOPIC_CLOSED")
            case _:
                return None

    def json(self) -> Json:
        """Return the chat as the Bot API shapes it."""
        shape: Json = {"id": self.id, "type": self.kind}
        if self.username:
            shape["username"] = self.username
        if self.kind == "private":
            return shape | {"first_name": self.title or f"User {self.id}"}
        shape["title"] = self.title or f"Chat {self.id}"
        if self.topics is not None:
            shape["is_forum"] = True
        return shape


@dataclass(slots=True)
class World:
    """Hold everything; with `open_doors` a chat that nobody declared exists all the same."""

    open_doors: bool = True
    chats: dict[int, Chat] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    queries: set[str] = field(default_factory=set)
    menus: dict[tuple[str, int, str], list[Json]] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)
    webhook: Json = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    last_update_id: int = 1000
    poller: object | None = None
    polling: asyncio.Event = field(default_factory=asyncio.Event)
    hooked: asyncio.Event = field(default_factory=asyncio.Event)
    closing: bool = False

    def add(self, chat: Chat) -> Chat:
        """Declare a chat, in place of an earlier one with its id."""
        self.chats[chat.id] = chat
        return chat

    def chat(self, address: object) -> Chat:
        """Return the chat of a `chat_id` parameter.

        Raises:
            ApiError: There is no such chat; its condition is not looked at.
        """
        text = str(address).strip()
        if re.fullmatch(r"@[A-Za-z]\w{3,31}", text):
            return self._named(text.removeprefix("@"))
        if not re.fullmatch(r"-?[0-9]{1,18}", text) or int(text) == 0:
            raise bad_request("chat not found" if text else "chat_id is empty")
        known = self.chats.get(int(text))
        return known or self._enter(Chat(id=int(text), kind=_kind(int(text))))

    def _named(self, username: str) -> Chat:
        for chat in self.chats.values():
            if chat.username.lower() == username.lower():
                return chat
        number = CHANNEL_IDS - 1_000_000 - sum(username.lower().encode()) - len(self.chats)
        return self._enter(Chat(id=number, kind="channel", username=username))

    def _enter(self, chat: Chat) -> Chat:
        if not self.open_doors:
            raise bad_request("chat not found")
        return self.add(chat)

    def store(self, chat: Chat, message: Json) -> Json:
        """Give a message its number and keep it."""
        chat.last_message_id += 1
        message = {"message_id": chat.last_message_id} | message
        self.messages[chat.id, chat.last_message_id] = message
        return message

    def inject(self, update: Json) -> Json:
        """Queue an update, numbered unless it carries an id (a repeated one, say)."""
        self.last_update_id += 1
        update = {"update_id": self.last_update_id} | update
        self.updates.append(update)
        self.arrived.set()
        return update

    def say(self, chat_id: int, text: str, *, date: int, user_id: int = 0, topic: int = 0) -> Json:
        """Queue a message that a person wrote; in a private chat the person is the chat."""
        chat = self.chat(chat_id)
        message: Json = {
            "date": date,
            "chat": chat.json(),
            "from": person(user_id or abs(chat_id)),
            "text": text,
        }
        command = re.match(r"/\w+(?:@\w+)?", text)
        if command:
            length = len(command[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if topic:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        return self.inject({"message": self.store(chat, message)})

    def post(self, chat_id: int, text: str, *, date: int) -> Json:
        """Queue a post of a channel, which its admins write in its name."""
        chat = self.chat(chat_id)
        post: Json = {
            "date": date,
            "chat": chat.json(),
            "sender_chat": chat.json(),
            "text": text,
        }
        return self.inject({"channel_post": self.store(chat, post)})

    def press(self, chat_id: int, message_id: int, data: str, *, user_id: int = 0) -> Json:
        """Queue a press of the button with `data` under a message."""
        query = f"query-{self.last_update_id + 1}"
        self.queries.add(query)
        body: Json = {
            "id": query,
            "from": person(user_id or abs(chat_id)),
            "message": self.messages[chat_id, message_id],
            "chat_instance": f"instance-{chat_id}",
            "data": data,
        }
        return self.inject({"callback_query": body})

    def take(self, offset: int, limit: int) -> list[Json]:
        """Forget the updates below `offset` and return the next ones; negative counts back."""
        if offset < 0:
            offset = self.updates[offset]["update_id"] if -offset <= len(self.updates) else 0
        self.updates = [each for each in self.updates if each["update_id"] >= offset]
        if not self.updates:
            self.arrived.clear()
        return self.updates[:limit]

    def close(self) -> None:
        """Send every waiting poll home."""
        self.closing = True
        self.arrived.set()

    async def poll(self, offset: int, limit: int, timeout_s: float) -> list[Json]:
        """Return updates as soon as there are any, nothing after `timeout_s`.

        Raises:
            ApiError: A webhook is set, or another poll came meanwhile.
        """
        if self.webhook.get("url"):
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        mine = self.poller = object()
        self.polling.set()
        self.arrived.set()
        found = self.take(offset, limit)
        while not found and timeout_s > 0 and self.poller is mine and not self.closing:
            try:
                async with asyncio.timeout(timeout_s):
                    await self.arrived.wait()
            except TimeoutError:
                break
            found = self.take(offset, limit)
        if self.poller is not mine:
            raise conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
        self.poller = None
        self.polling.clear()
        return found


def person(user_id: int) -> Json:
    """Return a user as the Bot API shapes it."""
    return {"id": user_id, "is_bot": False, "first_name": f"User {user_id}"}


def _kind(chat_id: int) -> str:
    if chat_id > 0:
        return "private"
    return "supergroup" if chat_id < CHANNEL_IDS else "group"
