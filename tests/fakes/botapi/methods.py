"""Own the methods: what each one checks, changes and answers; it knows no HTTP and no faults."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.botapi.content import MAX_CAPTION, MAX_TEXT, check_button, content
from tests.fakes.botapi.params import boolean, integer, structure
from tests.fakes.botapi.replies import ApiError, Json, bad_request, utf16_length
from tests.fakes.botapi.world import BOT_ID, BOT_USER, Chat, World, person

MAX_BUTTONS = 100
MAX_ANSWER = 200
MAX_COMMANDS = 100


@dataclass(slots=True)
class Methods:
    """Answer calls on a world; `now` tells Unix seconds."""

    world: World
    now: Callable[[], float]
    _table: dict[str, Callable[[Json], Any]] = field(init=False)

    def __post_init__(self) -> None:
        self._table = {
            "getMe": self.get_me,
            "sendMessage": self.send_message,
            "sendPhoto": self.send_photo,
            "sendDocument": self.send_document,
            "sendChatAction": self.send_chat_action,
            "editMessageText": self.edit_message_text,
            "editMessageReplyMarkup": self.edit_message_reply_markup,
            "deleteMessage": self.delete_message,
            "answerCallbackQuery": self.answer_callback_query,
            "setMyCommands": self.set_my_commands,
            "getMyCommands": lambda params: self.world.menus.get(_menu_of(params), []),
            "setMyDescription": lambda _: True,
            "setMyShortDescription": lambda _: True,
            "getChat": self.get_chat,
            "getChatAdministrators": self.get_chat_administrators,
            "getChatMember": self.get_chat_member,
            "setWebhook": self.set_webhook,
            "deleteWebhook": self.delete_webhook,
            "getWebhookInfo": self.get_webhook_info,
        }

    def call(self, method: str, params: Json) -> Any:
        """Return the result of a method; getUpdates is the server's own matter.

        Raises:
            ApiError: The method is not played here, or refuses the parameters.
        """
        if method not in self._table:
            raise ApiError(404, "Not Found: method not found")
        return self._table[method](params)

    def get_me(self, _params: Json) -> Json:
        """Answer as a bot that may join groups and read only what is meant for it."""
        return BOT_USER | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def send_message(self, params: Json) -> Json:
        """Check and store a text message."""
        chat, message = self._envelope(params)
        message |= content(params, "text", MAX_TEXT)
        return self.world.store(chat, message | self._markup(params))

    def send_photo(self, params: Json) -> Json:
        """Check and store a photo with its caption; the picture itself is not looked at."""
        if not params.get("photo"):
            raise bad_request("there is no photo in the request")
        chat, message = self._envelope(params)
        size = {"file_id": "photo", "file_unique_id": "photo", "width": 90, "height": 60}
        message |= {"photo": [size]} | content(params, "caption", MAX_CAPTION)
        return self.world.store(chat, message | self._markup(params))

    def send_document(self, params: Json) -> Json:
        """Check and store a file with its caption; `world.files` keeps it for the test to read."""
        file = params.get("document")
        if not file:
            raise bad_request("there is no document in the request")
        chat, message = self._envelope(params)
        self.world.files.append(file)
        document = {"file_id": "document", "file_unique_id": "document"}
        message |= {"document": document} | content(params, "caption", MAX_CAPTION)
        return self.world.store(chat, message | self._markup(params))

    def send_chat_action(self, params: Json) -> bool:
        """Show nothing to nobody."""
        self._writable(params)
        return True

    def edit_message_text(self, params: Json) -> Json:
        """Change the text and buttons of a message of the bot's own."""
        chat, message = self._own_message(params)
        changed = {
            key: value
            for key, value in message.items()
            if key not in {"text", "entities", "reply_markup", "edit_date", "link_preview_options"}
        }
        changed |= content(params, "text", MAX_TEXT) | self._markup(params)
        return self._replace(chat, message, changed)

    def edit_message_reply_markup(self, params: Json) -> Json:
        """Change or take away the buttons of a message of the bot's own."""
        chat, message = self._own_message(params)
        changed = {
            key: value for key, value in message.items() if key not in {"reply_markup", "edit_date"}
        }
        return self._replace(chat, message, changed | self._markup(params))

    def _replace(self, chat: Chat, message: Json, changed: Json) -> Json:
        if {**changed} == {key: value for key, value in message.items() if key != "edit_date"}:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        changed["edit_date"] = int(self.now())
        self.world.messages[chat.id, message["message_id"]] = changed
        return changed

    def delete_message(self, params: Json) -> bool:
        """Remove a message."""
        chat = self._writable(params)
        if self.world.messages.pop((chat.id, integer(params, "message_id")), None) is None:
            raise bad_request("message to delete not found")
        return True

    def answer_callback_query(self, params: Json) -> bool:
        """Answer a press once."""
        if utf16_length(str(params.get("text", ""))) > MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        query = str(params.get("callback_query_id", ""))
        if query not in self.world.queries:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        self.world.queries.discard(query)
        return True

    def set_my_commands(self, params: Json) -> bool:
        """Check and keep the list of commands."""
        commands = structure(params, "commands")
        if not isinstance(commands, list) or len(commands) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(str(command.get("description", ""))) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.world.menus[_menu_of(params)] = commands
        return True

    def get_chat(self, params: Json) -> Json:
        """Return what the bot may know of a chat."""
        chat = self._writable(params)
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts")
        others = ("premium_subscription", "gifts_from_channels")
        return chat.json() | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts + others, False),
        }

    def get_chat_administrators(self, params: Json) -> list[Json]:
        """Return the declared admins of a group."""
        chat = self._writable(params)
        if not chat.is_group:
            raise bad_request("there are no administrators in the private chat")
        return [member(chat, user_id) for user_id in sorted(chat.admins)]

    def get_chat_member(self, params: Json) -> Json:
        """Return how a user stands to a chat."""
        chat = self._writable(params)
        return member(chat, integer(params, "user_id"))

    def set_webhook(self, params: Json) -> bool:
        """Keep where updates would go; nothing is posted there."""
        url = str(params.get("url", ""))
        if url and not url.startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self.world.webhook = params if url else {}
        self.world.hooked.set()
        return True

    def delete_webhook(self, params: Json) -> bool:
        """Forget where updates go, and the updates if asked to."""
        self.world.webhook = {}
        if boolean(params, "drop_pending_updates"):
            self.world.updates.clear()
        return True

    def get_webhook_info(self, _params: Json) -> Json:
        """Return where updates go."""
        return {
            "url": str(self.world.webhook.get("url", "")),
            "has_custom_certificate": False,
            "pending_update_count": len(self.world.updates),
        }

    def _writable(self, params: Json) -> Chat:
        chat = self.world.chat(params.get("chat_id", ""))
        refusal = chat.refusal()
        if refusal is not None:
            raise refusal
        return chat

    def _envelope(self, params: Json) -> tuple[Chat, Json]:
        """Return the chat and the message without its content."""
        chat = self._writable(params)
        message: Json = {"date": int(self.now()), "chat": chat.json()}
        if chat.kind == "channel":
            message["sender_chat"] = chat.json()
        else:
            message["from"] = BOT_USER
        topic = integer(params, "message_thread_id", default=0)
        if topic:
            if not chat.is_group or (chat.topics is not None and topic not in chat.topics):
                raise bad_request("message thread not found")
            message |= {"message_thread_id": topic, "is_topic_message": True}
        reply = structure(params, "reply_parameters")
        if reply:
            original = self.world.messages.get((chat.id, int(reply["message_id"])))
            if original is not None:
                message["reply_to_message"] = {
                    key: value for key, value in original.items() if key != "reply_to_message"
                }
            elif not reply.get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
        return chat, message

    def _own_message(self, params: Json) -> tuple[Chat, Json]:
        chat = self._writable(params)
        number = integer(params, "message_id")
        message = self.world.messages.get((chat.id, number))
        if message is None:
            raise bad_request("message to edit not found")
        if message.get("from", BOT_USER)["id"] != BOT_ID:
            raise bad_request("message can't be edited")
        return chat, message

    def _markup(self, params: Json) -> Json:
        markup = structure(params, "reply_markup")
        if not markup or "inline_keyboard" not in markup:
            return {}
        rows = [row for row in markup["inline_keyboard"] if row]
        buttons = [button for row in rows for button in row]
        if len(buttons) > MAX_BUTTONS:
            raise bad_request("REPLY_MARKUP_TOO_LONG")
        for button in buttons:
            check_button(button)
        return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _menu_of(params: Json) -> tuple[str, int, str]:
    """Return what a menu is kept under: its scope, the chat of one for a chat, its language."""
    scope = structure(params, "scope") or {"type": "default"}
    chat = int(scope.get("chat_id", 0))
    return str(scope["type"]), chat, str(params.get("language_code", ""))


def member(chat: Chat, user_id: int) -> Json:
    """Return a chat member as the Bot API shapes it."""
    user = person(user_id)
    if user_id in chat.admins:
        return {"status": "creator", "user": user, "is_anonymous": False}
    return {"status": "member" if user_id in chat.members else "left", "user": user}
