"""Own the way from a request to its reply: who may ask, in which language, and what if it fails.

It calls handlers and knows no Telegram; whether somebody is an admin of a group is asked through
a port, each time anew (G11).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from newsbot.bot import buttons
from newsbot.bot.handlers import COMMANDS, PRESSES
from newsbot.bot.handlers.entering import link_channel, may_enter, refused
from newsbot.bot.handlers.explaining import WEB_ADDRESS, why
from newsbot.bot.handlers.greeting import start_unasked
from newsbot.bot.handlers.previewing import preview
from newsbot.bot.markup import Html, fill, shorten, visible
from newsbot.bot.replies import MAX_TOAST, Reply
from newsbot.bot.requests import (
    CHANNEL,
    LINK,
    Asked,
    Command,
    Expelled,
    Moved,
    Origin,
    Press,
    Request,
    Welcomed,
    Words,
)
from newsbot.bot.texts import Texts, texts_of
from newsbot.bot.visits import House, Visit
from newsbot.errors import ChannelError, StoreError, UserError
from newsbot.services import admission, chats, whereabouts
from newsbot.services.admission import Standing
from newsbot.services.desk import Desk

log = structlog.get_logger(__name__)

IsAdmin = Callable[[str, int], Awaitable[bool]]
"""Say whether the user with this number is an admin of the chat now. Raises `ChannelError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatcher:
    """Answer requests at a desk."""

    desk: Desk
    house: House
    is_admin: IsAdmin

    async def answer(self, request: Request) -> Reply | None:
        """Do what is asked and return what to say, None for nothing. It raises nothing."""
        match request:
            case Moved(old=old, new=new):
                await self._quietly(whereabouts.move(self.desk, CHANNEL, old, new))
                return None
            case Expelled(place=place, reason=reason):
                await self._quietly(whereabouts.leave(self.desk, place, reason))
                return None
            case Welcomed(place=place, origin=origin):
                await self._quietly(whereabouts.welcome(self.desk, place))
                return None if origin is None else await self._introduced(origin)
            case _:
                return await self._answer(request)

    async def _introduced(self, origin: Origin) -> Reply | None:
        """Say what this is to a group that took the bot in; one that knows it needs no words."""
        try:
            standing = await self._standing(origin)
            visit = await self._visit(origin, standing)
            if standing.is_banned or visit.subscriber is not None or not await may_enter(visit):
                return None
            return await start_unasked(visit, "")
        except Exception:  # bot handler boundary
            log.exception("group not greeted", action="bot")
            return None

    async def _quietly(self, work: Awaitable[object]) -> None:
        try:
            await work
        except Exception:  # bot handler boundary
            log.exception("service message not handled", action="bot")

    async def _answer(self, request: Asked) -> Reply | None:
        texts = texts_of(request.origin.person.language)
        try:
            standing = await self._standing(request.origin)
            if standing.is_banned:
                return _barred(request, texts)
            visit = await self._visit(request.origin, standing)
            texts = visit.texts
            return await self._allowed(visit, request)
        except UserError as exc:
            return _told(request, fill(texts.refused, message=str(exc)))
        except StoreError as exc:
            log.warning("bot waits for the database", action="bot", error=str(exc))
            return _told(request, Html(texts.busy))
        except Exception:  # bot handler boundary
            log.exception("request not answered", action="bot", request=type(request).__name__)
            return _told(request, Html(texts.broken))

    async def _standing(self, origin: Origin) -> Standing:
        """Return how the person stands to the house; whose chat is banned is so itself."""
        person = f"{origin.place.channel}:{origin.person.id}"
        addresses = [origin.place.spelled, person]
        return await admission.standing(self.desk, addresses, person, self.house.admins)

    async def _visit(self, origin: Origin, standing: Standing) -> Visit:
        subscriber = await chats.find(self.desk, origin.place)
        desk = self.desk
        if subscriber is not None:
            desk = replace(desk, actor=f"subscriber:{subscriber.id}")
        language = origin.person.language if subscriber is None else subscriber.language
        return Visit(
            origin=origin,
            subscriber=subscriber,
            desk=desk,
            texts=texts_of(language),
            house=self.house,
            is_house_admin=standing.is_admin and not origin.is_group,
        )

    async def _allowed(self, visit: Visit, request: Asked) -> Reply | None:
        match request:
            case Command(name=name, argument=argument, origin=Origin(is_channel=True)):
                return await link_channel(visit, argument) if name == LINK else None
            case Command(name="why" | "story" as name, argument="", link=link):  # below an alert
                return await self._command(visit, name, link)
            case Command(name=name, argument=argument):
                return await self._command(visit, name, argument)
            case Press():
                return await self._press(visit, request)
            case Words(text=text):
                return await self._closed(visit) or await _words(visit, text)

    async def _command(self, visit: Visit, name: str, argument: str) -> Reply | None:
        entry = COMMANDS.get(name)
        if entry is None:  # in a group it may be meant for another bot
            return None if visit.origin.is_group else _say(visit.texts.unknown_command)
        if entry.house and not visit.is_house_admin:
            return None if visit.origin.is_group else _say(visit.texts.unknown_command)
        if not entry.for_strangers and (closed := await self._closed(visit)) is not None:
            return closed
        if entry.changes:
            refusal = await self._refusal(visit)
            if refusal and entry.unasked is not None:
                return await entry.unasked(visit, argument)
            if refusal:
                return _say(refusal)
        return await entry.handle(visit, argument)

    async def _press(self, visit: Visit, press: Press) -> Reply:
        asked = buttons.read(press.data)
        if asked is None or press.is_stale:
            return Reply(toast=visit.texts.old_button)
        if visit.origin.is_channel:
            await whereabouts.note_channel(visit.desk, visit.origin.place)
            return Reply(toast=visit.texts.wishes.channel_is_read_only)
        verb, numbers = asked
        entry = PRESSES[verb]
        closed = await self._closed(visit)
        if closed is not None or (entry.house and not visit.is_house_admin):
            toast = visit.texts.old_button if closed is None else visible(closed.text)
            return Reply(toast=shorten(toast, MAX_TOAST))
        if entry.changes:
            refusal = await self._refusal(visit)
            if refusal:
                return Reply(toast=refusal)
        return await entry.handle(visit, press, numbers)

    async def _closed(self, visit: Visit) -> Reply | None:
        """Return what keeps a stranger out, None for nothing: a chat that is served is let in."""
        if visit.subscriber is not None or await may_enter(visit):
            return None
        return refused(visit)

    async def _refusal(self, visit: Visit) -> str:
        """Return why this person may not change this chat, "" when it may (G11)."""
        origin = visit.origin
        if not origin.is_group:
            is_own = origin.place.chat == str(origin.person.id)
            return "" if is_own else visit.texts.admins_only
        if origin.person.speaks_for_chat:
            return ""
        try:
            is_admin = await self.is_admin(origin.place.chat, origin.person.id)
        except ChannelError as exc:
            log.warning("admins not known", action="bot", error=str(exc))
            return visit.texts.admins_unknown
        return "" if is_admin else visit.texts.admins_only


async def _words(visit: Visit, text: str) -> Reply:
    """Answer what is said without a command: a link asks why, words are a query."""
    if not text:
        return _say(visit.texts.text_only)
    if WEB_ADDRESS.fullmatch(text):
        return await why(visit, text)
    return await preview(visit, text)


def _barred(request: Asked, texts: Texts) -> Reply | None:
    """Answer somebody who is banned, in its own chat only."""
    if isinstance(request, Press):
        return Reply(toast=texts.house.banned)
    is_own = not request.origin.is_group and not request.origin.is_channel
    return _say(texts.house.banned) if is_own else None


def _say(sentence: str) -> Reply:
    return Reply(text=Html(sentence))


def _told(request: Asked, sentence: Html) -> Reply:
    """Return a failure as it is shown: over the chat after a press, else as a message."""
    if isinstance(request, Press):
        return Reply(toast=shorten(visible(sentence), MAX_TOAST))
    return Reply(text=sentence)
