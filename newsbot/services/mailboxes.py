"""Own the word of a mailbox's owner: confirmed opt-in, and the way out by one click (RFC 8058).

The links carry a keyed digest of the address and nothing else: who does not get the mail cannot
make one, and no log that keeps a path keeps an address. It writes no mail.
"""

import hmac
import re
from typing import Literal

from newsbot.db import Tx, alerts, facts, queues, subscribers
from newsbot.domain.subscriber import UNCONFIRMED, UNSUBSCRIBED, Destination, Subscriber
from newsbot.errors import Invalid, NotFound
from newsbot.services.desk import Desk

Purpose = Literal["confirm", "unsubscribe"]

CHANNEL = "email"
SECRET = "mail_secret"  # noqa: S105 - the name of a fact, not a secret
TOKEN = re.compile(r"[0-9a-f]{40}")
"""160 bits of SHA-256's answer: nobody guesses one."""


def path(secret: str, purpose: Purpose, address: str) -> str:
    """Return the path of the page on which the owner of a mailbox gives their word."""
    return f"/{purpose}/{_token(secret, purpose, address)}"


def _token(secret: str, purpose: Purpose, address: str) -> str:
    told = f"{purpose}\n{address}".encode()
    return hmac.digest(secret.encode(), told, "sha256").hex()[:40]


async def ask(tx: Tx, desk: Desk, place: Destination) -> None:
    """Pause a new mailbox and ask its owner by one mail whether they want more."""
    changes = {"state": "paused", "reason": UNCONFIRMED}
    await subscribers.edit_destination(tx, place.id, changes)
    now = desk.clock.now()
    await queues.put_notice(tx, place.id, f"confirm:{now:%Y-%m-%d}", now)


async def confirm_for(desk: Desk, subscriber_id: int) -> Subscriber:
    """Take an operator's word that the owners of a subscriber's mailboxes agree.

    Raises `NotFound`, and `Invalid` when none of them waits for it.
    """
    async with desk.db.transaction() as tx:
        found = await subscribers.find(tx, subscriber_id)
        if found is None:
            raise NotFound(f"there is no subscriber {subscriber_id}")
        waiting = [place for place in found.destinations if _can_agree(place)]
        if not waiting:
            raise Invalid(f"subscriber {subscriber_id} has no mailbox that waits to be confirmed")
        for place in waiting:
            await _agree(tx, desk, place)
        changed = await subscribers.find(tx, subscriber_id)
    assert changed is not None
    return changed


async def look_up(desk: Desk, purpose: Purpose, token: str) -> Destination | None:
    """Return the mailbox that a link is about, None for a link that is none of ours.

    Each mailbox is tried: ten thousand take 20 ms, and no index betrays an address.
    """
    if not TOKEN.fullmatch(token):
        return None
    async with desk.db.reading() as tx:
        secret = await facts.find(tx, SECRET)
        if not secret:
            return None
        for place in await subscribers.destinations_on(tx, CHANNEL):
            if hmac.compare_digest(_token(secret, purpose, place.address), token):
                return place
    return None


async def confirm(desk: Desk, token: str) -> bool:
    """Let mail come to the mailbox of a confirming link; False for a link that is none of ours."""
    place = await look_up(desk, "confirm", token)
    if place is None:
        return False
    if _can_agree(place):
        async with desk.db.transaction() as tx:
            await _agree(tx, desk, place)
    return True


async def unsubscribe(desk: Desk, token: str) -> bool:
    """Let no more mail come to the mailbox of a link; False for a link that is none of ours."""
    place = await look_up(desk, "unsubscribe", token)
    if place is None:
        return False
    async with desk.db.transaction() as tx:
        changes = {"state": "paused", "reason": UNSUBSCRIBED}
        await subscribers.edit_destination(tx, place.id, changes)
        await alerts.cancel(tx, place.id, UNSUBSCRIBED, desk.clock.now())
        await desk.note(tx, "destination.unsubscribe", str(place.id))
    return True


def _can_agree(place: Destination) -> bool:
    return place.state == "paused" and place.reason in {UNCONFIRMED, UNSUBSCRIBED}


async def _agree(tx: Tx, desk: Desk, place: Destination) -> None:
    await subscribers.edit_destination(tx, place.id, {"state": "active", "reason": ""})
    await desk.note(tx, "destination.confirm", str(place.id))
