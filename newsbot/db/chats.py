"""Own the queries about a chat as a place: who it belongs to, its moves, and its erasure (G17).

A chat is an address without a topic; its topics are the addresses `CHAT/TOPIC`. Whom a person
follows there is the matter of `subscribers`.
"""

from datetime import datetime

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import (
    alerts,
    audit,
    chat_admins,
    codes,
    counters,
    deliveries,
    destinations,
    feed_tokens,
    matches,
    mutes,
    rule_aliases,
    rule_versions,
    rules,
    subscribers,
    subscriptions,
)
from newsbot.db.statements import advance
from newsbot.domain.alert import OPEN_STATES, AlertState
from newsbot.domain.delivery import DeliveryState

ERASED = "erased"
OPEN_DELIVERIES = (DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.SENDING)


def _in_chat(channel: str, chat: str) -> sa.ColumnElement[bool]:
    topics = destinations.c.address.startswith(f"{chat}/", autoescape=True)
    return (destinations.c.channel == channel) & ((destinations.c.address == chat) | topics)


async def subscriber_of(tx: Tx, channel: str, chat: str) -> int | None:
    """Return the subscriber that the chat belongs to: by its own address, else by a topic's."""
    statement = (
        sa.select(destinations.c.subscriber_id)
        .where(_in_chat(channel, chat))
        .order_by(sa.func.length(destinations.c.address), destinations.c.id)
        .limit(1)
    )
    found: int | None = (await tx.execute(statement)).scalar_one_or_none()
    return found


async def move(tx: Tx, channel: str, old: str, new: str) -> tuple[int, int]:
    """Give the destinations of a chat its new address; return how many moved and how many not.

    One stays when the new address is taken by another destination already.
    """
    rows = await tx.execute(
        sa.select(destinations.c.id, destinations.c.address)
        .where(_in_chat(channel, old))
        .order_by(destinations.c.id)
        .with_for_update()
    )
    wanted = {row.id: new + row.address.removeprefix(old) for row in rows}
    taken = sa.select(destinations.c.address).where(
        destinations.c.channel == channel, destinations.c.address.in_(list(wanted.values()))
    )
    occupied = set((await tx.execute(taken)).scalars())
    moving = [
        {"b_id": key, "b_address": address}
        for key, address in wanted.items()
        if address not in occupied
    ]
    if moving:
        await tx.execute(
            sa.update(destinations)
            .where(destinations.c.id == sa.bindparam("b_id"))
            .values(address=sa.bindparam("b_address"), state="active", reason=""),
            moving,
        )
    return len(moving), len(wanted) - len(moving)


async def erase(tx: Tx, subscriber_id: int, actor: str, now: datetime) -> None:
    """Remove what tells who a subscriber was and what it looked for (G17).

    Address, name, queries, their versions and matches, and the audit lines about them go; the
    alerts stay as rows without content, so that the ledger still adds up, and the open ones end
    as *cancelled: erased*.
    """
    places = sa.select(destinations.c.id).where(destinations.c.subscriber_id == subscriber_id)
    wishes = sa.select(subscriptions.c.id).where(subscriptions.c.subscriber_id == subscriber_id)
    await tx.execute(
        sa.update(deliveries)
        .where(
            deliveries.c.destination_id.in_(places.scalar_subquery()),
            deliveries.c.state.in_(OPEN_DELIVERIES),
        )
        .values(state=DeliveryState.CANCELLED, reason=ERASED, leased_by=None)
    )
    await tx.execute(
        sa.update(alerts)
        .where(
            alerts.c.subscription_id.in_(wishes.scalar_subquery()),
            alerts.c.state.in_(list(OPEN_STATES)),
        )
        .values(state=AlertState.CANCELLED, reason=ERASED, ended_at=now)
    )
    await _erase_rules(tx, subscriber_id, actor, now)
    await tx.execute(
        sa.update(subscriptions)
        .where(subscriptions.c.subscriber_id == subscriber_id)
        .values(state="removed")
    )
    await _unbind_admin(tx, subscriber_id)
    await tx.execute(
        sa.update(destinations)
        .where(destinations.c.subscriber_id == subscriber_id)
        .values(
            name="",
            address=sa.literal(f"{ERASED}:") + sa.cast(destinations.c.id, sa.Text),
            state="gone",
            reason=ERASED,
            blocked_until=None,
            snoozed_until=None,
        )
    )
    await tx.execute(sa.delete(mutes).where(mutes.c.destination_id.in_(places.scalar_subquery())))
    await _erase_codes(tx, subscriber_id)
    await tx.execute(
        sa.update(subscribers)
        .where(subscribers.c.id == subscriber_id)
        .values(
            name="",
            language="en",
            languages=[],
            timezone="UTC",
            quiet_from="",
            quiet_to="",
            quiet_silent=False,
            state=ERASED,
        )
    )


async def _unbind_admin(tx: Tx, subscriber_id: int) -> None:
    """Take away the rights of an admin who is forgotten: they hung on its number."""
    spelled = destinations.c.channel + ":" + destinations.c.address
    own = sa.select(spelled).where(destinations.c.subscriber_id == subscriber_id)
    await tx.execute(sa.delete(chat_admins).where(chat_admins.c.address.in_(own.scalar_subquery())))


async def _erase_codes(tx: Tx, subscriber_id: int) -> None:
    """End what the subscriber's channels and shared rules could be reached by."""
    owned = sa.select(rules.c.id).where(rules.c.owner_id == subscriber_id)
    of_channels = (codes.c.purpose == "channel") & (codes.c.subject == subscriber_id)
    of_rules = (codes.c.purpose == "share") & codes.c.subject.in_(owned.scalar_subquery())
    await tx.execute(sa.delete(codes).where(of_channels | of_rules))


async def _erase_rules(tx: Tx, subscriber_id: int, actor: str, now: datetime) -> None:
    """Take the subscriber's own rules out of force and their words out of the database."""
    owned = list(
        (await tx.execute(sa.select(rules.c.id).where(rules.c.owner_id == subscriber_id))).scalars()
    )
    about_rules = audit.c.action.startswith("rule.") & audit.c.object.in_(
        [str(rule_id) for rule_id in owned]
    )
    await tx.execute(
        sa.update(audit)
        .where((audit.c.actor == actor) | about_rules)
        .values(before=sa.null(), after=sa.null())
    )
    if not owned:
        return
    feeds = [f"rule/{rule_id}" for rule_id in owned]
    await tx.execute(sa.delete(feed_tokens).where(feed_tokens.c.feed.in_(feeds)))
    await tx.execute(sa.delete(rule_versions).where(rule_versions.c.rule_id.in_(owned)))
    await tx.execute(sa.delete(rule_aliases).where(rule_aliases.c.rule_id.in_(owned)))
    await tx.execute(sa.delete(matches).where(matches.c.rule_id.in_(owned)))
    await tx.execute(
        sa.update(subscriptions).where(subscriptions.c.rule_id.in_(owned)).values(state="removed")
    )
    await tx.execute(
        sa.update(rules)
        .where(rules.c.id.in_(owned))
        .values(
            name="",
            query="",
            canonical="",
            tree="",
            public=False,
            discreet=False,
            state="removed",
            revision=await advance(tx, counters, "rules"),
            updated_at=now,
        )
    )
