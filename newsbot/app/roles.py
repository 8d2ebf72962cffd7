"""Own what a process does: which loops it runs, and how they start and stop together."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from functools import partial

import structlog

from newsbot import starter
from newsbot.app.composition import App
from newsbot.db import hubs as db_hubs
from newsbot.db import leases, sweep
from newsbot.domain.lease import HEARTBEAT
from newsbot.errors import StoreError
from newsbot.feeds import parse_opml
from newsbot.pipeline import deliver, fetch, hubs, indexing, process, prune
from newsbot.services import logins, seed
from newsbot.services.rules import read_rules_file
from newsbot.worker import Beat, Worker

log = structlog.get_logger(__name__)

PRUNE_EVERY = timedelta(hours=1)

WEBSUB_EVERY = timedelta(seconds=15)
"""A subscription is a matter of days; a new one may begin this much later."""

SWEEP_EVERY = timedelta(minutes=10)
"""Alerts and their deliveries commit together: what a sweep finds, nobody foresaw."""

INDEX_EVERY = timedelta(minutes=10)
"""Only what an earlier version left waits for it, and it is found meanwhile all the same."""

PARALLEL_BEATS = 64
"""Runs of one loop at the same time: a run ends with its slowest host or chat, up to 90 s later,
and each second begins another one (G7). A run that finds nothing to claim costs one statement."""

LOOK_AGAIN_S = 0.2


def build_worker(app: App) -> Worker:
    """Return the loops of the worker role."""
    tick = app.settings.worker.tick

    async def fetch_due() -> int:
        return len(await fetch.run_once(app.fetch))

    async def process_new() -> int:
        return await process.run_once(app.process)

    async def deliver_due() -> int:
        return await deliver.run_once(app.deliver)

    async def beat_heart() -> int:
        await renew_leases(app)
        return 0

    async def prune_old() -> int:
        if await _is_alone(app, "prune"):
            kept = app.settings.retention.articles
            await prune.run_once(app.db, clock=app.clock, articles_kept=kept)
            await logins.drop_expired(app.desk())
        return 0

    async def ask_hubs() -> int:
        if not await _is_alone(app, "websub"):
            return 0
        return await _rely_on_none(app) if app.hubs is None else await hubs.run_once(app.hubs)

    async def index_old() -> int:
        return await indexing.run_once(app.db) if await _is_alone(app, "index") else 0

    beats = [
        Beat(name="heartbeat", work=beat_heart, every=HEARTBEAT),
        Beat(name="fetch", work=fetch_due, every=tick, at_once=PARALLEL_BEATS),
        Beat(name="process", work=process_new, every=tick, at_once=PARALLEL_BEATS),
        Beat(name="deliver", work=deliver_due, every=tick, at_once=PARALLEL_BEATS),
        Beat(name="websub", work=ask_hubs, every=WEBSUB_EVERY),
        Beat(name="prune", work=prune_old, every=PRUNE_EVERY),
        Beat(name="sweep", work=partial(sweep_lost, app), every=SWEEP_EVERY),
        Beat(name="index", work=index_old, every=INDEX_EVERY),
    ]
    return Worker(beats, grace=app.settings.worker.grace)


async def _is_alone(app: App, name: str) -> bool:
    """Take the named lease of a loop that runs in one process only."""
    async with app.db.transaction() as tx:
        return await leases.acquire(tx, name, app.holder, app.clock.now())


async def _rely_on_none(app: App) -> int:
    """Poll every source as if it had no hub: a former life may have had a public address."""
    async with app.db.transaction() as tx:
        await db_hubs.stand_down(tx)
    return 0


async def sweep_lost(app: App) -> int:
    """Take lost alerts up again; return how many there were."""
    async with app.db.transaction() as tx:
        if not await leases.acquire(tx, "sweep", app.holder, app.clock.now()):
            return 0
        found = await sweep.take_up(tx, app.clock.now())
    if found:
        log.warning("lost alerts taken up again", action="sweep", alerts=found)
    return found


async def renew_leases(app: App) -> None:
    """Prolong what this process holds and has in hand."""
    async with app.db.transaction() as tx:
        await leases.renew(tx, app.holder, app.in_hand, app.clock.now())


@contextlib.asynccontextmanager
async def heartbeat(app: App) -> AsyncIterator[None]:
    """Keep leases alive while a command runs loops by itself, without a worker."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(HEARTBEAT.total_seconds())
            with contextlib.suppress(StoreError):
                await renew_leases(app)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating


async def plant(app: App) -> None:
    """Fill an empty database with the starter data and see that somebody receives."""
    desk = app.desk(actor="newsbot", door="start")
    while not await seed.is_planted(desk):
        async with app.db.transaction() as tx:
            mine = await leases.acquire(tx, "plant", app.holder, app.clock.now())
        if not mine:  # another process that started with us does it
            await asyncio.sleep(LOOK_AGAIN_S)
            continue
        planted = await seed.plant(
            desk,
            outlines=parse_opml(starter.sources_opml()),
            lines=read_rules_file(starter.rules_toml(), "the starter rules"),
            interval=app.settings.fetch.interval,
        )
        if planted:
            log.info("starter sources and rules added", action="seed")
    telegram = app.settings.telegram
    chat = telegram.chat_id if telegram.token.get_secret_value() else ""
    if chat or not telegram.token.get_secret_value():
        await seed.ensure_receiver(desk, chat=chat)


@contextlib.contextmanager
def stopping_signals(stop: asyncio.Event) -> Iterator[None]:
    """Set `stop` on SIGINT and SIGTERM; a second signal ends the process at once."""
    loop = asyncio.get_running_loop()

    def on_signal(number: int) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        log.info("stopping", action="stop", signal=signal.Signals(number).name)
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM)
    for number in numbers:
        loop.add_signal_handler(number, on_signal, number)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
