"""Own the plain calls to the Bot API: each within a deadline, each failure one of our errors.

It paces nothing and repeats nothing.
"""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

import telegram
from telegram.constants import ChatMemberStatus
from telegram.error import Conflict, TelegramError

from newsbot.bot.menus import Menu
from newsbot.channels.options import TelegramOptions
from newsbot.channels.telegram_errors import redact, translate
from newsbot.channels.telegram_request import TelegramRequest
from newsbot.errors import Ambiguous, ChannelError

WANTED_UPDATES = ("message", "callback_query", "my_chat_member", "channel_post")
"""Edited messages are not even fetched; of channel posts one command is read."""

ADMIN_STATES = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})

POLL_CONNECTIONS = 2
HOOK_CONNECTIONS = 40
"""Calls at once (https://core.telegram.org/bots/api#setwebhook): a query that takes seconds to be
previewed holds up one of them."""

T = TypeVar("T")
RawUpdate = dict[str, Any]


class AnotherPoller(ChannelError):
    """Report that another program fetches updates with the same token (409)."""


class Connection:
    """Hold the HTTP connections of one bot."""

    def __init__(self, options: TelegramOptions) -> None:
        self._options = options
        self._base_url = options.api_url.rstrip("/") + "/bot"
        self._request = TelegramRequest(options)
        self._poll_request = TelegramRequest(replace(options, connections=POLL_CONNECTIONS))
        self.api = telegram.Bot(
            options.token,
            base_url=self._base_url,
            request=self._request,
            get_updates_request=self._poll_request,
        )

    @property
    def bot_id(self) -> str:
        """Return the bot's own number: it names the bot where its token must not stand."""
        return self._options.token.partition(":")[0]

    async def close(self) -> None:
        """Let go of connections."""
        await self._request.shutdown()
        await self._poll_request.shutdown()

    async def call(self, call: Coroutine[Any, Any, T], *, longer: timedelta = timedelta(0)) -> T:
        """Make a call. Raises `ChannelError` subclasses, nothing else."""
        try:
            async with asyncio.timeout((self._options.deadline + longer).total_seconds()):
                return await call
        except Conflict as error:
            raise AnotherPoller(redact(error.message, self._options.token)) from error
        except TelegramError as error:
            raise translate(error, self._options.token) from error
        except TimeoutError as error:
            raise Ambiguous("Telegram's answer took too long") from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # The answer was JSON, but not what the library expects in it.
            raise Ambiguous("Telegram's answer cannot be read") from error

    async def updates(self, offset: int, patience: timedelta, limit: int) -> list[RawUpdate]:
        """Wait for updates from `offset` on, and confirm those before it.

        They come raw: one that the library cannot read must not hold up the others. Raises
        `ChannelError` subclasses.
        """
        asked = urlencode(
            {
                "offset": offset,
                "limit": limit,
                "timeout": round(patience.total_seconds()),
                "allowed_updates": json.dumps(WANTED_UPDATES),
            }
        )
        answer: Any = await self.call(
            self._poll_request.post(
                f"{self._base_url}{self._options.token}/getUpdates?{asked}",
                read_timeout=(self._options.read_timeout + patience).total_seconds(),
            ),
            longer=patience,
        )
        if not isinstance(answer, list):
            raise Ambiguous("Telegram's answer cannot be read")
        return [one for one in answer if isinstance(one, dict) and "update_id" in one]

    async def is_admin(self, chat: str, user_id: int) -> bool:
        """Say whether a user is an admin of the group now. Raises `ChannelError` subclasses."""
        found = await self.call(self.api.get_chat_administrators(chat))
        return any(one.user.id == user_id and one.status in ADMIN_STATES for one in found)

    async def introduce(self) -> str:
        """Return the bot's user name. Raises `ChannelError` subclasses."""
        me = await self.call(self.api.get_me())
        return me.username or ""

    async def set_webhook(self, url: str, secret: str) -> None:
        """Let Telegram call this address, with this secret. Raises `ChannelError` subclasses."""
        await self.call(
            self.api.set_webhook(
                url,
                secret_token=secret,
                max_connections=HOOK_CONNECTIONS,
                allowed_updates=WANTED_UPDATES,
            )
        )

    async def leave_webhook(self) -> None:
        """Let updates wait for a poll: with a webhook set, polls are refused (409)."""
        await self.call(self.api.delete_webhook())

    async def describe(self, about: str, language: str) -> None:
        """Set what an empty chat shows before /start; `language` "" is everybody's."""
        await self.call(self.api.set_my_description(about, language_code=language or None))

    async def publish(self, menu: Menu) -> None:
        """Set one menu of commands. Raises `ChannelError` subclasses."""
        commands = [telegram.BotCommand(name, said) for name, said in menu.commands]
        await self.call(
            self.api.set_my_commands(
                commands, scope=menu.scope, language_code=menu.language or None
            )
        )
