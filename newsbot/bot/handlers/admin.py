"""Own what the house's admins do from their private chat: look, pause, ban, invite, broadcast.

Nobody else gets here: the table of handlers says so, and `dispatch` asks each time (G11).
"""

from collections import Counter
from datetime import timedelta

from newsbot.bot.buttons import Verb, button, fingerprint
from newsbot.bot.handlers.previewing import quoted
from newsbot.bot.handlers.wording import fitting_lines, moment
from newsbot.bot.markup import Html, bold, code, fill, join, link, shorten
from newsbot.bot.pages import page_of, turns
from newsbot.bot.replies import Keyboard, Letters, Reply
from newsbot.bot.requests import CHANNEL, Press
from newsbot.bot.visits import Access, Visit
from newsbot.domain.message import Button
from newsbot.domain.source import Source, troubles
from newsbot.domain.subscriber import Subscriber
from newsbot.errors import NotFound
from newsbot.services import admission, chats, ledger, sources
from newsbot.services import subscribers as subscriber_service
from newsbot.services.admission import Purpose
from newsbot.services.chats import Place

MENU, SOURCES, SUBSCRIBERS, HEALTH, INVITE, BROADCAST = range(6)
"""What a button of the menu carries; the numbers stand in old messages for ever."""

SHOW, PAUSE, RESUME, BAN, UNBAN = range(5)
A_PAGE = 10
IN_A_ROW = 5
NAME_SHOWN = 50
TROUBLE_SHOWN = 160
LIST_UNITS = 3_000
LONGEST_BROADCAST = 3_000
LOOKED_BACK = timedelta(days=7)


async def admin(visit: Visit, argument: str) -> Reply:
    """Show the menu of the house; `broadcast TEXT` shows what would be sent, and to how many."""
    word, _, rest = argument.partition(" ")
    if word == "broadcast" and rest.strip():
        return await _ask_broadcast(visit, rest.strip())
    sections = {"sources": SOURCES, "subscribers": SUBSCRIBERS, "health": HEALTH, "invite": INVITE}
    return await _section(visit, sections.get(word, BROADCAST if word else MENU), 0)


async def press_admin(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Open a section of the menu, or turn its page."""
    section, page = (*numbers, 0, 0)[:2]
    return await _section(visit, section, page)


async def _section(visit: Visit, section: int, page: int) -> Reply:
    match section:
        case 1:
            return await _sources(visit, page)
        case 2:
            return await _subscribers(visit, page)
        case 3:
            return await _health(visit)
        case 4:
            return await _invite(visit)
        case 5:
            return _with_back(visit, Reply(text=Html(visit.texts.admin.broadcast_how)))
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


def _back(visit: Visit, section: int = MENU) -> Keyboard:
    return ((button(visit.texts.rules.label_back, Verb.ADMIN, section),),)


def _with_back(visit: Visit, reply: Reply) -> Reply:
    return Reply(text=reply.text, buttons=(*reply.buttons, *_back(visit)))


async def _sources(visit: Visit, number: int) -> Reply:
    """List the sources, those in trouble first, with what is wrong."""
    texts = visit.texts.admin
    every = sorted(await sources.list_all(visit.desk), key=lambda one: (_is_well(one), one.name))
    page = page_of(every, number, A_PAGE)
    counts = Counter(one.state for one in every)
    lines = [
        fill(
            texts.source_line,
            id=one.id,
            name=bold(shorten(one.title or one.name, NAME_SHOWN)),
            trouble=shorten(_trouble(one), TROUBLE_SHOWN) or "✓",
        )
        for one in page.items
    ]
    states = ", ".join(f"{state}: {count}" for state, count in counts.items())
    head = fill(texts.sources_head, count=len(every), states=states)
    numbered = [button(str(one.id), Verb.ADMIN_SOURCE, one.id, SHOW) for one in page.items]
    return Reply(
        text=join([head, *fitting_lines(lines, LIST_UNITS)]),
        buttons=(*_rows(numbered), *turns(page, Verb.ADMIN, SOURCES), *_back(visit)),
    )


def _rows(numbered: list[Button]) -> Keyboard:
    return tuple(tuple(numbered[at : at + IN_A_ROW]) for at in range(0, len(numbered), IN_A_ROW))


def _is_well(one: Source) -> bool:
    return one.state == "active" and not troubles(one)


def _trouble(one: Source) -> str:
    said = [one.reason or one.state] if one.state != "active" else []
    return "; ".join([*said, *(notice.message for notice in troubles(one))])


async def press_source(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Show one source, pause it or let it be read again."""
    texts, (source_id, action) = visit.texts.admin, (*numbers, 0, SHOW)[:2]
    try:
        one = await sources.get(visit.desk, str(source_id))
        if action in {PAUSE, RESUME}:
            one = await sources.pause(visit.desk, one.name, resume=action == RESUME)
    except NotFound:
        return Reply(toast=visit.texts.old_button)
    never = "-"
    text = fill(
        texts.source_card,
        id=one.id,
        name=link(shorten(one.title or one.name, NAME_SHOWN), one.homepage),
        url=code(one.url),
        state=one.state,
        last=never if one.last_success_at is None else moment(visit, one.last_success_at),
        trouble=_trouble(one) or never,
    )
    is_paused = one.state != "active"
    label = texts.label_resume if is_paused else texts.label_pause
    act = button(label, Verb.ADMIN_SOURCE, one.id, RESUME if is_paused else PAUSE)
    return Reply(text=text, buttons=((act,), *_back(visit, SOURCES)))


async def _subscribers(visit: Visit, number: int) -> Reply:
    texts = visit.texts.admin
    every = await subscriber_service.list_all(visit.desk)
    page = page_of(every, number, A_PAGE)
    lines = [
        fill(
            texts.subscriber_line,
            id=one.id,
            name=bold(shorten(one.name, NAME_SHOWN) or "?"),
            state=one.state,
        )
        for one in page.items
    ]
    numbered = [button(str(one.id), Verb.ADMIN_SUBSCRIBER, one.id, SHOW) for one in page.items]
    head = fill(texts.subscribers_head, count=len(every))
    return Reply(
        text=join([head, *fitting_lines(lines, LIST_UNITS)]),
        buttons=(*_rows(numbered), *turns(page, Verb.ADMIN, SUBSCRIBERS), *_back(visit)),
    )


async def press_subscriber(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Show one subscriber; pause it, ban it, or undo either."""
    subscriber_id, action = (*numbers, 0, SHOW)[:2]
    if action == BAN and visit.subscriber is not None and visit.subscriber.id == subscriber_id:
        return Reply(toast=visit.texts.admin.not_yourself)
    try:
        await _act(visit, subscriber_id, action)
        one = await subscriber_service.get(visit.desk, subscriber_id)
    except NotFound:
        return Reply(toast=visit.texts.old_button)
    return await _subscriber_card(visit, one)


async def _act(visit: Visit, subscriber_id: int, action: int) -> None:
    match action:
        case 1 | 2:
            is_resumed = action == RESUME
            await subscriber_service.pause(visit.desk, subscriber_id, resume=is_resumed)
        case 3:
            await admission.ban(visit.desk, subscriber_id)
        case 4:
            await admission.unban(visit.desk, subscriber_id)


async def _subscriber_card(visit: Visit, one: Subscriber) -> Reply:
    """Show what an admin may know: places, state and how many rules; not what they look for."""
    texts = visit.texts.admin
    followed = await chats.following(visit.desk, one)
    is_banned = await admission.is_banned(
        visit.desk,
        [f"{place.channel}:{place.address.partition('/')[0]}" for place in one.destinations],
    )
    text = fill(
        texts.subscriber_card,
        id=one.id,
        name=shorten(one.name, NAME_SHOWN) or "?",
        state=texts.banned if is_banned else one.state,
        since=moment(visit, one.created_at),
        rules=len(followed),
        places=join(
            (
                fill("{place} ({state})", place=code(place.spelled), state=place.state)
                for place in one.destinations[:A_PAGE]
            ),
            ", ",
        ),
    )
    is_paused = one.state != "active"
    pause = (texts.label_resume, RESUME) if is_paused else (texts.label_pause, PAUSE)
    ban = (texts.label_unban, UNBAN) if is_banned else (texts.label_ban, BAN)
    chosen = [ban] if is_banned else [pause, ban]
    row = tuple(button(label, Verb.ADMIN_SUBSCRIBER, one.id, action) for label, action in chosen)
    return Reply(text=text, buttons=(row, *_back(visit, SUBSCRIBERS)))


async def _health(visit: Visit) -> Reply:
    """Say how news come in and go out."""
    texts = visit.texts.admin
    every = await sources.list_all(visit.desk)
    told = await ledger.reconcile(visit.desk, LOOKED_BACK)
    troubled = [one for one in every if not _is_well(one)]
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
    return _with_back(visit, Reply(text=text))


async def _invite(visit: Visit) -> Reply:
    """Make a link that lets one chat in."""
    texts = visit.texts.admin
    if visit.house.access is Access.CLOSED:
        return _with_back(visit, Reply(text=Html(texts.invite_closed)))
    made = await admission.issue(visit.desk, Purpose.INVITE)
    text = fill(
        texts.invite_link,
        link=Html(visit.link(made)),
        group=Html(visit.link(made, group=True)),
    )
    return _with_back(visit, Reply(text=text))


async def _places(visit: Visit) -> list[Place]:
    """Return the chats that are served now, each once."""
    found = [
        Place(channel=CHANNEL, chat=place.address.partition("/")[0])
        for one in await subscriber_service.list_all(visit.desk)
        if one.state == "active"
        for place in one.destinations
        if place.channel == CHANNEL and place.state == "active" and not place.is_channel
    ]
    return list(dict.fromkeys(found))


async def _ask_broadcast(visit: Visit, text: str) -> Reply:
    texts = visit.texts.admin
    if len(text) > LONGEST_BROADCAST:
        return Reply(text=fill(texts.broadcast_long, limit=LONGEST_BROADCAST))
    to = len(await _places(visit))
    asked = fill(texts.broadcast_ask, count=to, text=code(text))
    choice = (
        button(texts.label_send, Verb.BROADCAST, fingerprint(text)),
        button(visit.texts.label_cancel, Verb.CANCEL),
    )
    return Reply(text=asked, buttons=(choice,))


async def press_broadcast(visit: Visit, press: Press, numbers: tuple[int, ...]) -> Reply:
    """Send what the message above the button shows to every chat that is served."""
    texts, text = visit.texts.admin, quoted(press, (0,))
    if not text or numbers != (fingerprint(text),):
        return Reply(toast=visit.texts.old_button)
    places = await _places(visit)
    await admission.note_broadcast(visit.desk, len(places))

    def report(sent: int, failed: int) -> Html:
        return fill(texts.broadcast_done, sent=sent, failed=failed)

    return Reply(
        text=fill(texts.broadcast_begun, count=len(places)),
        letters=Letters(places=tuple(places), text=text, report=report),
    )
