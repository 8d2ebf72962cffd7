"""Own the apprise channel: any of the services that the library apprise knows, by a name.

The library answers yes or no and never why, so a no may mean that the message was taken: it is
ambiguous, and is sent once more at the most. It has no topics and no pacing: Telegram and webhooks
have channels of their own. Install it by the extra `newsbot[apprise]`.
"""

import asyncio
import logging
from typing import Protocol, cast

from newsbot import errors
from newsbot.channels.apprise_address import parse_target
from newsbot.channels.document import plain
from newsbot.channels.layout import Form, lay_out
from newsbot.channels.options import AppriseOptions
from newsbot.domain.delivery import Receipt
from newsbot.domain.message import Message
from newsbot.domain.ports import Pace


class _Service(Protocol):
    """Be one target of the library."""

    body_maxlen: int
    title_maxlen: int

    def notify(self, *, body: str, title: str, body_format: str) -> bool:
        """Send, and say whether it went well."""


class AppriseChannel:
    """Send messages to the targets that the settings name."""

    name = "apprise"

    def __init__(self, options: AppriseOptions) -> None:
        self._options = options
        self._targets = {
            parse_target(name): _open(name, url) for name, url in options.targets.items()
        }
        self._is_closed = False

    def normalise(self, address: str) -> str:
        """Return the name of a target. Raises `Invalid` that lists those that exist."""
        name = parse_target(address)
        if name not in self._targets:
            known = ", ".join(sorted(self._targets)) or "none"
            raise errors.Invalid(f"there is no apprise target {name!r}; those that exist: {known}")
        return name

    def paces(self, address: str) -> tuple[Pace, ...]:
        """Return a slow pace for each target: the library does not know the services' limits."""
        return (Pace(key=f"apprise:{address}", interval=self._options.interval, burst=3),)

    async def send(self, address: str, message: Message) -> Receipt:
        """Send one message once. Raises `ChannelError` subclasses, nothing else."""
        if self._is_closed:
            raise errors.Unavailable("the apprise channel is closed")
        try:
            service = self._targets[self.normalise(address)]
        except errors.Invalid as error:
            raise errors.DestinationGone(str(error)) from error
        limit = service.body_maxlen or None
        text = plain(lay_out(message, Form(max_units=limit, show_urls=True)))
        if not text:
            raise errors.Rejected("the message says nothing")
        if await asyncio.to_thread(_notify, service, text):
            return Receipt()
        raise errors.Ambiguous("apprise could not send it, or could not tell that it did")

    async def close(self) -> None:
        """Send no more; the library keeps no connections."""
        self._is_closed = True


def _open(name: str, url: str) -> _Service:
    """Return the library's object for an address, which holds secrets and is never shown."""
    try:
        from apprise import Apprise
    except ImportError as error:
        raise errors.ConfigError(
            "apprise.targets is set, but apprise is not installed: pip install newsbot[apprise]"
        ) from error
    logging.getLogger("apprise").setLevel(logging.ERROR)  # below, it writes addresses out
    service = Apprise.instantiate(url, suppress_exceptions=True)
    if service is None:
        raise errors.ConfigError(f"apprise.targets: the address of {name!r} is none of apprise's")
    return cast("_Service", service)


def _notify(service: _Service, text: str) -> bool:
    """Send the first line as title, where the service has titles, and all else as body."""
    if not service.title_maxlen:
        return service.notify(body=text, title="", body_format="text")
    title, _, body = text.partition("\n")
    return service.notify(body=body or title, title=title, body_format="text")
