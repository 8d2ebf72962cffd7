"""Say when a source is polled again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsbot.domain.polling import LONGEST_BACK_OFF, next_fetch, pause_between
from tests.factories import NOON

FIVE = timedelta(minutes=5)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


def test_a_healthy_source_is_polled_after_its_interval() -> None:
    assert next_fetch(NOON, pause_between(FIVE)) == NOON + FIVE


def test_the_first_failure_costs_no_more_than_an_interval() -> None:
    assert next_fetch(NOON, FIVE, failures=1) == NOON + FIVE


def test_an_order_to_wait_is_obeyed_up_to_a_day() -> None:
    assert next_fetch(NOON, FIVE, retry_after=timedelta(hours=2)) == NOON + timedelta(hours=2)
    assert next_fetch(NOON, FIVE, retry_after=timedelta(days=30)) == NOON + timedelta(days=1)


@given(st.integers(min_value=0, max_value=500), st.floats(min_value=0, max_value=0.999))
def test_pauses_stay_between_the_interval_and_the_ceiling(failures: int, jitter: float) -> None:
    pause = next_fetch(NOON, FIVE, failures=failures, jitter=jitter) - NOON

    assert FIVE <= pause <= LONGEST_BACK_OFF * 1.1


@given(
    gap=st.none() | st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(hours=23)),
    wish=st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)),
    interval=st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=2)),
    watched=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=100)),
    jitter=st.floats(min_value=0, max_value=0.999),
)
def test_g6_a_source_that_publishes_daily_is_polled_within_one_and_a_half_intervals(
    gap: timedelta | None,
    wish: timedelta | None,
    interval: timedelta,
    watched: timedelta,
    jitter: float,
) -> None:
    pause = pause_between(interval, mean_gap=gap, watched=watched, wish=wish)

    assert interval <= next_fetch(NOON, pause, jitter=jitter) - NOON <= interval * 1.5


def test_a_busy_source_is_polled_at_the_floor() -> None:
    assert pause_between(FIVE, mean_gap=timedelta(minutes=10), watched=WEEK) == FIVE


def test_what_a_source_asks_for_is_followed_within_the_bound() -> None:
    assert pause_between(FIVE, wish=timedelta(minutes=6)) == timedelta(minutes=6)
    assert pause_between(FIVE, wish=timedelta(hours=6)) == FIVE * 1.35


def test_only_a_source_watched_for_a_week_that_publishes_less_than_daily_is_let_alone() -> None:
    monthly = timedelta(days=30)

    assert pause_between(FIVE, mean_gap=monthly, watched=WEEK) == HOUR
    assert pause_between(FIVE, mean_gap=monthly, watched=timedelta(days=6)) == FIVE * 1.35
    assert pause_between(HOUR * 3, mean_gap=monthly, watched=WEEK) == HOUR * 3 * 1.35


def test_after_a_gap_a_source_is_polled_faster_but_never_more_than_once_a_minute() -> None:
    assert pause_between(timedelta(minutes=15), hurried=True) == timedelta(minutes=5)
    assert pause_between(timedelta(minutes=2), hurried=True) == timedelta(minutes=1)
    assert pause_between(timedelta(seconds=10), hurried=True) == timedelta(seconds=10)
