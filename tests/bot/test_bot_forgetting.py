"""Being forgotten (G17): what /forgetme leaves behind tells nothing about anybody."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from newsbot.db import (
    Database,
    deliveries,
    destinations,
    ledger,
    queues,
    rules,
    ruletrees,
    subscribers,
)
from newsbot.db.schema import metadata
from newsbot.domain.alert import AlertState
from newsbot.domain.delivery import DeliveryState
from newsbot.pipeline import prune
from newsbot.pipeline.rulebook import Rulebook
from newsbot.services import admission, chats, feedtokens
from newsbot.services.admission import Purpose
from newsbot.services.chats import Place
from newsbot.services.desk import Desk
from tests.bot.rig import ANNA, BORIS, NEWS_CHANNEL, Rig
from tests.factories import HOLDER, SteppedClock
from tests.fakes.botapi import Fault

SECRET = "quarrelsome"
NAME = "Annabel"


async def dump(db: Database) -> str:
    """Return everything that the database holds, as one text."""
    lines: list[str] = []
    async with db.reading() as tx:
        for table in metadata.sorted_tables:
            lines += [f"{table.name}: {tuple(row)}" for row in await tx.execute(sa.select(table))]
    return "\n".join(lines)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(db=database, clock=SteppedClock(), actor="chat", door="bot")


async def test_g17_erasing_leaves_no_trace_on_either_database(desk: Desk) -> None:
    place = Place(channel="telegram", chat="987654321", topic="7")
    await chats.follow(desk, place, SECRET, limit=9, chat_name=NAME, language="uk")
    subscriber = await chats.find(desk, place)
    assert subscriber is not None
    own = Desk(db=desk.db, clock=desk.clock, actor=f"subscriber:{subscriber.id}", door="bot")
    await chats.follow(own, place, f"{SECRET} OR x", limit=9)
    before = await dump(desk.db)
    assert SECRET in before
    assert "987654321" in before
    await chats.erase(own, subscriber)
    after = await dump(desk.db)
    assert SECRET not in after
    assert "987654321" not in after
    assert NAME not in after
    assert await chats.find(desk, place) is None


async def test_an_erased_chat_can_begin_anew(desk: Desk) -> None:
    place = Place(channel="telegram", chat="1")
    for _ in range(2):
        await chats.follow(desk, place, SECRET, limit=9)
        subscriber = await chats.find(desk, place)
        assert subscriber is not None
        await chats.erase(desk, subscriber)
    done = await chats.follow(desk, place, SECRET, limit=9)
    assert done.is_new


async def test_erasing_one_chat_leaves_the_others(desk: Desk) -> None:
    for chat in ("1", "11", "1111"):
        await chats.follow(desk, Place(channel="telegram", chat=chat), f"word{chat}", limit=9)
    first = await chats.find(desk, Place(channel="telegram", chat="1"))
    assert first is not None
    await chats.erase(desk, first)
    left = [await chats.find(desk, Place(channel="telegram", chat=chat)) for chat in ("11", "1111")]
    assert all(one is not None for one in left)
    async with desk.db.reading() as tx:
        assert sorted(rule.query for rule in await rules.list_all(tx)) == ["word11", "word1111"]


async def test_workers_drop_the_rules_of_an_erased_chat(desk: Desk) -> None:
    place = Place(channel="telegram", chat="1")
    await chats.follow(desk, place, SECRET, limit=9)
    book = Rulebook()
    await book.refresh(desk.db)
    known = book.revision
    subscriber = await chats.find(desk, place)
    assert subscriber is not None
    await chats.erase(desk, subscriber)
    await book.refresh(desk.db)
    assert book.revision > known
    async with desk.db.reading() as tx:
        assert await ruletrees.edited_since(tx, -1) == ([], [1])


async def test_g17_what_waits_is_cancelled_as_erased(rig: Rig) -> None:
    await rig.publish("Dam breaks", "Dam mended")
    await rig.say("/follow dam")
    (dam,) = await rig.follows()
    await rig.alert("https://paper.example/1", dam)
    await rig.alert("https://paper.example/2", dam)
    now = rig.clock.now()
    async with rig.db.transaction() as tx:  # one of them is being sent just now
        claimed = await destinations.claim(
            tx, holder=HOLDER, now=now, limit=9, channels=["telegram"]
        )
        (queue,) = await queues.load(tx, claimed, now=now, since=now)
        await deliveries.begin(tx, [queue.waiting[0].id], HOLDER, now)
    asked = await rig.say("/forgetme")
    await rig.press(asked, "Erase everything")
    async with rig.db.reading() as tx:
        assert await ledger.count_alerts(tx) == {AlertState.CANCELLED: 2}
        rows = await ledger.list_deliveries(tx)
        assert {(row.delivery.state, row.delivery.reason) for row in rows} == {
            (DeliveryState.CANCELLED, "erased")
        }
        assert await ledger.unaccounted(tx) == []


async def test_g17_the_number_is_nowhere_once_the_last_word_is_said(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    await rig.say("/follow dam")
    (dam,) = await rig.follows()
    await rig.alert("https://paper.example/1", dam)
    assert str(ANNA) in await dump(rig.db)
    asked = await rig.say("/forgetme")
    replies, _ = await rig.press(asked, "Erase everything")
    assert "forgotten" in replies[0].text
    left = [line for line in (await dump(rig.db)).splitlines() if str(ANNA) in line]
    assert left == []


async def test_g17_channels_links_feeds_and_rights_go_with_the_chat(rig: Rig) -> None:
    await rig.say(f"/start {await admission.issue(rig.desk, Purpose.ADMIN)}")
    await rig.say(f"/follow {SECRET}")
    await rig.say("/share 1")
    await rig.say("/feed 1")
    command = (await rig.say("/channel")).text.partition("/link ")[2].split("\n")[0]
    await rig.handle(rig.post(f"/link {command}"))
    rig.clock.step(minutes=1)
    await rig.press(await rig.say("/forgetme"), "Erase everything")
    left = await dump(rig.db)
    for known in (str(ANNA), str(NEWS_CHANNEL), SECRET, "News"):
        assert [line for line in left.splitlines() if known in line] == []
    assert await admission.list_admins(rig.desk) == []
    assert await feedtokens.list_all(rig.desk) == []


async def test_forgetme_can_be_cancelled_and_asks_strangers_nothing(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.press(await rig.say("/forgetme"), "Cancel")
    assert len(await rig.follows()) == 1
    assert "not known yet" in (await rig.say("/forgetme", BORIS)).text


async def test_an_alert_that_comes_after_the_erasure_goes_to_nobody(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    await rig.say("/follow dam")
    (dam,) = await rig.follows()
    await rig.press(await rig.say("/forgetme"), "Erase everything")
    async with rig.db.reading() as tx:
        assert await subscribers.subscribed_to(tx, [dam.rule_id]) == []


async def test_the_limiter_forgets_chats_that_fell_silent(rig: Rig) -> None:
    await rig.say("/help", BORIS)
    await rig.say("/help", ANNA)
    rig.api.faults.add(Fault(method="sendMessage", status=429, retry_after=90_000, times=1))
    await rig.handle(rig.message("/help", ANNA))
    assert str(BORIS) in await dump(rig.db)
    rig.clock.step(hours=2)
    await prune.run_once(rig.db, clock=rig.clock, articles_kept=timedelta(days=90))
    assert str(BORIS) not in await dump(rig.db)
    assert str(ANNA) in await dump(rig.db)  # Telegram closed this chat for a day
