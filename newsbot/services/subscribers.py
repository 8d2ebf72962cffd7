"""Own what people do with subscribers and subscriptions."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsbot.db import Tx, alerts, mutes, queues, subscribers
from newsbot.db.mutes import Mute
from newsbot.domain.delivery import SNOOZED
from newsbot.domain.schedule import read_at, read_clock
from newsbot.domain.subscriber import (
    CADENCES,
    UNCONFIRMED,
    UNSUBSCRIBED,
    UPDATES,
    Destination,
    Subscriber,
    Subscription,
)
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.services import mailboxes
from newsbot.services import rules as rule_service
from newsbot.services.desk import Desk

OWNERS_WORD = frozenset({UNCONFIRMED, UNSUBSCRIBED})
"""What only the owner of a mailbox ends, or an operator who has their word."""

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

ReadAddress = Callable[[str], tuple[str, str]]
"""Return channel and normalised address of `CHANNEL:ADDRESS`. Raises `Invalid`."""


def check_time_zone(name: str) -> str:
    """Return the name of an IANA time zone. Raises `Invalid`."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise Invalid(f"{name!r} is no time zone; write one like Europe/Kyiv or UTC") from exc
    return name


def check_language(tag: str) -> str:
    """Return a language tag (BCP 47, as far as its form goes). Raises `Invalid`."""
    if not LANGUAGE_TAG.fullmatch(tag):
        raise Invalid(f"{tag!r} is no language; write its code, such as en, uk or pt-BR")
    return tag


async def add(
    desk: Desk,
    spelled: str,
    read_address: ReadAddress,
    *,
    name: str = "",
    language: str = "en",
    timezone: str = "UTC",
    confirmed: bool = False,
) -> Subscriber:
    """Add a subscriber with its default destination. Raises `Invalid`, `Conflict`.

    A mailbox gets nothing before its owner has confirmed it by a link, but with `confirmed`.
    """
    channel, address = read_address(spelled)
    check_time_zone(timezone)
    check_language(language)
    async with desk.db.transaction() as tx:
        now = desk.clock.now()
        subscriber_id = await subscribers.add(
            tx, name=name, language=language, timezone=timezone, now=now
        )
        added = await subscribers.add_destination(tx, subscriber_id, channel, address, now)
        if added is None:
            raise Conflict(
                f"{channel}:{address} belongs to a subscriber already; "
                "see: newsbot subscribers list"
            )
        if channel == mailboxes.CHANNEL and not confirmed:
            await mailboxes.ask(tx, desk, added)
        await desk.note(tx, "subscriber.add", str(subscriber_id))
        found = await subscribers.find(tx, subscriber_id)
    assert found is not None
    return found


async def get(desk: Desk, subscriber_id: int) -> Subscriber:
    """Return a subscriber. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        return await _get(tx, subscriber_id)


async def _get(tx: Tx, subscriber_id: int) -> Subscriber:
    found = await subscribers.find(tx, subscriber_id)
    if found is None:
        raise NotFound(f"there is no subscriber {subscriber_id}; see: newsbot subscribers list")
    return found


async def list_all(desk: Desk) -> list[Subscriber]:
    """Return every subscriber with its destinations."""
    async with desk.db.reading() as tx:
        return await subscribers.list_all(tx)


async def pause(desk: Desk, subscriber_id: int, *, resume: bool = False) -> Subscriber:
    """Stop alerts for a subscriber, or begin them again; rules and subscriptions stay."""
    async with desk.db.transaction() as tx:
        found = await _get(tx, subscriber_id)
        now = desk.clock.now()
        await subscribers.edit(tx, found.id, {"state": "active" if resume else "paused"})
        for place in found.destinations:
            if resume and place.state != "active" and place.reason not in OWNERS_WORD:
                await subscribers.edit_destination(
                    tx, place.id, {"state": "active", "reason": "", "blocked_until": None}
                )
            elif not resume:
                await alerts.cancel(tx, place.id, "subscriber paused", now)
        await desk.note(tx, "subscriber.resume" if resume else "subscriber.pause", str(found.id))
        return await _get(tx, subscriber_id)


async def remove(desk: Desk, subscriber_id: int) -> Subscriber:
    """Remove a subscriber with its rules, subscriptions and queue."""
    async with desk.db.transaction() as tx:
        found = await _get(tx, subscriber_id)
        await subscribers.remove(tx, subscriber_id)
        await desk.note(tx, "subscriber.remove", str(subscriber_id))
    return found


async def subscribe(
    desk: Desk,
    subscriber_id: int,
    read_address: ReadAddress,
    *,
    rule_id: int | None = None,
    query: str = "",
    to: str = "",
    cadence: str = "now",
    at: str = "",
    updates: str = "edit",
) -> Subscription:
    """Subscribe to a rule, or to a new rule of one's own. Raises `UserError`s."""
    _check_wishes(cadence, updates, at)
    subscriber = await get(desk, subscriber_id)
    if (rule_id is None) == (not query):
        raise Invalid("give either --rule ID or --query QUERY")
    if rule_id is None:
        kept = await rule_service.add(desk, query, owner_id=subscriber_id)
        rule_id = kept.rule.id
    else:
        await rule_service.get(desk, rule_id)
    async with desk.db.transaction() as tx:
        place = await _destination(tx, desk, subscriber, to, read_address)
        added = await subscribers.add_subscription(
            tx,
            subscriber_id=subscriber_id,
            rule_id=rule_id,
            destination_id=place.id,
            cadence=cadence,
            at=at,
            updates=updates,
            now=desk.clock.now(),
        )
        await desk.note(tx, "subscription.add", str(added.id), after={"rule": rule_id})
    return added


def _check_wishes(cadence: str, updates: str, at: str = "") -> None:
    if cadence not in CADENCES:
        raise Invalid(f"cadence {cadence!r} is not known; choose one of {', '.join(CADENCES)}")
    if at and (cadence not in {"daily", "weekly"} or read_at(cadence, at) is None):
        raise Invalid(
            f"{at!r} is no time for a {cadence} digest; write 08:00 for daily or "
            "'mon 08:00' for weekly ones"
        )
    if updates not in UPDATES:
        raise Invalid(f"updates {updates!r} is not known; choose one of {', '.join(UPDATES)}")


async def _destination(
    tx: Tx, desk: Desk, subscriber: Subscriber, to: str, read_address: ReadAddress
) -> Destination:
    """Return the subscriber's destination at `to` (made when new), or its default one."""
    if not to:
        if not subscriber.destinations:
            raise Invalid("the subscriber has no destination; give one with --to CHANNEL:ADDRESS")
        return subscriber.destinations[0]
    channel, address = read_address(to)
    found = await subscribers.find_destination(tx, channel, address)
    if found is None:
        now = desk.clock.now()
        found = await subscribers.add_destination(tx, subscriber.id, channel, address, now)
        if found is not None and channel == mailboxes.CHANNEL:
            await mailboxes.ask(tx, desk, found)
    if found is None or found.subscriber_id != subscriber.id:
        raise Conflict(f"{channel}:{address} belongs to another subscriber")
    return found


async def list_subscriptions(desk: Desk, subscriber_id: int | None = None) -> list[Subscription]:
    """Return subscriptions in force or paused."""
    async with desk.db.reading() as tx:
        return await subscribers.list_subscriptions(tx, subscriber_id=subscriber_id)


async def edit_subscription(
    desk: Desk, subscription_id: int, changes: dict[str, Any]
) -> Subscription:
    """Change the wishes of a subscription; a time that a new cadence cannot have is dropped.

    Raises `Invalid`, `NotFound`.
    """
    async with desk.db.transaction() as tx:
        found = await subscribers.list_subscriptions(tx, only=subscription_id)
        if not found:
            raise _no_subscription(subscription_id)
        cadence = changes.get("cadence", found[0].cadence)
        _check_wishes(cadence, changes.get("updates", "edit"), changes.get("at", ""))
        has_time = cadence in {"daily", "weekly"} and read_at(cadence, found[0].at) is not None
        if "at" not in changes and not has_time:
            changes = {**changes, "at": ""}
        if not await subscribers.edit_subscription(tx, subscription_id, changes):
            raise _no_subscription(subscription_id)
        await desk.note(tx, "subscription.edit", str(subscription_id), after=changes)
        return (await subscribers.list_subscriptions(tx, only=subscription_id))[0]


async def unsubscribe(desk: Desk, subscription_id: int) -> Subscription:
    """End a subscription; alerts that still wait are told as decided."""
    async with desk.db.transaction() as tx:
        found = await subscribers.list_subscriptions(tx, only=subscription_id)
        if not found:
            raise _no_subscription(subscription_id)
        await subscribers.edit_subscription(tx, subscription_id, {"state": "removed"})
        await desk.note(tx, "subscription.remove", str(subscription_id))
    return found[0]


def _no_subscription(subscription_id: int) -> NotFound:
    return NotFound(f"there is no subscription {subscription_id}; see: newsbot subscriptions list")


async def set_quiet_hours(
    desk: Desk, subscriber_id: int, hours: str, *, silent: bool = False
) -> Subscriber:
    """Leave a subscriber alone in local hours such as `22:00-07:00`; `off` ends that.

    Alerts wait for the end, or with `silent` come without a sound. Raises `Invalid`.
    """
    changes: dict[str, Any] = {"quiet_from": "", "quiet_to": "", "quiet_silent": False}
    if hours != "off":
        start, _, end = (part.strip() for part in hours.partition("-"))
        if read_clock(start) is None or read_clock(end) is None:
            raise Invalid(f"{hours!r} are no hours; write 22:00-07:00, or off")
        changes = {"quiet_from": start, "quiet_to": end, "quiet_silent": silent}
    async with desk.db.transaction() as tx:
        await _get(tx, subscriber_id)
        await subscribers.edit(tx, subscriber_id, changes)
        await desk.note(tx, "subscriber.quiet", str(subscriber_id), after={"hours": hours})
        return await _get(tx, subscriber_id)


async def snooze(desk: Desk, destination_id: int, until: datetime | None) -> None:
    """Let everything for a destination wait until then; None ends the snooze at once."""
    async with desk.db.transaction() as tx:
        changes = {"snoozed_until": until}
        if not await subscribers.edit_destination(tx, destination_id, changes):
            raise NotFound(f"there is no destination {destination_id}")
        if until is None:
            await queues.wake(tx, destination_id, SNOOZED, desk.clock.now())
        shown = None if until is None else until.isoformat()
        await desk.note(tx, "destination.snooze", str(destination_id), after={"until": shown})


STORY_MUTE = timedelta(days=7)
"""A muted story stays muted this long: longer ones are another story by then."""


async def mute(desk: Desk, destination_id: int, kind: str, key: int, *, rule_id: int = 0) -> Mute:
    """Mute a story (for a week), a source for a rule, or a rule, in one chat."""
    until = desk.clock.now() + STORY_MUTE if kind == "story" else None
    async with desk.db.transaction() as tx:
        made = await mutes.add(
            tx,
            destination_id,
            kind,
            key,
            rule_id=rule_id,
            until=until,
            by=desk.actor,
            now=desk.clock.now(),
        )
        await desk.note(tx, "mute.add", str(made.id), after={"kind": kind, "key": key})
    return made


async def unmute(desk: Desk, mute_id: int, destination_id: int | None = None) -> None:
    """End a mute. Raises `NotFound`."""
    async with desk.db.transaction() as tx:
        if not await mutes.remove(tx, mute_id, destination_id):
            raise NotFound("that is not muted any more")
        await desk.note(tx, "mute.remove", str(mute_id))


async def list_mutes(desk: Desk, destination_id: int) -> list[Mute]:
    """Return what a chat has muted and still is."""
    async with desk.db.reading() as tx:
        return await mutes.in_force(tx, [destination_id], desk.clock.now())
