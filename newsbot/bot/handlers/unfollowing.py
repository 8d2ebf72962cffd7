"""Own the end of a rule, and its coming back as it was."""

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers import choosing
from newsbot.bot.handlers.listing import followed, named
from newsbot.bot.handlers.wording import name_of, query_of
from newsbot.bot.markup import bold, fill
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.errors import NotFound
from newsbot.services import chats


async def unfollow(visit: Visit, argument: str) -> Reply:
    """Stop following the rule with this number or name, or ask which one."""
    here, elsewhere = await followed(visit)
    if not argument or not [*here, *elsewhere]:
        return await choosing.ask(visit, choosing.UNFOLLOW)
    found = named(argument, [*here, *elsewhere])
    if found is None:
        return Reply(text=fill(visit.texts.not_followed, id=argument))
    return await _unfollow(visit, found.rule_id)


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
        buttons=((button(texts.label_follow_again, Verb.FOLLOW_AGAIN, ended.id),),),
    )


async def press_follow_again(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Follow once more what was ended, as it was."""
    texts = visit.texts
    if visit.subscriber is None or not numbers:
        return Reply(toast=texts.old_button)
    try:
        back = await chats.follow_again(visit.desk, visit.subscriber, numbers[0])
    except NotFound:
        return Reply(toast=texts.old_button)
    unfollow = button(texts.label_unfollow, Verb.UNFOLLOW, back.rule_id)
    text = fill(texts.followed, name=name_of(back.rule_name), id=back.rule_id)
    return Reply(text=text, buttons=((unfollow,),))
