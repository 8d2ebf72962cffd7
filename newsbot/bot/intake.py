"""Own what becomes of updates: each handled once, in the order of its chat, and only while fresh.

What an update changes is in the database before the update counts as handled; its reply waits in
a queue of its chat, so that a chat that must wait holds up nobody.
"""

import asyncio
import hmac
from collections import defaultdict
from collections.abc import Awaitable, Sequence
from datetime import timedelta

import structlog
from telegram import Update

from newsbot.bot import requests, updates
from newsbot.bot.connection import RawUpdate
from newsbot.bot.crowd import Admission, Queues, Turns, Turnstile
from newsbot.bot.dispatch import Dispatcher
from newsbot.bot.handlers import COMMANDS
from newsbot.bot.markup import Html
from newsbot.bot.outgoing import Outgoing
from newsbot.bot.replies import Letters, Reply
from newsbot.bot.requests import Asked, Command, Origin, Press, Request, Welcomed, Words
from newsbot.bot.texts import texts_of
from newsbot.db import Database, journal
from newsbot.domain.ports import Clock
from newsbot.errors import ChannelError, StoreError

log = structlog.get_logger(__name__)

FRESH = timedelta(minutes=10)
"""A command that waited longer, while the bot was away, may not be meant any more."""

AT_ONCE = timedelta(seconds=1)
"""A button that is not answered by then seems broken."""

CHATS_AT_ONCE = 16
HASH_CHARS = 10


class Intake:
    """Take updates for one bot."""

    def __init__(
        self,
        *,
        bot_id: str,
        log_key: bytes,
        db: Database,
        clock: Clock,
        dispatcher: Dispatcher,
        outgoing: Outgoing,
    ) -> None:
        self.username = ""
        self._bot_id = bot_id
        self._log_key = log_key
        self._db = db
        self._clock = clock
        self._dispatcher = dispatcher
        self._outgoing = outgoing
        self._turnstile = Turnstile()
        self._queues = Queues()
        self._turns = Turns()
        self._gate = asyncio.Semaphore(CHATS_AT_ONCE)

    async def take_raw(self, raw: Sequence[RawUpdate]) -> None:
        """Take updates as Telegram sent them; one that cannot be read is left out, with a line."""
        updates: list[Update] = []
        for one in raw:
            try:
                updates.append(Update.de_json(one, None))
            except Exception:  # whatever the library stumbles over, the next one may pass
                log.exception("update not readable", action="bot", update=one["update_id"])
        await self.take(updates)

    async def take(self, updates: Sequence[Update]) -> None:
        """Do what updates ask that were not handled before. Raises `StoreError`."""
        numbers = [update.update_id for update in updates]
        async with self._db.reading() as tx:
            known = await journal.handled_of(tx, self._bot_id, numbers)
        by_chat: dict[str, list[Request]] = defaultdict(list)
        for update in updates:
            if update.update_id in known:
                continue
            known.add(update.update_id)
            request = self._read(update)
            if request is not None:
                by_chat[requests.chat_id(request)].append(request)
        async with asyncio.TaskGroup() as tasks:
            for chat, asked in by_chat.items():
                tasks.create_task(self._serve(chat, asked))
        async with self._db.transaction() as tx:
            await journal.note_handled(tx, self._bot_id, numbers, self._clock.now())

    def _read(self, update: Update) -> Request | None:
        try:
            return updates.read(update, self.username)
        except Exception:  # an update of an unforeseen shape must not come back for ever
            log.exception("update not read", action="bot", update=update.update_id)
            return None

    async def drain(self, patience: timedelta | None = None) -> None:
        """Wait until the replies have left; what outlasts the patience is dropped."""
        await self._queues.drain(patience)

    async def _serve(self, chat: str, asked: Sequence[Request]) -> None:
        """Answer the requests of one chat in order."""
        excused = False
        async with self._turns.of(chat), self._gate:
            for request in asked:
                if self._is_old(request):
                    if not excused:
                        self._excuse(request)
                    excused = True
                    continue
                try:
                    await self._one(chat, request)
                except Exception:  # bot handler boundary: it must not come back for ever
                    log.exception("request not handled", action="bot", request=_kind(request))

    def _is_old(self, request: Request) -> bool:
        match request:
            case Command(sent_at=sent_at) | Words(sent_at=sent_at):
                return self._clock.now() - sent_at > FRESH
            case _:
                return False

    def _excuse(self, request: Request) -> None:
        """Tell a person once that what was asked while the bot was away is not done."""
        if isinstance(request, Command | Words) and not request.origin.is_group:
            texts = texts_of(request.origin.person.language)
            self._say(request, Reply(text=Html(texts.missed)))

    async def _one(self, chat: str, request: Request) -> None:
        if isinstance(request, Command | Words | Press):
            person = request.origin.person.id
            admission = self._turnstile.admit(chat, person, self._clock.now())
            if admission is not Admission.YES:
                self._slow_down(request, warn=admission is Admission.WARN)
                return
        reply, waited = await self._answered(request)
        log.info("request answered", action="bot", request=_kind(request), chat=self._hash(chat))
        if isinstance(request, Command | Words | Press):
            self._say(request, reply or Reply(), is_calm=waited)
        elif isinstance(request, Welcomed) and request.origin is not None and reply is not None:
            self._queue(request.origin, reply)

    async def _answered(self, request: Request) -> tuple[Reply | None, bool]:
        """Return the answer, and whether a button has stopped waiting for it meanwhile."""
        answering = asyncio.create_task(self._dispatcher.answer(request))
        if isinstance(request, Press):
            await asyncio.wait({answering}, timeout=AT_ONCE.total_seconds())
            if not answering.done():
                self._end_waiting(request, Reply())
                return await answering, True
        return await answering, False

    def _slow_down(self, request: Asked, *, warn: bool) -> None:
        text = texts_of(request.origin.person.language).slow_down if warn else ""
        if isinstance(request, Press):
            self._say(request, Reply(toast=text))
        else:
            self._say(request, Reply(text=Html(text)))

    def _say(self, request: Asked, reply: Reply, *, is_calm: bool = False) -> None:
        """Queue a reply; the waiting of a button ends at once, whatever else waits.

        Of a button that `is_calm` already nothing more is said over the chat.
        """
        press = request if isinstance(request, Press) else None
        if press is not None and not is_calm:
            self._end_waiting(press, reply)
        if not reply.text and not reply.swaps_buttons:
            return
        self._queue(request.origin, reply, press)
        letters = reply.letters
        if letters is not None:

            async def send_round() -> None:
                await self._send_round(request, letters)

            self._queues.put("letters", send_round)

    def _queue(self, origin: Origin, reply: Reply, press: Press | None = None) -> None:
        """Let a reply leave in the order of its chat."""

        async def say() -> None:
            await self._guarded(self._outgoing.reply(origin, reply, press))

        self._queues.put(origin.place.chat, say)

    async def _send_round(self, request: Asked, letters: Letters) -> None:
        """Write to many chats, one after another, and report; a stop ends it without a report."""
        sent = failed = 0
        for place in letters.places:
            try:
                await self._outgoing.letter(place, letters.text)
                sent += 1
            except ChannelError as exc:
                failed += 1
                log.info("letter not sent", action="reply", error=str(exc))
        log.info("letters sent", action="reply", sent=sent, failed=failed)
        self._say(request, Reply(text=letters.report(sent, failed)), is_calm=True)

    def _end_waiting(self, press: Press, reply: Reply) -> None:
        """Let the button stop waiting, with a word over the chat; Telegram takes one such call."""

        async def end_waiting() -> None:
            await self._guarded(self._outgoing.answer_press(press, reply))

        self._queues.put(f"press {press.id}", end_waiting)

    async def _guarded(self, saying: Awaitable[None]) -> None:
        try:
            await saying
        except (ChannelError, StoreError) as exc:
            log.warning("reply not sent", action="reply", error=str(exc))
        except Exception:  # one reply delays no other
            log.exception("reply not sent", action="reply")

    def _hash(self, chat: str) -> str:
        """Return a name for a chat that says nothing about it (G17)."""
        return hmac.new(self._log_key, chat.encode(), "sha256").hexdigest()[:HASH_CHARS]


def _kind(request: Request) -> str:
    match request:
        case Command(name=name):
            return f"/{name}" if name in COMMANDS else "unknown command"
        case Press(data=data):
            return f"press {data[:1]}"
        case _:
            return type(request).__name__.lower()
