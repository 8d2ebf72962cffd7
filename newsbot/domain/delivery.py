"""Own the Delivery, the outbox row, and the one decision about it: what comes after an outcome."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from newsbot import errors


class DeliveryState(StrEnum):
    """Name where a delivery stands; pending, held and sending are open, the others are ends."""

    PENDING = "pending"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    MERGED = "merged"
    CANCELLED = "cancelled"
    DEAD = "dead"
    UNCERTAIN = "uncertain"


class DeliveryKind(StrEnum):
    """Name what a delivery carries.

    One story, a list of what waited, a later word to a story, a digest; an edit puts the latest
    state of a story into the message that told it.
    """

    STORY = "story"
    LIST = "list"
    REPLY = "reply"
    DIGEST = "digest"
    EDIT = "edit"
    NOTICE = "notice"


QUIET, SNOOZED = "quiet hours", "snoozed"
"""Why a delivery waits although its chat could be sent to; such ones catch up as one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Hold one outbox row. `attempts` counts clear failures, `ambiguous` unclear ones."""

    id: int
    destination_id: int
    channel: str
    address: str
    kind: DeliveryKind
    story_id: int | None
    state: DeliveryState
    reason: str
    attempts: int
    ambiguous: int
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None = None
    receipt: str = ""
    silent: bool = False
    urgent: bool = False
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Hold the channel's own id of an accepted message, "" where a channel has none."""

    id: str = ""


Outcome = Receipt | errors.ChannelError


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """Say how clear failures are repeated: doubling from `first` to `longest`, `limit` times."""

    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=15)
    limit: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Say what becomes of a delivery after an outcome.

    `wait_until` closes the destination for every call until then (429), `wait_channel` the whole
    channel (401); `gone` deactivates the destination with `reason`; `moved_to` renames it.
    """

    delivery_id: int
    state: DeliveryState
    reason: str = ""
    due_at: datetime | None = None
    attempts: int = 0
    ambiguous: int = 0
    receipt: str = ""
    wait_until: datetime | None = None
    wait_channel: datetime | None = None
    gone: bool = False
    moved_to: str = ""


AMBIGUOUS_LIMIT = 2
"""A second unclear outcome makes a delivery uncertain: two copies are the most (G2)."""

UNAUTHORIZED_PAUSE = timedelta(minutes=1)
"""How long a channel that refuses our credentials is left alone before it is asked again."""


def back_off(policy: RetryPolicy, attempts: int) -> timedelta:
    """Return the pause after the given number of clear failures: first * 2^(attempts-1), capped."""
    doublings = 1 << min(max(attempts - 1, 0), 30)
    return min(policy.first * doublings, policy.longest)


def next_step(delivery: Delivery, outcome: Outcome, policy: RetryPolicy, now: datetime) -> Step:
    """Decide what becomes of a delivery that is in state *sending*, after its outcome.

    The order of the cases is the promise G2 read from top to bottom.
    """
    step = Step(
        delivery_id=delivery.id,
        state=DeliveryState.PENDING,
        attempts=delivery.attempts,
        ambiguous=delivery.ambiguous,
    )
    match outcome:
        case Receipt(id=receipt):
            return replace(step, state=DeliveryState.SENT, receipt=receipt)
        case errors.RateLimited(retry_after=pause):
            return replace(step, reason="rate limited", due_at=now + pause, wait_until=now + pause)
        case errors.Unauthorized():
            until = now + UNAUTHORIZED_PAUSE
            return replace(step, reason=str(outcome), due_at=until, wait_channel=until)
        case errors.DestinationMoved(address=address):
            return replace(step, reason="destination moved", due_at=now, moved_to=address)
        case errors.DestinationGone():
            return replace(step, state=DeliveryState.CANCELLED, reason=str(outcome), gone=True)
        case errors.Rejected() if delivery.kind == DeliveryKind.EDIT:  # deleted by its reader
            return replace(step, state=DeliveryState.CANCELLED, reason=str(outcome))
        case errors.Rejected():
            return replace(step, state=DeliveryState.DEAD, reason=str(outcome))
        case _:
            return _after_failure(step, outcome, policy, now)


def _after_failure(
    step: Step, failure: errors.ChannelError, policy: RetryPolicy, now: datetime
) -> Step:
    """Decide after an outcome that says nothing final: unclear, or surely not sent."""
    step = replace(step, reason=str(failure))
    if isinstance(failure, errors.Ambiguous):
        step = replace(step, ambiguous=step.ambiguous + 1)
        if step.ambiguous >= AMBIGUOUS_LIMIT:
            return replace(step, state=DeliveryState.UNCERTAIN)
    else:
        step = replace(step, attempts=step.attempts + 1)
        if step.attempts >= policy.limit:
            reason = f"gave up after {step.attempts} attempts: {failure}"
            return replace(step, state=DeliveryState.DEAD, reason=reason)
    return replace(step, due_at=now + back_off(policy, step.attempts + step.ambiguous))
