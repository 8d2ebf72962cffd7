"""Own the set of channels of a running program, by name; it decides nothing about deliveries."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AsyncExitStack

from newsbot.domain.ports import Channel
from newsbot.errors import Invalid


class Channels(Mapping[str, Channel]):
    """Hold the channels that are set up; an unknown name is answered with those that exist."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self._channels = {channel.name: channel for channel in channels}

    def __getitem__(self, name: str) -> Channel:
        """Return a channel. Raises `Invalid` that lists those that exist."""
        channel = self._channels.get(name)
        if channel is None:
            known = ", ".join(sorted(self._channels)) or "none"
            raise Invalid(f"there is no channel {name!r} here; set up: {known}")
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
        name, colon, address = text.strip().partition(":")
        if not colon:
            known = ", ".join(f"{each}:..." for each in sorted(self._channels))
            raise Invalid(f"{text!r} names no channel, write CHANNEL:ADDRESS, such as {known}")
        channel = self[name.strip().lower()]
        return channel.name, channel.normalise(address)

    async def close(self) -> None:
        """Close every channel, also when one of them fails at it."""
        async with AsyncExitStack() as stack:
            for channel in self._channels.values():
                stack.push_async_callback(channel.close)
