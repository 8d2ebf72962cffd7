"""Own the set of channels of a running program, by name; it decides nothing about deliveries."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from typing import Protocol, runtime_checkable

from newsbot.domain.delivery import Receipt
from newsbot.domain.message import Message
from newsbot.domain.ports import Channel
from newsbot.errors import Invalid


@runtime_checkable
class Editing(Protocol):
    """Be a channel that can put a message in the place of one sent before."""

    async def edit(self, address: str, receipt_id: str, message: Message) -> Receipt:
        """Replace the message of a receipt. Raises `ChannelError` subclasses, nothing else.

        `Rejected` means that the earlier message is gone: what it said must be sent anew.
        """


class Channels(Mapping[str, Channel]):
    """Hold the channels that are set up; an unknown name is answered with those that exist."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self._channels = {channel.name: channel for channel in channels}

    def __getitem__(self, name: str) -> Channel:
        """Return a channel. Raises `Invalid` that lists those that exist."""
        channel = self._channels.get(name)
        if channel is None:
            raise _unknown(name, self._channels)
        return channel

    def __contains__(self, name: object) -> bool:
        """Say whether a channel is set up, without an error."""
        return name in self._channels

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._channels)

    def __len__(self) -> int:
        """Return how many channels are set up."""
        return len(self._channels)

    def parse(self, text: str) -> tuple[str, str]:
        """Return channel name and normalised address of `CHANNEL:ADDRESS`. Raises `Invalid`."""
        name, address = split_address(text, self._channels)
        return name, self[name].normalise(address)

    async def close(self) -> None:
        """Close every channel, also when one of them fails at it."""
        async with AsyncExitStack() as stack:
            for channel in self._channels.values():
                stack.push_async_callback(channel.close)


def split_address(text: str, known: Collection[str]) -> tuple[str, str]:
    """Return channel and address of `CHANNEL:ADDRESS`; the address is not looked at.

    Raises:
        Invalid: There is no colon, or no channel of that name.
    """
    name, colon, address = text.strip().partition(":")
    if not colon:
        forms = ", ".join(f"{each}:..." for each in sorted(known))
        raise Invalid(f"{text!r} names no channel, write CHANNEL:ADDRESS, one of {forms}")
    name = name.strip().lower()
    if name not in known:
        raise _unknown(name, known)
    return name, address


def _unknown(name: str, known: Iterable[str]) -> Invalid:
    names = ", ".join(sorted(known)) or "none"
    return Invalid(f"there is no channel {name!r} here; those that exist: {names}")
