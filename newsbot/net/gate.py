"""Own the politeness towards one host: how many requests at once, how far apart.

It knows no URL and no HTTP; a host is any string.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Lane:
    """Hold the state of one host while anybody uses or waits for it."""

    slots: asyncio.Semaphore
    users: int = 0
    next_start: float = 0.0
    order: asyncio.Lock = field(default_factory=asyncio.Lock)


class HostGate:
    """Let at most `concurrency` requests a host run, starts at least `delay_s` seconds apart."""

    def __init__(self, *, concurrency: int, delay_s: float = 0.0) -> None:
        self._concurrency = concurrency
        self._delay_s = delay_s
        self._lanes: dict[str, _Lane] = {}

    def __len__(self) -> int:
        """Return the number of hosts that are remembered now."""
        return len(self._lanes)

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Hold one of the host's slots; waiters come in the order of asking."""
        lane = self._lanes.setdefault(host, _Lane(asyncio.Semaphore(self._concurrency)))
        lane.users += 1
        try:
            async with lane.slots:
                await self._keep_distance(lane)
                yield
        finally:
            lane.users -= 1
            self._forget(host, lane)

    async def _keep_distance(self, lane: _Lane) -> None:
        """Wait until the last start is `delay_s` ago."""
        if not self._delay_s:
            return
        async with lane.order:
            now = asyncio.get_running_loop().time()
            if lane.next_start > now:
                await asyncio.sleep(lane.next_start - now)
            lane.next_start = asyncio.get_running_loop().time() + self._delay_s

    def _forget(self, host: str, lane: _Lane) -> None:
        """Drop an unused lane, once its distance has passed, so that memory stays flat."""
        if lane.users or self._lanes.get(host) is not lane:
            return
        loop = asyncio.get_running_loop()
        if lane.next_start <= loop.time():
            del self._lanes[host]
        else:
            loop.call_at(lane.next_start, self._forget, host, lane)
