"""Own the building of channels from their options, and the spelling of addresses without them.

A new channel is one line in each of the two functions.
"""

from collections.abc import Callable, Mapping

from newsbot.channels.apprise_address import parse_target
from newsbot.channels.console import ConsoleChannel, parse_console
from newsbot.channels.mail_address import parse_mailbox
from newsbot.channels.options import ChannelOptions
from newsbot.channels.registry import Channels, split_address
from newsbot.channels.telegram_address import parse_address
from newsbot.channels.webhook_address import parse_hook
from newsbot.domain.ports import Channel

SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "apprise": parse_target,
    "console": parse_console,
    "email": parse_mailbox,
    "telegram": lambda address: str(parse_address(address)),
    "webhook": parse_hook,
}


def open_channels(options: ChannelOptions) -> Channels:
    """Return the channels whose options are given; nothing is connected yet.

    The libraries of a channel are imported only when it is opened.

    Raises:
        ConfigError: The options of a channel do not make sense.
    """
    opened: list[Channel] = []
    if options.console is not None:
        opened.append(ConsoleChannel(options.console.stream, no_color=options.console.no_color))
    if options.telegram is not None:
        from newsbot.channels.telegram import TelegramChannel

        opened.append(TelegramChannel(options.telegram))
    if options.email is not None:
        from newsbot.channels.mail import EmailChannel

        opened.append(EmailChannel(options.email))
    if options.webhook is not None:
        from newsbot.channels.webhook import WebhookChannel

        opened.append(WebhookChannel(options.webhook))
    if options.apprise is not None:
        from newsbot.channels.apprise import AppriseChannel

        opened.append(AppriseChannel(options.apprise))
    return Channels(opened)


def read_address(text: str) -> tuple[str, str]:
    """Return channel and address of `CHANNEL:ADDRESS`, whether the channel is set up or not.

    Raises:
        Invalid: There is no such channel, or the address is none of its.
    """
    name, address = split_address(text, SPELLINGS)
    return name, SPELLINGS[name](address)
