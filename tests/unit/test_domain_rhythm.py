"""Say what is learned of when a source publishes, and when it is silent."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsbot.domain.rhythm import KEPT_PAUSES, KEPT_TIMES, Rhythm
from tests.factories import NOON

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def learned(moments: Iterable[datetime]) -> Rhythm:
    """Return the rhythm of a source that was read at each of its publications."""
    rhythm = Rhythm()
    for moment in moments:
        rhythm = rhythm.observe([moment], moment)
    return rhythm


def office_hours(weeks: int) -> list[datetime]:
    """Return publications each hour from nine to five on weekdays, the last on a Friday."""
    friday = datetime(2026, 3, 13, tzinfo=UTC)
    days = [friday - DAY * back for back in reversed(range(7 * weeks))]
    return [day + HOUR * hour for day in days if day.weekday() < 5 for hour in range(9, 18)]


def test_nothing_is_silence_while_little_is_known() -> None:
    rhythm = learned(NOON + HOUR * hour for hour in range(9))

    assert rhythm.silent_after() is None
    assert not rhythm.is_silent(NOON + DAY * 400)


def test_a_weekend_of_an_office_is_no_silence_and_a_week_is() -> None:
    rhythm = learned(office_hours(weeks=4))
    assert rhythm.last is not None

    assert not rhythm.is_silent(rhythm.last + DAY * 3)
    assert rhythm.is_silent(rhythm.last + DAY * 7)


def test_a_source_known_for_a_day_is_given_a_weekend() -> None:
    rhythm = learned(NOON + timedelta(minutes=10) * step for step in range(100))
    assert rhythm.last is not None

    assert not rhythm.is_silent(rhythm.last + HOUR * 71)
    assert rhythm.is_silent(rhythm.last + HOUR * 73)


def test_a_source_that_never_sleeps_is_silent_after_some_hours() -> None:
    rhythm = learned(NOON + timedelta(minutes=10) * step for step in range(3000))
    assert rhythm.last is not None

    assert not rhythm.is_silent(rhythm.last + HOUR * 6)
    assert rhythm.is_silent(rhythm.last + HOUR * 7)


def test_a_monthly_source_is_not_silent_for_a_month() -> None:
    rhythm = learned(NOON + DAY * 30 * step for step in range(12))
    assert rhythm.last is not None

    assert not rhythm.is_silent(rhythm.last + DAY * 45)
    assert rhythm.is_silent(rhythm.last + DAY * 250)


def test_a_first_window_tells_the_rhythm_at_once() -> None:
    rhythm = Rhythm().observe([NOON - HOUR * step for step in range(20)], NOON)

    assert rhythm.last == NOON
    assert rhythm.mean_gap(NOON) == timedelta(hours=19) / 20


def test_older_publications_that_come_later_change_nothing() -> None:
    rhythm = learned([NOON, NOON + HOUR])

    assert rhythm.observe([NOON - DAY, NOON + HOUR / 2], NOON + DAY) is rhythm


def test_the_present_pause_counts_for_the_pace() -> None:
    rhythm = learned([NOON, NOON + HOUR])

    assert rhythm.mean_gap(NOON + DAY * 10) == DAY * 5


@given(st.lists(st.integers(min_value=0, max_value=10**7), max_size=60))
def test_what_is_kept_is_bounded_ascending_and_never_in_the_future(seconds: list[int]) -> None:
    rhythm = Rhythm()
    for second in seconds:
        rhythm = rhythm.observe([NOON + timedelta(seconds=second)], NOON + timedelta(days=60))

    assert len(rhythm.times) <= KEPT_TIMES
    assert len(rhythm.pauses) <= KEPT_PAUSES
    assert list(rhythm.times) == sorted(set(rhythm.times))
    assert rhythm.last is None or rhythm.last <= NOON + timedelta(days=60)
