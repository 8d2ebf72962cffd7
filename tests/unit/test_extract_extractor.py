"""How pages are read off the event loop, and what becomes of one that cannot be read."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from newsbot import errors
from newsbot.domain.ports import Fetched
from newsbot.extract import PageExtractor, extractor

PAGE = (
    b'<html><head><meta name="date" content="2031-05-04"></head><body><article><h1>Pier</h1>'
    + b"<p>The pier is shut until spring, the council says, and nobody knows why.</p>" * 3
)
FETCHED = Fetched(url="https://herald.example/pier", body=PAGE, content_type="text/html")


@dataclass(frozen=True)
class Stopped:
    """Be a clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return self.at


async def test_inline_reading_gives_what_the_page_says() -> None:
    reader = PageExtractor(workers=0)

    found = await reader.extract(FETCHED)

    assert found.title == "Pier"
    assert found.published == datetime(2031, 5, 4, tzinfo=UTC)
    await reader.close()


async def test_the_clock_bounds_the_date() -> None:
    reader = PageExtractor(workers=0, clock=Stopped(at=datetime(2024, 1, 1, tzinfo=UTC)))

    assert (await reader.extract(FETCHED)).published is None


async def test_a_fault_of_a_library_is_a_malformed_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AttributeError("no such thing")

    monkeypatch.setattr(extractor, "extract_page", fail)

    with pytest.raises(errors.Malformed, match="no such thing"):
        await PageExtractor(workers=0).extract(FETCHED)


@pytest.mark.processes
async def test_a_page_that_takes_too_long_harms_no_other() -> None:
    reader = PageExtractor(workers=1, limit=timedelta(seconds=3))
    attributes = b" ".join(b'a%d="x"' % number for number in range(120_000))
    slow = Fetched(
        url="https://slow.example/", body=b"<html><body><div " + attributes + b">x</div>"
    )
    try:
        with pytest.raises(errors.TooLarge):
            await reader.extract(slow)
        assert (await reader.extract(FETCHED)).title == "Pier"
    finally:
        await reader.close()
