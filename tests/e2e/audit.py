"""Own the reconciliation of what a chat got with what newsbot says it sent; it drives nothing.

Both sides are read afterwards: the journal of the fake Bot API server, and the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from newsbot.db import Database
from tests.fakes.botapi.journal import Call
from tests.fakes.rssfeed import token

DELIVERIES = sa.text(
    "SELECT d.id, c.address, d.state, d.ambiguous, d.receipt, s.headline"
    " FROM deliveries d JOIN destinations c ON c.id = d.destination_id"
    " LEFT JOIN stories s ON s.id = d.story_id ORDER BY d.id"
)
OPEN = sa.text(
    "SELECT (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'held', 'sending'))"
    " + (SELECT count(*) FROM articles WHERE state = 'new')"
)
STORED = sa.text("SELECT count(*) FROM articles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold one delivery as the database has it; `word` names the item that it tells."""

    id: int
    chat: str
    state: str
    ambiguous: int
    receipt: str
    word: str


@dataclass(slots=True, kw_only=True)
class Findings:
    """Hold what came out; every list must be empty."""

    items: int = 0
    deliveries: int = 0
    accepted: int = 0
    extra: int = 0
    ambiguous: int = 0
    early: int = 0
    uncertain: int = 0
    uncertain_without_copy: int = 0
    lost: list[str] = field(default_factory=list)
    third: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """Say whether every promise was kept."""
        faults = (
            self.lost,
            self.third,
            self.unexplained,
            self.unsent,
            self.disordered,
            self.problems,
        )
        return not any(faults) and self.extra <= self.ambiguous

    def as_json(self) -> dict[str, Any]:
        """Return everything, for a report."""
        return asdict(self)


async def read_rows(db: Database) -> list[Row]:
    """Return every delivery, in the order in which they were made."""
    async with db.reading() as tx:
        return [
            Row(
                id=row.id,
                chat=row.address,
                state=row.state,
                ambiguous=row.ambiguous,
                receipt=row.receipt,
                word=_word(row.headline or ""),
            )
            for row in await tx.execute(DELIVERIES)
        ]


async def count_open(db: Database) -> int:
    """Return how many articles and deliveries are not at their end."""
    async with db.reading() as tx:
        return int((await tx.execute(OPEN)).scalar_one())


async def count_stored(db: Database) -> int:
    """Return how many articles are stored."""
    async with db.reading() as tx:
        return int((await tx.execute(STORED)).scalar_one())


def audit(
    rows: Sequence[Row], calls: Iterable[Call], *, items: int, chats: Sequence[str]
) -> Findings:
    """Hold the rows against the calls, and both against what was printed: items 1 to `items`."""
    found = Findings(items=items, deliveries=len(rows))
    copies: dict[tuple[str, str], list[Call]] = defaultdict(list)
    order: dict[str, list[str]] = defaultdict(list)
    for call in calls:
        found.early += call.early
        found.problems += call.problems
        if not call.accepted or not call.method.startswith("send"):
            continue
        found.accepted += 1
        word = _word(call.text)
        if not copies[call.chat, word]:
            order[call.chat].append(word)
        copies[call.chat, word].append(call)
    by_item = {(row.chat, row.word): row for row in rows}
    for number in range(1, items + 1):
        for chat in chats:
            if (chat, token(number)) not in by_item:
                found.lost.append(f"{chat}: {token(number)} has no delivery")
    for key, row in by_item.items():
        _judge(row, copies.get(key, []), found)
    for chat, words in order.items():
        ids = [by_item[chat, word].id for word in words if (chat, word) in by_item]
        found.disordered += [
            f"{chat}: delivery {later} before {earlier}"
            for later, earlier in pairwise(ids)
            if later > earlier
        ]
    strangers = set(copies) - set(by_item)
    found.unexplained += [f"{chat}: {word} was sent by no delivery" for chat, word in strangers]
    return found


def _judge(row: Row, copies: Sequence[Call], found: Findings) -> None:
    """Hold one delivery against its copies (G2)."""
    what = f"{row.chat}: {row.word}, delivery {row.id}, {row.state}, {len(copies)} copies"
    found.ambiguous += row.ambiguous
    found.extra += max(0, len(copies) - 1)
    if len(copies) > 2:
        found.third.append(what)
    if len(copies) > 1 + row.ambiguous:
        found.unexplained.append(what)
    if row.state == "uncertain":
        found.uncertain += 1
        found.uncertain_without_copy += not copies
    elif row.state != "sent":
        found.unsent.append(what)
    elif not copies:
        found.lost.append(what)
    elif row.receipt not in {str(call.message_id) for call in copies}:
        found.unexplained.append(f"{what}: none has the receipt {row.receipt}")


def _word(text: str) -> str:
    """Return the word of the item that a text tells."""
    return next((word for word in text.split() if word[:1] + word[-1:] == "xx"), "")
