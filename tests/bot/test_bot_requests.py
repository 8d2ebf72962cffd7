"""Updates as Telegram sends them, read as requests or left alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from newsbot.bot.buttons import Verb, button, read
from newsbot.bot.requests import (
    Command,
    Expelled,
    Moved,
    Press,
    Request,
    Words,
)
from newsbot.bot.updates import ANONYMOUS_ADMIN
from newsbot.bot.updates import read as read_update
from newsbot.services.chats import Place

NAME = "News_Bot"
DATE = 1_773_489_600
ANNA = {"id": 501, "is_bot": False, "first_name": "Anna", "language_code": "uk-UA"}
PRIVATE = {"id": 501, "type": "private", "first_name": "Anna"}
GROUP = {"id": -1_001, "type": "group", "title": "Team"}
FORUM = {"id": -1_002_000_000_000, "type": "supergroup", "title": "Forum", "is_forum": True}
CHANNEL = {"id": -1_003_000_000_000, "type": "channel", "title": "News"}
ANONYMOUS = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group"}
CHANNEL_BOT = {"id": 136_817_688, "is_bot": True, "first_name": "Channel"}


def message(chat: dict[str, Any] = PRIVATE, **given: Any) -> dict[str, Any]:
    shape = {"message_id": 10, "date": DATE, "chat": chat, "from": ANNA}
    return {key: value for key, value in {**shape, **given}.items() if value is not None}


def asked(kind: str = "message", **body: Any) -> Request | None:
    update = Update.de_json({"update_id": 1, kind: message(**body)}, None)
    return read_update(update, NAME)


def command(text: str, chat: dict[str, Any] = PRIVATE, **given: Any) -> Command:
    found = asked(text=text, chat=chat, **given)
    assert isinstance(found, Command)
    return found


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/follow nato", "follow", "nato"),
        ("/FOLLOW  nato OR otan ", "follow", "nato OR otan"),
        ("/follow\nnato\notan", "follow", "nato\notan"),
        ("/follow@news_bot nato", "follow", "nato"),
        ("/rules", "rules", ""),
        ("/start payload_1", "start", "payload_1"),
    ],
)
def test_a_command_is_read_with_its_argument(text: str, name: str, argument: str) -> None:
    found = command(text)
    assert (found.name, found.argument) == (name, argument)
    assert found.origin.place == Place(channel="telegram", chat="501")
    assert (found.origin.person.id, found.origin.person.language) == (501, "uk-UA")


def test_a_command_to_another_bot_is_left_alone() -> None:
    assert asked(text="/follow@other_bot nato", chat=GROUP) is None


@pytest.mark.parametrize("text", ["/ukrain\\w+/", "/nato/", "nato /follow", "/", "// x"])
def test_what_only_looks_like_a_command_is_words(text: str) -> None:
    found = asked(text=text)
    assert isinstance(found, Words)
    assert found.text == text


def test_words_in_a_group_are_left_alone() -> None:
    assert asked(text="nato", chat=GROUP) is None
    assert asked(text="nato", chat=FORUM, message_thread_id=7, is_topic_message=True) is None


def test_a_picture_in_a_private_chat_is_words_without_text() -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    found = asked(photo=photo)
    assert isinstance(found, Words)
    assert found.text == ""


def test_a_service_message_is_left_alone() -> None:
    assert asked(pinned_message=message(text="old")) is None


def test_a_topic_of_a_forum_is_a_place_of_its_own() -> None:
    found = command("/rules", FORUM, message_thread_id=7, is_topic_message=True)
    assert found.origin.place.address == "-1002000000000/7"
    assert command("/rules", FORUM).origin.place.address == "-1002000000000"


def test_a_thread_of_replies_is_no_topic() -> None:
    supergroup = {**FORUM, "is_forum": False}
    assert command("/rules", supergroup, message_thread_id=7).origin.place.topic == ""


def test_an_anonymous_admin_speaks_for_the_group() -> None:
    found = command("/follow nato", FORUM, **{"from": ANONYMOUS, "sender_chat": FORUM})
    assert found.origin.person.speaks_for_chat


def test_a_channel_that_writes_into_a_group_is_left_alone() -> None:
    given: dict[str, Any] = {"from": CHANNEL_BOT, "sender_chat": CHANNEL}
    assert asked(text="/follow nato", chat=FORUM, **given) is None
    given = {"from": ANONYMOUS, "sender_chat": CHANNEL}
    assert asked(text="/follow nato", chat=FORUM, **given) is None


def test_a_stranger_cannot_pass_for_the_group_by_sender_chat_alone() -> None:
    assert asked(text="/follow nato", chat=FORUM, sender_chat=FORUM) is None


def test_other_bots_are_left_alone() -> None:
    given: dict[str, Any] = {"from": {**ANNA, "is_bot": True}}
    assert asked(text="/follow nato", chat=GROUP, **given) is None


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
def test_channels_are_left_alone(kind: str) -> None:
    body: dict[str, Any] = {"text": "/follow nato", "chat": CHANNEL, "sender_chat": CHANNEL}
    assert asked(kind, **body, **{"from": None}) is None


def test_an_edited_message_is_not_done_again() -> None:
    assert asked("edited_message", text="/follow nato", edit_date=DATE + 5) is None


def test_a_group_that_became_a_supergroup_has_moved() -> None:
    moved = Moved(old="-1001", new="-1002000000000")
    assert asked(chat=GROUP, migrate_to_chat_id=FORUM["id"]) == moved
    assert asked(chat=FORUM, migrate_from_chat_id=GROUP["id"]) == moved


def membership(status: str, chat: dict[str, Any]) -> Request | None:
    bot = {"id": 42, "is_bot": True, "first_name": "Bot"}
    extra: dict[str, Any] = {"until_date": 0} if status == "kicked" else {}
    shape = {
        "chat": chat,
        "from": ANNA,
        "date": DATE,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": status, "user": bot, **extra},
    }
    return read_update(Update.de_json({"update_id": 1, "my_chat_member": shape}, None), NAME)


def test_being_thrown_out_is_noticed() -> None:
    found = membership("kicked", PRIVATE)
    assert isinstance(found, Expelled)
    assert found.place.chat == "501"
    assert isinstance(membership("left", GROUP), Expelled)
    assert membership("member", GROUP) is None


def press(**given: Any) -> Request | None:
    body = {"id": "q", "from": ANNA, "chat_instance": "i", "data": "f", **given}
    return read_update(Update.de_json({"update_id": 1, "callback_query": body}, None), NAME)


def test_a_press_reads_the_query_back_from_the_message() -> None:
    under = message(
        text="Looking 😀 for nato -sport\nRead as nato NOT sport",
        entities=[  # counted in UTF-16 units, in no order that one could rely on
            {"type": "code", "offset": 35, "length": 14},
            {"type": "code", "offset": 15, "length": 11},
            {"type": "bold", "offset": 0, "length": 7},
        ],
    )
    found = press(message=under)
    assert isinstance(found, Press)
    assert found.quoted == ("nato -sport", "nato NOT sport")
    assert not found.is_stale


def test_a_press_under_a_message_that_is_gone_is_stale() -> None:
    found = press(message={"chat": PRIVATE, "message_id": 5, "date": 0})
    assert isinstance(found, Press)
    assert found.is_stale


def test_a_press_in_inline_mode_is_left_alone() -> None:
    assert press(inline_message_id="x") is None


@given(
    st.text(max_size=200),
    st.sampled_from(Verb),
    st.lists(st.integers(0, 2**32), max_size=2),
)
def test_button_data_fits_and_comes_back(label: str, verb: Verb, numbers: list[int]) -> None:
    made = button(label, verb, *numbers)
    assert len(made.data.encode()) <= 64
    assert read(made.data) == (verb, tuple(numbers))


@given(st.text(max_size=64))
def test_data_of_others_is_refused(data: str) -> None:
    found = read(data)
    assert found is None or data[0] in set(Verb)


@pytest.mark.parametrize("data", ["", "Z", "f:", "f:x", "f:1:2:3", "?:1", "f:-1", "f:" + "9" * 19])
def test_data_of_another_shape_is_refused(data: str) -> None:
    assert read(data) is None
