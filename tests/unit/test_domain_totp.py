"""Hold one-time codes against the published vectors, and see that none opens twice."""

from datetime import UTC, datetime

import pytest

from newsbot.domain import totp

SECRET = b"12345678901234567890"
"""The key of RFC 6238, appendix B; its codes have eight digits, ours are the last six of them."""


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert totp.code(SECRET, seconds // totp.STEP_S) == code


def test_a_code_opens_once_and_within_a_step_of_its_time() -> None:
    now = datetime(2026, 3, 14, 12, tzinfo=UTC)
    step = int(now.timestamp()) // totp.STEP_S

    def accepted(offset: int, after: int = 0) -> int | None:
        return totp.accepted_step(SECRET, totp.code(SECRET, step + offset), now, after=after)

    assert [accepted(offset) for offset in (-2, -1, 0, 1, 2)] == [
        None,
        step - 1,
        step,
        step + 1,
        None,
    ]
    assert accepted(0, after=step) is None
    assert accepted(1, after=step) == step + 1


@pytest.mark.parametrize("given", ["", "12345", "1234567", "абвгде", "\ud800", "٢٨٧٠٨٢"])
def test_what_is_no_code_is_refused(given: str) -> None:
    now = datetime(2026, 3, 14, 12, tzinfo=UTC)

    assert totp.accepted_step(SECRET, given, now, after=0) is None
