"""Own the menu of the house's admins, the health of the house, and invitations.

Nobody else gets here: the table of handlers says so, and `dispatch` asks each time (G11).
"""

from datetime import timedelta

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers import broadcasting
from newsbot.bot.handlers.admin_sections import (
    BROADCAST,
    HEALTH,
    INVITE,
    MENU,
    SOURCES,
    SUBSCRIBERS,
    with_back,
)
from newsbot.bot.handlers.admin_sources import is_well, list_sources
from newsbot.bot.handlers.admin_subscribers import list_subscribers
from newsbot.bot.handlers.wording import moment
from newsbot.bot.markup import Html, fill
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Access, Visit
from newsbot.services import admission, ledger, sources
from newsbot.services.admission import Purpose

LOOKED_BACK = timedelta(days=7)


async def admin(visit: Visit, argument: str) -> Reply:
    """Show the menu of the house; `broadcast TEXT` shows what would be sent, and to how many."""
    word, _, rest = argument.partition(" ")
    if word == "broadcast" and rest.strip():
        return await broadcasting.ask(visit, rest.strip())
    sections = {"sources": SOURCES, "subscribers": SUBSCRIBERS, "health": HEALTH, "invite": INVITE}
    return await _section(visit, sections.get(word, BROADCAST if word else MENU), 0)


async def press_admin(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Open a section of the menu, or turn its page."""
    section, page = (*numbers, 0, 0)[:2]
    return await _section(visit, section, page)


async def _section(visit: Visit, section: int, page: int) -> Reply:
    match section:
        case 1:
            return await list_sources(visit, page)
        case 2:
            return await list_subscribers(visit, page)
        case 3:
            return await _health(visit)
        case 4:
            return await _invite(visit)
        case 5:
            return with_back(visit, Reply(text=Html(visit.texts.admin.broadcast_how)))
        case _:
            return _menu(visit)


def _menu(visit: Visit) -> Reply:
    texts = visit.texts.admin
    rows = (
        (
            button(texts.label_sources, Verb.ADMIN, SOURCES),
            button(texts.label_subscribers, Verb.ADMIN, SUBSCRIBERS),
        ),
        (
            button(texts.label_health, Verb.ADMIN, HEALTH),
            button(texts.label_invite, Verb.ADMIN, INVITE),
        ),
        (button(texts.label_broadcast, Verb.ADMIN, BROADCAST),),
    )
    return Reply(text=Html(texts.menu), buttons=rows)


async def _health(visit: Visit) -> Reply:
    """Say how news come in and go out."""
    texts = visit.texts.admin
    every = await sources.list_all(visit.desk)
    told = await ledger.reconcile(visit.desk, LOOKED_BACK)
    troubled = [one for one in every if not is_well(one)]
    read = [one.last_success_at for one in every if one.last_success_at is not None]
    states = ", ".join(f"{state}: {count}" for state, count in told.by_state.items() if count)
    text = fill(
        texts.health,
        sources=len(every),
        troubled=len(troubled),
        read=moment(visit, max(read)) if read else "-",
        alerts=told.matched,
        states=states or "-",
        lost=len(told.unaccounted),
    )
    return with_back(visit, Reply(text=text))


async def _invite(visit: Visit) -> Reply:
    """Make a link that lets one chat in."""
    texts = visit.texts.admin
    if visit.house.access is Access.CLOSED:
        return with_back(visit, Reply(text=Html(texts.invite_closed)))
    made = await admission.issue(visit.desk, Purpose.INVITE)
    text = fill(
        texts.invite_link,
        link=Html(visit.link(made)),
        group=Html(visit.link(made, group=True)),
    )
    return with_back(visit, Reply(text=text))
