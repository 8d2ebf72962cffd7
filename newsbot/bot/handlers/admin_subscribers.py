"""Own the subscribers as the house's admins see them: state and places, never their queries."""

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.admin_sections import (
    A_PAGE,
    BAN,
    LIST_UNITS,
    NAME_SHOWN,
    PAUSE,
    RESUME,
    SHOW,
    SUBSCRIBERS,
    UNBAN,
    back,
    rows_of,
)
from newsbot.bot.handlers.wording import fitting_lines, moment
from newsbot.bot.markup import bold, code, fill, join, shorten
from newsbot.bot.pages import page_of, turns
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.subscriber import Subscriber
from newsbot.errors import NotFound
from newsbot.services import admission, chats
from newsbot.services import subscribers as subscriber_service


async def list_subscribers(visit: Visit, number: int) -> Reply:
    """List who is served, by pages."""
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
        buttons=(*rows_of(numbered), *turns(page, Verb.ADMIN, SUBSCRIBERS), *back(visit)),
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
    return Reply(text=text, buttons=(row, *back(visit, SUBSCRIBERS)))
