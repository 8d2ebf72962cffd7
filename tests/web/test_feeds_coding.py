"""Prove that a body is coded once, by one of many callers, and that the cache is bounded."""

import asyncio
import gzip

import pytest

from newsbot.web import coding
from newsbot.web.coding import Coded, CodedBodies

SMALL = b"some words " * 100
LARGE = b"some words " * 100_000


@pytest.fixture
def compressions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count what is compressed, by size."""
    found: list[int] = []

    def compress(body: bytes) -> bytes:
        found.append(len(body))
        return gzip.compress(body, mtime=0)

    monkeypatch.setitem(coding._COMPRESS, "gzip", compress)
    return found


@pytest.mark.parametrize("body", [SMALL, LARGE])
async def test_many_callers_at_once_cost_one_compression(
    body: bytes, compressions: list[int]
) -> None:
    coded = Coded(body)

    made = await asyncio.gather(*(coded.body("gzip") for _ in range(20)))

    assert compressions == [len(body)]
    assert {gzip.decompress(each) for each in made} == {body}


async def test_a_caller_who_leaves_does_not_take_the_work_along(compressions: list[int]) -> None:
    coded = Coded(LARGE)
    leaving = asyncio.ensure_future(coded.body("gzip"))
    staying = asyncio.ensure_future(coded.body("gzip"))
    await asyncio.sleep(0)

    leaving.cancel()

    assert gzip.decompress(await staying) == LARGE
    assert len(compressions) == 1


async def test_a_failed_compression_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> bytes:
        raise MemoryError

    coded = Coded(LARGE)
    with monkeypatch.context() as patched:
        patched.setitem(coding._COMPRESS, "gzip", fail)
        with pytest.raises(MemoryError):
            await coded.body("gzip")

    assert gzip.decompress(await coded.body("gzip")) == LARGE


async def test_an_equal_body_is_found_again(compressions: list[int]) -> None:
    bodies = CodedBodies(max_bytes=10**6)
    first, second = bytes(bytearray(SMALL)), bytes(bytearray(SMALL))

    await bodies.get(first).body("gzip")
    await bodies.get(second).body("gzip")

    assert first is not second
    assert len(compressions) == 1


async def test_the_least_used_bodies_make_room() -> None:
    bodies = CodedBodies(max_bytes=2_500)
    first, second, third = (bytes([n]) * 1_000 for n in (1, 2, 3))
    kept = bodies.get(first)
    gone = bodies.get(second)
    bodies.get(first)

    bodies.get(third)

    assert bodies.size_bytes == 2_000
    assert bodies.get(first) is kept
    assert bodies.get(second) is not gone


async def test_codings_count_as_well() -> None:
    bodies = CodedBodies(max_bytes=10**6)
    coded = bodies.get(SMALL)

    made = await coded.body("gzip")
    bodies.settle(SMALL, coded)

    assert bodies.size_bytes == len(SMALL) + len(made)


async def test_a_body_larger_than_the_cache_is_served_and_not_kept() -> None:
    bodies = CodedBodies(max_bytes=100)

    coded = bodies.get(SMALL)

    assert gzip.decompress(await coded.body("gzip")) == SMALL
    bodies.settle(SMALL, coded)
    assert bodies.size_bytes == 0
