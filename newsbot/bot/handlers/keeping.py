"""Own what a chat may take along and know of itself: its export, and what is kept of it."""

import json
from typing import Any

from newsbot.bot.handlers.listing import followed
from newsbot.bot.handlers.quiet import quiet_hours, span
from newsbot.bot.markup import Html
from newsbot.bot.replies import File, Reply
from newsbot.bot.visits import Visit
from newsbot.services import wishes

FILE = "newsbot.json"


async def export(visit: Visit, _argument: str) -> Reply:
    """Send everything that the chat has set, as a file."""
    subscriber = visit.subscriber
    if subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    here, elsewhere = await followed(visit)
    places = [one.id for one in subscriber.destinations]
    muted = await wishes.named_mutes(visit.desk, places)
    hours = await quiet_hours(visit)
    kept: dict[str, Any] = {
        "language": subscriber.language,
        "languages": list(subscriber.languages),
        "timezone": subscriber.timezone,
        "state": subscriber.state,
        "since": subscriber.created_at.isoformat(),
        "quiet_hours": "" if hours is None else span(hours),
        "places": [
            {"address": one.spelled, "name": one.name, "state": one.state}
            for one in subscriber.destinations
        ],
        "rules": [
            {
                "id": one.rule_id,
                "name": one.rule_name,
                "query": one.query,
                "to": one.destination,
                "cadence": one.cadence,
                "at": one.at,
                "updates": one.updates,
            }
            for one in [*here, *elsewhere]
        ],
        "muted": [
            {
                "kind": one.mute.kind,
                "name": one.name,
                "rule": one.rule_name,
                "until": None if one.mute.until is None else one.mute.until.isoformat(),
            }
            for one in muted
        ],
    }
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    return Reply(text=Html(visit.texts.house.export_done), file=File(name=FILE, content=content))


async def privacy(visit: Visit, _argument: str) -> Reply:
    """Say what is kept of a chat, for what, and how long."""
    return Reply(text=Html(visit.texts.house.privacy))
