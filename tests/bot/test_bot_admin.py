"""What the house's admins do from their chat, and what each step leaves in the audit trail."""

import sqlalchemy as sa

from newsbot.bot import House
from newsbot.db import schema
from newsbot.services import admission, sources
from tests.bot.rig import ANNA, BORIS, GROUP, NEWS_CHANNEL, TOPICS, Rig, buttons
from tests.fakes.botapi import Condition


async def keep_house(rig: Rig) -> None:
    await rig.move_into(House(topics=TOPICS, admins=frozenset({f"telegram:{ANNA}"})))


async def actions(rig: Rig) -> set[str]:
    async with rig.db.reading() as tx:
        return set((await tx.execute(sa.select(schema.audit.c.action))).scalars())


async def test_the_menu_leads_to_each_section_and_back(rig: Rig) -> None:
    await keep_house(rig)
    await rig.publish("Dam breaks")
    await rig.say("/follow dam", BORIS)
    menu = await rig.say("/admin")
    for label, expected in (
        ("Sources", "The Paper: ✓"),
        ("Subscribers", "User 502"),
        ("Health", "Unaccounted for: 0"),
        ("Invite", "?start="),
        ("Broadcast", "/admin broadcast"),
    ):
        [shown], _ = await rig.press(menu, label)
        assert expected in shown.text
        [back], _ = await rig.press(shown, "‹ Back")
        assert "Administration" in back.text


async def test_a_source_is_paused_and_read_again(rig: Rig) -> None:
    await keep_house(rig)
    await rig.publish("Dam breaks")
    [listed], _ = await rig.press(await rig.say("/admin"), "Sources")
    [card], _ = await rig.press(listed, "1")
    [paused], _ = await rig.press(card, "Pause")
    assert (await sources.get(rig.desk, "paper")).state == "paused"
    assert "State: paused" in paused.text
    await rig.press(paused, "Resume")
    assert (await sources.get(rig.desk, "paper")).state == "active"


async def test_a_subscriber_is_paused_and_banned_but_its_words_are_not_shown(rig: Rig) -> None:
    await keep_house(rig)
    await rig.say("/follow dam", BORIS)
    found = await rig.subscriber(BORIS)
    assert found is not None
    listed = await rig.say("/admin subscribers")
    [card], _ = await rig.press(listed, str(found.id))
    assert "Rules: 1" in card.text
    assert "dam" not in card.text
    [paused], _ = await rig.press(card, "Pause")
    assert "State: paused" in paused.text
    [banned], _ = await rig.press(paused, "Ban")
    assert "State: banned" in banned.text
    assert "ended its service" in (await rig.say("/start", BORIS)).text
    [lifted], _ = await rig.press(banned, "Lift ban")
    assert "State: active" in lifted.text
    assert {"subscriber.pause", "subscriber.ban", "subscriber.unban"} <= await actions(rig)


async def test_an_admin_does_not_ban_itself(rig: Rig) -> None:
    await keep_house(rig)
    await rig.say("/start")
    listed = await rig.say("/admin subscribers")
    [card], _ = await rig.press(listed, "1")
    _, toast = await rig.press(card, "Ban")
    assert toast == "You cannot ban yourself."
    assert not await admission.is_banned(rig.desk, [f"telegram:{ANNA}"])


async def test_a_broadcast_asks_reaches_every_chat_once_and_reports(rig: Rig) -> None:
    await keep_house(rig)
    for chat in (ANNA, BORIS, 777):
        await rig.say("/follow dam", chat)
    await rig.say("/follow dam", GROUP, user=ANNA)
    rig.api.world.chats[777].condition = Condition.BLOCKED
    asked = await rig.say("/admin broadcast We <move> & come back at 5")
    assert "Chats that get this: 4" in asked.text
    before = len(rig.api.journal.of("sendMessage"))
    replies, _ = await rig.press(asked, "Send")
    assert "Sent to 3 chats; 1 could not be reached." in replies[-1].text
    sent = [one for one in rig.api.journal.of("sendMessage")[before:] if one.accepted]
    assert {one.chat for one in sent} == {str(ANNA), str(BORIS), str(GROUP)}
    assert {one.text for one in sent} == {"We <move> & come back at 5"}
    assert "broadcast" in await actions(rig)


async def test_a_broadcast_can_be_cancelled_and_is_not_sent_for_another_text(rig: Rig) -> None:
    await keep_house(rig)
    await rig.say("/follow dam", BORIS)
    asked = await rig.say("/admin broadcast Hello")
    replies, toast = await rig.press_data(asked, "B:1")
    assert (replies, "too old" in toast) == ([], True)
    [cancelled], _ = await rig.press(asked, "Cancel")
    assert cancelled.text == "Cancelled."


async def test_a_channel_gets_no_broadcast(rig: Rig) -> None:
    await keep_house(rig)
    await rig.say("/start")
    code = (await rig.say("/channel")).text.partition("/link ")[2].split("\n")[0]
    await rig.handle(rig.post(f"/link {code}"))
    asked = await rig.say("/admin broadcast Hello")
    assert "Chats that get this: 1" in asked.text
    await rig.press(asked, "Send")
    assert rig.api.journal.of("sendMessage", NEWS_CHANNEL) == []


async def test_long_lists_are_paged(rig: Rig) -> None:
    await keep_house(rig)
    for chat in range(1_000, 1_023):
        await rig.say("/start", chat)
    first = await rig.say("/admin subscribers")
    assert ("1/3", "M:2:0") in buttons(first)
    [second], _ = await rig.press(first, "›")
    [third], _ = await rig.press(second, "›")
    assert "23. " in third.text
    assert "›" not in dict(buttons(third))
