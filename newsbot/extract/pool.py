"""Own the children that do CPU work off the event loop; what they compute is the caller's."""

import asyncio
import multiprocessing
import resource
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from newsbot import errors

T = TypeVar("T")

CHILD_MEMORY_BYTES = 512 * 1024 * 1024
"""Private memory a child may use (G8)."""

TASKS_PER_CHILD = 500
"""A child is replaced after this many pages, so that leaks of C libraries stay small."""


class Runner(Protocol):
    """Run a pure function elsewhere. The sandbox can stand in for `ChildPool`."""

    async def run(self, function: Callable[..., T], *args: Any, limit: timedelta) -> T:
        """Return the result. Raises `TooLarge` when time or memory runs out."""

    async def close(self) -> None:
        """Let go of the children."""


class Inline:
    """Run in the calling process: for tests and one-shot commands; no limit holds here."""

    async def run(self, function: Callable[..., T], *args: Any, limit: timedelta) -> T:
        """Call the function at once; `limit` cannot be enforced inside one process."""
        del limit
        return function(*args)

    async def close(self) -> None:
        """Do nothing: there are no children."""


class ChildPool:
    """Run in killable children, started when first needed; a killed one harms no other.

    `warm_up` is called in each child before its first task, outside the time limit.
    """

    def __init__(
        self,
        *,
        workers: int,
        memory_bytes: int = CHILD_MEMORY_BYTES,
        warm_up: Callable[[], None] | None = None,
    ) -> None:
        self._workers = workers
        self._memory_bytes = memory_bytes
        self._warm_up = warm_up
        self._pool: Any = None

    async def run(self, function: Callable[..., T], *args: Any, limit: timedelta) -> T:
        """Return the result. Raises `TooLarge` when the child ran out of time or memory."""
        from pebble import ProcessExpired

        future = self._started().schedule(function, args=args, timeout=limit.total_seconds())
        try:
            result: T = await asyncio.wrap_future(future)
        except (FutureTimeoutError, TimeoutError) as exc:
            raise errors.TooLarge(
                f"reading the page took longer than {limit.total_seconds():g} s"
            ) from exc
        except (ProcessExpired, MemoryError) as exc:
            raise errors.TooLarge("reading the page took more memory than is allowed") from exc
        return result

    async def close(self) -> None:
        """Stop the children and wait for their end."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            await asyncio.to_thread(pool.join)

    def _started(self) -> Any:
        if self._pool is None:
            from pebble import ProcessPool

            self._pool = ProcessPool(
                max_workers=self._workers,
                max_tasks=TASKS_PER_CHILD,
                initializer=_begin,
                initargs=(self._memory_bytes, self._warm_up),
                context=multiprocessing.get_context("spawn"),
            )
        return self._pool


def _begin(memory_bytes: int, warm_up: Callable[[], None] | None) -> None:
    """Prepare a child: imports do not count as a page's time; private memory is bounded.

    The kernel counts it as data (setrlimit(2), RLIMIT_DATA: also private mappings since Linux 4.7).
    """
    if warm_up is not None:
        warm_up()
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
