"""Own the deliver loop: what is due goes out, in order for each chat, and its outcome is a fact.

claim destinations with due deliveries -> plan by the attention budget -> in turn for each chat:
[tx: record the last outcome, begin the next] -> compose -> send -> [tx: ...]

"Sending" is committed before the call and the outcome after it; what a dead process left in
*sending* is ambiguous (G2). Turns of many chats share their transactions (`GroupCommit`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from newsbot.channels import Editing
from newsbot.db import (
    Database,
    Tx,
    alerts,
    content,
    deliveries,
    destinations,
    leases,
    pacing,
    queues,
)
from newsbot.db.content import Content
from newsbot.domain.attention import Budget
from newsbot.domain.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    RetryPolicy,
    Step,
    next_step,
)
from newsbot.domain.lease import Holder, InHand, Leased
from newsbot.domain.ports import Channel, Clock
from newsbot.errors import Ambiguous, ChannelError, Rejected, StoreError
from newsbot.pipeline.commit import GroupCommit
from newsbot.pipeline.compose import compose
from newsbot.pipeline.planning import plan_queue
from newsbot.pipeline.turns import Asked, allow, own_paces_of, paces_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverSettings:
    """Say how much is taken at once and how patient the loop is.

    `turn_patience` is how long a run waits for its chats' turns instead of leaving them to the
    next tick; a stop waits as long, and so does a chat that becomes due meanwhile.
    """

    claim_limit: int = 400
    budget: Budget = field(default_factory=Budget)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    send_deadline: timedelta = timedelta(seconds=90)
    record_patience: timedelta = timedelta(seconds=30)
    turn_patience: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """Ask for one transaction's worth for a destination: note the last step, begin the next."""

    destination_id: int
    done: tuple[Delivery, Step] | None = None
    wanted: Delivery | None = None
    has_moment: bool = False
    patient_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    """Answer a turn: come back then; `kept` says that the moment is kept for it."""

    until: datetime
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Go:
    """Answer a turn: send this now."""

    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stop:
    """Answer a turn: nothing more for this destination now; its lease has ended."""


STOP = _Stop()
_Answer = _Go | _Wait | _Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverTools:
    """Hold what the loop works with."""

    db: Database
    channels: Mapping[str, Channel]
    clock: Clock
    holder: Holder
    settings: DeliverSettings = field(default_factory=DeliverSettings)
    in_hand: InHand = field(default_factory=InHand)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


async def run_once(tools: DeliverTools) -> int:
    """Send what is due to the destinations that are free; return how many sends were tried."""
    now = tools.clock.now()
    budget = tools.settings.budget
    async with tools.db.transaction() as tx:
        # before anything is taken for abandoned: the heartbeat may be late, and what is in the air
        # here has a clear outcome yet
        await leases.renew(tx, tools.holder, tools.in_hand, now)
        busy = tools.in_hand.rows(Leased.DESTINATIONS)
        await _recover(tx, tools, busy, now)
        claimed = await destinations.claim(
            tx,
            holder=tools.holder,
            now=now,
            limit=tools.settings.claim_limit,
            channels=list(tools.channels),
            busy=busy,
        )
        queued = await queues.load(tx, claimed, now=now, since=now - budget.window)
        planned = [await plan_queue(tx, queue, budget, now) for queue in queued]
    if not claimed:
        return 0
    tools.in_hand.take(Leased.DESTINATIONS, claimed)

    async def write(tx: Tx, turns: Sequence[_Turn]) -> list[_Answer]:
        return await _take_turns(tx, turns, tools)

    commits: GroupCommit[_Turn, _Answer] = GroupCommit(tools.db, write)
    async with asyncio.TaskGroup() as tasks:
        sending = [
            tasks.create_task(_serve(destination, waiting, commits, tools, now))
            for destination, waiting in zip(claimed, planned, strict=True)
        ]
    return sum(task.result() for task in sending)


async def _recover(tx: Tx, tools: DeliverTools, busy: Sequence[int], now: datetime) -> None:
    """Take what a dead process left in *sending* as an ambiguous outcome."""
    for delivery, holder in await deliveries.abandoned(tx, tools.holder, busy, now):
        outcome = Ambiguous("the process stopped while it was sending")
        step = next_step(delivery, outcome, tools.settings.retry, now)
        await deliveries.record(tx, [(delivery, step)], holder, now)
        log.warning("delivery recovered", action="deliver", delivery=delivery.id, state=step.state)


async def _serve(
    destination_id: int,
    waiting: Sequence[Delivery],
    commits: GroupCommit[_Turn, _Answer],
    tools: DeliverTools,
    started: datetime,
) -> int:
    """Send to one destination in order until nothing is left or something says stop."""
    tried = 0
    patient_until = started + tools.settings.turn_patience
    turn = _Turn(
        destination_id=destination_id,
        wanted=waiting[0] if waiting else None,
        patient_until=patient_until,
    )
    rest = list(waiting[1:])
    try:
        while True:
            answer = await _submit(turn, commits, tools)
            if isinstance(answer, _Stop):
                return tried
            if isinstance(answer, _Wait):
                await tools.sleep(max(0.0, (answer.until - tools.clock.now()).total_seconds()))
                turn = replace(turn, done=None, has_moment=answer.kept)
                continue
            tried += 1
            delivery = answer.content.delivery
            outcome = await _attempt(answer.content, tools)
            now = tools.clock.now()
            step = next_step(delivery, outcome, tools.settings.retry, now)
            _log(delivery, step, now)
            turn = replace(
                turn,
                done=(delivery, step),
                wanted=rest.pop(0) if rest else None,
                has_moment=False,
            )
    except StoreError as exc:
        log.warning("chat waits", action="deliver", destination=destination_id, error=str(exc))
        return tried
    except Exception:  # loop-item boundary: one chat delays no other; the lease ends by itself
        log.exception("destination not served", action="deliver", destination=destination_id)
        return tried
    finally:
        tools.in_hand.drop(Leased.DESTINATIONS, destination_id)


async def _submit(
    turn: _Turn, commits: GroupCommit[_Turn, _Answer], tools: DeliverTools
) -> _Answer:
    """Write a turn; an outcome that cannot be written now is tried again for a while."""
    started = tools.clock.now()
    while True:
        try:
            return await commits.submit(turn)
        except StoreError:
            waited = tools.clock.now() - started
            if turn.done is None or waited > tools.settings.record_patience:
                raise
            await asyncio.sleep(0.5)


async def _attempt(what: Content, tools: DeliverTools) -> Outcome:
    """Ask the world, once, with a time limit."""
    delivery = what.delivery
    channel = tools.channels[delivery.channel]
    deadline = tools.settings.send_deadline.total_seconds()
    try:
        async with asyncio.timeout(deadline):
            if delivery.kind == DeliveryKind.EDIT:
                return await _edit(channel, what)
            return await channel.send(delivery.address, compose(what))
    except ChannelError as exc:
        return exc
    except TimeoutError:
        return Ambiguous(f"no answer within {deadline:.0f} s")


async def _edit(channel: Channel, what: Content) -> Outcome:
    """Bring the message that told a story up to date; what was sent is never erased."""
    if not isinstance(channel, Editing) or not what.told_in:
        return Rejected("there is no message to edit")
    return await channel.edit(what.delivery.address, what.told_in, compose(what))


async def _take_turns(tx: Tx, turns: Sequence[_Turn], tools: DeliverTools) -> list[_Answer]:
    """Record outcomes, apply what they mean for their destinations, begin what may go now."""
    now = tools.clock.now()
    await _record(tx, [turn.done for turn in turns if turn.done is not None], tools, now)
    asked = [
        Asked(delivery=turn.wanted, has_moment=turn.has_moment, patient_until=turn.patient_until)
        for turn in turns
        if turn.wanted is not None and _may_go_on(turn)
    ]
    allowed = await allow(tx, asked, tools.channels, now)
    begun = await deliveries.begin(tx, [one.id for one in allowed.now], tools.holder, now)
    answers: dict[int, _Answer] = {
        one.delivery.id: _Go(content=one) for one in await content.load(tx, begun)
    }
    answers |= {one: _Wait(until=at, kept=True) for one, at in allowed.moments.items()}
    answers |= {one: _Wait(until=at, kept=False) for one, at in allowed.again.items()}
    answered = [answers.get(turn.wanted.id, STOP) if turn.wanted else STOP for turn in turns]
    stopped = [
        turn.destination_id for turn, one in zip(turns, answered, strict=True) if one is STOP
    ]
    await destinations.release(tx, stopped, tools.holder)
    return answered


def _may_go_on(turn: _Turn) -> bool:
    """Say whether the next of a chat may follow: what came before it has ended (order)."""
    if turn.wanted is None:
        return False
    return turn.done is None or turn.done[1].due_at is None


async def _record(
    tx: Tx, done: Sequence[tuple[Delivery, Step]], tools: DeliverTools, now: datetime
) -> None:
    await deliveries.record(tx, done, str(tools.holder), now)
    for delivery, step in done:
        if step.wait_until is not None:
            keys = [pace.key for pace in own_paces_of(delivery, tools.channels)]
            await pacing.block(tx, keys, step.wait_until, now)
            await destinations.block(tx, {delivery.destination_id: step.wait_until})
        if step.wait_channel is not None:
            keys = [pace.key for pace in paces_of(delivery, tools.channels)]
            await pacing.block(tx, keys, step.wait_channel, now)
        gone = step.reason if step.gone else ""
        if step.moved_to and not await destinations.move(
            tx, delivery.destination_id, step.moved_to
        ):  # its readers are served there already; asking the old address again would never end
            gone = "moved to an address that is another destination already"
        if gone:
            await destinations.deactivate(tx, delivery.destination_id, gone)
            await alerts.cancel(tx, delivery.destination_id, gone, now)


def _log(delivery: Delivery, step: Step, now: datetime) -> None:
    log.info(
        "delivery tried",
        action="deliver",
        delivery=delivery.id,
        state=str(step.state),
        reason=step.reason or None,
        waited_s=round((now - delivery.created_at).total_seconds(), 3),
    )
