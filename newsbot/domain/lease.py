"""Own the names under which rows are taken for a while, and for how long."""

from dataclasses import dataclass
from datetime import timedelta

LEASE = timedelta(seconds=10)
"""Short, so that a dead worker's rows are free soon (G4); the heartbeat renews them."""

HEARTBEAT = timedelta(seconds=3)
"""Three beats fit into a lease: one may be late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Name one life of one process: `name` outlives a restart, `life` does not."""

    name: str
    life: str

    def __str__(self) -> str:
        return f"{self.name}#{self.life}"
