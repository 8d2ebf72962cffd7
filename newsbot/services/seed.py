"""Own the first filling of an empty database, and who receives when nobody was named yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from newsbot.db import counters, rules, sources, subscribers
from newsbot.domain.feed import Outline
from newsbot.domain.subscriber import Subscriber
from newsbot.services import outlines as outline_service
from newsbot.services import rules as rule_service
from newsbot.services.desk import Desk
from newsbot.services.rules import RuleLine

RECEIVING = "receiving"
"""Counter whose row lets processes that start together look for the receiver one by one."""

SEEDED = "seeded"
"""Counter that tells that the starter data went in: what an admin removes stays removed."""

PLANTING = "planting"
"""Counter that tells that a start began to plant; it may have been killed before the end."""

CONSOLE = ("console", "")


async def is_planted(desk: Desk) -> bool:
    """Say whether the starter data went in, or the database was in use before."""
    async with desk.db.reading() as tx:
        return await counters.value(tx, SEEDED) > 0


async def plant(
    desk: Desk,
    *,
    outlines: Sequence[Outline],
    lines: Sequence[RuleLine],
    interval: timedelta,
) -> bool:
    """Add the starter sources and rules to an empty database, once; say whether it was empty."""
    async with desk.db.transaction() as tx:
        if await counters.value(tx, SEEDED):
            return False
        began = await counters.value(tx, PLANTING) > 0
        if not began and (await sources.list_all(tx) or await rules.list_all(tx)):
            await counters.first_time(tx, SEEDED)
            return False
        await counters.first_time(tx, PLANTING)
    # what a start that was killed left half done is completed: both imports pass over what is there
    await outline_service.import_outlines(desk, outlines, interval=interval)
    # published: they are the operator's, and a stranger should find a rule's feed at once
    await rule_service.import_lines(desk, [replace(line, public=True) for line in lines])
    async with desk.db.transaction() as tx:
        await counters.first_time(tx, SEEDED)
    return True


async def ensure_receiver(desk: Desk, *, chat: str) -> Subscriber:
    """Let the starter rules' alerts go to `chat` (a Telegram address), or to the console without.

    With a chat the console falls silent: a service's terminal is nobody's inbox.
    """
    channel, address = ("telegram", chat) if chat else CONSOLE
    async with desk.db.transaction() as tx:
        now = desk.clock.now()
        await counters.first_time(tx, RECEIVING)  # locks its row until the commit
        place = await subscribers.find_destination(tx, channel, address)
        console = await subscribers.find_destination(tx, *CONSOLE)
        if console is not None:
            state = "paused" if chat else "active"
            await subscribers.edit_destination(tx, console.id, {"state": state})
        if place is None:
            name = "" if chat else "this terminal"
            subscriber_id = await subscribers.add(
                tx, name=name, language="en", timezone="UTC", now=now
            )
            place = await subscribers.add_destination(tx, subscriber_id, channel, address, now)
            assert place is not None
            for rule in await rules.list_all(tx):
                if rule.owner_id is not None:
                    continue
                await subscribers.add_subscription(
                    tx,
                    subscriber_id=subscriber_id,
                    rule_id=rule.id,
                    destination_id=place.id,
                    cadence="now",
                    at="",
                    updates="edit",
                    now=now,
                )
        found = await subscribers.find(tx, place.subscriber_id)
    assert found is not None
    return found
