"""Own the composition of the bot: one object from the database, the options and the topics."""

import asyncio
from dataclasses import replace

import structlog
from telegram import Update

from newsbot.bot.connection import Connection, RawUpdate
from newsbot.bot.dispatch import Dispatcher
from newsbot.bot.hooked import Hooked
from newsbot.bot.intake import Intake
from newsbot.bot.limiter import Sleep
from newsbot.bot.menus import admin_menus, menus, spoken
from newsbot.bot.outgoing import Outgoing
from newsbot.bot.polling import GRACE, Poller, Rhythm
from newsbot.bot.visits import House
from newsbot.channels.options import TelegramOptions
from newsbot.channels.telegram import TelegramChannel
from newsbot.db import Database
from newsbot.domain.lease import Holder
from newsbot.domain.ports import Clock
from newsbot.errors import ChannelError, Unauthorized
from newsbot.services import admission
from newsbot.services.desk import Desk

log = structlog.get_logger(__name__)


class Bot:
    """Answer people on Telegram for as long as `run` runs; `handle` answers one update."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        options: TelegramOptions,
        holder: Holder,
        house: House | None = None,
        sleep: Sleep = asyncio.sleep,
        rhythm: Rhythm | None = None,
    ) -> None:
        self._connection = Connection(options)
        self._house = replace(house or House(), bot_name=lambda: self._intake.username)
        self._desk = Desk(db=db, clock=clock, actor="chat", door="bot")
        self._channel = TelegramChannel(options)  # its limits are ours: one limiter for all calls
        self._outgoing = Outgoing(
            self._connection, paces=self._channel.paces, db=db, clock=clock, sleep=sleep
        )
        self._intake = Intake(
            bot_id=self._connection.bot_id,
            log_key=options.token.encode(),
            db=db,
            clock=clock,
            dispatcher=Dispatcher(
                desk=self._desk,
                house=self._house,
                is_admin=self._connection.is_admin,
            ),
            outgoing=self._outgoing,
        )
        self._poller = Poller(
            self._connection,
            begin=self._begin_polling,
            take=self._intake.take_raw,
            db=db,
            clock=clock,
            holder=holder,
            rhythm=rhythm or Rhythm(),
        )
        self._hooked = Hooked(self._connection, begin=self._begin, take=self._intake.take_raw)

    @property
    def trouble(self) -> str:
        """Return what keeps the bot from answering now, "" for nothing."""
        return self._poller.trouble or self._hooked.trouble

    async def run(self, stop: asyncio.Event) -> None:
        """Poll and answer until `stop` is set; also returns, with `trouble`, on a refused token."""
        try:
            await self._poller.run(stop)
        finally:
            await self._intake.drain(GRACE)
            await self.close()

    async def run_hooked(self, stop: asyncio.Event, url: str, secret: str) -> None:
        """Let Telegram call `url` and answer until `stop`; returns as `run` does.

        What is called there must be handed to `take`.
        """
        try:
            await self._hooked.run(stop, url, secret)
        finally:
            await self._intake.drain(GRACE)
            await self.close()

    async def take(self, update: RawUpdate) -> None:
        """Do what an update asks that Telegram brought, once. Raises `StoreError`."""
        await self._hooked.take(update)

    async def handle(self, update: Update) -> None:
        """Answer one update, wherever it came from, and wait until the reply has left."""
        if not self._intake.username:
            self._intake.username = await self._connection.introduce()
        await self._intake.take([update])
        await self._intake.drain()

    async def close(self) -> None:
        """Let go of connections."""
        await self._connection.close()
        await self._channel.close()

    async def _begin_polling(self) -> None:
        """Begin, and let no webhook stand in the way of a poll."""
        await self._connection.leave_webhook()
        await self._begin()

    async def _begin(self) -> None:
        """Ask who we are and introduce ourselves; an introduction that is refused stops nobody."""
        self._intake.username = await self._connection.introduce()
        log.info("the bot answers", action="bot", bot=self._intake.username)
        try:
            for menu in menus():
                await self._connection.publish(menu)
            for language, texts in spoken():
                await self._connection.describe(texts.about, language)
        except Unauthorized:
            raise
        except ChannelError as exc:
            log.warning("menu of commands not set", action="bot", error=str(exc))
        for chat in await self._admins():
            await self._publish_for(chat)

    async def _publish_for(self, chat: int) -> None:
        """Show an admin its menu; one who never wrote to this bot has no chat yet."""
        try:
            for menu in admin_menus(chat):
                await self._connection.publish(menu)
        except Unauthorized:
            raise
        except ChannelError as exc:
            log.info("menu of an admin not set", action="bot", error=str(exc))

    async def _admins(self) -> tuple[int, ...]:
        """Return the private chats of the house's admins, whom the menu shows /admin."""
        known = await admission.list_admins(self._desk)
        chats = {address.partition(":")[2] for address in (*known, *self._house.admins)}
        return tuple(sorted(int(chat) for chat in chats))
