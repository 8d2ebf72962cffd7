"""Own the newest stories of the rules that a chat follows, by pages."""

from collections.abc import Sequence
from dataclasses import replace

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.listing import followed, named
from newsbot.bot.handlers.previewing import HITS_SHOWN
from newsbot.bot.handlers.wording import foreseen, name_of, stories
from newsbot.bot.markup import Html, fill, join
from newsbot.bot.pages import AFTER, BEFORE
from newsbot.bot.replies import Keyboard, Reply, column
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.message import Button
from newsbot.domain.subscriber import Subscription
from newsbot.services.latest import latest

EVERY = 0
"""What a button carries in the place of a rule's number when it means all of them."""

DEEPEST_PAGE = 19
"""Nobody turns a hundred pages; each is found by going through those before it."""

RULES_OFFERED = 10


async def show_latest(visit: Visit, argument: str) -> Reply:
    """Show the newest stories of one rule, or of all."""
    mine = await _mine(visit)
    if not mine:
        return Reply(text=Html(visit.texts.rules_none))
    if not argument:
        return await _page(visit, mine, None, 0)
    found = named(argument, mine)
    if found is None:
        return Reply(text=fill(visit.texts.not_followed, id=argument))
    return await _page(visit, mine, found, 0)


async def press_latest(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Show the newest stories of the button's rule, in a message of their own."""
    mine = await _mine(visit)
    found = named(str(numbers[0]) if numbers else "", mine)
    if found is None:
        return Reply(toast=visit.texts.old_button)
    return replace(await _page(visit, mine, found, 0), stands_alone=True)


async def press_older(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Turn to another page of the newest stories."""
    mine, (rule_id, page) = await _mine(visit), (*numbers, -1, 0)[:2]
    found = next((one for one in mine if one.rule_id == rule_id), None)
    if not mine or (found is None and rule_id != EVERY):
        return Reply(toast=visit.texts.old_button)
    return await _page(visit, mine, found, min(page, DEEPEST_PAGE))


async def _mine(visit: Visit) -> list[Subscription]:
    here, elsewhere = await followed(visit)
    return [*here, *elsewhere]


async def _page(
    visit: Visit, mine: Sequence[Subscription], one: Subscription | None, page: int
) -> Reply:
    """Show a page; a rule too young to have found anything is tried on the store."""
    if one is None and len(mine) == 1:
        one = mine[0]
    asked = mine if one is None else [one]
    wanted = (page + 1) * HITS_SHOWN
    found = await latest(visit.desk, [each.rule_id for each in asked], limit=wanted + 1)
    hits = found[wanted - HITS_SHOWN : wanted]
    if not hits and one is not None:
        hits = (await foreseen(visit, one.query, shown=HITS_SHOWN)).hits
    texts = visit.texts
    if not hits and one is not None:
        return Reply(text=fill(texts.latest_none, name=name_of(one.rule_name)))
    head = Html(texts.latest_all)
    if one is not None:
        head = fill(texts.latest_head, name=name_of(one.rule_name))
    turned = _turns(EVERY if one is None else one.rule_id, page, has_more=len(found) > wanted)
    offered = () if one is not None else column(map(_choice, mine[:RULES_OFFERED]))
    return Reply(text=join([head, stories(visit, hits)], "\n\n"), buttons=(*turned, *offered))


def _turns(rule_id: int, page: int, *, has_more: bool) -> Keyboard:
    row = [button(BEFORE, Verb.OLDER, rule_id, page - 1)] if page else []
    if has_more and page < DEEPEST_PAGE:
        row.append(button(AFTER, Verb.OLDER, rule_id, page + 1))
    return (tuple(row),) if row else ()


def _choice(one: Subscription) -> Button:
    return button(f"{one.rule_id}. {one.rule_name}", Verb.LATEST, one.rule_id)
