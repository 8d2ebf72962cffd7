"""Own the list of rules by pages, and the card of one rule with all that can be done to it."""

from collections.abc import Sequence

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.digests import Rhythm, told
from newsbot.bot.handlers.listing import followed
from newsbot.bot.handlers.wording import name_of
from newsbot.bot.markup import Html, code, fill, join, shorten
from newsbot.bot.pages import page_of, turns
from newsbot.bot.replies import Keyboard, Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.message import Button
from newsbot.domain.subscriber import Destination, Subscription
from newsbot.errors import NotFound
from newsbot.services import ownrules, whereabouts

A_PAGE = 10
IN_A_ROW = 5
QUERY_SHOWN = 120
QUERY_OF_CARD = 1_200
PLACE_SHOWN = 40


async def show_rules(visit: Visit, _argument: str) -> Reply:
    """List what this chat or topic follows, and what goes from here to its other places."""
    return await _page(visit, 0)


async def press_rules(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Turn to another page of the list."""
    return await _page(visit, numbers[0] if numbers else 0)


async def _page(visit: Visit, number: int) -> Reply:
    texts = visit.texts
    here, elsewhere = await followed(visit)
    if not here and not elsewhere:
        return Reply(text=Html(texts.rules_none))
    places = _places(visit)
    mine = [*here, *elsewhere] if visit.is_private else here
    shown = page_of(mine, number, A_PAGE)
    lines = [_line(visit, one, places) for one in shown.items]
    head = texts.counted(texts.rules_head, len(mine))
    paused = visit.subscriber is not None and visit.subscriber.state == "paused"
    rest = ""
    if elsewhere and not visit.is_private:
        rest = texts.counted(texts.rule_elsewhere, len(elsewhere))
    text = join([head, texts.still_paused if paused else "", *lines, rest])
    numbered = [button(str(one.rule_id), Verb.CARD, one.rule_id) for one in shown.items]
    rows = tuple(tuple(numbered[at : at + IN_A_ROW]) for at in range(0, len(numbered), IN_A_ROW))
    return Reply(text=text, buttons=(*rows, *turns(shown, Verb.RULES)))


def _line(visit: Visit, one: Subscription, places: dict[int, Destination]) -> Html:
    """Return number, name and place of a rule, and its query when that says more."""
    line = fill(visit.texts.rule_line, id=one.rule_id, name=name_of(one.rule_name))
    if one.query not in {one.rule_name, f"{one.rule_name} "}:
        line = Html(f"{line}: {code(shorten(one.query, QUERY_SHOWN))}")
    here, place = visit.destination, places.get(one.destination_id)
    if place is None or here is None or place.id == here.id:
        return line
    return Html(f"{line} {fill(visit.texts.rules.to_place, place=_named(place))}")


def _places(visit: Visit) -> dict[int, Destination]:
    subscriber = visit.subscriber
    return {} if subscriber is None else {one.id: one for one in subscriber.destinations}


def _named(place: Destination) -> str:
    return shorten(place.name or place.address, PLACE_SHOWN)


async def press_card(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Show one rule and what can be done to it."""
    found = await _of_rule(visit, numbers)
    return Reply(toast=visit.texts.old_button) if found is None else await card(visit, found)


async def card(visit: Visit, one: Subscription) -> Reply:
    """Return the card of a rule."""
    texts = visit.texts.rules
    rhythm = told(visit, Rhythm(cadence=one.cadence, at=one.at))
    places, here = _places(visit), visit.destination
    place = places.get(one.destination_id)
    is_elsewhere = place is not None and (here is None or place.id != here.id)
    rule = await ownrules.rule_of(visit.desk, one)
    is_discreet = rule is not None and rule.discreet
    lines = [
        fill(texts.card_head, id=one.rule_id, name=name_of(one.rule_name)),
        code(shorten(one.query, QUERY_OF_CARD)) if one.query != one.rule_name else "",
        fill(texts.card_rhythm, rhythm=rhythm),
        fill(texts.card_place, place=_named(place)) if place and is_elsewhere else "",
        texts.card_discreet if is_discreet else "",
    ]
    buttons = _actions(visit, one, list(places.values()), is_discreet=is_discreet)
    return Reply(text=join(lines), buttons=buttons)


def _actions(
    visit: Visit, one: Subscription, places: Sequence[Destination], *, is_discreet: bool
) -> Keyboard:
    texts, rule = visit.texts, one.rule_id
    discreet = texts.rules.label_show_words if is_discreet else texts.rules.label_hide_words
    rows: list[tuple[Button, ...]] = [
        (
            button(texts.label_latest, Verb.LATEST, rule),
            button(texts.rules.label_edit, Verb.EDIT_RULE, rule),
            button(texts.rules.label_rhythm, Verb.DIGEST, rule, 0),
        ),
        (
            button(texts.rules.label_share, Verb.SHARE, rule),
            button(texts.rules.label_feed, Verb.FEED, rule),
            button(discreet, Verb.DISCREET, rule),
        ),
    ]
    others = [place for place in places if place.id != one.destination_id]
    rows += [
        (button(_to(visit, place), Verb.SEND_TO, rule, place.id),)
        for place in others[:A_PAGE]
        if visit.is_private
    ]
    rows.append(
        (
            button(texts.rules.label_back, Verb.RULES, 0),
            button(texts.label_unfollow, Verb.UNFOLLOW, rule),
        )
    )
    return tuple(rows)


def _to(visit: Visit, place: Destination) -> str:
    here, texts = visit.destination, visit.texts.rules
    if here is not None and place.id == here.id:
        return texts.label_to_here
    return texts.label_to.format(place=_named(place))


async def press_send_to(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Let a rule tell another place of this chat's, such as its channel."""
    found = await _of_rule(visit, numbers)
    if found is None or visit.subscriber is None or len(numbers) < 2:  # noqa: PLR2004 - rule, place
        return Reply(toast=visit.texts.old_button)
    try:
        moved = await whereabouts.redirect(visit.desk, visit.subscriber, found, numbers[1])
    except NotFound:
        return Reply(toast=visit.texts.old_button)
    return await card(visit, moved)


async def press_discreet(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Hide the words of an own rule from the operator's admins, or show them again."""
    found = await _of_rule(visit, numbers)
    if found is None or visit.subscriber is None:
        return Reply(toast=visit.texts.old_button)
    try:
        await ownrules.toggle_discreet(visit.desk, visit.subscriber, found.rule_id)
    except NotFound:
        return Reply(toast=visit.texts.rules.not_yours)
    return await card(visit, found)


async def _of_rule(visit: Visit, numbers: tuple[int, ...]) -> Subscription | None:
    here, elsewhere = await followed(visit)
    wanted = numbers[0] if numbers else 0
    return next((one for one in [*here, *elsewhere] if one.rule_id == wanted), None)
