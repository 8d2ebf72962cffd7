"""Own the addresses of mailboxes: one `local@domain` of ASCII letters; it looks up no domain."""

import re

from newsbot import errors

MAX_ADDRESS = 254
MAX_LOCAL = 64
"""RFC 5321, 4.5.3.1"""

LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def parse_mailbox(text: str) -> str:
    """Return the mailbox that a person wrote: one `local@domain` of ASCII letters.

    Raises:
        Invalid: It is none; the sentence says what is.
    """
    help_text = f"{text!r} is no e-mail address; write it like name@example.org"
    local, at, domain = text.strip().rpartition("@")
    if not at or not LOCAL.fullmatch(local) or len(local) > MAX_LOCAL:
        raise errors.Invalid(help_text)
    try:
        host = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise errors.Invalid(help_text) from error
    labels = host.split(".")
    if len(local) + len(host) >= MAX_ADDRESS or not all(map(LABEL.fullmatch, labels)):
        raise errors.Invalid(help_text)
    return f"{local}@{host}"
