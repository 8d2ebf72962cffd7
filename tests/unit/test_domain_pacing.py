"""Say how limits are counted."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsbot.domain.pacing import Slot, earliest, spend
from newsbot.domain.ports import Pace
from tests.factories import NOON

SECOND = timedelta(seconds=1)
GROUP = Pace(key="group", interval=timedelta(seconds=3.4), burst=2)
BOT = Pace(key="bot", interval=timedelta(milliseconds=40), burst=3, shared=True)


def calls(paces: list[Pace], wishes: list[float]) -> list[datetime]:
    """Return when calls that are wished for at these seconds are let through."""
    slots: dict[str, Slot] = {}
    made: list[datetime] = []
    now = NOON
    for wish in sorted(wishes):
        now = max(now, NOON + timedelta(seconds=wish))
        now = earliest(slots, paces, now)
        spend(slots, paces, now)
        made.append(now)
    return made


@given(st.lists(st.floats(min_value=0, max_value=300), max_size=80))
def test_no_minute_has_more_than_twenty_calls_to_a_group(wishes: list[float]) -> None:
    made = calls([GROUP], wishes)

    for start in made:
        assert sum(start <= at < start + timedelta(minutes=1) for at in made) <= 20


@given(st.lists(st.floats(min_value=0, max_value=3), max_size=120))
def test_no_second_has_more_than_thirty_calls_of_a_bot(wishes: list[float]) -> None:
    made = calls([BOT], wishes)

    for start in made:
        assert sum(start <= at < start + SECOND for at in made) <= 30


def test_a_blocked_limit_lets_nothing_through_until_then() -> None:
    slots = {"bot": Slot(free_at=NOON, blocked_until=NOON + timedelta(hours=12))}

    assert earliest(slots, [BOT], NOON) == NOON + timedelta(hours=12)


def test_a_limit_that_was_never_used_is_free() -> None:
    assert earliest({}, [BOT, GROUP], NOON) == NOON
