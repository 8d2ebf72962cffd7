"""Own the change of a rule: what another query would tell, its saving, and its undoing.

Both queries stand in code font in the message; a button points to one of them.
"""

from collections.abc import Sequence

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers import choosing
from newsbot.bot.handlers.listing import followed, named
from newsbot.bot.handlers.previewing import quoted, refused
from newsbot.bot.handlers.under_alerts import subject_of
from newsbot.bot.handlers.wording import name_of, query_of, room_left, stories
from newsbot.bot.markup import Html, bold, code, fill, join, shorten
from newsbot.bot.replies import Reply, column
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.subscriber import Subscription
from newsbot.errors import NotFound
from newsbot.services import briefs, exclusions, ownrules
from newsbot.services.backtests import Backtest
from newsbot.services.exclusions import Exclusion
from newsbot.services.queries import RefusedQuery
from newsbot.services.rules import Hit

OLD, NEW = 0, 1
"""The places in code font of the query as it is and of the one that would take its place."""

STORIES_SHOWN = 3
NAME_SHOWN = 60


async def edit(visit: Visit, argument: str) -> Reply:
    """Show what a rule would tell with another query, or ask which rule and how."""
    here, elsewhere = await followed(visit)
    mine = [*here, *elsewhere]
    if not mine:
        return Reply(text=Html(visit.texts.rules_none))
    if not argument:
        return await choosing.ask(visit, choosing.EDIT)
    wanted, _, query = argument.partition(" ")
    found = named(wanted, mine) or named(argument, mine)
    if found is None:
        return Reply(text=fill(visit.texts.rules.edit_bad, given=code(argument)))
    if not query.strip() or named(wanted, mine) is None:
        return _how(visit, found)
    return await _compared(visit, found, query.strip())


def _how(visit: Visit, one: Subscription) -> Reply:
    """Give the command to be copied and changed."""
    command = code(f"/edit {one.rule_id} {one.query}")
    return Reply(text=fill(visit.texts.rules.edit_how, command=command))


async def press_edit_rule(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Say how the rule of the button is changed."""
    found = await _of_rule(visit, numbers)
    return Reply(toast=visit.texts.old_button) if found is None else _how(visit, found)


async def press_edit(visit: Visit, press: Press, numbers: tuple[int, ...]) -> Reply:
    """Give the query of a preview to be copied and changed."""
    query = quoted(press, numbers)
    if not query:
        return Reply(toast=visit.texts.old_button)
    text = fill(visit.texts.rules.edit_preview, query=query_of(query))
    return Reply(text=text, stands_alone=True)


async def _of_rule(visit: Visit, numbers: tuple[int, ...]) -> Subscription | None:
    here, elsewhere = await followed(visit)
    wanted = numbers[0] if numbers else 0
    return next((one for one in [*here, *elsewhere] if one.rule_id == wanted), None)


async def _compared(visit: Visit, one: Subscription, query: str) -> Reply:
    """Tell what a change adds and drops, before anything is changed."""
    try:
        async with visit.house.forecasting:
            found = await ownrules.compare(visit.desk, one.rule_id, query)
    except RefusedQuery as refusal:
        return await refused(visit, query, refusal)
    texts = visit.texts.rules
    adds, drops = (_hits(found, change) for change in ("added", "dropped"))
    head = fill(texts.edit_compared, id=one.rule_id, old=code(one.query), new=query_of(query))
    counts = fill(texts.edit_counts, added=found.compared.added, dropped=found.compared.dropped)
    parts = [head, counts]
    for heading, hits in ((texts.edit_adds, adds), (texts.edit_drops, drops)):
        parts.append(_listed(visit, heading, hits, room_left(parts)))
    choice = (
        button(texts.label_save, Verb.SAVE, one.rule_id, NEW),
        button(visit.texts.label_cancel, Verb.CANCEL),
    )
    return Reply(text=join(parts, "\n\n"), buttons=(choice,))


def _hits(found: Backtest, change: str) -> tuple[Hit, ...]:
    shown = [one for one in found.shown if one.change == change][:STORIES_SHOWN]
    return tuple(Hit(article=one.article, evidence=one.evidence) for one in shown)


def _listed(visit: Visit, heading: str, hits: tuple[Hit, ...], room: int) -> Html:
    listed = stories(visit, hits, room - len(heading))
    return join([heading, listed]) if listed else Html()


async def press_save(visit: Visit, press: Press, numbers: tuple[int, ...]) -> Reply:
    """Let the rule look for the query that the button points to; the former one may come back."""
    found = await _of_rule(visit, numbers)
    query = quoted(press, numbers[1:])
    if found is None or not query or visit.subscriber is None:
        return Reply(toast=visit.texts.old_button)
    try:
        done = await ownrules.change(visit.desk, visit.subscriber, found, query)
    except RefusedQuery as refusal:
        return await refused(visit, query, refusal)
    except NotFound:
        return Reply(toast=visit.texts.old_button)
    rule_id = done.subscription.rule_id
    texts = visit.texts.rules
    text = fill(texts.edit_done, id=rule_id, new=code(query), old=code(done.before))
    buttons = (
        button(texts.label_undo, Verb.SAVE, rule_id, 1),
        button(visit.texts.label_latest, Verb.LATEST, rule_id),
    )
    return Reply(text=text, buttons=(buttons,))


async def fewer(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Offer words whose exclusion would have kept the alert's story away."""
    subject = await subject_of(visit, numbers)
    if subject is None:
        return Reply(toast=visit.texts.old_button)
    here, elsewhere = await followed(visit)
    mine = [one for one in [*here, *elsewhere] if one.rule_id in subject.rule_ids]
    if not mine:
        return Reply(toast=visit.texts.old_button)
    told = await briefs.brief(visit.desk, subject.story_id, visit.subscriber)
    evidence = [place for reason in told.reasons for place in reason.evidence]
    one = mine[0]
    async with visit.house.forecasting:
        offered = await exclusions.offers(visit.desk, one.query, told.headline, evidence)
    return _offered(visit, one, told.headline, offered)


def _offered(visit: Visit, one: Subscription, headline: str, offered: Sequence[Exclusion]) -> Reply:
    texts = visit.texts.rules
    told = bold(shorten(headline, NAME_SHOWN))
    if not offered:
        text = fill(texts.fewer_none, headline=told, rule=name_of(one.rule_name), id=one.rule_id)
        return Reply(text=text, stands_alone=True)
    parts = [fill(texts.fewer_head, headline=told, rule=bold(one.rule_name))]
    told_of = []
    for each in offered:
        line = fill(
            texts.fewer_offer,
            word=bold(each.word),
            dropped=each.dropped,
            total=each.dropped + each.kept,
            query=query_of(each.query),
        )
        if room_left([*parts, line]) < 0:
            break
        told_of.append(each)
        parts.append(join([line, stories(visit, each.examples, room_left([*parts, line]))]))
    choices = [
        button(texts.label_without.format(word=each.word), Verb.SAVE, one.rule_id, place)
        for place, each in enumerate(told_of)
    ]
    return Reply(
        text=join(parts, "\n\n"),
        buttons=(*column(choices), (button(visit.texts.label_cancel, Verb.CANCEL),)),
        stands_alone=True,
    )
