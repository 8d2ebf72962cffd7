"""Own the answers that change the chat itself: pause, resume, forget."""

from newsbot.bot.buttons import Verb, button
from newsbot.bot.markup import Html
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.services import chats, subscribers


async def pause(visit: Visit, _argument: str) -> Reply:
    """Stop alerts; rules stay."""
    if visit.subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    await subscribers.pause(visit.desk, visit.subscriber.id)
    return Reply(
        text=Html(visit.texts.paused),
        buttons=((button(visit.texts.label_resume, Verb.RESUME),),),
    )


async def resume(visit: Visit, _argument: str) -> Reply:
    """Begin alerts again."""
    if visit.subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    await subscribers.pause(visit.desk, visit.subscriber.id, resume=True)
    return Reply(text=Html(visit.texts.resumed))


async def press_resume(visit: Visit, _press: Press, _numbers: tuple[int, ...]) -> Reply:
    """Begin alerts again."""
    return await resume(visit, "")


async def forget(visit: Visit, _argument: str) -> Reply:
    """Ask before everything is erased."""
    texts = visit.texts
    if visit.subscriber is None:
        return Reply(text=Html(texts.nothing_yet), forgets=True)
    return Reply(
        text=Html(texts.forget_ask),
        buttons=((button(texts.label_erase, Verb.ERASE), button(texts.label_cancel, Verb.CANCEL)),),
    )


async def press_erase(visit: Visit, _press: Press, _numbers: tuple[int, ...]) -> Reply:
    """Erase the chat's number, rules and queue (G17)."""
    if visit.subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet), forgets=True)
    await chats.erase(visit.desk, visit.subscriber)
    return Reply(text=Html(visit.texts.forgotten), forgets=True)
