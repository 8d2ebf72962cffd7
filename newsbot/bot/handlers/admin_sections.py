"""Own what the sections of the administration share: their numbers, the way back, rows of ids."""

from newsbot.bot.buttons import Verb, button
from newsbot.bot.replies import Keyboard, Reply
from newsbot.bot.visits import Visit
from newsbot.domain.message import Button

MENU, SOURCES, SUBSCRIBERS, HEALTH, INVITE, BROADCAST = range(6)
"""What a button of the menu carries; the numbers stand in old messages for ever."""

SHOW, PAUSE, RESUME, BAN, UNBAN = range(5)
"""What a button of one source or subscriber carries behind its id, likewise."""

A_PAGE = 10
IN_A_ROW = 5
NAME_SHOWN = 50
LIST_UNITS = 3_000


def back(visit: Visit, section: int = MENU) -> Keyboard:
    """Return the row that leads back to a section."""
    return ((button(visit.texts.rules.label_back, Verb.ADMIN, section),),)


def with_back(visit: Visit, reply: Reply) -> Reply:
    """Return a reply with the way back to the menu below it."""
    return Reply(text=reply.text, buttons=(*reply.buttons, *back(visit)))


def rows_of(numbered: list[Button]) -> Keyboard:
    """Return buttons that bear ids, a few in a row."""
    return tuple(tuple(numbered[at : at + IN_A_ROW]) for at in range(0, len(numbered), IN_A_ROW))
