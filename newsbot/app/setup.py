"""Own the guided first set-up of Telegram, step by step; what a person sees is the CLI's.

The first admin is whoever opens the one-time link, never whoever writes to the bot first.
"""

import asyncio
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from newsbot.app.composition import App
from newsbot.app.telegram import build_bot
from newsbot.bot import Bot, deep_link, texts_of
from newsbot.channels.telegram import TelegramChannel
from newsbot.domain.message import Item, MarkedText, Message, Outlet
from newsbot.errors import ConfigError
from newsbot.services import admission, chats
from newsbot.services.admission import Purpose
from newsbot.services.chats import Place

TOKEN_FILE = "telegram_token"  # noqa: S105 - the name of the file, not what is in it
LOOK_AGAIN = timedelta(seconds=0.5)
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Hold the one-time code that makes whoever opens its link an admin."""

    bot_name: str
    code: str

    @property
    def link(self) -> str:
        """Return the address to open in Telegram."""
        return deep_link(self.bot_name, self.code)


def keep_token(folder: Path, token: str) -> Path:
    """Write the token to a file in the data folder that only its owner reads. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / TOKEN_FILE
    path.unlink(missing_ok=True)  # one of other rights would keep them
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(token + "\n")
    return path


async def introduce(app: App) -> str:
    """Return the bot's user name. Raises `ChannelError` subclasses."""
    return await _channel(app).check()


def _channel(app: App) -> TelegramChannel:
    channel = app.channels.get("telegram")
    if not isinstance(channel, TelegramChannel):
        raise ConfigError("there is no Telegram token; set NEWSBOT_TELEGRAM_TOKEN")
    return channel


async def invite(app: App, bot_name: str) -> Invitation:
    """Make the code of an admin, good once and for a quarter of an hour."""
    code = await admission.issue(app.desk(actor="setup"), Purpose.ADMIN)
    return Invitation(bot_name=bot_name, code=code)


class Waiting:
    """Answer in Telegram until the invitation is taken; `trouble` says what hinders that now.

    Where another process answers for the bot already, that one takes the code, and this one sees
    it in the database.
    """

    def __init__(self, app: App, invitation: Invitation) -> None:
        self._app = app
        self._invitation = invitation
        self._is_hooked = app.settings.telegram.updates == "webhook"  # polling would end that
        self._bot: Bot | None = None if self._is_hooked else build_bot(app, ("bot",))

    @property
    def trouble(self) -> str:
        """Return what keeps the bot from hearing, "" for nothing."""
        if self._is_hooked:
            return (
                "nobody opened the link in time, or newsbot web does not run, which hears it in "
                "webhook mode; run newsbot setup once more"
            )
        return "" if self._bot is None else self._bot.trouble

    async def admin(self, patience: timedelta) -> str:
        """Return the address of the new admin's chat, "" when nobody came in time."""
        stop = asyncio.Event()
        answering = None if self._bot is None else asyncio.create_task(self._bot.run(stop))
        try:
            async with asyncio.timeout(patience.total_seconds()):
                return await self._taken(answering)
        except TimeoutError:
            return ""
        finally:
            stop.set()
            if answering is not None:
                await asyncio.gather(answering, return_exceptions=True)

    async def _taken(self, answering: asyncio.Task[None] | None) -> str:
        while True:
            desk, code = self._app.desk(), self._invitation.code
            if address := await admission.admin_of_code(desk, code):
                return address
            if answering is not None and answering.done():  # the token was refused meanwhile
                return ""
            await asyncio.sleep(LOOK_AGAIN.total_seconds())


async def send_test(app: App, address: str) -> None:
    """Send an alert such as news will be, to see that it arrives. Raises `ChannelError`s."""
    channel, _, chat = address.partition(":")
    found = await chats.find(app.desk(), Place(channel=channel, chat=chat))
    language = "en" if found is None else found.language
    texts = texts_of(language).house
    mark = texts.test_summary.find(texts.test_word)
    item = Item(
        headline=MarkedText(text=texts.test_headline),
        summary=MarkedText(text=texts.test_summary, marks=((mark, mark + len(texts.test_word)),)),
        outlets=(Outlet(name="newsbot"),),
        published=app.clock.now(),
        rules=(texts.test_word,),
        language=language,
    )
    message = Message(
        items=(item,),
        language=language,
        time_zone="UTC" if found is None else found.timezone,
        key=f"setup-{int(app.clock.now().timestamp())}",
    )
    await _channel(app).send(chat, message)
