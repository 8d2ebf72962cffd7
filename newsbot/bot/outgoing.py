"""Own the saying of replies: paced, in their place, and said at most once.

When a reply may leave is the matter of `limiter`. It decides no wording.
"""

import asyncio
import html
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode

from newsbot.bot.connection import Connection
from newsbot.bot.limiter import PATIENCE, Limiter, Paces, Sleep
from newsbot.bot.markup import MAX_UNITS, Html, escape, measure, shorten, visible
from newsbot.bot.menus import admin_menus
from newsbot.bot.replies import File, Keyboard, Reply
from newsbot.bot.requests import Origin, Press
from newsbot.db import Database
from newsbot.domain.ports import Clock
from newsbot.errors import ChannelError, DestinationMoved, RateLimited, Rejected, Unavailable
from newsbot.services.chats import Place

log = structlog.get_logger(__name__)

ATTEMPTS = 4
"""Tries of a reply that surely did not leave, or whose chat had to wait."""

FIRST_PAUSE = timedelta(seconds=1)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "message is not modified"

Send = Callable[[Place], Coroutine[Any, Any, Any]]


class Outgoing:
    """Say replies over a connection."""

    def __init__(
        self,
        connection: Connection,
        *,
        paces: Paces,
        db: Database,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._connection = connection
        self._limiter = Limiter(paces=paces, db=db, clock=clock, sleep=sleep)
        self._sleep = sleep

    async def reply(self, origin: Origin, reply: Reply, press: Press | None = None) -> None:
        """Say a reply where it was asked for. Raises `ChannelError` and `StoreError`."""
        try:
            await self._say(origin, reply, edits=press is not None and not reply.stands_alone)
        finally:
            if reply.forgets:
                await self._limiter.forget(origin.place.address)
            if reply.shows_admin_menu:
                await self._show_admin_menu(origin.place)

    async def letter(self, place: Place, text: str) -> None:
        """Write plain text to a chat that asked for nothing. Raises as `reply` does."""
        reply = Reply(text=Html(html.escape(text, quote=False)))
        await self._paced(place, lambda there: self._write(there, reply, None))

    async def _say(self, origin: Origin, reply: Reply, *, edits: bool) -> None:
        if reply.swaps_buttons:
            await self._swap_buttons(origin, reply)
            return
        if edits:
            try:
                await self._paced(origin.place, lambda place: self._edit(place, origin, reply))
            except Rejected as refusal:
                if UNCHANGED in str(refusal).lower():
                    return
                log.info("message not edited, sent anew", action="reply", reason=str(refusal))
            else:
                return
        to = reply.to or origin.place
        await self._paced(to, lambda place: self._send(place, origin, reply))
        if reply.file is not None:
            file = reply.file
            await self._paced(to, lambda place: self._send_file(place, file))

    async def _swap_buttons(self, origin: Origin, reply: Reply) -> None:
        """Change the buttons below a message; one that looks so already, or is gone, may stay."""
        try:
            await self._paced(origin.place, lambda place: self._dress(place, origin, reply))
        except Rejected as refusal:
            log.info("buttons not changed", action="reply", reason=str(refusal))

    async def answer_press(self, press: Press, reply: Reply) -> None:
        """End the waiting of the button; one that is too old stays unanswered.

        What was done is shown for a moment; why something was not done stays until it is read.
        """
        try:
            await self._connection.call(
                self._connection.api.answer_callback_query(
                    press.id,
                    text=reply.toast or None,
                    show_alert=bool(reply.toast) and not reply.swaps_buttons,
                )
            )
        except ChannelError as exc:
            log.info("press not answered", action="reply", reason=str(exc))

    async def _paced(self, place: Place, send: Send) -> None:
        """Wait for the chat's turn and call; repeat only what surely did not arrive."""
        pause = FIRST_PAUSE
        for attempt in range(1, ATTEMPTS + 1):
            if not await self._limiter.turn(place.address):
                log.warning("reply dropped: the chat is closed for long", action="reply")
                return
            try:
                await self._connection.call(send(place))
            except (RateLimited, DestinationMoved, Unavailable) as exc:
                if attempt == ATTEMPTS:
                    raise
                match exc:
                    case RateLimited(retry_after=closed):
                        await self._limiter.close(place.address, closed)
                        if closed > PATIENCE:
                            raise
                    case DestinationMoved(address=address):
                        place = replace(place, chat=address)
                    case _:
                        await self._sleep(pause.total_seconds())
                        pause *= 2
            else:
                return

    async def _show_admin_menu(self, place: Place) -> None:
        for menu in admin_menus(int(place.chat)):
            await self._connection.publish(menu)

    def _send(self, place: Place, origin: Origin, reply: Reply) -> Coroutine[Any, Any, Any]:
        answered = None
        if origin.is_group and origin.message_id and reply.to is None:
            answered = ReplyParameters(origin.message_id, allow_sending_without_reply=True)
        return self._write(place, reply, answered)

    def _write(
        self, place: Place, reply: Reply, answered: ReplyParameters | None
    ) -> Coroutine[Any, Any, Any]:
        return self._connection.api.send_message(
            chat_id=int(place.chat),
            text=fitting(reply.text),
            parse_mode=ParseMode.HTML,
            message_thread_id=int(place.topic) if place.topic else None,
            link_preview_options=NO_PREVIEW,
            reply_parameters=answered,
            reply_markup=keyboard(reply.buttons),
        )

    def _send_file(self, place: Place, file: File) -> Coroutine[Any, Any, Any]:
        return self._connection.api.send_document(
            chat_id=int(place.chat),
            document=InputFile(file.content, filename=file.name),
            message_thread_id=int(place.topic) if place.topic else None,
        )

    def _edit(self, place: Place, origin: Origin, reply: Reply) -> Coroutine[Any, Any, Any]:
        return self._connection.api.edit_message_text(
            chat_id=int(place.chat),
            message_id=origin.message_id,
            text=fitting(reply.text),
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(reply.buttons),
        )

    def _dress(self, place: Place, origin: Origin, reply: Reply) -> Coroutine[Any, Any, Any]:
        return self._connection.api.edit_message_reply_markup(
            chat_id=int(place.chat),
            message_id=origin.message_id,
            reply_markup=keyboard(reply.buttons),
        )


def fitting(text: str) -> str:
    """Return a text that Telegram takes; handlers keep within the limit, this is the last fence."""
    if measure(text) <= MAX_UNITS:
        return text
    log.error("reply too long, sent plain and cut", action="reply", units=measure(text))
    return escape(shorten(visible(text), MAX_UNITS // 2))


def keyboard(rows: Keyboard) -> InlineKeyboardMarkup | None:
    """Return buttons as Telegram takes them."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(one.text, callback_data=one.data or None, url=one.url or None)
                for one in row
            ]
            for row in rows
        ]
    )
