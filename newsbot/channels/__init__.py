"""Own the transports: one file each, and the registry that finds them by name.

`open_channels` builds those that are set up, `read_address` spells the addresses of all. The
libraries of a channel are imported only when it is opened.
"""

from newsbot.channels.building import open_channels, read_address
from newsbot.channels.options import (
    AppriseOptions,
    ChannelOptions,
    ConsoleOptions,
    EmailOptions,
    Poster,
    TelegramOptions,
    TelegramPacing,
    WebhookOptions,
)
from newsbot.channels.registry import Channels, Editing

__all__ = [
    "AppriseOptions",
    "ChannelOptions",
    "Channels",
    "ConsoleOptions",
    "Editing",
    "EmailOptions",
    "Poster",
    "TelegramOptions",
    "TelegramPacing",
    "WebhookOptions",
    "open_channels",
    "read_address",
]
