"""The clock of a process: how often loops run at once, and what a stop lets them do."""

import asyncio
from datetime import timedelta

from newsbot.worker import Beat, Worker

SOON = timedelta(milliseconds=10)


class Work:
    """Count runs; each lasts until it is released."""

    def __init__(self) -> None:
        self.begun = 0
        self.running = 0
        self.ended = 0
        self.release = asyncio.Event()
        self.changed = asyncio.Condition()

    async def __call__(self) -> int:
        async with self.changed:
            self.begun += 1
            self.running += 1
            self.changed.notify_all()
        await self.release.wait()
        self.running -= 1
        self.ended += 1
        return 0

    async def wait_until_begun(self, count: int) -> None:
        async with self.changed:
            await self.changed.wait_for(lambda: self.begun >= count)


async def test_a_stop_lets_a_run_in_hand_end_whoever_started_it() -> None:
    work, stop = Work(), asyncio.Event()
    beat = Beat(name="work", work=work, every=SOON, at_once=2)
    running = asyncio.create_task(Worker([beat], grace=timedelta(minutes=1)).run(stop))
    await work.wait_until_begun(2)  # one by the start, one by the clock
    stop.set()
    done, _ = await asyncio.wait({running}, timeout=0.05)
    assert not done
    work.release.set()
    await running
    assert work.ended == 2


async def test_a_loop_runs_at_most_so_often_at_once() -> None:
    work, other, stop = Work(), Work(), asyncio.Event()
    other.release.set()
    beats = [
        Beat(name="work", work=work, every=SOON, at_once=1),
        Beat(name="other", work=other, every=SOON),
    ]
    running = asyncio.create_task(Worker(beats, grace=timedelta(minutes=1)).run(stop))
    await other.wait_until_begun(5)
    assert (work.begun, work.running) == (1, 1)
    work.release.set()
    await work.wait_until_begun(2)
    stop.set()
    await running


async def test_what_outlasts_the_grace_is_cancelled() -> None:
    work, stop = Work(), asyncio.Event()
    beat = Beat(name="work", work=work, every=timedelta(hours=1))
    running = asyncio.create_task(Worker([beat], grace=timedelta(0)).run(stop))
    await work.wait_until_begun(1)
    stop.set()
    await running
    assert work.ended == 0


async def test_a_loop_that_fails_is_told_as_trouble_and_runs_again() -> None:
    stop = asyncio.Event()
    calls: list[int] = []

    async def work() -> int:
        calls.append(len(calls))
        if len(calls) == 1:
            raise ValueError("spoilt")
        stop.set()
        return 0

    worker = Worker([Beat(name="work", work=work, every=SOON)], grace=timedelta(minutes=1))
    await worker.run(stop)
    assert len(calls) == 2
    assert worker.trouble == {}
