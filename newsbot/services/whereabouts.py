"""Own what becomes of a chat as a place: the bot is sent away or taken back, the chat moves.

A chat's rules stay whatever becomes of the place.
"""

import structlog

from newsbot.db import alerts, chats, subscribers
from newsbot.domain.subscriber import Destination, Subscriber, Subscription
from newsbot.errors import Conflict, NotFound
from newsbot.services.chats import Place, find_at
from newsbot.services.desk import Desk
from newsbot.services.rules import NAME_CHARS

log = structlog.get_logger(__name__)


async def leave(desk: Desk, place: Place, reason: str) -> bool:
    """Note that the bot cannot write to a chat or topic any more; its rules stay.

    False for a stranger.
    """
    async with desk.db.transaction() as tx:
        subscriber = await find_at(tx, place)
        if subscriber is None:
            return False
        for destination in subscriber.destinations:
            if _is_within(destination, place):
                gone = {"state": "gone", "reason": reason}
                await subscribers.edit_destination(tx, destination.id, gone)
                await alerts.cancel(tx, destination.id, reason, desk.clock.now())
        await desk.note(tx, "subscriber.gone", str(subscriber.id), after={"reason": reason})
    return True


def _is_within(destination: Destination, place: Place) -> bool:
    """Say whether a destination is this topic, or for a whole chat, one of its topics or itself."""
    if destination.channel != place.channel:
        return False
    address = destination.address
    return address == place.address or (not place.topic and address.partition("/")[0] == place.chat)


async def welcome(desk: Desk, place: Place) -> bool:
    """Note that the bot may write to a chat or topic again. False when nothing had ended there."""
    async with desk.db.transaction() as tx:
        subscriber = await find_at(tx, place)
        places = () if subscriber is None else subscriber.destinations
        gone = [one for one in places if one.state == "gone" and _is_within(one, place)]
        awake = {"state": "active", "reason": "", "blocked_until": None}
        for destination in gone:
            await subscribers.edit_destination(tx, destination.id, awake)
            await desk.note(tx, "destination.revive", str(destination.id))
    return bool(gone)


async def move(desk: Desk, channel: str, old: str, new: str) -> int:
    """Give a chat that changed its address the new one, topics included; return how many moved."""
    async with desk.db.transaction() as tx:
        moved, left = await chats.move(tx, channel, old, new)
        if moved:
            await desk.note(tx, "subscriber.move", str(await chats.subscriber_of(tx, channel, new)))
    if left:
        log.warning("chat not moved: its new address is taken", action="move", left=left)
    return moved


async def link_channel(desk: Desk, place: Place, subscriber_id: int, name: str) -> Subscriber:
    """Make a channel a destination of a subscriber. Raises `Conflict` when it is another's."""
    async with desk.db.transaction() as tx:
        owner = await find_at(tx, place)
        if owner is not None and owner.id != subscriber_id:
            raise Conflict("this channel belongs to somebody else already")
        known = await subscribers.find_destination(tx, place.channel, place.address)
        if known is None:
            known = await subscribers.add_destination(
                tx, subscriber_id, place.channel, place.address, desk.clock.now()
            )
        if known is None:
            raise Conflict("this channel was linked by somebody else just now")
        changes = {
            "name": name[:NAME_CHARS],
            "is_channel": True,
            "state": "active",
            "reason": "",
            "blocked_until": None,
        }
        await subscribers.edit_destination(tx, known.id, changes)
        await desk.note(tx, "destination.link", str(known.id))
        found = await subscribers.find(tx, subscriber_id)
    assert found is not None
    return found


async def note_channel(desk: Desk, place: Place) -> None:
    """Remember that a place turned out to be a channel: alerts there bear no buttons."""
    async with desk.db.transaction() as tx:
        found = await subscribers.find_destination(tx, place.channel, place.address)
        if found is not None and not found.is_channel:
            await subscribers.edit_destination(tx, found.id, {"is_channel": True})


async def redirect(
    desk: Desk, subscriber: Subscriber, subscription: Subscription, destination_id: int
) -> Subscription:
    """Let a subscription tell another place of the same subscriber, all its wishes kept.

    Raises `NotFound`.
    """
    if destination_id not in {one.id for one in subscriber.destinations}:
        raise NotFound("there is no such place here any more")
    async with desk.db.transaction() as tx:
        if not await subscribers.edit_subscription(tx, subscription.id, {"state": "removed"}):
            raise NotFound("this rule is not followed any more")
        added = await subscribers.add_subscription(
            tx,
            subscriber_id=subscriber.id,
            rule_id=subscription.rule_id,
            destination_id=destination_id,
            cadence=subscription.cadence,
            at=subscription.at,
            updates=subscription.updates,
            now=desk.clock.now(),
        )
        await desk.note(tx, "subscription.redirect", str(added.id), before={"id": subscription.id})
    return added
