"""Own the reading of the audit trail; it is written by `Desk.note` and never changed."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from newsbot.db import journal
from newsbot.db.journal import TrailLine
from newsbot.services.desk import Desk

COLUMNS = ("id", "at", "actor", "door", "action", "object", "before", "after")
PAGE = 500
PRIVATE = "(private)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Choose lines; what is empty does not restrict. `action` may be its first word only."""

    actor: str = ""
    action: str = ""
    door: str = ""
    back: timedelta | None = None


async def page(
    desk: Desk, wanted: Wanted, *, limit: int, before_id: int | None = None
) -> list[TrailLine]:
    """Return lines, the newest first; page by id."""
    since = None if wanted.back is None else desk.clock.now() - wanted.back
    async with desk.db.reading() as tx:
        return await journal.select(
            tx,
            actor=wanted.actor,
            action=wanted.action,
            door=wanted.door,
            since=since,
            before_id=before_id,
            limit=limit,
        )


async def walk(desk: Desk, wanted: Wanted, *, limit: int | None = None) -> AsyncIterator[TrailLine]:
    """Yield lines, the newest first, without holding all of them."""
    before_id: int | None = None
    given = 0
    while limit is None or given < limit:
        size = PAGE if limit is None else min(PAGE, limit - given)
        found = await page(desk, wanted, limit=size, before_id=before_id)
        for one in found:
            yield one
        if len(found) < size:
            return
        given += len(found)
        before_id = found[-1].id


def veiled(line: TrailLine) -> TrailLine:
    """Return a line as an admin may read it: what a chat asks for is not told (G17)."""
    if not line.action.startswith("rule.") or not line.actor.startswith("subscriber:"):
        return line
    return replace(line, before=_veiled(line.before), after=_veiled(line.after))


def _veiled(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    return {key: PRIVATE if key in {"query", "name"} else one for key, one in told.items()}


def cells(shown: Mapping[str, Any]) -> list[str]:
    """Return a line's shape as the cells of a table; what a spreadsheet would run is quoted."""
    return [_cell(shown[key]) for key in COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
