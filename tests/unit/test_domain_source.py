"""Say when a source has moved for good, and when it has failed for long."""

from datetime import timedelta

from newsbot.domain.source import Move, fails_for_long, follow_move, troubles
from tests.factories import NOON, source

THERE = "https://new.example/feed"
DAY = timedelta(days=1)


def test_a_move_is_settled_by_three_sightings_over_a_day() -> None:
    assert Move(to=THERE, times=3, since=NOON - DAY).is_settled(NOON)
    assert not Move(to=THERE, times=2, since=NOON - DAY).is_settled(NOON)
    assert not Move(to=THERE, times=300, since=NOON - DAY / 2).is_settled(NOON)


def test_a_poll_that_was_led_nowhere_ends_the_count() -> None:
    moving = source(moved_to=THERE, moved_times=2, moved_since=NOON - DAY)

    assert follow_move(moving, "", NOON) == Move()
    assert follow_move(moving, THERE, NOON) == Move(to=THERE, times=3, since=NOON - DAY)


def test_another_target_begins_the_count_anew() -> None:
    moving = source(moved_to=THERE, moved_times=2, moved_since=NOON - DAY)

    elsewhere = "https://third.example/feed"
    assert follow_move(moving, elsewhere, NOON) == Move(to=elsewhere, times=1, since=NOON)


def test_a_fortnight_of_failures_is_long_and_a_few_failures_never_are() -> None:
    assert fails_for_long(NOON - timedelta(days=14), 10, NOON)
    assert not fails_for_long(NOON - timedelta(days=13), 1000, NOON)
    assert not fails_for_long(NOON - timedelta(days=400), 2, NOON)


def test_a_healthy_source_has_no_troubles_and_each_trouble_has_a_code() -> None:
    assert troubles(source()) == ()
    ill = source(gap_at=NOON, silent_since=NOON, failing_since=NOON, failures=3, moved_to=THERE)
    assert [one.code for one in troubles(ill)] == ["possible_gap", "silent", "failing", "moving"]
