"""Own `/subscribers`, `/subscriptions` and `/deliveries`: who hears what, and what went out.

They name chats and mailboxes of people: all of it is the admins' business (G11).
"""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from newsbot.domain.account import Role, Scope
from newsbot.domain.subscriber import Subscriber, Subscription
from newsbot.errors import Invalid, NotFound
from newsbot.services import ledger, rules, shapes, subscribers
from newsbot.services.shapes import plain
from newsbot.web.api import asked, shown
from newsbot.web.api.answers import (
    LARGEST_ID,
    Id,
    IfMatch,
    Paging,
    check_match,
    id_of,
    tag_of,
)
from newsbot.web.api.caller import Caller, Calling
from newsbot.web.api.routing import make_router, needs
from newsbot.web.api.rules import is_hidden

people = make_router("subscribers")
wishes = make_router("subscriptions")
outbox = make_router("deliveries")

SUBSCRIBER_EDITABLE = ("name", "language", "timezone", "state")
SUBSCRIPTION_EDITABLE = ("cadence", "at", "updates", "state")


def _person(response: Response, one: Subscriber) -> Any:
    shape = shapes.subscriber(one)
    response.headers["etag"] = tag_of(shape, SUBSCRIBER_EDITABLE)
    return plain(shape)


@people.get("", response_model=list[shown.SubscriberShown])
@needs(Role.ADMIN)
async def list_subscribers(call: Calling, paging: Paging) -> Any:
    """List the subscribers with their destinations."""
    page = paging.of(await subscribers.list_all(call.desk), lambda one: one.id)
    return [plain(shapes.subscriber(one)) for one in page]


@people.post("", response_model=shown.SubscriberShown, status_code=201)
@needs(Role.ADMIN, Scope.SUBSCRIBERS)
async def add_subscriber(response: Response, call: Calling, body: asked.NewSubscriber) -> Any:
    """Add a subscriber at telegram:CHAT_ID, email:ADDRESS, webhook:URL or console:."""
    added = await subscribers.add(
        call.desk,
        body.destination,
        call.tools.read_address,
        name=body.name,
        language=body.language,
        timezone=body.timezone,
    )
    response.headers["location"] = f"subscribers/{added.id}"
    return _person(response, added)


@people.get("/{subscriber_id:int}", response_model=shown.SubscriberShown)
@needs(Role.ADMIN)
async def show_subscriber(response: Response, call: Calling, subscriber_id: Id) -> Any:
    """Show one subscriber."""
    return _person(response, await subscribers.get(call.desk, subscriber_id))


@people.post("/{subscriber_id:int}/pause", response_model=shown.SubscriberShown)
@needs(Role.ADMIN, Scope.SUBSCRIBERS)
async def pause_subscriber(response: Response, call: Calling, subscriber_id: Id) -> Any:
    """Stop alerts for a subscriber."""
    return _person(response, await subscribers.pause(call.desk, subscriber_id))


@people.post("/{subscriber_id:int}/resume", response_model=shown.SubscriberShown)
@needs(Role.ADMIN, Scope.SUBSCRIBERS)
async def resume_subscriber(response: Response, call: Calling, subscriber_id: Id) -> Any:
    """Begin alerts for a subscriber again."""
    return _person(response, await subscribers.pause(call.desk, subscriber_id, resume=True))


@people.post("/{subscriber_id:int}/quiet", response_model=shown.SubscriberShown)
@needs(Role.ADMIN, Scope.SUBSCRIBERS)
async def quiet_subscriber(
    response: Response, call: Calling, subscriber_id: Id, body: asked.QuietHours
) -> Any:
    """Leave a subscriber alone in local hours."""
    found = await subscribers.set_quiet_hours(
        call.desk, subscriber_id, body.hours, silent=body.silent
    )
    return _person(response, found)


@people.delete("/{subscriber_id:int}", status_code=204, response_class=Response)
@needs(Role.ADMIN, Scope.SUBSCRIBERS)
async def remove_subscriber(call: Calling, subscriber_id: Id, if_match: IfMatch = None) -> None:
    """Remove a subscriber with rules, subscriptions and queue."""
    before = await subscribers.get(call.desk, subscriber_id)
    check_match(if_match, tag_of(shapes.subscriber(before), SUBSCRIBER_EDITABLE))
    await subscribers.remove(call.desk, subscriber_id)


async def _wish(call: Caller, one: Subscription) -> Any:
    """Return a subscription; the query of a hidden rule stays its owner's."""
    return plain(_veiled(shapes.subscription(one), await _hidden(call)))


async def _hidden(call: Caller) -> set[int]:
    every = await rules.list_all(call.desk)
    return {one.id for one in every if is_hidden(one, call.principal)}


def _veiled(shape: dict[str, Any], hidden: set[int]) -> dict[str, Any]:
    return shape | {"rule_name": "", "query": ""} if shape["rule"] in hidden else shape


async def _find(call: Caller, subscription_id: int) -> Subscription:
    found = await subscribers.list_subscriptions(call.desk)
    for one in found:
        if one.id == subscription_id:
            return one
    raise NotFound(f"there is no subscription {subscription_id}")


@wishes.get("", response_model=list[shown.SubscriptionShown])
@needs(Role.ADMIN)
async def list_subscriptions(
    call: Calling,
    paging: Paging,
    subscriber: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
) -> Any:
    """List subscriptions."""
    found = await subscribers.list_subscriptions(call.desk, subscriber)
    hidden = await _hidden(call)
    page = paging.of(found, lambda one: one.id)
    return [plain(_veiled(shapes.subscription(one), hidden)) for one in page]


@wishes.post("", response_model=shown.SubscriptionShown, status_code=201)
@needs(Role.ADMIN, Scope.SUBSCRIBERS)
async def add_subscription(response: Response, call: Calling, body: asked.NewSubscription) -> Any:
    """Subscribe somebody to a rule that the caller may read, or to a query."""
    if body.rule is not None and is_hidden(await rules.get(call.desk, body.rule), call.principal):
        raise NotFound(f"there is no rule {body.rule} that you may read")
    added = await subscribers.subscribe(
        call.desk,
        body.subscriber,
        call.tools.read_address,
        rule_id=body.rule,
        query=body.query,
        to=body.to,
        cadence=body.cadence,
        at=body.at,
        updates=body.updates,
    )
    response.headers["location"] = f"subscriptions/{added.id}"
    return plain(shapes.subscription(added))


@wishes.get("/{subscription_id:int}", response_model=shown.SubscriptionShown)
@needs(Role.ADMIN)
async def show_subscription(response: Response, call: Calling, subscription_id: Id) -> Any:
    """Show one subscription."""
    found = await _find(call, subscription_id)
    response.headers["etag"] = tag_of(shapes.subscription(found), SUBSCRIPTION_EDITABLE)
    return await _wish(call, found)


@wishes.patch("/{subscription_id:int}", response_model=shown.SubscriptionShown)
@needs(Role.ADMIN, Scope.SUBSCRIBERS)
async def edit_subscription(
    response: Response,
    call: Calling,
    subscription_id: Id,
    body: asked.SubscriptionChanges,
    if_match: IfMatch = None,
) -> Any:
    """Change the wishes of a subscription; a time only together with its cadence."""
    changes = body.model_dump(exclude_none=True)
    if not changes:
        raise Invalid("nothing to change was given")
    before = await _find(call, subscription_id)
    check_match(if_match, tag_of(shapes.subscription(before), SUBSCRIPTION_EDITABLE))
    after = await subscribers.edit_subscription(call.desk, subscription_id, changes)
    response.headers["etag"] = tag_of(shapes.subscription(after), SUBSCRIPTION_EDITABLE)
    return await _wish(call, after)


@wishes.delete("/{subscription_id:int}", status_code=204, response_class=Response)
@needs(Role.ADMIN, Scope.SUBSCRIBERS)
async def remove_subscription(call: Calling, subscription_id: Id) -> None:
    """End a subscription."""
    await subscribers.unsubscribe(call.desk, subscription_id)


@outbox.get("", response_model=list[shown.DeliveryShown])
@needs(Role.ADMIN)
async def list_deliveries(
    call: Calling,
    paging: Paging,
    state: Annotated[list[str] | None, Query(max_length=20)] = None,
) -> Any:
    """List deliveries, the newest first."""
    before = id_of(paging.cursor)
    found = await ledger.list_deliveries(
        call.desk, states=state or (), limit=paging.wanted, before_id=before
    )
    page = paging.give(found, lambda row: str(row.delivery.id))
    return [plain(shapes.delivery(one)) for one in page]


@outbox.get("/reconcile", response_model=shown.ReconciledShown)
@needs(Role.ADMIN)
async def reconcile(call: Calling, days: Annotated[int | None, Query(ge=1, le=3660)] = None) -> Any:
    """Count every alert by what became of it."""
    found = await ledger.reconcile(call.desk, None if days is None else timedelta(days=days))
    unaccounted = {"unaccounted": list(found.unaccounted)}
    return {"matched": found.matched, **found.by_state, **unaccounted}


@outbox.get("/{delivery_id:int}", response_model=shown.DeliveryShown)
@needs(Role.ADMIN)
async def show_delivery(call: Calling, delivery_id: Id) -> Any:
    """Show one delivery."""
    return plain(shapes.delivery(await ledger.get(call.desk, delivery_id)))


@outbox.post("/{delivery_id:int}/retry", response_model=shown.DeliveryShown)
@needs(Role.ADMIN, Scope.DELIVERIES)
async def retry_delivery(call: Calling, delivery_id: Id) -> Any:
    """Put a dead, uncertain or cancelled delivery back in line."""
    return plain(shapes.delivery(await ledger.retry(call.desk, delivery_id)))
