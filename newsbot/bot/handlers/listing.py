"""Own the finding of what a chat follows, and of the rule that somebody names."""

from collections.abc import Iterable

from newsbot.bot.visits import Visit
from newsbot.domain.subscriber import Subscription
from newsbot.services import chats

RULES_SHOWN = 50
LIST_UNITS = 3_500
"""What the rules may take of a message; the rest is for the lines around them."""


async def followed(visit: Visit) -> tuple[list[Subscription], list[Subscription]]:
    """Return what is followed at this very place, and in the chat's other topics."""
    if visit.subscriber is None:
        return [], []
    mine = await chats.following(visit.desk, visit.subscriber)
    place = visit.destination
    here = [one for one in mine if place is not None and one.destination_id == place.id]
    return here, [one for one in mine if one not in here]


def named(argument: str, mine: Iterable[Subscription]) -> Subscription | None:
    """Return the subscription whose rule has this number, name or query."""
    wanted = argument.strip().removeprefix("#").rstrip(".")
    for one in mine:
        if wanted == str(one.rule_id) or wanted.casefold() in {
            one.rule_name.casefold(),
            one.query.casefold(),
        }:
            return one
    return None
