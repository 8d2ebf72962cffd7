"""Own what a rule gives to others: a link that lets them follow it, and a private feed of it."""

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers import choosing
from newsbot.bot.handlers.listing import followed, named
from newsbot.bot.handlers.wording import name_of
from newsbot.bot.markup import Html, code, fill, join
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.rule import Rule
from newsbot.domain.subscriber import Subscription
from newsbot.services import admission, ownrules
from newsbot.services.admission import Purpose

ASK, MAKE, END, SURELY = 0, 1, 2, 3
"""What a button carries behind the rule: show what can be done, make an address, ask before it is
closed, close it."""

FORMS = ("rss", "atom", "json")


async def share(visit: Visit, argument: str) -> Reply:
    """Make a link by which others follow a rule, or ask which rule."""
    found = await _chosen(visit, argument)
    if isinstance(found, Subscription):
        return await _share(visit, found, ASK)
    return found or await choosing.ask(visit, choosing.SHARE)


async def feed(visit: Visit, argument: str) -> Reply:
    """Show the feed of a rule, or ask which rule."""
    found = await _chosen(visit, argument)
    if isinstance(found, Subscription):
        return await _feed(visit, found, ASK)
    return found or await choosing.ask(visit, choosing.FEED)


async def _chosen(visit: Visit, argument: str) -> Subscription | Reply | None:
    """Return the rule that is meant, what to say when there is none, None to ask."""
    here, elsewhere = await followed(visit)
    mine = [*here, *elsewhere]
    if not mine:
        return Reply(text=Html(visit.texts.rules_none))
    if not argument:
        return None
    found = named(argument, mine)
    return found or Reply(text=fill(visit.texts.not_followed, id=argument))


async def press_share(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Share the rule of the button, or end that."""
    found = await _of_rule(visit, numbers)
    if found is None:
        return Reply(toast=visit.texts.old_button)
    return await _share(visit, found, (*numbers, ASK)[1])


async def press_feed(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Show, make or close the private feed of the button's rule."""
    found = await _of_rule(visit, numbers)
    if found is None:
        return Reply(toast=visit.texts.old_button)
    return await _feed(visit, found, (*numbers, ASK)[1])


async def _of_rule(visit: Visit, numbers: tuple[int, ...]) -> Subscription | None:
    here, elsewhere = await followed(visit)
    wanted = numbers[0] if numbers else 0
    return next((one for one in [*here, *elsewhere] if one.rule_id == wanted), None)


async def _share(visit: Visit, one: Subscription, action: int) -> Reply:
    texts, rule = visit.texts.rules, await _own(visit, one)
    if rule is None:
        return Reply(text=Html(texts.not_yours))
    name = name_of(rule.name)
    if action == END:
        return _sure(visit, fill(texts.share_end_ask, name=name), Verb.SHARE, rule.id)
    if action == SURELY:
        await admission.end_codes(visit.desk, Purpose.SHARE, rule.id)
        return Reply(text=fill(texts.share_ended, name=name))
    made = await admission.issue(visit.desk, Purpose.SHARE, subject=rule.id, uses=None)
    text = fill(
        texts.share_link,
        name=name,
        link=Html(visit.link(made)),
        group=Html(visit.link(made, group=True)),
    )
    return Reply(text=text, buttons=((button(texts.label_unshare, Verb.SHARE, rule.id, END),),))


def _sure(visit: Visit, question: Html, verb: Verb, rule_id: int) -> Reply:
    """Ask before something ends that others may hold the address of."""
    texts = visit.texts
    label = texts.rules.label_unshare if verb is Verb.SHARE else texts.rules.label_close_feed
    choice = (
        button(label, verb, rule_id, SURELY),
        button(texts.label_cancel, Verb.CANCEL),
    )
    return Reply(text=question, buttons=(choice,))


async def _own(visit: Visit, one: Subscription) -> Rule | None:
    """Return the rule when it is this chat's own."""
    rule = await ownrules.rule_of(visit.desk, one)
    own = visit.subscriber is not None and rule is not None
    return rule if own and rule.owner_id == visit.subscriber.id else None  # type: ignore[union-attr]  # own says so


async def _feed(visit: Visit, one: Subscription, action: int) -> Reply:
    texts, rule = visit.texts.rules, await ownrules.rule_of(visit.desk, one)
    if rule is not None and rule.public:
        return Reply(
            text=join([fill(texts.feed_public, name=name_of(rule.name)), *_urls(visit, one)])
        )
    if await _own(visit, one) is None:
        return Reply(text=Html(texts.not_yours))
    name = name_of(one.rule_name)
    again = button(texts.label_new_feed, Verb.FEED, one.rule_id, MAKE)
    close = button(texts.label_close_feed, Verb.FEED, one.rule_id, END)
    if action == END:
        return _sure(visit, fill(texts.feed_close_ask, name=name), Verb.FEED, one.rule_id)
    if action == SURELY:
        await ownrules.close_feed(visit.desk, one.rule_id)
        return Reply(text=fill(texts.feed_closed, name=name))
    if action != MAKE and await ownrules.has_feed(visit.desk, one.rule_id):
        return Reply(text=fill(texts.feed_known, name=name), buttons=((again, close),))
    token = await ownrules.open_feed(visit.desk, one.rule_id)
    text = join([fill(texts.feed_made, name=name), *_urls(visit, one, f"?token={token}")])
    return Reply(text=text, buttons=((again, close),))


def _urls(visit: Visit, one: Subscription, ending: str = "") -> list[Html]:
    """Return the addresses of a rule's feed, in code font: a link would be opened, not copied."""
    base = f"{visit.house.site_url}/feeds/rule/{one.rule_id}"
    return [code(f"{base}.{form}{ending}") for form in FORMS]
