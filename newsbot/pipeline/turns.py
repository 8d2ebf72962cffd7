"""Own when a message may go: at once, at a moment that is kept for it, or not for a while.

It sends nothing. The limits are rows, so that all workers, and the bot's replies, share them (G14).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsbot.db import Tx, destinations, pacing
from newsbot.domain.delivery import Delivery
from newsbot.domain.pacing import blocked_until, earliest, spend
from newsbot.domain.ports import Channel, Pace

HORIZON = timedelta(seconds=1)
"""So far ahead moments are kept: a reply to a person, which comes first, waits no longer."""

ASK_AGAIN = HORIZON / 2
"""Who found no moment asks again so long before its turn would come: no time is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold a message that wants to go. `has_moment` says that the one kept for it has come.

    `patient_until` is how long its sender may wait with the destination in hand.
    """

    delivery: Delivery
    has_moment: bool
    patient_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Hold what may go now, and by id of the delivery when others shall come back.

    `moments` are kept for them, at `again` they may ask anew; what is in neither stops.
    """

    now: list[Delivery] = field(default_factory=list)
    moments: dict[int, datetime] = field(default_factory=dict)
    again: dict[int, datetime] = field(default_factory=dict)


def paces_of(delivery: Delivery, channels: Mapping[str, Channel]) -> tuple[Pace, ...]:
    """Return every limit that a delivery counts against."""
    return channels[delivery.channel].paces(delivery.address)


def own_paces_of(delivery: Delivery, channels: Mapping[str, Channel]) -> tuple[Pace, ...]:
    """Return the limits of the chat alone: a chat's 429 must not silence the others."""
    return tuple(pace for pace in paces_of(delivery, channels) if not pace.shared)


async def allow(
    tx: Tx, asked: Sequence[Asked], channels: Mapping[str, Channel], now: datetime
) -> Allowed:
    """Decide for each message, in their order; one that must wait for long blocks its chat."""
    allowed = Allowed()
    limits = {one.delivery.id: paces_of(one.delivery, channels) for one in asked}
    keys = {pace.key for paces in limits.values() for pace in paces}
    slots = await pacing.load(tx, sorted(keys)) if keys else {}
    ahead = dict(slots)  # as if everybody before had got a moment, however far away
    spent: set[str] = set()
    blocked: dict[int, datetime] = {}
    for one in asked:
        delivery, paces = one.delivery, limits[one.delivery.id]
        if one.has_moment:
            free_at = blocked_until(slots, paces, now)
        else:
            free_at = earliest(ahead, paces, now)
            spend(ahead, paces, free_at)
        if free_at <= now:
            allowed.now.append(delivery)
        elif free_at > one.patient_until:
            blocked[delivery.destination_id] = free_at
            continue
        elif free_at - now <= HORIZON and not one.has_moment:
            allowed.moments[delivery.id] = free_at
        else:
            allowed.again[delivery.id] = max(now, free_at - HORIZON) + ASK_AGAIN
            continue
        if not one.has_moment:
            spend(slots, paces, free_at)
            spent.update(pace.key for pace in paces)
    await pacing.save(tx, {key: slots[key] for key in spent})
    await destinations.block(tx, blocked)
    return allowed
