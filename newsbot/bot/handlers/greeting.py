"""Own the answers that introduce the bot: start, help, the number of the chat."""

from newsbot.bot.buttons import Verb, button, fingerprint
from newsbot.bot.markup import Html, fill, join
from newsbot.bot.replies import Keyboard, Reply
from newsbot.bot.visits import Visit
from newsbot.services import chats


async def welcome(visit: Visit) -> Reply:
    """Say what this is, offer topics; a chat that was gone receives again.

    A stranger is answered in the language of its phone from now on; a known chat keeps its own,
    which it may have chosen by /language.
    """
    texts, origin = visit.texts, visit.origin
    was_gone = visit.destination is not None and visit.destination.state != "active"
    subscriber = await chats.begin(
        visit.desk,
        origin.place,
        name=origin.chat_name,
        language=visit.language if visit.subscriber is None else "",
    )
    welcome = texts.start_group if origin.is_group else texts.start
    notes = [
        texts.back_again if was_gone else "",
        texts.still_paused if subscriber.state == "paused" else "",
    ]
    return Reply(text=join([*notes, welcome], "\n\n"), buttons=topic_buttons(visit))


async def start_unasked(visit: Visit, _argument: str) -> Reply:
    """Say what this is to somebody who may not change anything here."""
    return Reply(text=join([visit.texts.start_group, visit.texts.help_group], "\n\n"))


def topic_buttons(visit: Visit) -> Keyboard:
    """Offer the starter topics side by side."""
    topics = visit.house.topics
    offered = [
        button(topic.name, Verb.TOPIC, number, fingerprint(topic.query))
        for number, topic in enumerate(topics)
    ]
    return tuple(tuple(offered[at : at + 2]) for at in range(0, len(offered), 2))


async def show_help(visit: Visit, _argument: str) -> Reply:
    """List what the bot understands."""
    group = visit.texts.help_group if visit.origin.is_group else ""
    return Reply(text=join([visit.texts.help, group], "\n\n"))


async def show_address(visit: Visit, _argument: str) -> Reply:
    """Tell the chat's own address, as the settings want it."""
    return Reply(text=fill(visit.texts.address, address=visit.origin.place.address))


async def cancel(visit: Visit, _argument: str) -> Reply:
    """Answer somebody who wants out: nothing is ever half done here."""
    return Reply(text=Html(visit.texts.nothing_to_cancel))
