"""Own the newest stories that met some rules, as a chat asks for them; it serves no feed."""

from collections.abc import Sequence

from newsbot.db import reading, subscribers
from newsbot.services.desk import Desk
from newsbot.services.rules import Hit


async def latest(desk: Desk, rule_ids: Sequence[int], *, limit: int) -> tuple[Hit, ...]:
    """Return the newest article of each of the newest stories that met any of these rules."""
    async with desk.db.reading() as tx:
        found = await reading.latest_matched(tx, rule_ids, limit=limit)
        told = await reading.matched_rules(tx, [article.id for article in found])
    wanted = set(rule_ids)
    return tuple(
        Hit(
            article=article,
            evidence=tuple(
                place
                for rule_id, _, evidence in told.get(article.id, ())
                if rule_id in wanted
                for place in evidence
            ),
        )
        for article in found
    )


async def subscribed_rules(desk: Desk, subscriber_id: int) -> frozenset[int]:
    """Return the ids of the rules that a subscriber follows."""
    async with desk.db.reading() as tx:
        mine = await subscribers.list_subscriptions(tx, subscriber_id=subscriber_id)
    return frozenset(one.rule_id for one in mine)
