"""Own the e-mail channel: a Message as a mail of text and HTML, handed to one mail server.

The dialogue with the server is `smtp`'s. Unsubscribing by one click (RFC 8058) is answered by the
web side; here only the headers name its address. Signing (DKIM) is the mail server's business.
"""

import asyncio
import hashlib
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape

from newsbot import errors
from newsbot.channels.cleaning import clean_line, safe_url
from newsbot.channels.document import Document, Layer, Look, Run, cut_text, plain
from newsbot.channels.layout import Form, lay_out
from newsbot.channels.mail_address import parse_mailbox
from newsbot.channels.markup import Dialect, write_markup
from newsbot.channels.options import EmailOptions
from newsbot.channels.smtp import SmtpSession
from newsbot.channels.wording import CONFIRM, words_of
from newsbot.domain.delivery import Receipt
from newsbot.domain.message import Button, Message
from newsbot.domain.ports import Pace

POLICY = SMTP.clone(cte_type="7bit")
"""Every server takes seven bits; the library then encodes what has more."""

MAX_SUBJECT = 150
MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")

DIALECT = Dialect(
    tags={
        Look.BOLD: "strong",
        Look.ITALIC: "em",
        Look.CODE: "code",
        Look.MARK: "mark",
        Look.LINK: "a",
    },
    line_break="<br>\n",
)
STYLE = "font: 16px/1.5 sans-serif; max-width: 40em; margin: 1em auto; padding: 0 1em"


class EmailChannel:
    """Send messages to mailboxes through one mail server."""

    name = "email"

    def __init__(self, options: EmailOptions) -> None:
        display_name, sender = parseaddr(options.sender)
        try:
            self._sender = parse_mailbox(sender)
        except errors.Invalid as error:
            raise errors.ConfigError(f"email.sender: {error}") from error
        self._domain = self._sender.rpartition("@")[2]
        self._from = Address(display_name, addr_spec=self._sender)
        self._options = options
        self._free = [SmtpSession(options, self._domain) for _ in range(options.connections)]
        self._busy: set[SmtpSession] = set()
        self._turn = asyncio.Semaphore(options.connections)
        self._is_closed = False

    def normalise(self, address: str) -> str:
        """Return the address with its domain in lower case and in ASCII. Raises `Invalid`."""
        return parse_mailbox(address)

    def paces(self, address: str) -> tuple[Pace, ...]:  # noqa: ARG002 - the port's signature
        """Return the pace of the mail server, which all addresses share."""
        interval = timedelta(seconds=1) / self._options.per_second
        key = f"email:{self._options.host}"
        return (Pace(key=key, interval=interval, burst=self._options.connections, shared=True),)

    async def send(self, address: str, message: Message) -> Receipt:
        """Send one message once. Raises `ChannelError` subclasses, nothing else."""
        try:
            recipient = parse_mailbox(address)
        except errors.Invalid as error:
            raise errors.DestinationGone(str(error)) from error
        mail = self._compose(recipient, message)
        content = mail.as_bytes(policy=POLICY)
        await self._deliver(recipient, content)
        return Receipt(id=str(mail["Message-ID"]))

    async def close(self) -> None:
        """Let go of connections; a mail that is on its way is cut off."""
        self._is_closed = True
        for session in self._busy:
            session.interrupt()
        await asyncio.gather(*(asyncio.to_thread(session.quit) for session in self._free))

    async def _deliver(self, recipient: str, content: bytes) -> None:
        """Hand a mail to the server in a thread, which goes on if the send is cancelled."""
        if self._is_closed:
            raise errors.Unavailable("the e-mail channel is closed")
        try:
            async with asyncio.timeout(self._options.patience.total_seconds()):
                await self._turn.acquire()
        except TimeoutError as error:
            raise errors.Unavailable("every connection to the mail server is busy") from error
        session = self._free.pop()
        self._busy.add(session)
        work = asyncio.ensure_future(
            asyncio.to_thread(session.deliver, self._sender, recipient, content)
        )
        work.add_done_callback(lambda _work: self._give_back(session, work))
        await asyncio.shield(work)

    def _give_back(self, session: SmtpSession, work: asyncio.Future[None]) -> None:
        if not work.cancelled():
            work.exception()  # a cancelled send asks no more; say that it was seen
        self._busy.discard(session)
        self._free.append(session)
        self._turn.release()

    def _compose(self, recipient: str, message: Message) -> EmailMessage:
        body = lay_out(message, Form())
        if not body:
            raise errors.Rejected("the message says nothing")
        unsubscribe = self._options.unsubscribe(recipient) if self._options.unsubscribe else ""
        if message.heading == CONFIRM:
            if self._options.confirm is None:
                raise errors.Rejected("there is no page on which the mailbox could be confirmed")
            unsubscribe = ""  # there is nothing yet that could end
            message = replace(message, buttons=(self._agree(recipient, message),))
        mail = EmailMessage(policy=POLICY)
        subject = cut_text(clean_line(plain(body).split("\n", maxsplit=1)[0]), MAX_SUBJECT)
        mail["From"] = self._from
        mail["To"] = Address(addr_spec=recipient)
        mail["Subject"] = subject
        mail["Date"] = format_datetime(self._options.clock.now())
        mail["Message-ID"] = self._message_id(recipient, message)
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes, please
        if MESSAGE_ID.fullmatch(message.reply_to):
            mail["In-Reply-To"] = mail["References"] = message.reply_to
        if unsubscribe:
            mail["List-Unsubscribe"] = f"<{unsubscribe}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        tail = _tail(message, unsubscribe)
        text = lay_out(message, Form(show_urls=True))
        mail.set_content(plain((*text, *_with_urls(tail))) + "\n")
        mail.add_alternative(_page(message, subject, (*body, *tail)), subtype="html")
        return mail

    def _agree(self, recipient: str, message: Message) -> tuple[Button, ...]:
        assert self._options.confirm is not None
        text = words_of(message.language).agree
        return (Button(text=text, url=self._options.confirm(recipient)),)

    def _message_id(self, recipient: str, message: Message) -> str:
        """Return an id that a second copy of the same delivery has too."""
        if not message.key:
            return f"<{uuid.uuid4().hex}@{self._domain}>"
        digest = hashlib.sha256(f"{recipient}\n{message.key}".encode()).hexdigest()
        return f"<{digest[:32]}@{self._domain}>"


def _tail(message: Message, unsubscribe: str) -> Document:
    """Return the links under a mail: buttons with an address, and the way out."""
    links = [
        (clean_line(button.text), safe_url(button.url)) for row in message.buttons for button in row
    ]
    links.append((words_of(message.language).unsubscribe, unsubscribe))
    runs: list[Run] = []
    for text, url in links:
        if text and url:
            runs += [Run("\n" if runs else "\n\n"), Run(text, (Layer(Look.LINK, url),))]
    return tuple(runs)


def _with_urls(tail: Document) -> Document:
    """Return the links with their addresses written out."""
    return tuple(Run(f"{run.text}: {run.layers[0].url}") if run.layers else run for run in tail)


def _page(message: Message, subject: str, body: Document) -> str:
    return (
        f'<!doctype html>\n<html lang="{escape(message.language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(subject)}</title>\n</head>\n"
        f'<body style="{STYLE}">\n{write_markup(body, DIALECT)}\n</body>\n</html>\n'
    )
