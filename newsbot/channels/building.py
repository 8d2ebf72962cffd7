"""Own the building of channels from their options; one line here for each channel."""

from newsbot.channels.console import ConsoleChannel
from newsbot.channels.options import ChannelOptions
from newsbot.channels.registry import Channels
from newsbot.domain.ports import Channel


def open_channels(options: ChannelOptions) -> Channels:
    """Return the channels whose options are given; nothing is connected yet."""
    opened: list[Channel] = []
    if options.console is not None:
        opened.append(ConsoleChannel(options.console.stream, no_color=options.console.no_color))
    if options.telegram is not None:
        from newsbot.channels.telegram import TelegramChannel

        opened.append(TelegramChannel(options.telegram))
    return Channels(opened)
