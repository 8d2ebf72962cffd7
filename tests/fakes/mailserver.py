"""Own a mail server for tests: it speaks SMTP on loopback, keeps what it gets, fails on request.

It speaks the part of RFC 5321 that a client needs to hand over a mail, with STARTTLS and AUTH
PLAIN when it is told to offer them.
"""

import asyncio
import base64
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from types import TracebackType
from typing import Self

LARGEST = 64 * 1024 * 1024

HANG_UP = "hang up"
SILENCE = "silence"
"""Instead of a reply: close the connection, or say nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Hold one accepted mail."""

    sender: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """Return the mail, parsed."""
        return BytesParser(_class=EmailMessage, policy=SMTP).parsebytes(self.content)

    def part(self, kind: str) -> str:
        """Return the text of the plain or html part."""
        body = self.message.get_body((kind,))
        assert body is not None
        return str(body.get_content())


@dataclass(slots=True)
class _Talk:
    """Hold one connection and how far its dialogue is."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sender: str = ""
    recipient: str = ""


@dataclass(slots=True)
class FakeMailServer:
    """Be a mail server. `replies` puts a reply in the place of the usual one for a command.

    Commands are the first word of a line, "greeting" for the hello, "content" for the mail
    itself. A reply may be HANG_UP or SILENCE. `account` asks for that user and password.
    """

    replies: dict[str, str] = field(default_factory=dict)
    account: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    mails: list[Mail] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    port: int = 0
    connections: int = 0
    _server: asyncio.Server | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _talks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        """Listen on a free port of 127.0.0.1."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=LARGEST)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self._stopping.set()
        if self._server is not None:
            self._server.close()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.ensure_future(self._talk(_Talk(reader, writer)))
        self._talks.add(task)
        try:
            await task
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            self._talks.discard(task)
            writer.transport.abort()

    async def _talk(self, talk: _Talk) -> None:
        if not await self._reply(talk, "greeting", "220 mail.example ESMTP"):
            return
        while True:
            line = await talk.reader.readline()
            if not line:
                return
            command, _, rest = line.decode().strip().partition(" ")
            command = command.upper()
            self.commands.append(command)
            if not await self._obey(talk, command, rest):
                return

    async def _obey(self, talk: _Talk, command: str, rest: str) -> bool:
        """Do what a command says; False ends the connection."""
        match command:
            case "EHLO":
                return await self._reply(talk, command, self._hello(talk))
            case "STARTTLS":
                return await self._encrypt(talk)
            case "AUTH":
                return await self._reply(talk, command, self._judge(rest))
            case "MAIL":
                talk.sender = rest.partition("<")[2].partition(">")[0]
                return await self._reply(talk, command, "250 ok")
            case "RCPT":
                talk.recipient = rest.partition("<")[2].partition(">")[0]
                return await self._reply(talk, command, "250 ok")
            case "DATA":
                if not await self._reply(talk, command, "354 go on"):
                    return False
                return "DATA" in self.replies or await self._take(talk)
            case "QUIT":
                await self._reply(talk, command, "221 bye")
                return False
            case "RSET" | "NOOP":
                return await self._reply(talk, command, "250 ok")
            case _:
                return await self._reply(talk, command, "502 not known here")

    async def _take(self, talk: _Talk) -> bool:
        content = (await talk.reader.readuntil(b"\r\n.\r\n"))[:-3]
        content = content.replace(b"\r\n..", b"\r\n.")
        refused = self.replies.get("content", "")[:1] in {"4", "5"}
        if not refused:
            mail = Mail(sender=talk.sender, recipient=talk.recipient, content=content)
            self.mails.append(mail)
        return await self._reply(talk, "content", "250 taken")

    async def _reply(self, talk: _Talk, command: str, usual: str) -> bool:
        reply = self.replies.get(command, usual)
        if reply == SILENCE:
            await self._stopping.wait()
        if reply in {HANG_UP, SILENCE}:
            return False
        talk.writer.write(reply.encode() + b"\r\n")
        await talk.writer.drain()
        return True

    def _hello(self, talk: _Talk) -> str:
        lines = ["mail.example", "SIZE 10000000"]
        if self.tls is not None and talk.writer.get_extra_info("ssl_object") is None:
            lines.append("STARTTLS")
        if self.account is not None:
            lines.append("AUTH PLAIN")
        marks = ["-"] * (len(lines) - 1) + [" "]
        return "\r\n".join(f"250{mark}{line}" for mark, line in zip(marks, lines, strict=True))

    def _judge(self, rest: str) -> str:
        _, _, secret = rest.partition(" ")
        _, user, password = base64.b64decode(secret).decode().split("\0")
        return "235 welcome" if (user, password) == self.account else "535 5.7.8 wrong password"

    async def _encrypt(self, talk: _Talk) -> bool:
        assert self.tls is not None
        if not await self._reply(talk, "STARTTLS", "220 go on"):
            return False
        await talk.writer.start_tls(self.tls)
        return True
