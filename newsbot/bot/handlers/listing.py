"""Own the answers about what a chat follows: the list, the end of a rule, the newest stories."""

from collections.abc import Iterable
from dataclasses import replace

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.previewing import HITS_SHOWN
from newsbot.bot.handlers.wording import fitting_lines, foreseen, name_of, query_of, stories
from newsbot.bot.markup import Html, bold, code, fill, join, shorten
from newsbot.bot.replies import Reply, column
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.message import Button
from newsbot.domain.subscriber import Subscription
from newsbot.errors import NotFound
from newsbot.services import chats
from newsbot.services.latest import latest

RULES_SHOWN = 50
QUERY_SHOWN = 80
LIST_UNITS = 3_500
"""What the rules may take of a message; the rest is for the lines around them."""


async def show_rules(visit: Visit, _argument: str) -> Reply:
    """List what this chat or topic follows."""
    texts = visit.texts
    here, elsewhere = await followed(visit)
    if not here and not elsewhere:
        return Reply(text=Html(texts.rules_none))
    lines = [Html(texts.counted(texts.rules_head, len(here)))]
    if visit.subscriber is not None and visit.subscriber.state == "paused":
        lines.append(Html(texts.still_paused))
    shown = fitting_lines([_line(visit, one) for one in here], LIST_UNITS)
    lines += shown
    if len(shown) < len(here):
        lines.append(Html(texts.counted(texts.rules_more, len(here) - len(shown))))
    if elsewhere:
        lines.append(Html(texts.counted(texts.rule_elsewhere, len(elsewhere))))
    return Reply(text=join(lines))


def _line(visit: Visit, one: Subscription) -> Html:
    """Return a rule's number and name, and its query when that says more."""
    line = fill(visit.texts.rule_line, id=one.rule_id, name=name_of(one.rule_name))
    if one.query == one.rule_name:
        return line
    return Html(f"{line}: {code(shorten(one.query, QUERY_SHOWN))}")


async def followed(visit: Visit) -> tuple[list[Subscription], list[Subscription]]:
    """Return what is followed at this very place, and in the chat's other topics."""
    if visit.subscriber is None:
        return [], []
    mine = await chats.following(visit.desk, visit.subscriber)
    place = visit.destination
    here = [one for one in mine if place is not None and one.destination_id == place.id]
    return here, [one for one in mine if one not in here]


async def unfollow(visit: Visit, argument: str) -> Reply:
    """Stop following the rule with this number or name, or ask which one."""
    here, elsewhere = await followed(visit)
    mine = here or elsewhere
    if not mine:
        return Reply(text=Html(visit.texts.rules_none))
    if not argument:
        buttons = column(_choice(one, Verb.UNFOLLOW) for one in mine[:RULES_SHOWN])
        return Reply(text=Html(visit.texts.unfollow_which), buttons=buttons)
    found = named(argument, [*here, *elsewhere])
    if found is None:
        return Reply(text=fill(visit.texts.not_followed, id=argument))
    return await _unfollow(visit, found.rule_id)


def _choice(one: Subscription, verb: Verb) -> Button:
    return button(f"{one.rule_id}. {one.rule_name}", verb, one.rule_id)


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


async def press_unfollow(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Stop following the rule of the button."""
    return await _unfollow(visit, numbers[0] if numbers else 0)


async def _unfollow(visit: Visit, rule_id: int) -> Reply:
    texts, here = visit.texts, visit.destination
    missing = fill(texts.not_followed, id=rule_id)
    if visit.subscriber is None:
        return Reply(text=missing)
    try:
        ended = await chats.unfollow(
            visit.desk, visit.subscriber, rule_id, None if here is None else here.id
        )
    except NotFound:
        return Reply(text=missing)
    return Reply(
        text=fill(texts.unfollowed, name=bold(ended.rule_name), query=query_of(ended.query)),
        buttons=((button(texts.label_follow_again, Verb.FOLLOW),),),
    )


async def show_latest(visit: Visit, argument: str) -> Reply:
    """Show the newest stories of one rule, or of all."""
    here, elsewhere = await followed(visit)
    mine = [*here, *elsewhere]
    if not mine:
        return Reply(text=Html(visit.texts.rules_none))
    if argument:
        found = named(argument, mine)
        if found is None:
            return Reply(text=fill(visit.texts.not_followed, id=argument))
        return await _latest_of(visit, found)
    hits = await latest(visit.desk, [one.rule_id for one in mine], limit=HITS_SHOWN)
    if not hits and len(mine) == 1:
        return await _latest_of(visit, mine[0])
    text = join([Html(visit.texts.latest_all), stories(visit, hits)], "\n\n")
    choices = column(_choice(one, Verb.LATEST) for one in mine[:RULES_SHOWN])
    return Reply(text=text, buttons=choices if len(mine) > 1 else ())


async def press_latest(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Show the newest stories of the button's rule."""
    here, elsewhere = await followed(visit)
    found = named(str(numbers[0]) if numbers else "", [*here, *elsewhere])
    if found is None:
        return Reply(toast=visit.texts.old_button)
    return replace(await _latest_of(visit, found), stands_alone=True)


async def _latest_of(visit: Visit, one: Subscription) -> Reply:
    """Show what a rule found; a rule too young to have found anything is tried on the store."""
    texts, name = visit.texts, name_of(one.rule_name)
    hits = await latest(visit.desk, [one.rule_id], limit=HITS_SHOWN)
    if not hits:
        hits = (await foreseen(visit, one.query, shown=HITS_SHOWN)).hits
    if not hits:
        return Reply(text=fill(texts.latest_none, name=name))
    return Reply(text=join([fill(texts.latest_head, name=name), stories(visit, hits)], "\n\n"))
