"""Say what the deliver loop promises; G numbers are those of the reliability page."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from newsbot.db import destinations, queues, sweep
from newsbot.domain.attention import Budget
from newsbot.domain.lease import Holder
from newsbot.domain.ports import Pace
from newsbot.errors import (
    Ambiguous,
    ChannelError,
    DestinationGone,
    DestinationMoved,
    RateLimited,
    Rejected,
    Unauthorized,
    Unavailable,
)
from newsbot.pipeline import deliver
from tests.factories import entry
from tests.fakes.newsroom import Newsroom

DEAD = Holder(name="crashed", life="one")


async def tell(newsroom: Newsroom, *numbers: int) -> None:
    """Let articles with these numbers arrive for the one rule `headline`."""
    newsroom.publish(*(entry(number) for number in numbers))
    newsroom.clock.step(minutes=6)
    await newsroom.fetch()
    await newsroom.process()


@pytest.fixture
async def room(newsroom: Newsroom) -> Newsroom:
    await newsroom.add_source()
    await newsroom.follow("headline")
    return newsroom


def headlines(newsroom: Newsroom) -> list[str]:
    return [item.headline.text for _, message in newsroom.channel.sent for item in message.items]


async def states(newsroom: Newsroom) -> list[str]:
    return [str(row.delivery.state) for row in await newsroom.ledger()]


async def test_alerts_of_a_chat_go_out_in_the_order_in_which_they_were_decided(
    room: Newsroom,
) -> None:
    await tell(room, 1)
    await tell(room, 2)
    await tell(room, 3)

    await room.deliver()

    assert headlines(room) == [f"Headline number {number}" for number in (1, 2, 3)]


async def test_a_clear_failure_is_tried_again_and_holds_back_what_follows(room: Newsroom) -> None:
    room.channel.script["chat"] = [Unavailable("no route")]
    await tell(room, 1)
    await tell(room, 2)

    await room.deliver()
    assert headlines(room) == []
    room.clock.step(seconds=2)
    await room.deliver()

    assert headlines(room) == ["Headline number 1", "Headline number 2"]


async def test_g2_an_ambiguous_outcome_is_sent_once_more_and_no_more(room: Newsroom) -> None:
    room.channel.script["chat"] = [Ambiguous("read timeout"), Ambiguous("read timeout")]
    await tell(room, 1)

    for _ in range(5):
        await room.deliver()
        room.clock.step(minutes=1)

    assert len(room.channel.tried) == 2
    assert await states(room) == ["uncertain"]
    assert await room.alerts() == {"uncertain": 1}


async def test_g2_what_a_dead_process_left_in_sending_is_ambiguous(room: Newsroom) -> None:
    await tell(room, 1)
    await room.leave_in_sending(DEAD)

    await room.deliver()
    assert room.channel.sent == [], "the lease of the dead process still runs"
    room.clock.step(seconds=11)
    await room.deliver()
    room.clock.step(seconds=5)
    await room.deliver()

    assert headlines(room) == ["Headline number 1"]
    [row] = await room.ledger()
    assert (row.delivery.state, row.delivery.ambiguous) == ("sent", 1)


async def test_g2_a_second_death_while_sending_makes_it_uncertain(room: Newsroom) -> None:
    await tell(room, 1)
    for _ in range(2):
        await room.leave_in_sending(DEAD)
        room.clock.step(seconds=11)
        await room.deliver()
        room.clock.step(seconds=5)

    assert await states(room) == ["uncertain"]
    assert room.channel.sent == []


async def test_a_worker_that_lost_its_lease_records_nothing(room: Newsroom) -> None:
    await tell(room, 1)
    gate = room.channel.gates["chat"] = asyncio.Event()
    slow = asyncio.create_task(deliver.run_once(room.deliver_tools))
    await room.channel.began.wait()
    room.clock.step(seconds=11)  # no heartbeat came: the lease ends
    other = Newsroom(
        db=room.db, clock=room.clock, channel=room.channel, holder=Holder(name="b", life="1")
    )
    await deliver.run_once(other.deliver_tools)  # takes it as ambiguous
    gate.set()
    await slow

    [row] = await room.ledger()
    assert (row.delivery.state, row.delivery.ambiguous) == ("pending", 1)
    room.clock.step(seconds=5)
    await other.deliver()
    assert await states(room) == ["sent"]
    assert len(room.channel.sent) == 2, "two copies are the most there can be"


async def test_g2_a_process_never_takes_its_own_sending_for_abandoned(room: Newsroom) -> None:
    """A database that stood still for longer than a lease kept the heartbeat from coming."""
    await tell(room, 1)
    gate = room.channel.gates["chat"] = asyncio.Event()
    slow = asyncio.create_task(deliver.run_once(room.deliver_tools))
    await room.channel.began.wait()
    room.clock.step(seconds=11)
    beside = asyncio.create_task(deliver.run_once(room.deliver_tools))
    await asyncio.wait({beside}, timeout=5)
    gate.set()
    await asyncio.gather(slow, beside)
    room.clock.step(seconds=30)
    await room.deliver()

    assert await states(room) == ["sent"]
    assert len(room.channel.sent) == 1


@pytest.mark.parametrize(
    ("failure", "state", "alert"),
    [
        (Rejected("bad request"), "dead", "dead"),
        (DestinationGone("the bot was blocked"), "cancelled", "cancelled"),
    ],
)
async def test_a_final_refusal_ends_the_delivery_and_blocks_nobody_else(
    room: Newsroom, failure: ChannelError, state: str, alert: str
) -> None:
    await room.follow("headline", "neighbour")
    room.channel.script["chat"] = [failure]
    await tell(room, 1)

    await room.deliver()

    assert [address for address, _ in room.channel.sent] == ["neighbour"]
    assert sorted(await states(room)) == sorted([state, "sent"])
    assert await room.alerts() == {alert: 1, "sent": 1}


async def test_a_destination_that_is_gone_gets_nothing_more(room: Newsroom) -> None:
    room.channel.script["chat"] = [DestinationGone("kicked")]
    await tell(room, 1)
    await tell(room, 2)
    await room.deliver()
    await tell(room, 3)
    await room.deliver()

    assert room.channel.tried == ["chat"]
    assert await room.alerts() == {"cancelled": 2, "suppressed": 1}


async def test_g14_no_call_before_retry_after_has_passed_and_no_attempt_is_spent(
    room: Newsroom,
) -> None:
    room.channel.script["chat"] = [
        RateLimited("flood", retry_after=timedelta(hours=12)),
    ]
    await room.follow("headline", "neighbour")
    await tell(room, 1)
    await room.deliver()
    room.clock.step(hours=11, minutes=59)
    await room.deliver()
    assert [address for address, _ in room.channel.sent] == ["neighbour"]

    room.clock.step(minutes=1)
    await room.deliver()

    assert [address for address, _ in room.channel.sent] == ["neighbour", "chat"]
    assert {row.delivery.attempts for row in await room.ledger()} == {0}


async def test_a_channel_that_refuses_our_credentials_is_left_alone_for_a_while(
    room: Newsroom,
) -> None:
    room.channel.limits = {"*": (Pace(key="token", interval=timedelta(0), shared=True),)}
    room.channel.script["chat"] = [Unauthorized("the token was revoked")]
    await tell(room, 1)
    await room.deliver()
    room.clock.step(seconds=59)
    await room.deliver()
    assert room.channel.tried == ["chat"]
    room.clock.step(seconds=1)

    await room.deliver()

    [row] = await room.ledger()
    assert (row.delivery.state, row.delivery.attempts) == ("sent", 0)


async def test_a_moved_destination_is_followed_and_sent_again(room: Newsroom) -> None:
    room.channel.script["chat"] = [DestinationMoved("supergroup", address="-100")]
    await tell(room, 1)

    await room.deliver()

    assert [address for address, _ in room.channel.sent] == ["-100"]


async def test_pacing_of_a_chat_is_kept_in_the_database_and_in_order(room: Newsroom) -> None:
    room.channel.limits = {"*": (Pace(key="chat", interval=timedelta(seconds=1)),)}
    for number in (1, 2, 3):
        await tell(room, number)

    await room.deliver()
    assert len(room.channel.sent) == 1
    again = Newsroom(db=room.db, clock=room.clock, channel=room.channel)  # as after a restart
    await again.deliver()
    assert len(room.channel.sent) == 1
    for _ in range(2):
        room.clock.step(seconds=1)
        await again.deliver()

    assert len(room.channel.sent) == 3
    assert headlines(room) == [f"Headline number {number}" for number in (1, 2, 3)]


async def test_g3_beyond_the_budget_what_waits_becomes_one_list(room: Newsroom) -> None:
    budget = Budget(notifications=2, window=timedelta(minutes=15))
    room.deliver_tools = replace(
        room.deliver_tools, settings=replace(room.deliver_tools.settings, budget=budget)
    )
    await tell(room, 1, 2, 3, 4, 5)

    await room.deliver()

    assert [len(message.items) for _, message in room.channel.sent] == [1, 1, 3]
    assert await room.alerts() == {"sent": 2, "merged": 3}
    assert sorted(await states(room)) == ["merged"] * 3 + ["sent"] * 3


async def test_g3_after_the_list_alerts_are_held_until_the_window_has_passed(
    room: Newsroom,
) -> None:
    budget = Budget(notifications=1, window=timedelta(minutes=15))
    room.deliver_tools = replace(
        room.deliver_tools, settings=replace(room.deliver_tools.settings, budget=budget)
    )
    await tell(room, 1, 2, 3)
    await room.deliver()
    assert [len(message.items) for _, message in room.channel.sent] == [1, 2]
    await tell(room, 4)

    await room.deliver()
    assert len(room.channel.sent) == 2
    room.clock.step(minutes=15)
    await room.deliver()

    assert headlines(room)[-1] == "Headline number 4"
    assert await room.unaccounted() == []


async def test_silent_alerts_do_not_count_against_the_budget(room: Newsroom) -> None:
    budget = Budget(notifications=1, window=timedelta(minutes=15))
    room.deliver_tools = replace(
        room.deliver_tools, settings=replace(room.deliver_tools.settings, budget=budget)
    )
    await room.follow("body", "quiet", cadence="silent")
    await tell(room, 1, 2, 3)

    await room.deliver()

    quiet = [message for address, message in room.channel.sent if address == "quiet"]
    assert [message.silent for message in quiet] == [True, True, True]


async def test_g7_a_chat_that_never_answers_delays_no_other(room: Newsroom) -> None:
    await room.follow("headline", "neighbour")
    await tell(room, 1)

    room.channel.gates["chat"] = asyncio.Event()
    running = asyncio.create_task(deliver.run_once(room.deliver_tools))
    await room.channel.accepted.wait()

    assert [address for address, _ in room.channel.sent] == ["neighbour"]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_g2_every_alert_is_accounted_for_after_a_mixed_day(room: Newsroom) -> None:
    for address in ("a", "b", "c", "d"):
        await room.follow("headline", address)
    room.channel.script = {
        "a": [Unavailable("x")] * 3,
        "b": [Ambiguous("x")] * 2,
        "c": [Rejected("x")],
        "d": [RateLimited("x", retry_after=timedelta(minutes=1)), DestinationGone("x")],
    }
    for number in range(1, 6):
        await tell(room, number)
        await room.deliver()
    for _ in range(10):
        room.clock.step(minutes=3)
        await room.deliver()

    assert await room.unaccounted() == []
    counted = await room.alerts()
    assert sum(counted.values()) == 25
    assert not {"pending", "held", "sending"} & set(counted)


async def test_what_another_process_recovers_holds_back_what_came_after_it(room: Newsroom) -> None:
    await tell(room, 1)
    await room.leave_in_sending(DEAD)
    await tell(room, 2)
    room.clock.step(seconds=11)
    async with room.db.transaction() as tx:  # as if the other one's recovery were not committed yet
        now = room.clock.now()
        claimed = await destinations.claim(
            tx, holder=room.holder, now=now, limit=10, channels=["fake"]
        )
        [queue] = await queues.load(tx, claimed, now=now, since=now)
    assert queue.waiting == ()


async def test_a_database_is_not_closed_under_a_group_commit_whose_callers_are_gone(
    room: Newsroom,
) -> None:
    await tell(room, 1)
    gate = room.channel.gates["chat"] = asyncio.Event()
    running = asyncio.create_task(deliver.run_once(room.deliver_tools))
    await room.channel.began.wait()
    gate.set()
    await room.channel.accepted.wait()
    await asyncio.sleep(0)  # the outcome is in line for the next transaction
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    await room.db.close()

    assert await states(room) == ["sent"]


async def test_g2_a_sweep_finds_lost_work_and_it_is_told(room: Newsroom) -> None:
    await tell(room, 1)
    await tell(room, 2)
    async with room.db.transaction() as tx:  # as no code of ours does
        await tx.exec_driver_sql("DELETE FROM deliveries WHERE id = 1")
    assert await room.unaccounted() == [1]

    async with room.db.transaction() as tx:
        assert await sweep.take_up(tx, room.clock.now()) == 1
    await room.deliver()

    assert sorted(headlines(room)) == ["Headline number 1", "Headline number 2"]
    assert await room.unaccounted() == []
    async with room.db.transaction() as tx:
        assert await sweep.take_up(tx, room.clock.now()) == 0


async def test_a_destination_that_moved_onto_another_one_ends_and_is_not_asked_for_ever(
    room: Newsroom,
) -> None:
    await room.follow("headline", "neighbour")
    room.channel.script["chat"] = [DestinationMoved("supergroup", address="neighbour")] * 9
    await tell(room, 1)

    for _ in range(5):
        await room.deliver()
        room.clock.step(minutes=1)

    assert room.channel.tried.count("chat") == 1
    assert await room.alerts() == {"sent": 1, "cancelled": 1}
    assert await room.unaccounted() == []
