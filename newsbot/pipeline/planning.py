"""Own the plan for one destination: what of its queue goes out now, what waits, what is merged.

In order: quiet hours and snooze hold back, what they held comes as one list, and the attention
budget divides the rest (G3). Nothing is dropped.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from newsbot.db import Tx, deliveries, queues
from newsbot.db.queues import Queue, Wishes
from newsbot.domain.attention import Budget, plan
from newsbot.domain.delivery import QUIET, SNOOZED, Delivery, DeliveryKind
from newsbot.domain.schedule import quiet_until, zone_or_utc

BUDGET_USED = "attention budget used up"


async def plan_queue(tx: Tx, queue: Queue, budget: Budget, now: datetime) -> list[Delivery]:
    """Return what goes out now, in order; the rest is held, hushed or merged in the store."""
    waiting = await _respect(tx, queue, now)
    held = [one for one in waiting if one.reason in {QUIET, SNOOZED} and _is_single(one)]
    if held and queue.next_digest is not None:
        gone = {one.id for one in held}
        await queues.merge_into(tx, queue.next_digest.id, sorted(gone))
        waiting = [one for one in waiting if one.id not in gone]
    elif len(held) > 1:  # they catch up as one list, each story in its latest state
        waiting = await _merge(tx, queue.destination_id, waiting, held, now)
    singles = [one for one in waiting if _is_single(one)]
    planned = plan(
        len(singles),
        sent_singles=queue.sent_singles,
        last_list=queue.last_list,
        budget=budget,
        now=now,
    )
    rest = singles[planned.singles :]
    if rest and planned.merge:
        return await _merge(tx, queue.destination_id, waiting, rest, now)
    if rest and planned.hold_until is not None:
        ids = {one.id for one in rest}
        await queues.hold(tx, sorted(ids), planned.hold_until, BUDGET_USED)
        return [one for one in waiting if one.id not in ids]
    return list(waiting)


async def _merge(
    tx: Tx,
    destination_id: int,
    waiting: Sequence[Delivery],
    merged: Sequence[Delivery],
    now: datetime,
) -> list[Delivery]:
    """Make one list of `merged` and let it follow what else is waiting."""
    made = await queues.merge(tx, destination_id, merged, now)
    gone = {one.id for one in merged}
    return [*(one for one in waiting if one.id not in gone), await deliveries.get(tx, made)]


async def _respect(tx: Tx, queue: Queue, now: datetime) -> list[Delivery]:
    """Hold or hush what comes in quiet hours or a snooze; urgent alerts break through."""
    until, reason, silent = _alone_until(queue.wishes, now)
    if until is None:
        return list(queue.waiting)
    calm = [one for one in queue.waiting if not one.urgent and one.kind != DeliveryKind.EDIT]
    if silent:
        await queues.hush(tx, [one.id for one in calm])
        hushed = {one.id for one in calm}
        return [replace(one, silent=True) if one.id in hushed else one for one in queue.waiting]
    ids = {one.id for one in calm}
    await queues.hold(tx, sorted(ids), until, reason)
    return [one for one in queue.waiting if one.id not in ids]


def _alone_until(wishes: Wishes, now: datetime) -> tuple[datetime | None, str, bool]:
    """Return until when the destination is left alone, why, and whether silence is enough."""
    if wishes.snoozed_until is not None and wishes.snoozed_until > now:
        return wishes.snoozed_until, SNOOZED, False
    ends = quiet_until(wishes.quiet, zone_or_utc(wishes.timezone), now)
    silent = wishes.quiet is not None and wishes.quiet.silent
    return ends, QUIET, silent


def _is_single(delivery: Delivery) -> bool:
    """Say whether the delivery counts against the budget: a first attempt that makes a sound."""
    counted = delivery.kind in {DeliveryKind.STORY, DeliveryKind.REPLY}
    return counted and not delivery.silent and delivery.ambiguous == 0
