"""Own the attention budget of a chat (G3): how many of the waiting alerts go out singly.

It is apart from pacing: pacing is what the channel bears, attention what a person does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Allow `notifications` single messages in each `window`, then one list; 0 switches it off."""

    notifications: int = 6
    window: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionPlan:
    """Say what to do with `n` waiting single messages, oldest first.

    The first `singles` go out as they are; when `merge` is set the others become one list; else
    they are held until `hold_until`.
    """

    singles: int
    merge: bool = False
    hold_until: datetime | None = None


def plan(
    waiting: int,
    *,
    sent_singles: Sequence[datetime],
    last_list: datetime | None,
    budget: Budget,
    now: datetime,
) -> AttentionPlan:
    """Divide the waiting messages of one chat.

    `sent_singles` are the times of single messages, any order; `last_list` that of the last list.
    """
    if budget.notifications == 0:
        return AttentionPlan(singles=waiting)
    opened = now - budget.window
    recent = sorted(at for at in sent_singles if at > opened)
    free = max(0, budget.notifications - len(recent))
    if waiting <= free:
        return AttentionPlan(singles=waiting)
    if last_list is None or last_list <= opened:
        return AttentionPlan(singles=free, merge=True)
    frees = [recent[0] + budget.window] if recent else []
    return AttentionPlan(singles=free, hold_until=min([*frees, last_list + budget.window]))
