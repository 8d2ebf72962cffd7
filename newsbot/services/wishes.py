"""Own what a chat wishes about itself and its alerts: language, clock, what is muted here.

The single steps (mute, snooze, quiet hours) are those of `subscribers`; here stand the ones that
begin at an alert or concern the whole chat.
"""

from collections.abc import Sequence
from datetime import timedelta

from newsbot.db import mutes, queues, reading, subscribers
from newsbot.db.mutes import NamedMute, Subject
from newsbot.db.queues import Wishes
from newsbot.domain.subscriber import Subscriber
from newsbot.errors import NotFound
from newsbot.services.desk import Desk
from newsbot.services.subscribers import check_language, check_time_zone

__all__ = [
    "NamedMute",
    "Subject",
    "Wishes",
    "named_mutes",
    "set_language",
    "set_languages",
    "set_time_zone",
    "subject_of",
    "unmute_kind",
    "wishes_of",
    "written_languages",
]


LOOKED_BACK = timedelta(days=7)
"""A week holds each day's rhythm once."""


async def subject_of(desk: Desk, subscriber: Subscriber, delivery_id: int) -> Subject:
    """Return what a delivery told this very subscriber. Raises `NotFound`, also for others' (G11).

    What is not its own looks to a subscriber like what does not exist.
    """
    async with desk.db.reading() as tx:
        found = await mutes.subject_of(tx, delivery_id)
    own = {place.id for place in subscriber.destinations}
    if found is None or found.destination_id not in own:
        raise NotFound(f"this chat has no alert {delivery_id}")
    return found


async def wishes_of(desk: Desk, destination_id: int) -> Wishes:
    """Return when a destination wants to be left alone."""
    async with desk.db.reading() as tx:
        return (await queues.wishes_of(tx, [destination_id])).get(destination_id, Wishes())


async def named_mutes(desk: Desk, destination_ids: Sequence[int]) -> list[NamedMute]:
    """Return what these destinations have muted and still is, with names, the oldest first."""
    async with desk.db.reading() as tx:
        found = await mutes.in_force(tx, destination_ids, desk.clock.now())
        return await mutes.with_names(tx, found)


async def unmute_kind(desk: Desk, subject: Subject, kind: str) -> int:
    """End the mutes of an alert's story or source in its chat; return how many there were."""
    key = {"story": subject.story_id, "source": subject.source_id}[kind]
    async with desk.db.transaction() as tx:
        found = [
            one
            for one in await mutes.in_force(tx, [subject.destination_id], desk.clock.now())
            if (one.kind, one.key) == (kind, key) and one.rule_id in {0, *subject.rule_ids}
        ]
        for one in found:
            await mutes.remove(tx, one.id)
            await desk.note(tx, "mute.remove", str(one.id))
    return len(found)


async def set_language(desk: Desk, subscriber_id: int, tag: str) -> None:
    """Speak this language to a subscriber from now on. Raises `Invalid`, `NotFound`."""
    await _set(desk, subscriber_id, "language", check_language(tag))


async def set_languages(desk: Desk, subscriber_id: int, tags: Sequence[str]) -> tuple[str, ...]:
    """Tell a subscriber only what is written in these languages; none means all.

    Returns them as they are kept: primary subtags, each once. Raises `Invalid`, `NotFound`.
    """
    kept = tuple(dict.fromkeys(check_language(tag).partition("-")[0].lower() for tag in tags))
    async with desk.db.transaction() as tx:
        if not await subscribers.edit(tx, subscriber_id, {"languages": list(kept)}):
            raise NotFound(f"there is no subscriber {subscriber_id}")
        shown = {"languages": list(kept)}
        await desk.note(tx, "subscriber.languages", str(subscriber_id), after=shown)
    return kept


async def written_languages(desk: Desk) -> dict[str, int]:
    """Return in which languages last week's articles are, the commonest first, with how many."""
    async with desk.db.reading() as tx:
        return await reading.count_languages(tx, desk.clock.now() - LOOKED_BACK)


async def set_time_zone(desk: Desk, subscriber_id: int, name: str) -> None:
    """Let a subscriber's hours and digests follow a time zone. Raises `Invalid`, `NotFound`."""
    await _set(desk, subscriber_id, "timezone", check_time_zone(name))


async def _set(desk: Desk, subscriber_id: int, column: str, value: str) -> None:
    async with desk.db.transaction() as tx:
        if not await subscribers.edit(tx, subscriber_id, {column: value}):
            raise NotFound(f"there is no subscriber {subscriber_id}")
        await desk.note(tx, f"subscriber.{column}", str(subscriber_id), after={column: value})
