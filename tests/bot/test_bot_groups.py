"""Groups, forum topics and channels: where rules count, where replies go, how a chat moves."""

from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Update

from newsbot.bot import Access, House
from tests.bot.rig import ANNA, BORIS, FORUM, GROUP, NEWS_CHANNEL, Rig, buttons
from tests.fakes.botapi import Condition, Json

SUPERGROUP = -1_009_999_999_999


async def test_a_command_in_a_group_is_answered_under_it(rig: Rig) -> None:
    reply = await rig.say("/follow@fake_newsbot dam", GROUP, user=ANNA)
    assert reply.chat == str(GROUP)
    assert "reply_parameters" in reply.params
    assert [one.destination for one in await rig.follows(GROUP)] == [f"telegram:{GROUP}"]


async def test_words_without_a_command_are_not_answered_in_a_group(rig: Rig) -> None:
    assert await rig.handle(rig.message("dam", GROUP, user=ANNA)) == []


async def test_an_unknown_command_in_a_group_may_be_for_another_bot(rig: Rig) -> None:
    assert await rig.handle(rig.message("/weather", GROUP, user=ANNA)) == []
    assert "do not know" in (await rig.say("/weather")).text


async def test_each_topic_of_a_forum_has_its_own_rules(rig: Rig) -> None:
    first = await rig.say("/follow dam", FORUM, user=ANNA, topic=7)
    assert first.params["message_thread_id"] in {7, "7"}
    await rig.say("/follow dam", FORUM, user=ANNA, topic=8)
    places = [one.destination for one in await rig.follows(FORUM)]
    assert places == [f"telegram:{FORUM}/7", f"telegram:{FORUM}/8"]
    listed = await rig.say("/rules", FORUM, user=BORIS, topic=7)
    assert "1 rule is followed here" in listed.text
    assert "1 in another topic" in listed.text
    await rig.say("/unfollow dam", FORUM, user=ANNA, topic=8)
    assert [one.destination for one in await rig.follows(FORUM)] == [f"telegram:{FORUM}/7"]


async def test_a_button_in_a_topic_counts_for_the_topic(rig: Rig) -> None:
    start = await rig.say("/start", FORUM, user=ANNA, topic=9)
    await rig.press(start, "NATO", user=ANNA)
    assert [one.destination for one in await rig.follows(FORUM)] == [f"telegram:{FORUM}/9"]


async def test_a_member_gets_the_introduction_without_buttons(rig: Rig) -> None:
    reply = await rig.say("/start", GROUP, user=BORIS)
    assert buttons(reply) == []
    assert await rig.subscriber(GROUP) is None


async def test_channels_are_ignored_without_a_word(rig: Rig) -> None:
    channel = rig.api.world.chats[NEWS_CHANNEL].json()
    post = {"message_id": 1, "date": 1, "chat": channel, "sender_chat": channel}
    update = Update.de_json({"update_id": 5, "channel_post": {**post, "text": "/start"}}, None)
    await rig.bot.handle(update)
    assert rig.api.journal.of("sendMessage") == []


def service(chat: int, number: int, **given: Any) -> Json:
    kind = "supergroup" if chat < -(10**12) else "group"
    body = {
        "message_id": 1,
        "date": 1_500_000_000,  # however old it is, it counts
        "chat": {"id": chat, "type": kind, "title": "Team"},
        "from": {"id": ANNA, "is_bot": False, "first_name": "Anna"},
    }
    return {"update_id": number, "message": {**body, **given}}


async def test_a_group_that_becomes_a_supergroup_keeps_its_rules(rig: Rig) -> None:
    await rig.say("/follow dam", GROUP, user=ANNA)
    assert await rig.handle(service(GROUP, 90, migrate_to_chat_id=SUPERGROUP)) == []
    assert await rig.handle(service(SUPERGROUP, 91, migrate_from_chat_id=GROUP)) == []
    assert await rig.subscriber(GROUP) is None
    assert [one.destination for one in await rig.follows(SUPERGROUP)] == [f"telegram:{SUPERGROUP}"]


async def test_topics_move_with_their_chat(rig: Rig) -> None:
    await rig.say("/follow dam", FORUM, user=ANNA, topic=7)
    await rig.handle(service(FORUM, 90, migrate_to_chat_id=SUPERGROUP))
    assert [one.destination for one in await rig.follows(SUPERGROUP)] == [
        f"telegram:{SUPERGROUP}/7"
    ]


async def test_a_move_to_an_address_that_is_taken_is_told_in_the_log(rig: Rig) -> None:
    rig.api.world.chat(SUPERGROUP).admins = {ANNA}
    await rig.say("/follow dam", GROUP, user=ANNA)
    await rig.say("/follow flood", SUPERGROUP, user=ANNA)
    with capture_logs() as logs:
        await rig.handle(service(GROUP, 90, migrate_to_chat_id=SUPERGROUP))
    assert "chat not moved: its new address is taken" in [line["event"] for line in logs]
    assert [one.query for one in await rig.follows(SUPERGROUP)] == ["flood"]


async def test_a_reply_follows_a_chat_that_moved_meanwhile(rig: Rig) -> None:
    rig.api.world.chat(SUPERGROUP).admins = {ANNA}
    update = rig.message("/help", GROUP, user=ANNA)
    rig.api.world.chats[GROUP].migrated_to = SUPERGROUP
    replies = await rig.handle(update)
    assert [reply.chat for reply in replies] == [str(SUPERGROUP)]


def thrown_out(chat: int, status: str = "kicked") -> Json:
    bot = {"id": 4_200_000_000, "is_bot": True, "first_name": "Bot"}
    kind = "private" if chat > 0 else "supergroup"
    change: Json = {
        "chat": {"id": chat, "type": kind, "first_name": "Anna"},
        "from": {"id": ANNA, "is_bot": False, "first_name": "Anna"},
        "date": 1,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": status, "user": bot, "until_date": 0},
    }
    return {"update_id": 77, "my_chat_member": change}


@pytest.mark.parametrize("chat", [ANNA, GROUP, FORUM])
async def test_a_chat_that_throws_the_bot_out_is_left_alone_until_start(
    rig: Rig, chat: int
) -> None:
    topic = 7 if chat == FORUM else 0
    await rig.say("/follow dam", chat, user=ANNA, topic=topic)
    assert await rig.handle(thrown_out(chat)) == []
    found = await rig.subscriber(chat)
    assert found is not None
    assert {place.state for place in found.destinations} == {"gone"}
    reply = await rig.say("/start", chat, user=ANNA, topic=topic)
    assert "Welcome back" in reply.text
    found = await rig.subscriber(chat)
    assert found is not None
    assert {place.state for place in found.destinations} == {"active"}
    assert len(await rig.follows(chat)) == 1


async def test_a_stranger_that_throws_the_bot_out_is_nobody(rig: Rig) -> None:
    assert await rig.handle(thrown_out(BORIS)) == []
    assert await rig.subscriber(BORIS) is None


async def test_a_reply_to_a_chat_that_is_closed_is_one_line_in_the_log(rig: Rig) -> None:
    update = rig.message("/follow dam", ANNA)
    rig.api.world.chats[ANNA].condition = Condition.BLOCKED
    with capture_logs() as logs:
        assert await rig.handle(update) == []
    assert [line["event"] for line in logs].count("reply not sent") == 1
    assert len(await rig.follows()) == 1


def taken_back(chat: int) -> Json:
    update = thrown_out(chat)
    change = update["my_chat_member"]
    change["old_chat_member"], change["new_chat_member"] = (
        change["new_chat_member"],
        change["old_chat_member"],
    )
    return update | {"update_id": 78}


@pytest.mark.parametrize("chat", [ANNA, GROUP])
async def test_a_chat_that_takes_the_bot_back_is_told_again(rig: Rig, chat: int) -> None:
    await rig.say("/follow dam", chat, user=ANNA)
    await rig.handle(thrown_out(chat))
    assert await rig.handle(taken_back(chat)) == []
    found = await rig.subscriber(chat)
    assert found is not None
    assert [place.state for place in found.destinations] == ["active"]


async def test_being_made_an_admin_changes_nothing(rig: Rig) -> None:
    await rig.say("/follow dam", GROUP, user=ANNA)
    update = taken_back(GROUP)
    update["my_chat_member"]["old_chat_member"]["status"] = "member"
    assert await rig.handle(update) == []
    assert len(await rig.follows(GROUP)) == 1


def topic_service(topic: int, **happened: Json) -> Json:
    message: Json = {
        "message_id": 900,
        "date": 1_773_489_600,
        "chat": {"id": FORUM, "type": "supergroup", "title": "Forum", "is_forum": True},
        "from": {"id": ANNA, "is_bot": False, "first_name": "Anna"},
        **happened,
    }
    if topic:
        message |= {"message_thread_id": topic, "is_topic_message": True}
    return {"update_id": 4_000 + topic + len(str(happened)), "message": message}


async def states(rig: Rig) -> dict[str, str]:
    found = await rig.subscriber(FORUM)
    assert found is not None
    return {place.address.partition("/")[2]: place.state for place in found.destinations}


async def test_a_topic_that_closes_stops_alone_and_goes_on_when_it_opens(rig: Rig) -> None:
    for topic in (7, 8):
        await rig.say("/follow dam", FORUM, user=ANNA, topic=topic)
    assert await rig.handle(topic_service(7, forum_topic_closed={})) == []
    assert await states(rig) == {"7": "gone", "8": "active"}
    assert await rig.handle(topic_service(7, forum_topic_reopened={})) == []
    assert await states(rig) == {"7": "active", "8": "active"}


async def test_the_general_topic_takes_no_other_with_it(rig: Rig) -> None:
    await rig.say("/follow dam", FORUM, user=ANNA, topic=7)
    await rig.handle(topic_service(0, forum_topic_closed={}))
    await rig.handle(topic_service(0, general_forum_topic_hidden={}))
    assert await states(rig) == {"7": "active"}


async def test_a_group_that_takes_the_bot_in_is_told_what_it_is_and_nothing_is_kept(
    rig: Rig,
) -> None:
    [said] = await rig.handle(taken_back(GROUP))
    assert (said.chat, "An admin adds words" in said.text) == (str(GROUP), True)
    assert await rig.subscriber(GROUP) is None
    assert await rig.handle(taken_back(BORIS) | {"update_id": 79}) == []


async def test_who_is_not_invited_brings_the_bot_into_a_group_in_vain(rig: Rig) -> None:
    await rig.move_into(House(access=Access.INVITE))
    assert await rig.handle(taken_back(GROUP)) == []
