"""Own the word of an admin to every chat: it is shown first, sent once, and reported."""

from newsbot.bot.buttons import Verb, button, fingerprint
from newsbot.bot.handlers.previewing import quoted
from newsbot.bot.markup import Html, code, fill
from newsbot.bot.replies import Letters, Reply
from newsbot.bot.requests import CHANNEL, Press
from newsbot.bot.visits import Visit
from newsbot.services import admission
from newsbot.services import subscribers as subscriber_service
from newsbot.services.chats import Place

LONGEST = 3_000


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


async def ask(visit: Visit, text: str) -> Reply:
    """Show a text as it would be sent, and to how many chats."""
    texts = visit.texts.admin
    if len(text) > LONGEST:
        return Reply(text=fill(texts.broadcast_long, limit=LONGEST))
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
