"""Own what a chat does about itself: begin, follow, unfollow, be forgotten.

A chat is one subscriber; its forum topics are further destinations of it. Who may speak for a
chat is decided by the door (the bot asks Telegram), not here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsbot.db import Tx, chats, rules, subscribers
from newsbot.domain.rule import Rule
from newsbot.domain.subscriber import Destination, Subscriber, Subscription
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.services.desk import Desk
from newsbot.services.queries import RefusedQuery, check_query, known_sets, settle
from newsbot.services.rules import NAME_CHARS


class TooManyRules(Invalid):
    """Say that the chat follows as many rules as it may; `limit` for wording."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"this chat follows {limit} rules, which is the limit; unfollow one first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Name a chat on a channel; `topic` is a part of it with an address of its own, or ""."""

    channel: str
    chat: str
    topic: str = ""

    @property
    def address(self) -> str:
        """Return the address as destinations have it."""
        return f"{self.chat}/{self.topic}" if self.topic else self.chat

    @property
    def spelled(self) -> str:
        """Return the whole chat as `channel:chat`: of a private one it names the person."""
        return f"{self.channel}:{self.chat}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Hold a subscription with its rule's canonical form; `is_new` unless it was there before."""

    subscription: Subscription
    canonical: str
    is_new: bool


async def find(desk: Desk, place: Place) -> Subscriber | None:
    """Return the subscriber that this chat is."""
    async with desk.db.reading() as tx:
        return await find_at(tx, place)


async def find_at(tx: Tx, place: Place) -> Subscriber | None:
    """Return the subscriber that a chat is, within a transaction."""
    found = await chats.subscriber_of(tx, place.channel, place.chat)
    return None if found is None else await subscribers.find(tx, found)


def destination_of(subscriber: Subscriber, place: Place) -> Destination | None:
    """Return the subscriber's destination at exactly this place."""
    for destination in subscriber.destinations:
        if (destination.channel, destination.address) == (place.channel, place.address):
            return destination
    return None


async def begin(desk: Desk, place: Place, *, name: str, language: str) -> Subscriber:
    """Make the chat a subscriber, or revive it where its destination was gone.

    A language that is given is spoken from now on; "" leaves the one that is known.
    """
    async with desk.db.transaction() as tx:
        subscriber = await _ensure(tx, desk, place, name=name, language=language or "en")
        if language not in {"", subscriber.language}:
            await subscribers.edit(tx, subscriber.id, {"language": language})
        found = await subscribers.find(tx, subscriber.id)
    assert found is not None
    return found


async def _ensure(tx: Tx, desk: Desk, place: Place, *, name: str, language: str) -> Subscriber:
    """Return the chat's subscriber with an active destination at the place."""
    now = desk.clock.now()
    subscriber = await find_at(tx, place)
    if subscriber is None:
        subscriber_id = await subscribers.add(
            tx, name=name[:NAME_CHARS], language=language, timezone="UTC", now=now
        )
        await desk.note(tx, "subscriber.add", str(subscriber_id))
    else:
        subscriber_id = subscriber.id
    known = None if subscriber is None else destination_of(subscriber, place)
    if known is None:
        added = await subscribers.add_destination(
            tx, subscriber_id, place.channel, place.address, now
        )
        if added is None:
            raise Conflict("this chat was set up by somebody else just now; try again")
    elif known.state != "active":
        awake = {"state": "active", "reason": "", "blocked_until": None}
        await subscribers.edit_destination(tx, known.id, awake)
        await desk.note(tx, "destination.revive", str(known.id))
    found = await subscribers.find(tx, subscriber_id)
    assert found is not None
    return found


async def follow(
    desk: Desk,
    place: Place,
    query: str,
    *,
    limit: int,
    name: str = "",
    chat_name: str = "",
    language: str = "en",
) -> Followed:
    """Let the chat follow a query by a private rule of its own, all in one transaction.

    A query that the place follows already, in whatever spelling, is not added again. Raises
    `RefusedQuery`, `TooManyRules`.
    """
    async with desk.db.transaction() as tx:
        settled = await settle(tx, query)
        canonical = settled.parsed.canonical
        sets = await known_sets(tx) if settled.alias_names else {}
        subscriber = await _ensure(tx, desk, place, name=chat_name, language=language)
        destination = destination_of(subscriber, place)
        assert destination is not None
        mine = await subscribers.list_subscriptions(tx, subscriber_id=subscriber.id)
        for one in mine:
            if one.destination_id == destination.id and _canonical(one.query, sets) == canonical:
                return Followed(subscription=one, canonical=canonical, is_new=False)
        _check_limit(mine, limit)
        now = desk.clock.now()
        rule = await rules.add(
            tx,
            name=(name.strip() or canonical)[:NAME_CHARS],
            query=query,
            canonical=canonical,
            tree=settled.tree,
            alias_names=settled.alias_names,
            owner_id=subscriber.id,
            public=False,
            by=desk.actor,
            now=now,
        )
        added = await subscribers.add_subscription(
            tx,
            subscriber_id=subscriber.id,
            rule_id=rule.id,
            destination_id=destination.id,
            cadence="now",
            at="",
            updates="edit",
            now=now,
        )
        await desk.note(tx, "rule.add", str(rule.id), after={"query": query})
        await desk.note(tx, "subscription.add", str(added.id), after={"rule": rule.id})
    return Followed(subscription=added, canonical=canonical, is_new=True)


async def follow_shared(
    desk: Desk,
    place: Place,
    rule_id: int,
    *,
    limit: int,
    chat_name: str = "",
    language: str = "en",
) -> Followed:
    """Let the chat follow a rule that stays its owner's. Raises `NotFound`, `TooManyRules`."""
    async with desk.db.transaction() as tx:
        rule = await rules.find(tx, rule_id)
        if rule is None:
            raise NotFound("this rule is not shared any more")
        subscriber = await _ensure(tx, desk, place, name=chat_name, language=language)
        destination = destination_of(subscriber, place)
        assert destination is not None
        mine = await subscribers.list_subscriptions(tx, subscriber_id=subscriber.id)
        for one in mine:
            if (one.rule_id, one.destination_id) == (rule_id, destination.id):
                return Followed(subscription=one, canonical=rule.canonical, is_new=False)
        _check_limit(mine, limit)
        added = await subscribers.add_subscription(
            tx,
            subscriber_id=subscriber.id,
            rule_id=rule_id,
            destination_id=destination.id,
            cadence="now",
            at="",
            updates="edit",
            now=desk.clock.now(),
        )
        await desk.note(tx, "subscription.add", str(added.id), after={"rule": rule_id})
    return Followed(subscription=added, canonical=rule.canonical, is_new=True)


def _check_limit(mine: Sequence[Subscription], limit: int) -> None:
    if len(mine) >= limit:
        raise TooManyRules(limit)


def _canonical(query: str, sets: Mapping[str, Sequence[str]]) -> str:
    """Return the canonical form of a stored query, "" when today's language refuses it."""
    try:
        return check_query(query, sets).canonical
    except RefusedQuery:
        return ""


async def following(desk: Desk, subscriber: Subscriber) -> list[Subscription]:
    """Return what the chat follows, in all its topics."""
    async with desk.db.reading() as tx:
        return await subscribers.list_subscriptions(tx, subscriber_id=subscriber.id)


async def unfollow(
    desk: Desk, subscriber: Subscriber, rule_id: int, destination_id: int | None = None
) -> Subscription:
    """End the chat's subscription to a rule; a rule of its own that nobody follows goes with it.

    With `destination_id` the subscription there is meant when there are several. Raises
    `NotFound`.
    """
    async with desk.db.transaction() as tx:
        mine = await subscribers.list_subscriptions(tx, subscriber_id=subscriber.id)
        ended = [one for one in mine if one.rule_id == rule_id]
        here = [one for one in ended if one.destination_id == destination_id]
        if not ended:
            raise NotFound(f"this chat does not follow a rule {rule_id}")
        one = (here or ended)[0]
        await subscribers.edit_subscription(tx, one.id, {"state": "removed"})
        await desk.note(tx, "subscription.remove", str(one.id))
        rule = await rules.find(tx, rule_id)
        if rule is not None and await _is_orphan(tx, rule, subscriber.id):
            await rules.remove(tx, rule_id, desk.clock.now())
            await desk.note(tx, "rule.remove", str(rule_id), before={"query": rule.query})
    return one


async def follow_again(desk: Desk, subscriber: Subscriber, subscription_id: int) -> Subscription:
    """Put a subscription that was ended in force again, its rule too, as both were.

    Raises `NotFound` when it is not this subscriber's, or its rule is another's and gone.
    """
    async with desk.db.transaction() as tx:
        found = await subscribers.revive_subscription(tx, subscriber.id, subscription_id)
        if found is None:
            raise NotFound("this rule cannot come back")
        if await rules.find(tx, found.rule_id) is None:
            now = desk.clock.now()
            if not await rules.revive(tx, found.rule_id, owner_id=subscriber.id, now=now):
                raise NotFound("this rule cannot come back")
            await desk.note(tx, "rule.revive", str(found.rule_id))
        await desk.note(tx, "subscription.revive", str(subscription_id))
    return found


async def _is_orphan(tx: Tx, rule: Rule, subscriber_id: int) -> bool:
    if rule.owner_id != subscriber_id or rule.public:
        return False
    return not await subscribers.subscribed_to(tx, [rule.id])


async def erase(desk: Desk, subscriber: Subscriber) -> None:
    """Forget a subscriber: address, name, rules and queue (G17)."""
    async with desk.db.transaction() as tx:
        await chats.erase(tx, subscriber.id, desk.actor, desk.clock.now())
        await desk.note(tx, "subscriber.erase", str(subscriber.id))
