"""Own the desk that every use case works at: the database, the clock, and who is asking."""

from dataclasses import dataclass
from typing import Any

from newsbot.db import Database, Tx, journal
from newsbot.domain.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Hold what a use case needs; `actor` and `door` (cli, bot, web) go into the audit trail."""

    db: Database
    clock: Clock
    actor: str = ""
    door: str = "cli"

    async def note(
        self, tx: Tx, action: str, object_: str, *, before: Any = None, after: Any = None
    ) -> None:
        """Write the audit line of a change, in the change's own transaction."""
        await journal.note(
            tx,
            actor=self.actor,
            door=self.door,
            action=action,
            object_=object_,
            before=before,
            after=after,
            now=self.clock.now(),
        )
