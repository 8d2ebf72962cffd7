"""Own the transports: one file each, and the registry that finds them by name.

`open_channels` builds those that are set up. The libraries of a channel are imported only when
it is: a program without a token never loads Telegram's.
"""

from newsbot.channels.building import open_channels
from newsbot.channels.options import (
    ChannelOptions,
    ConsoleOptions,
    TelegramOptions,
    TelegramPacing,
)
from newsbot.channels.registry import Channels

__all__ = [
    "ChannelOptions",
    "Channels",
    "ConsoleOptions",
    "TelegramOptions",
    "TelegramPacing",
    "open_channels",
]
