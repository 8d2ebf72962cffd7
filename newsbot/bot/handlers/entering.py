"""Own the answers at the door: who may come in, and what a code opens.

A code comes with /start from a deep link, or is posted into a channel by its admins.
"""

from newsbot.bot.handlers.following import followed_reply
from newsbot.bot.handlers.greeting import welcome
from newsbot.bot.handlers.wording import name_of
from newsbot.bot.markup import Html, code, fill, join
from newsbot.bot.replies import Reply
from newsbot.bot.requests import CHANNEL
from newsbot.bot.texts import texts_of
from newsbot.bot.visits import Access, Visit
from newsbot.errors import Conflict, NotFound
from newsbot.services import admission, chats, whereabouts
from newsbot.services import subscribers as subscriber_service
from newsbot.services.admission import Code, Purpose
from newsbot.services.chats import Place, TooManyRules


async def start(visit: Visit, argument: str) -> Reply:
    """Say what this is and offer topics; with a code, do what it is for."""
    shown = await admission.look_at(visit.desk, argument)
    match None if shown is None else Purpose(shown.purpose):
        case Purpose.ADMIN:
            assert shown is not None
            return await _bind(visit, shown)
        case Purpose.SHARE:
            assert shown is not None
            return await _take_shared(visit, shown)
        case _ if visit.subscriber is not None or await may_enter(visit):
            return await welcome(visit)
        case Purpose.INVITE:
            assert shown is not None
            return await _invited(visit, shown)
        case _:
            return refused(visit, code_given=bool(argument))


async def may_enter(visit: Visit) -> bool:
    """Say whether a chat that is not served yet may begin without a code."""
    if visit.house.access is Access.OPEN or visit.is_house_admin:
        return True
    if visit.house.access is Access.CLOSED or not visit.origin.is_group:
        return False
    own = Place(channel=CHANNEL, chat=str(visit.origin.person.id))
    return await chats.find(visit.desk, own) is not None  # who is served may bring a group


def refused(visit: Visit, *, code_given: bool = False) -> Reply:
    """Say why a stranger is not served."""
    texts = visit.texts.house
    if visit.house.access is Access.CLOSED:
        return Reply(text=Html(texts.closed))
    return Reply(text=join([texts.code_bad if code_given else "", texts.by_invitation]))


async def _invited(visit: Visit, shown: Code) -> Reply:
    if visit.house.access is Access.CLOSED or not await admission.spend(visit.desk, shown):
        return refused(visit, code_given=True)
    return await welcome(visit)


async def _bind(visit: Visit, shown: Code) -> Reply:
    """Make the person an admin of the house, for ever known by its number."""
    texts = visit.texts.house
    if not visit.is_private:
        return Reply(text=Html(texts.admin_in_private))
    person = visit.origin.place.spelled
    if not await admission.become_admin(visit.desk, shown, person):
        return refused(visit, code_given=True)
    done = await welcome(visit)
    text = join([texts.admin_bound, done.text], "\n\n")
    return Reply(text=text, buttons=done.buttons, shows_admin_menu=True)


async def _take_shared(visit: Visit, shown: Code) -> Reply:
    """Follow the rule that somebody shared."""
    if visit.subscriber is None and not await may_enter(visit):
        return refused(visit)
    try:
        done = await chats.follow_shared(
            visit.desk,
            visit.origin.place,
            shown.subject or 0,
            limit=visit.house.rule_limit,
            chat_name=visit.origin.chat_name,
            language=visit.language,
        )
    except TooManyRules as full:
        return Reply(text=Html(visit.texts.counted(visit.texts.too_many, full.limit)))
    except NotFound:
        return Reply(text=Html(visit.texts.house.share_gone))
    return await followed_reply(visit, done, done.subscription.query)


async def ask_channel(visit: Visit, _argument: str) -> Reply:
    """Give the code by which a channel is linked to this private chat."""
    texts = visit.texts.house
    if not visit.is_private:
        return Reply(text=Html(texts.channel_in_private))
    if visit.subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    made = await admission.issue(visit.desk, Purpose.CHANNEL, subject=visit.subscriber.id)
    return Reply(text=fill(texts.channel_how, command=code(f"/link {made}")))


async def link_channel(visit: Visit, argument: str) -> Reply:
    """Link the channel in which the code was posted; the answer goes to whoever asked for it."""
    shown = await admission.look_at(visit.desk, argument)
    if shown is None or shown.purpose != Purpose.CHANNEL or shown.subject is None:
        return Reply()
    owner = await subscriber_service.get(visit.desk, shown.subject)
    to = Place(channel=CHANNEL, chat=owner.destinations[0].address)
    texts = texts_of(owner.language)
    if not await admission.spend(visit.desk, shown):
        return Reply()
    name = name_of(visit.origin.chat_name)
    try:
        await whereabouts.link_channel(
            visit.desk, visit.origin.place, owner.id, visit.origin.chat_name
        )
    except Conflict:
        return Reply(text=fill(texts.house.channel_taken, name=name), to=to)
    return Reply(text=fill(texts.house.channel_linked, name=name), to=to)
