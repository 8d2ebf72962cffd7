"""Own a pool of child processes with a limit on time and memory; it knows nothing of their work.

pebble's pool survives a killed worker, which `concurrent.futures`' does not. Children come from a
fork server, so that neither threads nor sockets of the main process leak into them.
"""

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError as PoolCancelledError
from concurrent.futures import TimeoutError as PoolTimeoutError
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from newsbot.errors import SourceError, TooLarge

P = ParamSpec("P")
T = TypeVar("T")

MIB: Final = 2**20

_DEATH_SIGNAL_OPTION: Final = 1
"""PR_SET_PDEATHSIG of prctl(2): the child dies with its parent."""

_NICENESS: Final = 5
"""Hostile input must not slow down the loops on a busy machine."""

_TASKS_A_CHILD: Final = 500
"""A child is renewed after so many tasks, so that what a library leaks stays small."""


class Sandbox:
    """Run functions in children that are killed when they take too long or too much.

    Made anywhere; the first `run` starts the pool. The function and its arguments must be
    importable and picklable. `preload` names modules that every child has from birth.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        timeout_s: float = 5.0,
        memory_bytes: int = 512 * MIB,
        preload: Sequence[str] = (),
    ) -> None:
        self._workers = workers
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._preload = list(preload)
        self._pool: Any | None = None
        self._opening = threading.Lock()

    async def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `function` returns in a child.

        Raises `TooLarge` when the child was killed or ran out of memory, and whatever the
        function raises itself.
        """
        from pebble import ProcessExpired

        try:
            future = await asyncio.to_thread(self._schedule, function, args, kwargs)
            result: T = await asyncio.wrap_future(future)
        except (PoolTimeoutError, TimeoutError) as exc:
            raise TooLarge(
                f"Reading the document took longer than {self._timeout_s:g} seconds."
            ) from exc
        except MemoryError as exc:
            raise TooLarge(
                f"Reading the document took more than {self._memory_bytes // MIB} MiB of memory."
            ) from exc
        except ProcessExpired as exc:
            raise TooLarge("Reading the document broke its reader; it was stopped.") from exc
        except PoolCancelledError as exc:
            raise SourceError("The reader was stopped while it worked.") from exc
        return result

    async def close(self) -> None:
        """Stop the children; a later `run` starts new ones."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            await asyncio.to_thread(pool.join)

    def _schedule(
        self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Hand the work to the pool, a new one when the last one broke; return its future.

        Runs in a thread: the first time it waits for the fork server's imports.
        """
        with self._opening:
            if self._pool is None or not self._pool.active:
                self._pool = self._new_pool()
            return self._pool.schedule(function, args=args, kwargs=kwargs, timeout=self._timeout_s)

    def _new_pool(self) -> Any:
        """Return a pool whose children start when the first work comes."""
        from pebble import ProcessPool

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["newsbot.sandbox.pool", *self._preload])
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS_A_CHILD,
            initializer=_confine,
            initargs=(self._memory_bytes,),
            context=context,
        )


def _confine(memory_bytes: int) -> None:
    """Set up a child: limited memory, no core file, low priority, death with the parent."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # C code that hangs runs no Python handler
    limit = _address_space() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        os.nice(_NICENESS)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL_OPTION, signal.SIGKILL)


def _address_space() -> int:
    """Return the bytes of address space that the child has mapped before any work."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * resource.getpagesize()
    except (OSError, ValueError):
        return 0
