"""Say how a chat's attention budget divides what waits (G3)."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsbot.domain.attention import Budget, plan
from tests.factories import NOON

BUDGET = Budget(notifications=6, window=timedelta(minutes=15))
AGO = st.integers(min_value=0, max_value=60).map(lambda minutes: NOON - timedelta(minutes=minutes))


def test_what_fits_the_budget_goes_out_singly() -> None:
    found = plan(6, sent_singles=[], last_list=None, budget=BUDGET, now=NOON)

    assert (found.singles, found.merge, found.hold_until) == (6, False, None)


def test_what_is_beyond_becomes_one_list() -> None:
    found = plan(20, sent_singles=[NOON] * 4, last_list=None, budget=BUDGET, now=NOON)

    assert (found.singles, found.merge) == (2, True)


def test_a_second_list_waits_until_the_window_of_the_first_has_passed() -> None:
    told = NOON - timedelta(minutes=5)

    found = plan(3, sent_singles=[told] * 6, last_list=told, budget=BUDGET, now=NOON)

    assert (found.singles, found.merge) == (0, False)
    assert found.hold_until == NOON + timedelta(minutes=10)


def test_a_budget_of_zero_is_off() -> None:
    found = plan(
        500, sent_singles=[NOON] * 9, last_list=NOON, budget=Budget(notifications=0), now=NOON
    )

    assert found.singles == 500


@given(
    st.integers(min_value=0, max_value=50),
    st.lists(AGO, max_size=20),
    st.none() | AGO,
)
def test_nothing_is_dropped_and_the_window_never_holds_more_than_the_budget(
    waiting: int, singles: list[datetime], last_list: datetime | None
) -> None:
    found = plan(waiting, sent_singles=singles, last_list=last_list, budget=BUDGET, now=NOON)

    rest = waiting - found.singles
    assert rest == 0 or found.merge or (found.hold_until is not None and found.hold_until > NOON)
    recent = [at for at in singles if at > NOON - BUDGET.window]
    assert found.singles == 0 or len(recent) + found.singles <= BUDGET.notifications
