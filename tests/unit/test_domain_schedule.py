"""Say when digests are due and when it is quiet, in every zone (G16)."""

import itertools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.domain.schedule import QuietHours, digest_window, instant, quiet_until, read_at

KYIV = ZoneInfo("Europe/Kyiv")
ZONES = sorted(name for name in available_timezones() if name != "localtime")
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2035, 12, 31, tzinfo=UTC)


def test_a_daily_digest_takes_what_was_decided_since_the_last_one() -> None:
    before = digest_window("daily", "14:30", KYIV, NOON)  # 14:00 in Kyiv
    after = digest_window("daily", "14:00", KYIV, NOON)

    assert before.name == "daily:2026-03-14"
    assert before.due_at == datetime(2026, 3, 14, 12, 30, tzinfo=UTC)
    assert after.name == "daily:2026-03-15"


def test_a_weekly_digest_comes_on_its_day() -> None:
    window = digest_window("weekly", "mon 08:00", KYIV, NOON)  # a Saturday

    assert window.due_at == datetime(2026, 3, 16, 6, 0, tzinfo=UTC)


def test_an_hourly_digest_comes_at_the_full_hour() -> None:
    window = digest_window("hourly", "", KYIV, NOON + timedelta(minutes=5))

    assert window.due_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize("text", ["25:00", "8", "mon", "tomorrow", "08:00 pm"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    assert read_at("daily", text) is None


@given(
    st.sampled_from(ZONES),
    st.datetimes(SINCE.replace(tzinfo=None), UNTIL.replace(tzinfo=None)),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
)
def test_g16_every_local_day_has_exactly_one_daily_digest(
    name: str, moment: datetime, clock: time
) -> None:
    zone, now = ZoneInfo(name), moment.replace(tzinfo=UTC)
    at = f"{clock:%H:%M}"
    first = digest_window("daily", at, zone, now)
    second = digest_window("daily", at, zone, first.due_at)

    day = datetime.fromisoformat(first.name.partition(":")[2]).date()
    assert now < first.due_at < second.due_at
    assert second.name == f"daily:{(day + timedelta(days=1)).isoformat()}"
    assert digest_window("daily", at, zone, first.due_at - timedelta(seconds=1)) == first


def transitions(zone: ZoneInfo) -> list[datetime]:
    """Return the days around which the offset of a zone changes, 2020 to 2035."""
    found, day = [], SINCE
    offset = day.astimezone(zone).utcoffset()
    while day < UNTIL:
        day += timedelta(days=1)
        changed = day.astimezone(zone).utcoffset()
        if changed != offset:
            found.append(day)
        offset = changed
    return found


@pytest.mark.parametrize("group", range(8))
def test_g16_digests_around_every_change_of_every_zone(group: int) -> None:
    for name in ZONES[group::8]:
        zone = ZoneInfo(name)
        for change in transitions(zone):
            for clock in ("00:00", "01:30", "02:30", "03:00", "23:45"):
                now = change - timedelta(days=2)
                names = []
                while now < change + timedelta(days=2):
                    window = digest_window("daily", clock, zone, now)
                    names.append(window.name)
                    now = window.due_at
                days = [datetime.fromisoformat(each.partition(":")[2]).date() for each in names]
                steps = {second - first for first, second in itertools.pairwise(days)}
                assert steps == {timedelta(days=1)}, (name, change, clock)


def test_quiet_hours_span_midnight() -> None:
    quiet = QuietHours(start=time(22, 0), end=time(7, 0))

    late = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)  # 23:30 in Kyiv
    early = datetime(2026, 3, 15, 4, 0, tzinfo=UTC)  # 06:00 in Kyiv
    ends = datetime(2026, 3, 15, 5, 0, tzinfo=UTC)
    assert quiet_until(quiet, KYIV, late) == quiet_until(quiet, KYIV, early) == ends
    assert quiet_until(quiet, KYIV, NOON) is None


@given(
    st.sampled_from(ZONES),
    st.datetimes(SINCE.replace(tzinfo=None), UNTIL.replace(tzinfo=None)),
    st.times(),
    st.times(),
)
def test_quiet_hours_always_end_within_a_day_and_an_hour(
    name: str, moment: datetime, start: time, end: time
) -> None:
    now, zone = moment.replace(tzinfo=UTC), ZoneInfo(name)

    ends = quiet_until(QuietHours(start=start, end=end), zone, now)

    assert ends is None or now < ends <= now + timedelta(hours=50)


def test_a_skipped_wall_time_counts_from_when_it_would_have_been() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    skipped = instant(datetime(2026, 3, 29, tzinfo=UTC).date(), time(2, 30), berlin)

    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
