"""Own the change of a rule that a chat follows: its own is edited, another's becomes a copy.

A rule that somebody else owns, or the house, is never changed from a chat (G11).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from newsbot.db import Tx, rules, subscribers
from newsbot.domain.rule import Rule
from newsbot.domain.subscriber import Subscriber, Subscription
from newsbot.errors import NotFound
from newsbot.services import backtests, feedtokens
from newsbot.services.backtests import Backtest, Limits
from newsbot.services.desk import Desk
from newsbot.services.queries import Settled, settle
from newsbot.services.rules import NAME_CHARS

WINDOW = timedelta(days=7)
PATIENCE = timedelta(seconds=3)
"""A person who waits longer than this for an answer asks again."""

JUDGEMENTS_SHOWN = 30
"""Of which a few are told: those that a change adds and those that it drops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Hold the subscription as it is now, and the query as it was."""

    subscription: Subscription
    before: str
    canonical: str


async def compare(desk: Desk, rule_id: int, query: str) -> Backtest:
    """Return what last week's news says of a rule and of what would take its place.

    Raises `RefusedQuery`, `NotFound`.
    """
    limits = Limits(patience=PATIENCE, shown=JUDGEMENTS_SHOWN)
    return await backtests.run(desk, query, since=WINDOW, rule_id=rule_id, limits=limits)


async def change(
    desk: Desk, subscriber: Subscriber, subscription: Subscription, query: str
) -> Changed:
    """Let a subscription of this subscriber look for another query, all its wishes kept.

    Raises `RefusedQuery`, `NotFound`.
    """
    async with desk.db.transaction() as tx:
        settled = await settle(tx, query)
        rule = await rules.find(tx, subscription.rule_id)
        if rule is None or subscription.subscriber_id != subscriber.id:
            raise NotFound(f"there is no rule {subscription.rule_id} here any more")
        if rule.owner_id == subscriber.id:
            await _edit(tx, desk, rule, query, settled)
            found = await subscribers.list_subscriptions(tx, only=subscription.id)
            now = found[0]
        else:
            now = await _copy(tx, desk, subscription, query, settled)
    return Changed(subscription=now, before=rule.query, canonical=settled.parsed.canonical)


async def _edit(tx: Tx, desk: Desk, rule: Rule, query: str, settled: Settled) -> None:
    canonical = settled.parsed.canonical
    changes: dict[str, Any] = {"query": query, "canonical": canonical, "tree": settled.tree}
    if rule.name in {rule.query, rule.canonical[:NAME_CHARS]}:  # nobody gave it another name
        changes["name"] = canonical[:NAME_CHARS]
    await rules.edit(
        tx,
        rule.id,
        changes,
        alias_names=settled.alias_names,
        by=desk.actor,
        now=desk.clock.now(),
    )
    await desk.note(
        tx, "rule.edit", str(rule.id), before={"query": rule.query}, after={"query": query}
    )


async def _copy(
    tx: Tx, desk: Desk, subscription: Subscription, query: str, settled: Settled
) -> Subscription:
    """Let the subscription end, and the same one begin with a rule of the subscriber's own."""
    now, canonical = desk.clock.now(), settled.parsed.canonical
    rule = await rules.add(
        tx,
        name=canonical[:NAME_CHARS],
        query=query,
        canonical=canonical,
        tree=settled.tree,
        alias_names=settled.alias_names,
        owner_id=subscription.subscriber_id,
        public=False,
        by=desk.actor,
        now=now,
    )
    await subscribers.edit_subscription(tx, subscription.id, {"state": "removed"})
    added = await subscribers.add_subscription(
        tx,
        subscriber_id=subscription.subscriber_id,
        rule_id=rule.id,
        destination_id=subscription.destination_id,
        cadence=subscription.cadence,
        at=subscription.at,
        updates=subscription.updates,
        now=now,
    )
    await desk.note(tx, "rule.add", str(rule.id), after={"query": query})
    await desk.note(tx, "subscription.remove", str(subscription.id))
    await desk.note(tx, "subscription.add", str(added.id), after={"rule": rule.id})
    return added


async def rule_of(desk: Desk, subscription: Subscription) -> Rule | None:
    """Return the rule of a subscription."""
    async with desk.db.reading() as tx:
        return await rules.find(tx, subscription.rule_id)


async def toggle_discreet(desk: Desk, subscriber: Subscriber, rule_id: int) -> bool:
    """Hide the words of an own rule from admins, or show them; return what holds now.

    Raises `NotFound` when the rule is not this subscriber's.
    """
    async with desk.db.transaction() as tx:
        rule = await rules.find(tx, rule_id)
        if rule is None or rule.owner_id != subscriber.id:
            raise NotFound("this rule is not yours")
        await rules.set_discreet(tx, rule_id, discreet=not rule.discreet)
        await desk.note(tx, "rule.discreet", str(rule_id), after={"discreet": not rule.discreet})
    return not rule.discreet


async def has_feed(desk: Desk, rule_id: int) -> bool:
    """Say whether the private feed of a rule is open to somebody."""
    return any(one.feed == f"rule/{rule_id}" for one in await feedtokens.list_all(desk))


async def open_feed(desk: Desk, rule_id: int) -> str:
    """Return the token of a rule's private feed; the former ones open nothing any more."""
    await close_feed(desk, rule_id)
    _, token = await feedtokens.make(desk, f"rule/{rule_id}")
    return token


async def close_feed(desk: Desk, rule_id: int) -> None:
    """Close the private feed of a rule."""
    for one in await feedtokens.list_all(desk):
        if one.feed == f"rule/{rule_id}":
            await feedtokens.revoke(desk, one.id)
