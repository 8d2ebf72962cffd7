"""Say when a source asks to be left alone, and when a hub is relied on."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.domain.manners import LONGEST_REST, Manners
from newsbot.domain.polling import pause_between
from newsbot.domain.push import PATIENCE, PROBATION, Push
from tests.factories import NOON

HOURS = st.frozensets(st.integers(min_value=0, max_value=23))
DAYS = st.frozensets(st.integers(min_value=0, max_value=6))
FIVE = timedelta(minutes=5)


def test_a_weekend_is_skipped_to_the_hour_of_monday() -> None:
    saturday = NOON + timedelta(days=(5 - NOON.weekday()) % 7, minutes=7)
    manners = Manners(skip_days=frozenset({5, 6}))

    assert manners.after_rest(saturday) == saturday.replace(hour=0) + timedelta(days=2)


@pytest.mark.parametrize(
    "manners",
    [
        Manners(skip_hours=frozenset(range(24))),
        Manners(skip_days=frozenset(range(7))),
        Manners(skip_days=frozenset(range(6)), skip_hours=frozenset(range(24))),
    ],
)
def test_a_source_that_leaves_no_time_at_all_is_read_all_the_same(manners: Manners) -> None:
    assert manners.after_rest(NOON) == NOON


@given(hours=HOURS, days=DAYS, minutes=st.integers(min_value=0, max_value=20_000))
def test_a_rest_is_waited_out_or_too_long(
    hours: frozenset[int], days: frozenset[int], minutes: int
) -> None:
    manners = Manners(skip_hours=hours, skip_days=days)
    moment = NOON + timedelta(minutes=minutes)

    after = manners.after_rest(moment)

    assert timedelta(0) <= after - moment <= LONGEST_REST
    assert after == moment or not manners.rests_at(after)


def test_a_hub_is_relied_on_from_its_first_push_to_the_end_of_its_lease() -> None:
    hour = timedelta(hours=1)
    silent = Push(hub="h", topic="t", until=NOON + hour)
    proven = Push(hub="h", topic="t", until=NOON + hour, pushed_at=NOON - hour)

    assert not silent.is_trusted(NOON)
    assert proven.is_trusted(NOON)
    assert not proven.is_trusted(NOON + hour)


def test_a_hub_that_missed_something_has_to_push_for_a_day() -> None:
    until = NOON + timedelta(days=9)
    pushed = Push(until=until, pushed_at=NOON, missed_at=NOON - PROBATION / 2)
    longer = Push(until=until, pushed_at=NOON, missed_at=NOON - PROBATION)

    assert not pushed.is_trusted(NOON)
    assert longer.is_trusted(NOON)


def test_what_was_published_a_moment_ago_or_has_no_date_is_not_held_against_a_hub() -> None:
    push = Push(until=NOON + timedelta(days=9), pushed_at=NOON)

    assert push.has_missed(NOON - PATIENCE, NOON)
    assert not push.has_missed(NOON - PATIENCE / 2, NOON)
    assert not push.has_missed(None, NOON)
    assert not Push(until=push.until).has_missed(NOON - PATIENCE, NOON)


def test_polls_watch_over_a_hub_at_an_hour_or_twelve_intervals() -> None:
    assert pause_between(FIVE, pushed=True) == timedelta(hours=1)
    assert pause_between(FIVE / 5, pushed=True) == timedelta(minutes=12)
    assert pause_between(timedelta(days=1), pushed=True) >= timedelta(days=1)
    assert pause_between(FIVE, pushed=True, hurried=True) < FIVE
