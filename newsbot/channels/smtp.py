"""Own the SMTP dialogue (RFC 5321) and what each reply means for a delivery; it writes no mail.

The commands are given one by one, since only then is it known whether the content had been
written when a connection broke: before, nothing was sent; after, nobody can say. It blocks, so
the channel calls it in a thread. Every failure of smtplib is an OSError.
"""

import contextlib
import re
import smtplib
import socket
import ssl

from newsbot import errors
from newsbot.channels.options import EmailOptions

READY_FOR_CONTENT = 354
TRANSIENT, PERMANENT = 400, 500
NO_SUCH_MAILBOX = frozenset({550, 551, 553})
"""RFC 5321, 4.2.3: mailbox unavailable, user not local, name not allowed."""

NOT_THE_MAILBOX = re.compile(rb"5\.(?:7|3|2\.2)")
"""RFC 3463: policy, system and "mailbox full" say nothing against the address itself."""

LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)


class SmtpSession:
    """Hold one connection to the mail server, kept for the next mail; one thread at a time."""

    def __init__(self, options: EmailOptions, own_name: str) -> None:
        self._options = options
        self._own_name = own_name
        self._server: smtplib.SMTP | None = None

    def deliver(self, sender: str, recipient: str, content: bytes) -> None:
        """Hand over one mail; lines end with CRLF. Raises `ChannelError` subclasses."""
        server = self._ready()
        try:
            self._envelope(server, sender, recipient)
            code, text = server.docmd("DATA")
        except OSError as error:
            self._drop()
            raise errors.Unavailable(f"the mail server hung up before the mail: {error}") from error
        if code != READY_FOR_CONTENT:
            self._forget(server)
            raise _refusal(code, text, "the mail")
        try:
            server.send(LINE_WITH_DOT.sub(b"..", content) + b".\r\n")
            code, text = server.getreply()
        except OSError as error:
            self._drop()
            raise errors.Ambiguous(f"the mail server did not confirm the mail: {error}") from error
        if code >= TRANSIENT:
            self._forget(server)
            raise _refusal(code, text, "the mail")

    def quit(self) -> None:
        """Take leave of the server."""
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(OSError):
                server.quit()

    def interrupt(self) -> None:
        """End a dialogue that another thread is in: it meets the end of the connection there."""
        server = self._server
        if server is not None and server.sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(server.sock, socket.SHUT_RDWR)  # beneath TLS, if there is

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _ready(self) -> smtplib.SMTP:
        """Return a connection that answers: the one kept, or a new one."""
        if self._server is not None:
            with contextlib.suppress(OSError):
                if self._server.noop()[0] < TRANSIENT:
                    return self._server
            self._drop()
        try:
            self._server = server = self._connect()
        except ssl.SSLError as error:
            raise errors.Unavailable(f"no safe connection to the mail server: {error}") from error
        except OSError as error:
            raise errors.Unavailable(f"the mail server cannot be reached: {error}") from error
        self._open(server)
        return server

    def _connect(self) -> smtplib.SMTP:
        host, port = self._options.host, self._options.port
        timeout = self._options.timeout.total_seconds()
        if self._options.security != "tls":
            return smtplib.SMTP(host, port, self._own_name, timeout)
        context = self._options.tls or ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, self._own_name, timeout=timeout, context=context)

    def _open(self, server: smtplib.SMTP) -> None:
        """Greet, encrypt and log in."""
        try:
            server.ehlo_or_helo_if_needed()
            if self._options.security == "starttls":
                server.starttls(context=self._options.tls or ssl.create_default_context())
                server.ehlo()
        except smtplib.SMTPNotSupportedError as error:
            self._drop()
            raise errors.Unauthorized(
                f"the mail server cannot encrypt as email.security asks: {error}"
            ) from error
        except OSError as error:
            self._drop()
            raise errors.Unavailable(f"the mail server ended the greeting: {error}") from error
        if self._options.username:
            self._log_in(server)

    def _log_in(self, server: smtplib.SMTP) -> None:
        try:
            server.login(self._options.username, self._options.password)
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            sentence = f"the mail server refuses the account: {_readable(error.smtp_error)}"
            if error.smtp_code < PERMANENT:
                raise errors.Unavailable(sentence) from error
            raise errors.Unauthorized(sentence) from error
        except smtplib.SMTPServerDisconnected as error:
            self._drop()
            raise errors.Unavailable(f"the mail server ended the log-in: {error}") from error
        except smtplib.SMTPException as error:
            self._drop()
            raise errors.Unauthorized(f"the mail server takes no log-in: {error}") from error
        except OSError as error:
            self._drop()
            raise errors.Unavailable(f"the mail server ended the log-in: {error}") from error

    def _envelope(self, server: smtplib.SMTP, sender: str, recipient: str) -> None:
        code, text = server.mail(sender)
        if code >= PERMANENT:
            self._forget(server)
            raise errors.Unauthorized(f"the mail server refuses the sender: {_readable(text)}")
        if code >= TRANSIENT:
            self._forget(server)
            raise _refusal(code, text, "the sender")
        code, text = server.rcpt(recipient)
        if code in NO_SUCH_MAILBOX and not NOT_THE_MAILBOX.match(text):
            self._forget(server)
            raise errors.DestinationGone(f"there is no such mailbox: {_readable(text)}")
        if code >= TRANSIENT:
            self._forget(server)
            raise _refusal(code, text, "the recipient")

    def _forget(self, server: smtplib.SMTP) -> None:
        """End a refused mail, so that the connection can take another."""
        try:
            server.rset()
        except OSError:
            self._drop()


def _refusal(code: int, text: bytes, what: str) -> errors.ChannelError:
    sentence = f"the mail server refuses {what}: {code} {_readable(text)}"
    return errors.Rejected(sentence) if code >= PERMANENT else errors.Unavailable(sentence)


def _readable(text: bytes | str) -> str:
    """Return a reply on one line; it is the server's, so it may hold anything."""
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(decoded.split())[:200]
