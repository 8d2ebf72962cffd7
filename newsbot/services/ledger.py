"""Own what people ask of the delivery ledger: list, retry, reconcile, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from newsbot.db import ledger
from newsbot.db.ledger import LedgerRow, Path
from newsbot.domain.alert import OPEN_STATES, AlertState
from newsbot.domain.delivery import DeliveryState
from newsbot.errors import Invalid, NotFound
from newsbot.net.urls import url_key
from newsbot.services.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Hold the alerts of a period by state; `unaccounted` are open and carried by nothing."""

    matched: int
    by_state: dict[str, int]
    unaccounted: tuple[int, ...]


async def list_deliveries(
    desk: Desk, *, states: Sequence[str] = (), limit: int = 100, before_id: int | None = None
) -> list[LedgerRow]:
    """Return deliveries, the newest first. Raises `Invalid` for an unknown state."""
    for state in states:
        if state not in list(DeliveryState):
            raise Invalid(f"state {state!r} is not known; choose from {', '.join(DeliveryState)}")
    async with desk.db.reading() as tx:
        return await ledger.list_deliveries(tx, states=states, limit=limit, before_id=before_id)


async def get(desk: Desk, delivery_id: int) -> LedgerRow:
    """Return one delivery. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        found = await ledger.list_deliveries(tx, only=delivery_id)
    if not found:
        raise NotFound(f"there is no delivery {delivery_id}; see: newsbot deliveries list")
    return found[0]


async def retry(desk: Desk, delivery_id: int) -> LedgerRow:
    """Put an ended, unsent delivery back in line. Raises `NotFound`, `Invalid`."""
    before = await get(desk, delivery_id)
    async with desk.db.transaction() as tx:
        if not await ledger.retry(tx, delivery_id, desk.clock.now()):
            raise Invalid(
                f"delivery {delivery_id} is {before.delivery.state}; only dead, uncertain and "
                "cancelled ones can be retried"
            )
        await desk.note(tx, "delivery.retry", str(delivery_id))
    return await get(desk, delivery_id)


async def reconcile(desk: Desk, since: timedelta | None = None) -> Reconciled:
    """Count every alert of a period by state and name those that nothing carries."""
    start = None if since is None else desk.clock.now() - since
    async with desk.db.reading() as tx:
        counted = await ledger.count_alerts(tx, start)
        lost = await ledger.unaccounted(tx, start)
    ends_first = sorted(AlertState, key=lambda state: state in OPEN_STATES)
    by_state = {str(state): counted.get(state, 0) for state in ends_first}
    return Reconciled(matched=sum(by_state.values()), by_state=by_state, unaccounted=tuple(lost))


async def why(desk: Desk, url: str, subscriber_id: int | None = None) -> list[Path]:
    """Return how far the articles at an address came. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        found = await ledger.paths(tx, url=url, url_key=url_key(url), subscriber_id=subscriber_id)
    if not found:
        raise NotFound(f"no source ever had an article at {url!r}")
    return found
