"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.sources.dates import looks_like_date, parse_date, parse_odd_date

NOON = datetime(2025, 9, 19, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 19 Sep 2025 12:00:00 GMT",
        "19 Sep. 2025 12:00:00 GMT",
        "Fri, 19 Sep 2025 12:00:00 +0000",
        "Fri, 19 Sep 2025 14:00:00 +02:00",
        "Friday, 19 September 2025 12:00:00 UTC",
        "Fri,19 Sep 2025 05:00 PDT",
        "Fri, 19 Sep 25 12:00:00 Z",
        "Fri, 19 Sep 2025 12:00:00",
        "19-Sep-2025 12:00",
        "Fri Sep 19 12:00:00 2025",
        "Fri Sep 19 14:00:00 CEST 2025",
        "Fri Sep 19 12:00:00 +0000 2025",
        "Fri, 19 Sep 2025 14:00:00 GMT+0200 (CEST)",
        "2025-09-19T12:00:00Z",
        "2025-09-19t12:00:00z",
        "2025-09-19T12:00:00.123456789Z",
        "2025-09-19T14:00:00+02:00",
        "2025-09-19T14:00:00+0200",
        "2025-09-19T14:00:00 +02",
        "2025-09-19 12:00:00",
        "2025-09-19 12:00:00 UTC",
        "2025-09-19T12:00",
        "20250919T120000Z",
        "2025/09/19 12:00:00",
        "19.09.2025 12:00",
        "19/09/2025 12:00",
        "9/19/2025 12:00 PM",
        "Sep 19, 2025 12:00 PM",
        "September 19, 2025, 7 am EST",
        "1758283200",
        "1758283200000",
        "vendredi 19 septembre 2025 à 12h00",
        "vie, 19 sep 2025 12:00:00 +0000",
        "mar, 19 sep 2025 12:00:00 +0000",
        "Fr, 19. September 2025, 12:00 Uhr",
        "venerdì 19 settembre 2025 12:00",
        "sexta-feira, 19 de setembro de 2025 12:00",
        "pt., 19 wrz 2025 12:00",
        "19 września 2025, 12:00",
        "pátek 19. září 2025 12:00",
        "Пт, 19 сентября 2025 12:00",
        "19 сент. 2025 г., 15:00 MSK",
        "пʼятниця, 19 вересня 2025, 12:00",
        "Παρ, 19 Σεπ 2025 12:00:00 GMT",
        "2025. szeptember 19. 12:00",
        "19 Eylül 2025 12:00",
        "2025年9月19日 12:00",
        "٢٠٢٥-٠٩-١٩ ١٢:٠٠",
        "۱۹ سبتمبر ۲۰۲۵، ۱۲:۰۰",
        "2025年9月19日 12时00分",
        "2025년 9월 19일 오후 12:00",
        "19 سبتمبر 2025 12:00",
    ],
)
def test_a_date_in_any_usual_form_is_read(text: str) -> None:
    assert parse_date(text) == NOON


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-09-19", datetime(2025, 9, 19, tzinfo=UTC)),
        ("2025-09", datetime(2025, 9, 1, tzinfo=UTC)),
        ("20250919", datetime(2025, 9, 19, tzinfo=UTC)),
        ("19 Sep 2025", datetime(2025, 9, 19, tzinfo=UTC)),
        ("Mon, 31 Dec 2016 23:59:60 GMT", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2003-12-31T24:00:00Z", datetime(2004, 1, 1, tzinfo=UTC)),
        ("Thu, 01 Jan 70 00:00:00 GMT", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2024-02-29T00:30:00+01:00", datetime(2024, 2, 28, 23, 30, tzinfo=UTC)),
    ],
)
def test_parts_that_are_missing_or_at_an_edge_are_taken_as_meant(
    text: str, moment: datetime
) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "yesterday", "12:00", "2025", "32 Jan 2025", "2025-02-30T00:00:00Z"),
        *("0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 +0000", "9999-99-99", "x" * 5000),
        *("Fri, 19 Sep 2025 25:00:00 GMT", "5 minutes ago", "19 Foo 2025 12:00:00 GMT"),
    ],
)
def test_what_states_no_moment_gives_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=120))
@settings(deadline=None)
def test_no_text_breaks_the_date_parser(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.utcoffset() == NOON.utcoffset()


@given(
    st.datetimes(
        min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
        max_value=datetime(2199, 12, 31),  # noqa: DTZ001
        timezones=st.timezones(),
    )
)
@settings(deadline=None)
def test_every_moment_is_read_back_from_its_rfc_3339_form(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60 == 0:
        assert parse_date(moment.isoformat()) == moment.astimezone(UTC)


def test_dateparser_is_asked_for_what_has_letters_and_digits_in_an_unknown_form() -> None:
    assert looks_like_date("19 na Septemba 2025")
    assert not looks_like_date("soon")
    assert not looks_like_date("0001-01-01T00:00:00Z")
    assert not looks_like_date("1" * 20)


def test_dateparser_reads_what_the_documents_language_explains() -> None:
    assert parse_odd_date("19 Septemba 2025 12:00", "sw-KE") == NOON
    assert parse_odd_date("19 Septemba 2025 12:00", "xx-unknown") is None


def test_dateparser_never_guesses_from_the_present_day() -> None:
    assert parse_odd_date("10 minutes ago", "en") is None
    assert parse_odd_date("friday 12:00", "en") is None
    assert parse_odd_date("x1" * 80, "en") is None
