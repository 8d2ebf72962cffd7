"""Own the figures of the first page: what came in, what went out, how fast, and what is amiss.

All of it is read from the ledger and the store; nothing is counted beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsbot.db import figures, ledger, rule_lists, source_lists
from newsbot.db.figures import Passage
from newsbot.db.ledger import LedgerRow
from newsbot.domain.delivery import DeliveryState
from newsbot.domain.source import Source
from newsbot.services import rulelists
from newsbot.services.desk import Desk
from newsbot.services.rulelists import Listed

WINDOW = timedelta(hours=24)
BUSY_FOR = timedelta(days=7)
PASSAGES = 2_000
"""Messages whose way is measured, the newest of the window."""

TROUBLED = 8
BUSIEST = 8
FAILED = 6

STEPS = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)
"""Upper ends of the classes of the histogram; what took longer is the last class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Hold how long one part of the way took: how many in each class, and two quantiles."""

    classes: tuple[int, ...]
    half: timedelta | None
    most: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """Hold the figures of the last day.

    `hours` names each hour with what came in and what went out, the latest last. `to_store` is
    from published to stored, `to_send` from stored to accepted by the channel. `most` of a way
    is its 95th percentile.
    """

    hours: tuple[tuple[datetime, int, int], ...]
    articles: int
    sent: int
    measured: int
    to_store: Way
    to_send: Way
    whole: Way
    waiting: dict[str, int]
    oldest_due: datetime | None
    unprocessed: int
    sources: dict[str, int]
    troubled: tuple[Source, ...]
    failed: tuple[LedgerRow, ...]
    busiest: tuple[tuple[Listed, int], ...]


async def look(desk: Desk, *, reader: int | None = None) -> Dashboard:
    """Return the figures as they are now."""
    now = desk.clock.now()
    since = now - WINDOW
    async with desk.db.reading() as tx:
        came = await figures.articles_by_hour(tx, since)
        went = await figures.sent_by_hour(tx, since)
        passed = await figures.passages(tx, since, limit=PASSAGES)
        waiting, oldest_due = await figures.waiting(tx)
        unprocessed = await figures.unprocessed(tx)
        counts = await source_lists.counts(tx)
        troubled = await source_lists.troubled(tx, limit=TROUBLED)
        failed = await ledger.list_deliveries(
            tx, states=(DeliveryState.DEAD, DeliveryState.UNCERTAIN), limit=FAILED
        )
        busiest = await figures.busiest_rules(tx, now - BUSY_FOR, limit=BUSIEST)
    hours = _hours(now, came, went)
    return Dashboard(
        hours=hours,
        articles=sum(number for _, number, _ in hours),
        sent=sum(number for _, _, number in hours),
        measured=len(passed),
        to_store=_way([one.stored_at - one.published_at for one in passed]),
        to_send=_way([one.sent_at - one.stored_at for one in passed]),
        whole=_way(_whole(passed)),
        waiting=waiting,
        oldest_due=oldest_due,
        unprocessed=unprocessed,
        sources=counts,
        troubled=tuple(troubled),
        failed=tuple(failed),
        busiest=await _busiest(desk, busiest, reader),
    )


def _hours(
    now: datetime, came: dict[str, int], went: dict[str, int]
) -> tuple[tuple[datetime, int, int], ...]:
    this = now.replace(minute=0, second=0, microsecond=0)
    named = [this - timedelta(hours=back) for back in range(23, -1, -1)]
    return tuple(
        (hour, came.get(key, 0), went.get(key, 0))
        for hour in named
        if (key := f"{hour:%Y-%m-%d %H}")
    )


def _whole(passed: Sequence[Passage]) -> list[timedelta]:
    return [one.sent_at - one.published_at for one in passed]


def _way(times: Sequence[timedelta]) -> Way:
    ordered = sorted(max(one, timedelta(0)) for one in times)
    classes = [0] * (len(STEPS) + 1)
    for one in ordered:
        place = next((number for number, end in enumerate(STEPS) if one < end), len(STEPS))
        classes[place] += 1
    if not ordered:
        return Way(classes=tuple(classes), half=None, most=None)
    return Way(
        classes=tuple(classes),
        half=ordered[len(ordered) // 2],
        most=ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)],
    )


async def _busiest(
    desk: Desk, counted: Sequence[tuple[int, int]], reader: int | None
) -> tuple[tuple[Listed, int], ...]:
    """Return the rules with most hits, with their names where these may be read."""
    async with desk.db.reading() as tx:
        found = await rule_lists.find_many(tx, [rule_id for rule_id, _ in counted])
    listed = {one.rule.id: one for one in await rulelists.with_volumes(desk, found, reader=reader)}
    return tuple((listed[rule_id], hits) for rule_id, hits in counted if rule_id in listed)
