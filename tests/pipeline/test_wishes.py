"""Say what a chat may wish: digests, quiet hours, snooze, mutes, living alerts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsbot.db import Database, subscribers
from newsbot.errors import Invalid
from newsbot.services import subscribers as service
from tests.factories import entry
from tests.fakes.newsroom import Newsroom
from tests.fakes.world import EditingChannel

NEWS = (
    ("The bridge", "Engineers closed the crossing after a crack; every headline named the river."),
    ("The harvest", "Farmers lost their wheat to hail, which no headline had foreseen in June."),
)
"""Two events that no reader would take for one."""


async def tell(newsroom: Newsroom, number: int, **given: object) -> None:
    """Let one article on a subject of its own arrive for the one rule `headline`."""
    title, text = NEWS[number]
    newsroom.publish(entry(number, **{"title": title, "text": text, **given}))
    newsroom.clock.step(minutes=6)
    await newsroom.fetch()
    await newsroom.process()


@pytest.fixture
async def room(newsroom: Newsroom) -> Newsroom:
    await newsroom.add_source()
    await newsroom.follow("headline")
    return newsroom


async def chat(newsroom: Newsroom) -> tuple[int, int]:
    """Return the ids of the one subscriber and its destination."""
    [person] = await service.list_all(newsroom.desk)
    return person.id, person.destinations[0].id


def titles(newsroom: Newsroom) -> list[list[str]]:
    return [[item.headline.text for item in message.items] for _, message in newsroom.channel.sent]


async def test_a_daily_digest_gathers_a_day_and_comes_once(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    _, subscription = await newsroom.follow("headline")
    await service.edit_subscription(
        newsroom.desk, subscription, {"cadence": "daily", "at": "18:00"}
    )
    await tell(newsroom, 0)
    await tell(newsroom, 1)
    await newsroom.deliver()
    assert await newsroom.alerts() == {"held": 2}
    newsroom.clock.time = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)

    await newsroom.deliver()
    await newsroom.deliver()

    [(_, message)] = newsroom.channel.sent
    assert (message.heading, len(message.items)) == ("digest", 2)
    assert await newsroom.alerts() == {"digested": 2}


async def test_what_comes_after_a_digest_waits_for_the_next_one(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    _, subscription = await newsroom.follow("headline")
    await service.edit_subscription(newsroom.desk, subscription, {"cadence": "hourly"})
    await tell(newsroom, 0)
    newsroom.clock.step(hours=1)
    await newsroom.deliver()
    await tell(newsroom, 1)
    await newsroom.deliver()
    assert len(newsroom.channel.sent) == 1
    newsroom.clock.step(hours=1)

    await newsroom.deliver()

    assert titles(newsroom) == [["The bridge"], ["The harvest"]]


async def test_quiet_hours_hold_and_catch_up_as_one_list(room: Newsroom) -> None:
    person, _ = await chat(room)
    await service.set_quiet_hours(room.desk, person, "12:00-18:00")
    await tell(room, 0)
    await tell(room, 1)
    await room.deliver()
    assert room.channel.sent == []
    room.clock.time = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)

    await room.deliver()

    assert [sorted(told) for told in titles(room)] == [["The bridge", "The harvest"]]
    assert await room.alerts() == {"merged": 2}


async def test_quiet_hours_may_be_silent_instead(room: Newsroom) -> None:
    person, _ = await chat(room)
    await service.set_quiet_hours(room.desk, person, "12:00-18:00", silent=True)
    await tell(room, 0)

    await room.deliver()

    assert [message.silent for _, message in room.channel.sent] == [True]


async def test_an_urgent_subscription_breaks_through_quiet_hours(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    _, subscription = await newsroom.follow("headline")
    person, _ = await chat(newsroom)
    await service.set_quiet_hours(newsroom.desk, person, "12:00-18:00")
    async with newsroom.db.transaction() as tx:
        await subscribers.edit_subscription(tx, subscription, {"urgent": True})
    await tell(newsroom, 0)

    await newsroom.deliver()

    assert titles(newsroom) == [["The bridge"]]


async def test_a_snooze_holds_until_it_ends_or_is_ended(room: Newsroom) -> None:
    _, place = await chat(room)
    await service.snooze(room.desk, place, room.clock.now() + timedelta(hours=5))
    await tell(room, 0)
    await room.deliver()
    assert room.channel.sent == []

    await service.snooze(room.desk, place, None)
    await room.deliver()

    assert titles(room) == [["The bridge"]]


async def test_a_muted_source_is_accounted_for_and_can_be_heard_again(room: Newsroom) -> None:
    _, place = await chat(room)
    muted = await service.mute(room.desk, place, "source", 1)
    await tell(room, 0)
    await room.deliver()
    assert await room.alerts() == {"muted": 1}
    await service.unmute(room.desk, muted.id, place)
    await tell(room, 1)

    await room.deliver()

    assert titles(room) == [["The harvest"]]


async def test_a_later_outlet_is_added_to_the_message_that_told_the_story(
    database: Database,
) -> None:
    channel = EditingChannel()
    room = Newsroom(db=database, channel=channel)
    settings = replace(room.process_settings, editing_channels=("fake",))
    room.process_tools = replace(room.process_tools, settings=settings)
    await room.add_source()
    await room.add_source("https://two.example/feed", name="Second Paper")
    await room.follow("headline")
    await tell(room, 0)
    await room.deliver()
    same = entry(0, title=NEWS[0][0], text=NEWS[0][1])
    room.publish(same, url="https://two.example/feed")
    room.clock.step(minutes=6)
    await room.run()
    assert channel.edited == [], "edits gather for a while"
    room.clock.step(seconds=45)

    await room.deliver()

    [(address, receipt, message)] = channel.edited
    assert (address, receipt) == ("chat", "1")
    assert [outlet.name for outlet in message.items[0].outlets] == ["The Paper", "Second Paper"]
    assert len(channel.sent) == 1
    assert await room.alerts() == {"sent": 1}


async def test_a_new_cadence_drops_a_time_that_it_cannot_have(room: Newsroom) -> None:
    [one] = await service.list_subscriptions(room.desk)
    for changes, at in (
        ({"cadence": "weekly", "at": "fri 09:00"}, "fri 09:00"),
        ({"cadence": "daily"}, ""),
        ({"at": "19:30"}, "19:30"),
        ({"updates": "reply"}, "19:30"),
        ({"cadence": "now"}, ""),
    ):
        edited = await service.edit_subscription(room.desk, one.id, changes)
        assert edited.at == at, changes
    with pytest.raises(Invalid, match="no time for a now digest"):
        await service.edit_subscription(room.desk, one.id, {"at": "19:30"})
