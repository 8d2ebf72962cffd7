"""Own the Telegram channel: one call to the Bot API for one message, and what became of it.

It repeats nothing and waits for nobody: the outbox retries, the limiter paces. The one second
call it makes is for a message whose markup or buttons Telegram refuses, which cannot have been
sent (promise G2 holds).
"""

import asyncio
import hashlib
import logging
from collections.abc import Coroutine
from datetime import timedelta
from functools import lru_cache
from typing import Any, TypeVar

from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram.error import TelegramError

from newsbot import errors
from newsbot.channels.options import TelegramOptions
from newsbot.channels.telegram_address import TelegramAddress, parse_address
from newsbot.channels.telegram_errors import translate
from newsbot.channels.telegram_letter import (
    LETTERS_KEPT,
    Letter,
    simpler,
    write_letter,
)
from newsbot.channels.telegram_request import TelegramRequest
from newsbot.domain.delivery import Receipt
from newsbot.domain.message import Message
from newsbot.domain.ports import Pace

MINUTE = timedelta(minutes=1)

T = TypeVar("T")

logger = logging.getLogger(__name__)


class TelegramChannel:
    """Send messages to chats, groups, channels and forum topics as one bot."""

    name = "telegram"

    def __init__(self, options: TelegramOptions) -> None:
        self._options = options
        self._is_closed = False
        self._identity = hashlib.sha256(options.token.encode()).hexdigest()[:12]
        self._request = TelegramRequest(options)
        self._bot = Bot(
            options.token,
            base_url=options.api_url.rstrip("/") + "/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    def normalise(self, address: str) -> str:
        """Return the address in its one spelling. Raises `Invalid`."""
        return str(parse_address(address))

    def paces(self, address: str) -> tuple[Pace, ...]:
        """Return the limits of the bot, of the chat and, in a group or channel, of its minute.

        Bursts are set so that no minute sees more than the limit: burst + minute / interval is
        the limit itself. Topics of one chat share its limits.
        """
        pacing = self._options.pacing
        if not pacing.enabled:
            return ()
        target = parse_address(address)
        bot, chat = f"telegram:{self._identity}", f"telegram:{self._identity}:{target.chat}"
        paces = [
            Pace(
                key=bot,
                interval=timedelta(seconds=1) / pacing.bot_per_second,
                burst=pacing.bot_burst,
                shared=True,
            ),
            Pace(key=chat, interval=pacing.chat_interval, burst=pacing.chat_burst),
        ]
        if target.is_group:
            burst = min(pacing.group_burst, max(1, pacing.group_per_minute - 1))
            interval = MINUTE / max(1, pacing.group_per_minute - burst)
            paces.append(Pace(key=f"{chat}:minute", interval=interval, burst=burst))
        return tuple(paces)

    async def send(self, address: str, message: Message) -> Receipt:
        """Send one message once. Raises `ChannelError` subclasses, nothing else."""
        target = _target(address)
        letter = write_letter(message, link_previews=self._options.link_previews)
        try:
            return await self._post(target, message, letter)
        except errors.Rejected as refusal:
            plainer = simpler(letter, message, str(refusal))
            if plainer is None:
                raise
            logger.warning("telegram refuses the markup, sending it plainer: %s", refusal)
            return await self._post(target, message, plainer)

    async def edit(self, address: str, receipt_id: str, message: Message) -> Receipt:
        """Put a message in the place of one sent before. Raises `ChannelError` subclasses.

        An edit that changes nothing is done; one of a message that is gone is `Rejected`.
        """
        target = _target(address)
        letter = write_letter(message, link_previews=self._options.link_previews)
        try:
            await self._replace(target, receipt_id, letter)
        except errors.Rejected as refusal:
            plainer = simpler(letter, message, str(refusal))
            if plainer is None:
                raise
            await self._replace(target, receipt_id, plainer)
        return Receipt(id=receipt_id)

    async def check(self) -> str:
        """Return the bot's user name (getMe). Raises `ChannelError` subclasses."""
        me = await self._call(self._bot.get_me())
        return str(me.username)

    async def close(self) -> None:
        """Let go of connections."""
        self._is_closed = True
        await self._request.shutdown()

    async def _post(self, target: TelegramAddress, message: Message, letter: Letter) -> Receipt:
        reply = _reply(message.reply_to)
        fields = {
            "chat_id": str(target.chat),
            "text": letter.text,
            "parse_mode": letter.parse_mode,
            "message_thread_id": str(target.topic) if target.topic else None,
            "link_preview_options": _preview_json(letter.preview),
            "disable_notification": "true" if message.silent else None,
            "reply_parameters": reply.to_json() if reply else None,
            "reply_markup": letter.keyboard or None,
        }
        stated = {name: value for name, value in fields.items() if value is not None}
        sent = await self._call(self._request.call("sendMessage", stated))
        return Receipt(id=str(sent["message_id"]))

    async def _replace(self, target: TelegramAddress, receipt_id: str, letter: Letter) -> None:
        if not receipt_id.isdecimal():
            raise errors.Rejected(f"{receipt_id!r} is no message of Telegram's")
        fields = {
            "chat_id": str(target.chat),
            "message_id": receipt_id,
            "text": letter.text,
            "parse_mode": letter.parse_mode,
            "link_preview_options": _preview_json(letter.preview),
            "reply_markup": letter.keyboard or None,
        }
        stated = {name: value for name, value in fields.items() if value is not None}
        try:
            await self._call(self._request.call("editMessageText", stated))
        except errors.Rejected as refusal:
            if "message is not modified" not in str(refusal).lower():
                raise

    async def _call(self, call: Coroutine[Any, Any, T]) -> T:
        """Make a call within the deadline; every failure becomes one of ours."""
        if self._is_closed:
            call.close()
            raise errors.Unavailable("the Telegram channel is closed")
        try:
            async with asyncio.timeout(self._options.deadline.total_seconds()):
                return await call
        except TelegramError as error:
            raise translate(error, self._options.token) from error
        except TimeoutError as error:
            raise errors.Ambiguous("Telegram's answer took too long") from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # The answer was JSON, but not the message that the library expects in it.
            raise errors.Ambiguous("Telegram's answer cannot be read") from error


def _target(address: str) -> TelegramAddress:
    try:
        return parse_address(address)
    except errors.Invalid as error:
        raise errors.DestinationGone(str(error)) from error


@lru_cache(maxsize=LETTERS_KEPT)
def _preview_json(preview: LinkPreviewOptions) -> str:
    """Return the wish for a preview as JSON; letters are kept, and so is this."""
    return preview.to_json()


def _reply(receipt_id: str) -> ReplyParameters | None:
    """Answer an earlier message; if it was deleted the new one stands alone."""
    if not receipt_id.isdecimal():
        return None
    return ReplyParameters(message_id=int(receipt_id), allow_sending_without_reply=True)
