"""Say what comes after each outcome of a send (G2)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import errors
from newsbot.domain.delivery import (
    AMBIGUOUS_LIMIT,
    DeliveryState,
    Receipt,
    RetryPolicy,
    back_off,
    next_step,
)
from tests.factories import NOON, delivery

POLICY = RetryPolicy()


def test_a_receipt_ends_as_sent() -> None:
    step = next_step(delivery(), Receipt(id="7"), POLICY, NOON)

    assert (step.state, step.receipt, step.due_at) == (DeliveryState.SENT, "7", None)


def test_a_rate_limit_waits_exactly_as_long_as_asked_and_spends_no_attempt() -> None:
    outcome = errors.RateLimited("flood", retry_after=timedelta(seconds=37))

    step = next_step(delivery(attempts=3), outcome, POLICY, NOON)

    assert step.due_at == step.wait_until == NOON + timedelta(seconds=37)
    assert (step.state, step.attempts) == (DeliveryState.PENDING, 3)


def test_refused_credentials_close_the_channel_and_spend_no_attempt() -> None:
    step = next_step(delivery(), errors.Unauthorized("401"), POLICY, NOON)

    assert step.wait_channel is not None
    assert (step.state, step.attempts, step.ambiguous) == (DeliveryState.PENDING, 0, 0)


def test_a_clear_failure_backs_off_and_counts() -> None:
    step = next_step(delivery(attempts=2), errors.Unavailable("no route"), POLICY, NOON)

    assert (step.state, step.attempts) == (DeliveryState.PENDING, 3)
    assert step.due_at == NOON + timedelta(seconds=8)


def test_the_last_clear_failure_is_dead_with_the_reason() -> None:
    tired = delivery(attempts=POLICY.limit - 1)

    step = next_step(tired, errors.Unavailable("no route"), POLICY, NOON)

    assert step.state == DeliveryState.DEAD
    assert "no route" in step.reason


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (errors.Rejected("bad"), DeliveryState.DEAD),
        (errors.DestinationGone("blocked"), DeliveryState.CANCELLED),
    ],
)
def test_final_refusals_are_ends(outcome: errors.ChannelError, state: DeliveryState) -> None:
    step = next_step(delivery(), outcome, POLICY, NOON)

    assert (step.state, step.due_at) == (state, None)


def test_a_moved_destination_is_followed_at_once() -> None:
    step = next_step(delivery(), errors.DestinationMoved("up", address="-100"), POLICY, NOON)

    assert (step.moved_to, step.due_at, step.state) == ("-100", NOON, DeliveryState.PENDING)


UNCLEAR = st.sampled_from(
    [
        errors.Ambiguous("reset"),
        errors.Unavailable("down"),
        errors.RateLimited("f", retry_after=timedelta(1)),
    ]
)


@given(st.lists(UNCLEAR, min_size=1, max_size=200))
def test_g2_whatever_happens_at_most_two_copies_can_have_been_sent(
    outcomes: list[errors.ChannelError],
) -> None:
    row, unclear = delivery(), 0
    for outcome in outcomes:
        step = next_step(row, outcome, POLICY, NOON)
        unclear += isinstance(outcome, errors.Ambiguous)
        if step.state != DeliveryState.PENDING:
            break
        assert step.due_at is not None
        assert step.due_at > NOON
        row = delivery(attempts=step.attempts, ambiguous=step.ambiguous)

    assert unclear <= AMBIGUOUS_LIMIT


@given(st.integers(min_value=1, max_value=10_000))
def test_the_back_off_grows_to_its_ceiling_and_never_shrinks(attempts: int) -> None:
    assert POLICY.first <= back_off(POLICY, attempts) <= back_off(POLICY, attempts + 1)
    assert back_off(POLICY, attempts) <= POLICY.longest
