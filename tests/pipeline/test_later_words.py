"""Say what those who heard of a story hear later: edits, replies, corrections, and for how long."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsbot.db import Database, events, later
from newsbot.domain.attention import Budget
from newsbot.domain.message import Message
from newsbot.domain.story import StoryEvent, StoryEventKind
from newsbot.errors import Rejected
from newsbot.services import ledger as ledger_service
from newsbot.services import subscribers as service
from tests.factories import entry
from tests.fakes.newsroom import FEED, Newsroom
from tests.fakes.world import EditingChannel

SECOND, THIRD = "https://two.example/feed", "https://three.example/feed"
TITLE = "The bridge is closed"
TEXT = "Engineers closed the crossing after a crack; every headline named the river."
NEWS = (
    "Mayor resigns over inspection reports that nobody had ever opened",
    "Mayor Ada Quist stepped down on Sunday. Prosecutors searched her office for lost files.",
)
CORRECTED = f"{TEXT}\n\nCorrection: An earlier version of this article named the wrong river."


@pytest.fixture
async def room(database: Database) -> Newsroom:
    """Give a newsroom whose channel can edit, with three outlets and one follower."""
    made = Newsroom(db=database, channel=EditingChannel())
    settings = replace(made.process_settings, editing_channels=("fake",))
    made.process_tools = replace(made.process_tools, settings=settings)
    await made.add_source(name="First Paper")
    await made.add_source(SECOND, name="Second Paper")
    await made.add_source(THIRD, name="Third Paper")
    await made.follow("headline")
    return made


async def wish(room: Newsroom, updates: str, **changes: object) -> int:
    """Let the one subscription want its updates so; return its destination."""
    [one] = await service.list_subscriptions(room.desk)
    await service.edit_subscription(room.desk, one.id, {"updates": updates, **changes})
    return one.destination_id


async def tell(room: Newsroom, url: str = FEED, title: str = TITLE, text: str = TEXT) -> None:
    """Let an outlet print its article on the one story: they share its address."""
    room.publish(entry(0, title=title, text=text), url=url)
    room.clock.step(minutes=6)
    await room.run()


def told(room: Newsroom) -> list[Message]:
    return [message for _, message in room.channel.sent]


def edited(room: Newsroom) -> list[Message]:
    assert isinstance(room.channel, EditingChannel)
    return [message for _, _, message in room.channel.edited]


async def test_in_mode_reply_further_articles_come_as_one_reply_to_the_message(
    room: Newsroom,
) -> None:
    await wish(room, "reply")
    await tell(room)
    room.publish(entry(0, title="Crossing shut", text=TEXT), url=SECOND)
    await tell(room, THIRD, "River crossing shut")
    assert len(told(room)) == 1, "they gather for a while"
    room.clock.step(minutes=1)
    await room.deliver()

    first, reply = told(room)
    assert (reply.reply_to, first.reply_to) == ("1", "")
    assert sorted(item.headline.text for item in reply.items) == [
        "Crossing shut",
        "River crossing shut",
    ]
    assert {item.label for item in reply.items} == {"update"}
    assert edited(room) == [], "who hears of articles by replies needs no edits"
    assert await room.alerts() == {"sent": 1}
    assert await room.unaccounted() == []


async def test_in_mode_every_each_article_is_a_message_of_its_own(room: Newsroom) -> None:
    await wish(room, "every")
    await tell(room)
    await tell(room, SECOND, "Crossing shut")
    await tell(room, THIRD, "River crossing shut")

    titles = [[item.headline.text for item in message.items] for message in told(room)]
    assert titles == [[TITLE], ["Crossing shut"], ["River crossing shut"]]
    assert [message.reply_to for message in told(room)] == ["", "", ""]
    assert [item.label for message in told(room) for item in message.items] == ["", "", ""]


async def test_in_mode_every_an_article_is_told_although_the_first_still_waits(
    room: Newsroom,
) -> None:
    place = await wish(room, "every")
    await service.snooze(room.desk, place, room.clock.now() + timedelta(hours=1))
    await tell(room)
    await tell(room, SECOND, "Crossing shut")
    room.clock.step(hours=1)
    await room.deliver()

    [caught_up] = told(room)
    assert sorted(item.headline.text for item in caught_up.items) == ["Crossing shut", TITLE]


async def test_in_mode_edit_what_is_new_after_hours_comes_as_a_reply(room: Newsroom) -> None:
    await tell(room)
    room.clock.step(hours=4)
    await tell(room, SECOND, *NEWS)
    room.clock.step(minutes=1)
    await room.deliver()

    assert [message.reply_to for message in told(room)] == ["", "1"]
    assert [item.headline.text for item in told(room)[1].items] == [NEWS[0]]


async def test_in_mode_edit_the_same_words_from_another_outlet_are_only_an_edit(
    room: Newsroom,
) -> None:
    await tell(room)
    room.clock.step(hours=4)
    await tell(room, SECOND, TITLE, TEXT)
    room.clock.step(hours=3)
    await room.deliver()

    assert len(told(room)) == 1
    [edit] = edited(room)
    assert [outlet.name for outlet in edit.items[0].outlets] == ["First Paper", "Second Paper"]


@pytest.mark.parametrize("updates", ["edit", "reply", "every"])
async def test_a_correction_reaches_those_who_were_alerted_as_a_reply(
    room: Newsroom, updates: str
) -> None:
    await wish(room, updates)
    await tell(room)
    await tell(room, text=CORRECTED)

    _, reply = told(room)
    assert (reply.reply_to, [item.label for item in reply.items]) == ("1", ["correction"])
    assert "named the wrong river" in reply.items[0].summary.text


async def test_a_withdrawal_reaches_those_who_were_alerted(room: Newsroom) -> None:
    await tell(room)
    await tell(room, title="WITHDRAWN: The bridge is closed")

    _, reply = told(room)
    assert (reply.reply_to, [item.label for item in reply.items]) == ("1", ["withdrawn"])
    assert reply.items[0].headline.text == TITLE


async def test_what_was_sent_is_never_erased_a_new_headline_is_a_dated_line(
    room: Newsroom,
) -> None:
    await tell(room)
    await tell(room, title="Bridge will be torn down, says ministry")
    room.clock.step(minutes=5)
    await room.deliver()

    [edit] = edited(room)
    assert edit.items[0].headline.text == TITLE
    [change] = edit.items[0].changes
    assert (change.label, change.text, change.outlet) == (
        "headline",
        "Bridge will be torn down, says ministry",
        "First Paper",
    )
    assert len(told(room)) == 1


async def test_a_story_told_in_a_list_is_corrected_by_a_reply_to_the_list(
    room: Newsroom,
) -> None:
    budget = Budget(notifications=1, window=timedelta(minutes=15))
    room.deliver_tools = replace(
        room.deliver_tools, settings=replace(room.deliver_tools.settings, budget=budget)
    )
    room.publish(entry(1, title="Hail", text="No headline foresaw the hail on the wheat."))
    room.clock.step(minutes=6)
    await room.run()
    await tell(room)
    assert [one.heading for one in told(room)] == ["", "list"]
    room.clock.step(hours=1)
    await tell(room, text=CORRECTED)

    correction = told(room)[2]
    assert (correction.reply_to, correction.items[0].label) == ("2", "correction")
    room.clock.step(hours=1)
    await room.deliver()
    assert edited(room) == [], "a list stays as it was sent"


async def test_who_follows_by_digest_finds_the_correction_in_the_next_one(
    room: Newsroom,
) -> None:
    await wish(room, "edit", cadence="hourly")
    await tell(room)
    room.clock.step(hours=1)
    await room.deliver()
    await tell(room, text=CORRECTED)
    assert len(told(room)) == 1
    room.clock.step(hours=1)
    await room.deliver()

    _, digest = told(room)
    assert (digest.heading, [item.label for item in digest.items]) == ("digest", ["correction"])
    assert await room.alerts() == {"digested": 1}


async def test_a_muted_story_is_neither_edited_nor_replied_to(room: Newsroom) -> None:
    place = await wish(room, "reply")
    await tell(room)
    await service.mute(room.desk, place, "story", 1)
    await tell(room, SECOND, *NEWS)
    await tell(room, text=CORRECTED)
    room.clock.step(hours=1)
    await room.deliver()

    assert len(told(room)) == 1
    assert edited(room) == []


async def test_the_mute_of_a_story_ends_when_another_rule_matches(room: Newsroom) -> None:
    place = await wish(room, "edit")
    await room.follow("mayor")
    await tell(room)
    await service.mute(room.desk, place, "story", 1)
    await tell(room, SECOND, *NEWS)

    assert len(told(room)) == 2
    assert await service.list_mutes(room.desk, place) == []


async def test_the_mute_of_a_story_ends_with_its_split_and_after_a_week(room: Newsroom) -> None:
    place = await wish(room, "edit")
    await tell(room)
    await service.mute(room.desk, place, "story", 1)
    assert len(await service.list_mutes(room.desk, place)) == 1
    room.clock.step(minutes=1)
    split = StoryEvent(
        story_id=1, article_id=None, kind=StoryEventKind.SPLIT, at=room.clock.now(), other_id=9
    )
    async with room.db.transaction() as tx:
        await events.add(tx, [split])
    assert await service.list_mutes(room.desk, place) == []

    room.clock.step(minutes=1)
    await service.mute(room.desk, place, "story", 1)
    assert len(await service.list_mutes(room.desk, place)) == 1
    room.clock.step(days=7)
    assert await service.list_mutes(room.desk, place) == []


async def test_the_next_digest_says_what_was_muted(room: Newsroom) -> None:
    place = await wish(room, "edit", cadence="hourly")
    await service.mute(room.desk, place, "source", 2)
    await tell(room)
    room.publish(
        entry(7, title="Hail on the wheat", text="No headline foresaw the hail on the wheat."),
        url=SECOND,
    )
    room.clock.step(hours=1)
    await room.run()

    room.clock.step(hours=1)
    await room.deliver()

    footers = [one.footer for one in told(room) if one.heading == "digest"]
    assert any("1 (Hail on the wheat)" in footer for footer in footers)


async def test_what_quiet_hours_held_goes_into_a_digest_that_comes_soon(room: Newsroom) -> None:
    await wish(room, "edit")
    _, daily = await room.follow("wheat")
    await service.edit_subscription(room.desk, daily, {"cadence": "daily", "at": "19:30"})
    [person] = await service.list_all(room.desk)
    await service.set_quiet_hours(room.desk, person.id, "12:00-18:00")
    await tell(room)
    room.publish(entry(7, title="Hail on the wheat", text="Nobody foresaw hail."), url=SECOND)
    room.clock.step(minutes=6)
    await room.run()
    room.clock.time = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
    await room.deliver()
    assert told(room) == [], "at half past seven there is a digest anyway"
    room.clock.time = datetime(2026, 3, 14, 19, 30, tzinfo=UTC)
    await room.deliver()

    [digest] = told(room)
    assert sorted(item.headline.text for item in digest.items) == ["Hail on the wheat", TITLE]
    assert await room.alerts() == {"digested": 2}
    assert await room.unaccounted() == []


async def test_g14_edits_give_way_to_alerts_in_a_chat(room: Newsroom) -> None:
    await tell(room)
    room.publish(entry(0, title=TITLE, text=TEXT), url=SECOND)
    room.clock.step(minutes=6)
    await room.fetch()
    await room.process()
    room.clock.step(minutes=6)
    room.publish(entry(8, title="Hail", text="No headline foresaw the hail."), url=THIRD)
    await room.fetch()
    await room.process()
    order: list[str] = []
    assert isinstance(room.channel, EditingChannel)
    channel = room.channel
    send, edit = channel.send, channel.edit

    async def note_send(address: str, message: Message) -> object:
        order.append("send")
        return await send(address, message)

    async def note_edit(address: str, receipt: str, message: Message) -> object:
        order.append("edit")
        return await edit(address, receipt, message)

    channel.send, channel.edit = note_send, note_edit  # type: ignore[method-assign,assignment]
    await room.deliver()

    assert order == ["send", "edit"]


async def test_an_edit_of_a_message_that_its_reader_deleted_is_no_failure(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tell(room)
    await tell(room, SECOND, TITLE, TEXT)

    async def gone(*_given: object) -> None:
        raise Rejected("message to edit not found")

    monkeypatch.setattr(room.channel, "edit", gone)
    room.clock.step(minutes=1)
    await room.deliver()

    states = {str(row.delivery.kind): str(row.delivery.state) for row in await room.ledger()}
    assert states == {"story": "sent", "edit": "cancelled"}


async def test_a_retry_of_a_dead_reply_leaves_what_was_told_as_it_is(room: Newsroom) -> None:
    await wish(room, "reply")
    await tell(room)
    await tell(room, SECOND, "Crossing shut")
    room.channel.script["chat"] = [Rejected("no")]
    room.clock.step(minutes=1)
    await room.deliver()
    dead = [row.delivery.id for row in await room.ledger() if row.delivery.state == "dead"]

    await ledger_service.retry(room.desk, dead[0])
    assert await room.alerts() == {"sent": 1}
    await room.deliver()

    assert len(told(room)) == 2


async def test_g3_a_backlog_tells_nobody_later_words(room: Newsroom) -> None:
    await wish(room, "every")
    await tell(room)
    new = "https://four.example/feed"
    await room.add_source(new, known=False, name="Fourth Paper")
    await tell(room, new, "Crossing shut")
    room.clock.step(hours=1)
    await room.deliver()

    assert len(told(room)) == 1


async def test_a_removed_subscription_hears_nothing_later(room: Newsroom) -> None:
    await wish(room, "every")
    await tell(room)
    [one] = await service.list_subscriptions(room.desk)
    await service.unsubscribe(room.desk, one.id)
    await tell(room, SECOND, "Crossing shut")

    assert len(told(room)) == 1


async def test_a_story_of_a_minute_ago_is_not_looked_up_for_those_who_want_edits(
    room: Newsroom,
) -> None:
    await tell(room)
    async with room.db.reading() as tx:
        since = room.clock.now() - timedelta(hours=3)
        assert await later.heard(tx, [1], everyone=False, calm_since=since) == []
        assert len(await later.heard(tx, [1], everyone=True, calm_since=since)) == 1
