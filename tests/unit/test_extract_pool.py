"""How pages are read off the event loop, and what becomes of one that takes too long."""

import os
import time
from datetime import timedelta

import pytest

from newsbot import errors
from newsbot.domain.ports import Fetched
from newsbot.extract import ChildPool, PageExtractor

PAGE = (
    b"<html><body><article><h1>Pier</h1>" + b"<p>The pier is shut until spring, they say.</p>" * 9
)
SOON = timedelta(seconds=60)


def spin() -> None:
    while True:
        time.process_time()


def die() -> None:
    os._exit(9)


def allocate() -> int:
    return len(bytearray(2 * 1024**3))


async def test_inline_reading_gives_what_the_page_says() -> None:
    extractor = PageExtractor(workers=0)

    found = await extractor.extract(Fetched(url="https://herald.example/pier", body=PAGE))

    assert found.title == "Pier"
    await extractor.close()


@pytest.mark.processes
async def test_a_child_that_hangs_dies_or_grows_harms_no_other_page() -> None:
    pool = ChildPool(workers=1)
    try:
        with pytest.raises(errors.TooLarge, match=r"longer than 0\.2 s"):
            await pool.run(spin, limit=timedelta(seconds=0.2))
        with pytest.raises(errors.TooLarge):
            await pool.run(die, limit=SOON)
        with pytest.raises(errors.TooLarge, match="memory"):
            await pool.run(allocate, limit=SOON)
        extractor = PageExtractor(runner=pool, limit=SOON)
        found = await extractor.extract(Fetched(url="https://herald.example/pier", body=PAGE))
        assert found.title == "Pier"
    finally:
        await pool.close()
