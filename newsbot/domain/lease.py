"""Own the names under which rows are taken for a while, for how long, and which are in hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

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


class Leased(StrEnum):
    """Name the kinds of rows that are leased."""

    SOURCES = "sources"
    ARTICLES = "articles"
    DESTINATIONS = "destinations"


@dataclass(slots=True)
class InHand:
    """Know which rows a process works on: these leases the heartbeat renews, and no other.

    A row whose work failed is dropped, also when the database cannot be told: then its lease ends
    by itself, and somebody takes the row again.
    """

    _rows: dict[Leased, set[int]] = field(default_factory=lambda: {kind: set() for kind in Leased})

    def take(self, kind: Leased, ids: Iterable[int]) -> None:
        """Begin with rows that were just leased."""
        self._rows[kind].update(ids)

    def drop(self, kind: Leased, row_id: int) -> None:
        """End with a row, however its work came out."""
        self._rows[kind].discard(row_id)

    def rows(self, kind: Leased) -> list[int]:
        """Return the ids of the rows in hand."""
        return sorted(self._rows[kind])
