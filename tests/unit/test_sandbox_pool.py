"""Hostile work is killed and the pool lives on (G8)."""

import os
import time
from collections.abc import AsyncIterator

import pytest

from newsbot.errors import Malformed, TooLarge
from newsbot.sandbox import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    made = Sandbox(timeout_s=1.0, memory_bytes=128 * 2**20)
    yield made
    await made.close()


def where_am_i() -> int:
    return os.getpid()


def spin() -> None:
    while True:
        pass


def hang_in_c() -> None:
    time.sleep(600)


def eat_memory() -> int:
    return len(bytearray(2**30))


def refuse() -> None:
    raise Malformed("no feed")


def crash() -> None:
    os.abort()


async def test_work_is_done_in_another_process(sandbox: Sandbox) -> None:
    assert await sandbox.run(where_am_i) != os.getpid()


async def test_an_error_of_the_work_comes_back_as_itself(sandbox: Sandbox) -> None:
    with pytest.raises(Malformed, match="no feed"):
        await sandbox.run(refuse)


async def test_g8_work_that_takes_too_long_is_killed_and_the_next_is_served(
    sandbox: Sandbox,
) -> None:
    with pytest.raises(TooLarge, match="longer than 1 seconds"):
        await sandbox.run(spin)
    with pytest.raises(TooLarge, match="longer than 1 seconds"):
        await sandbox.run(hang_in_c)
    assert await sandbox.run(where_am_i)


async def test_g8_work_that_takes_too_much_memory_is_stopped(sandbox: Sandbox) -> None:
    with pytest.raises(TooLarge, match="128 MiB"):
        await sandbox.run(eat_memory)
    assert await sandbox.run(where_am_i)


async def test_a_child_that_crashes_is_replaced(sandbox: Sandbox) -> None:
    with pytest.raises(TooLarge, match="broke its reader"):
        await sandbox.run(crash)
    assert await sandbox.run(where_am_i)


async def test_a_closed_sandbox_leaves_no_child_and_opens_again(sandbox: Sandbox) -> None:
    child = await sandbox.run(where_am_i)
    await sandbox.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    await sandbox.close()
    assert await sandbox.run(where_am_i) != child
