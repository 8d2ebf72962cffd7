"""Say when a source is polled again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsbot.domain.source import LONGEST_BACK_OFF, next_fetch
from tests.factories import NOON

FIVE = timedelta(minutes=5)


def test_a_healthy_source_is_polled_after_its_interval() -> None:
    assert next_fetch(NOON, FIVE) == NOON + FIVE


def test_the_first_failure_costs_no_more_than_an_interval() -> None:
    assert next_fetch(NOON, FIVE, failures=1) == NOON + FIVE


def test_what_the_host_asks_for_is_honoured_up_to_a_day() -> None:
    assert next_fetch(NOON, FIVE, retry_after=timedelta(hours=2)) == NOON + timedelta(hours=2)
    assert next_fetch(NOON, FIVE, fresh_for=timedelta(days=30)) == NOON + timedelta(days=1)


@given(st.integers(min_value=0, max_value=500), st.floats(min_value=0, max_value=0.999))
def test_pauses_stay_between_the_interval_and_the_ceiling(failures: int, jitter: float) -> None:
    pause = next_fetch(NOON, FIVE, failures=failures, jitter=jitter) - NOON

    assert FIVE <= pause <= LONGEST_BACK_OFF * 1.1
