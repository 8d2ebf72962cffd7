"""Own the arithmetic of rate limits (GCRA); where the numbers are kept is the business of `db`.

A limit with interval T and burst B lets B calls pass at once and one each T in the long run. Its
whole state is one time: when the next call would be on schedule (`free_at`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsbot.domain.ports import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Hold the state of one limit; nothing may pass before `blocked_until` (429)."""

    free_at: datetime
    blocked_until: datetime | None = None


def earliest(slots: Mapping[str, Slot], paces: Sequence[Pace], now: datetime) -> datetime:
    """Return when a call that counts against all these limits may be made, `now` at the soonest."""
    moment = now
    for pace in paces:
        slot = slots.get(pace.key)
        if slot is None:
            continue
        moment = max(moment, slot.free_at - pace.interval * (pace.burst - 1))
        if slot.blocked_until is not None:
            moment = max(moment, slot.blocked_until)
    return moment


def blocked_until(slots: Mapping[str, Slot], paces: Sequence[Pace], now: datetime) -> datetime:
    """Return when none of these limits is closed (429) any more, `now` at the soonest."""
    closed = [slots[pace.key].blocked_until for pace in paces if pace.key in slots]
    return max([now, *(until for until in closed if until is not None)])


def spend(slots: dict[str, Slot], paces: Sequence[Pace], now: datetime) -> None:
    """Count one call at `now` against these limits; `slots` is changed in place."""
    for pace in paces:
        slot = slots.get(pace.key)
        free_at = now if slot is None else max(slot.free_at, now)
        blocked = None if slot is None else slot.blocked_until
        slots[pace.key] = Slot(free_at=free_at + pace.interval, blocked_until=blocked)
